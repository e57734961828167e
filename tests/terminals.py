"""Other terminals, for tests: real processes, started once, that do what they are told at once.

They come of one that has read the program already and has never opened a database: SQLite must
not be carried over a fork.
"""

import traceback
from collections.abc import Callable, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from multiprocessing import get_context
from typing import Any, Self
from unittest.mock import patch

from db.connection import connect, database
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import (  # noqa: F401  Read once, for all terminals.
    backups,
    badges,
    corrections,
    credentials,
    leave,
    makeup,
    meeting,
    phones,
    roll_call,
    sign_in,
)

SECONDS = 60
processes = get_context("forkserver")
processes.set_forkserver_preload([__name__])

# One thing to do, or several one after another.
Act = Callable[[], Any] | list[Callable[[], Any]]


def nothing() -> None:
    """What a terminal does that is only to be there."""


class Terminals:
    """So many terminals of one school, each with a connection of its own that stays open."""

    def __init__(self, count: int = 8) -> None:
        self.ready = processes.Barrier(count)
        self.lines, self.running = [], []
        for _ in range(count):
            line, theirs = processes.Pipe()
            running = processes.Process(target=_terminal, args=(theirs, self.ready), daemon=True)
            running.start()
            theirs.close()
            self.lines.append(line)
            self.running.append(running)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for line in self.lines:
            line.close()
        for running in self.running:
            running.join(SECONDS)

    def use(self, url: str) -> None:
        """Let all of them open the school at this address."""
        self.at_once([partial(_use, url)] * len(self.lines))

    def at_once(self, acts: Sequence[Act], without: Sequence[str] = ()) -> list[Any]:
        """Do these acts at the same moment, one at each terminal: what each gave.

        What was refused comes back as Refused, whatever else goes wrong as Failed. ``without``
        names guards that are taken out for the while.
        """
        idle = len(self.lines) - len(acts)
        for line, act in zip(self.lines, [*acts, *[nothing] * idle], strict=True):
            line.send((act, tuple(without)))
        given = []
        for line in self.lines:
            assert line.poll(SECONDS), "a terminal does not answer"
            given.append(line.recv())
        return [_unpacked(each) for each in given[: len(acts)]]


class Failed(Exception):
    """A terminal could not do what it was told; the traceback of it."""


def _use(url: str) -> None:
    if database.obj is not None:
        database.close()
    connect(url)


def _terminal(line: Any, ready: Any) -> None:
    while True:
        try:
            act, without = line.recv()
        except EOFError:
            return
        with ExitStack() as stack:
            for guard in without:
                stack.enter_context(_without(guard))
            ready.wait(SECONDS)
            line.send(_packed(act))


def _packed(act: Act) -> tuple[str, Any]:
    if isinstance(act, list):
        return "several", [_packed(each) for each in act]
    try:
        return "gave", act()
    except Refused as refusal:
        return "refused", (refusal.reason, str(refusal))
    except Exception:
        return "failed", traceback.format_exc()


def _unpacked(answer: tuple[str, Any]) -> Any:
    kind, what = answer
    if kind == "refused":
        return Refused(*what)
    if kind == "failed":
        return Failed(what)
    return [_unpacked(each) for each in what] if kind == "several" else what


@contextmanager
def _without(guard: str):
    """Take a guard out of this terminal: a module that holds rows, or the waiting of SQLite.

    ``deferred``: a transaction does not wait for its turn as it begins. ``hurried``: nobody waits
    for a file that another writes. ``same_name``: unfinished backups are all named alike. Else the
    module whose rows are not held.
    """
    if guard == "deferred":
        with patch.object(database.obj, "_lock_type", "DEFERRED"):
            yield
    elif guard == "hurried":
        database.pragma("busy_timeout", 0)
        yield
        database.pragma("busy_timeout", 10_000)
    elif guard == "same_name":
        with patch("db.backup.secrets.token_hex", lambda _: ""):
            yield
    elif guard == "db.chain":
        # It holds its head in words of its own, built once.
        with patch("db.chain._HELD", ""):
            yield
    else:
        with patch(f"{guard}.held", lambda query, *_, **__: query):
            yield
