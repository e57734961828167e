"""备份和恢复: a copy a day, one whenever it is asked for, the way back, and moving house."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from peewee import SqliteDatabase

from db import backup, moving
from db.connection import database, is_shared, open_at, sqlite_path, transaction
from db.errors import DatabaseProblem
from db.migrate import upgrade
from db.models import School, Teacher
from yanxiu_tui.clock import local
from yanxiu_tui.services import trace
from yanxiu_tui.services.permission import Act, Actor, require

_FOLDER = "backups"


@dataclass(frozen=True)
class Restored:
    """What is in use now; ``kept`` is where what it replaced is kept."""

    school: str
    teachers: int
    kept: str


@dataclass(frozen=True)
class Moved:
    """How many rows of each table went over, all of them reckoned up the same on both sides."""

    rows: Mapping[str, int]


def write(actor: Actor, path: Path) -> None:
    """Back everything up to a new file, checked by opening it."""
    require(actor, Act.KEEP_BACKUPS)
    backup.write(database.obj, path)


def daily_folder() -> Path:
    """Where this terminal keeps its daily backups: beside the file, or in the user's data folder
    when the database is on a server."""
    if isinstance(database.obj, SqliteDatabase):
        return Path(database.obj.database).absolute().parent / _FOLDER
    from platformdirs import user_data_path

    return user_data_path("yanxiu", False) / _FOLDER


def write_daily(folder: Path, now: datetime) -> Path | None:
    """Today's backup, if this terminal has not made it; the oldest ones go. Nobody asks for it."""
    return backup.daily(database.obj, folder, local(now).date())


def last_daily(folder: Path) -> tuple[Path, date] | None:
    """The newest daily backup of this terminal, and its day."""
    found = backup.last_daily(database.obj, folder)
    return (found, date.fromisoformat(found.stem[-len("2026-10-14") :])) if found else None


def set_aside_damaged(actor: Actor, url: str, path: Path, now: datetime) -> str:
    """Before the way back: a damaged file is moved away and kept, so that a new one can be opened.

    Returns where it is, "" when nothing is damaged. Raises DatabaseProblem when the backup is not
    whole; then nothing has changed.
    """
    require(actor, Act.KEEP_BACKUPS)
    return "" if is_shared(url) else backup.set_aside_damaged(sqlite_path(url), path, now)


def restore(actor: Actor, path: Path, now: datetime) -> Restored:
    """Put a backup in the place of everything there is, and keep a copy of that.

    Raises DatabaseProblem when it is not whole; then nothing has changed.
    """
    require(actor, Act.KEEP_BACKUPS)
    kept = backup.restore(database.obj, path, now)
    with transaction():
        trace.write(actor, "restore", "school", None, now, backup=path.name)
    return Restored(School.get().name, Teacher.select().count(), kept)


def move(actor: Actor, url: str) -> Moved:
    """Copy the school to an empty database of either kind; the one in use stays as it is.

    Raises DatabaseProblem when something is there already, or the copy is not the same.
    """
    require(actor, Act.KEEP_BACKUPS)
    target = open_at(url)
    try:
        upgrade(target)
        if any(moving.counts(target).values()):
            raise DatabaseProblem("那里已经有一所学校，没有改动；请另选一个空的数据库。")
        try:
            moving.copy(database.obj, target)
        except ValueError as error:
            raise DatabaseProblem("搬过去的与原来的对不上，没有搬成；原来的没有改动。") from error
        return Moved(moving.counts(target))
    finally:
        target.close()
