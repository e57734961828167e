"""What a terminal keeps of its own, in case the server cannot be reached: one file an address.

The last meetings seen, and what was signed in meanwhile until the server has it. The file is
opened here and nowhere else; a PIN stands in it only sealed for the server.
"""

import sqlite3
from collections.abc import Collection, Mapping
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

from peewee import BlobField, CharField, DatabaseProxy, IntegerField, Model

from db.connection import open_at
from db.models.base import UtcField

_file = DatabaseProxy()


class _Kept(Model):
    class Meta:
        database = _file
        legacy_table_names = False


class Seen(_Kept):
    """The last that was seen of the school, or of one meeting, as the services write it."""

    key = CharField(max_length=32, primary_key=True)
    value = BlobField()


class Note(_Kept):
    """One try at signing in, kept until the server has it; ``pin`` is sealed for the server."""

    attempt = CharField(max_length=32, primary_key=True)
    activity = IntegerField()
    staff_no = CharField(max_length=32)
    at = UtcField()
    machine = CharField(max_length=64)
    pin = BlobField()


def path_of(url: str, folder: Path) -> Path:
    """Where the file for the database at ``url`` is, or would be."""
    return folder / f"spool_{sha256(url.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}.db"


def left(path: Path) -> int:
    """How many wait in a file that is only looked at; sqlite3.Error when it cannot be read."""
    if not path.exists():
        return 0
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as looked_at:
        return int(looked_at.execute("SELECT COUNT(*) FROM note").fetchone()[0])


def use(url: str, folder: Path) -> None:
    """Open the file for the database at ``url``; DatabaseProblem when it cannot be used.

    Only its owner may read it.
    """
    path = path_of(url, folder)
    folder.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    opened = open_at(f"sqlite:///{path}")
    opened.execute_sql("PRAGMA journal_mode = wal")
    _file.initialize(opened)
    opened.create_tables([Seen, Note])


def in_use() -> bool:
    """Whether this terminal keeps one: not where the database itself is on this machine."""
    return _file.obj is not None


def leave() -> None:
    """Close the file."""
    if in_use():
        _file.close()
    _file.initialize(None)


def see(seen: Mapping[str, bytes], keep: Collection[str] = ()) -> None:
    """Put these in place of all that was seen before but what is to ``keep``."""
    rows = [{"key": key, "value": value} for key, value in seen.items()]
    with _file.atomic():
        Seen.delete().where(Seen.key.not_in(list(keep))).execute()
        Seen.replace_many(rows).execute()


def seen() -> dict[str, bytes]:
    """All that was seen last, by its key."""
    return {row.key: bytes(row.value) for row in Seen.select()}


def note(**row: Any) -> None:
    """Keep one try; it is on the disk when this returns."""
    Note.insert(**row).execute()


def notes() -> list[Note]:
    """All that waits, in order of time."""
    return list(Note.select().order_by(Note.at, Note.attempt))


def waiting() -> int:
    """How many wait."""
    return int(Note.select().count())


def drop(attempt: str) -> None:
    """Forget a try that the server has."""
    Note.delete().where(Note.attempt == attempt).execute()
