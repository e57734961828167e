"""The command line as a person uses it, on a fresh database, with the clock standing at NOW."""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from tests.builders import NOW
from tests.conftest import copied_sqlite
from yanxiu_tui import clock
from yanxiu_tui.commands.main import run


@dataclass(frozen=True)
class Said:
    """What a command ended with, and what it wrote to standard output and standard error."""

    code: int
    out: str
    err: str


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh SQLite database: commands hold no SQL, and the services are tried on both kinds."""
    return copied_sqlite(request, tmp_path)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Set the clock that commands read; it stands at NOW to begin with."""

    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_clock(NOW)
    return set_clock


@pytest.fixture
def command_line(at, monkeypatch, capsys, tmp_path) -> Callable[..., Said]:
    """Run ``yanxiu`` with these words, some standard input, or answers to its unseen prompts."""

    def call(*words: object, stdin: str = "", unseen: tuple[str, ...] = ()) -> Said:
        answers = iter(unseen)
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
        monkeypatch.setattr("click.termui.hidden_prompt_func", lambda _: next(answers))
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        monkeypatch.setattr(sys, "argv", ["yanxiu", *map(str, words)])
        code = 0
        try:
            run()
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return call


@pytest.fixture
def yanxiu(memory, database_url: str, command_line) -> Callable[..., Said]:
    """The command line on a fresh database."""
    return partial(command_line, "--db", database_url)
