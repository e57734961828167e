"""What can go wrong with a file under a running program, and be mended again."""

import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest

from db import connection
from yanxiu_tui import trouble

Fault = Callable[[Path], AbstractContextManager[None]]


def hasten(monkeypatch: pytest.MonkeyPatch, log: Path) -> None:
    """Let nobody wait long for a file, nor read it from memory; the log is this test's."""
    monkeypatch.setitem(connection.SQLITE_PRAGMAS, "busy_timeout", 50)
    monkeypatch.setitem(connection.SQLITE_PRAGMAS, "cache_size", 1)
    trouble._keep.cache_clear()
    monkeypatch.setattr("platformdirs.user_log_path", lambda *_, **__: log)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another program writes, longer than anybody waits."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.close()


@contextmanager
def damaged(path: Path) -> Iterator[None]:
    """All but its first page is overwritten."""
    with closing(sqlite3.connect(path)) as opened:
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    yield
    path.write_bytes(whole)


@contextmanager
def unplugged(path: Path) -> Iterator[None]:
    """Its folder is gone."""
    elsewhere = path.parent.with_name(f"{path.parent.name}, elsewhere")
    path.parent.rename(elsewhere)
    yield
    elsewhere.rename(path.parent)


@contextmanager
def empty_folder(path: Path) -> Iterator[None]:
    """Its folder is there, with nothing in it, as where a disk would be mounted."""
    with unplugged(path):
        path.parent.mkdir()
        yield
        path.parent.rmdir()


# What each is called to a person.
SAYS: dict[Fault, str] = {
    locked: "正被别的程序占用",
    damaged: "损坏",
    unplugged: "不在原处",
    empty_folder: "不在原处",
}


def each_fault() -> pytest.MarkDecorator:
    """The test runs once with every fault, and what it says."""
    ids = [fault.__name__ for fault in SAYS]
    return pytest.mark.parametrize(("fault", "says"), SAYS.items(), ids=ids)


@contextmanager
def a_small_disk(folder: Path, kilobytes: int = 2_000) -> Iterator[Path]:
    """A real disk of that size, where one may be made."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("only root may make a disk here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def full_disk(path: Path) -> Iterator[None]:
    """Something else has taken what room there was."""
    filler = path.with_name("filler")
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            pass
    yield
    filler.unlink()
