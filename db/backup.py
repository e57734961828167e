"""Copies of the whole memory, taken while it stays open; the way back from one.

A backup is one SQLite file, whichever kind of database it was taken from.
"""

import glob
import re
import secrets
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date, datetime
from pathlib import Path

import peewee

from db.connection import open_at
from db.errors import DatabaseProblem

KEPT_DAYS = 14
_A_DAY = "????-??-??.db"
_UNFINISHED = ".part"
_NOT_WHOLE = "备份检查没有通过，数据库可能已损坏，请联系资源教师。"
# A backup is one file by itself, which opens anywhere.
_ALONE = "PRAGMA journal_mode = delete"


def write(opened: peewee.Database, target: Path) -> None:
    """Back everything up to a new file, and open that to check it; all of it or no file.

    Raises DatabaseProblem when there is a file already, or the copy cannot be made or is not whole.
    """
    if target.exists():
        raise DatabaseProblem(f"「{target}」已经有了，请换一个文件名，或先把它移走。")
    _put(opened, target)


def _put(opened: peewee.Database, target: Path) -> None:
    """The copy has its name only once it is whole, whatever ends this, whoever else writes one."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _not_written(target) from error
    part = target.with_name(f"{target.name}.{secrets.token_hex(4)}{_UNFINISHED}")
    try:
        if isinstance(opened, peewee.SqliteDatabase):
            copy_sqlite(opened, part)
        else:
            _write_from_postgres(opened, part)
        with whole(part):
            part.replace(target)
    except OSError as error:
        raise _not_written(target) from error
    finally:
        part.unlink(missing_ok=True)


def daily(opened: peewee.Database, folder: Path, today: date) -> Path | None:
    """Today's backup if there is none yet; those older than ``KEPT_DAYS`` backups go."""
    target = folder / f"{_name_of(opened)}_{today:%Y-%m-%d}.db"
    if target.exists():
        return None
    _put(opened, target)
    every = f"{glob.escape(_name_of(opened))}_{_A_DAY}"
    begun = folder.glob(f"{every}.*{_UNFINISHED}*")
    left = [part for part in begun if not part.name.startswith(target.name)]
    # By a clock put back, today's is the oldest of them.
    oldest = [each for each in sorted(folder.glob(every))[:-KEPT_DAYS] if each != target]
    for old in [*oldest, *left]:
        old.unlink(missing_ok=True)
    return target


def last_daily(opened: peewee.Database, folder: Path) -> Path | None:
    """The newest of them; its name ends with its day."""
    return max(folder.glob(f"{glob.escape(_name_of(opened))}_{_A_DAY}"), default=None)


def _name_of(opened: peewee.Database) -> str:
    """Several schools may keep their backups in one folder."""
    return re.sub(r'[\\/:*?"<>|\s]+', "_", Path(opened.database).stem)


@contextmanager
def whole(path: Path) -> Iterator[peewee.SqliteDatabase]:
    """A backup opened from a copy of its own and brought up to this version, once found whole.

    Raises DatabaseProblem when it is not a backup of ours, is damaged, or newer than the program.
    """
    from db.migrate import upgrade

    if not path.is_file():
        raise DatabaseProblem(f"没有找到备份文件「{path}」，请核对。")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "backup.db"
        try:
            address = f"{path.absolute().as_uri()}?mode=ro"
            with closing(sqlite3.connect(address, uri=True)) as source:
                _refuse_broken(source)
                with closing(sqlite3.connect(copy)) as target:
                    source.backup(target)
        except (sqlite3.Error, OSError) as error:
            raise DatabaseProblem(f"备份「{path}」已损坏或不是备份，请换一份。") from error
        opened = open_at(f"sqlite:///{copy}")
        try:
            upgrade(opened)
            yield opened  # type: ignore[misc]
        finally:
            opened.close()


def restore(opened: peewee.Database, path: Path, now: datetime) -> str:
    """Put what a backup holds in the place of everything; return where what was is kept.

    Raises DatabaseProblem, and leaves everything as it was, when the backup is not whole.
    """
    from db import moving

    with whole(path) as source:
        kept = copy_aside(opened, "before_restore", now)
        if isinstance(opened, peewee.SqliteDatabase):
            source.connection().backup(opened.connection())
        else:
            with opened.atomic():
                moving.empty(opened)
                moving.copy(source, opened)
    return kept


def set_aside_damaged(file: Path, path: Path, now: datetime) -> str:
    """Move a damaged database file out of the way of a whole backup; return where it is.

    "" when it is not damaged, or there is none. Raises DatabaseProblem when the backup is not whole
    or the file cannot be moved; then nothing has changed.
    """
    with whole(path):
        if not file.is_file() or not _is_damaged(file):
            return ""
        kept = file.with_name(f"{file.stem}.damaged_{now:%Y%m%d_%H%M%S_%f}{file.suffix}")
        try:
            file.rename(kept)
            # What was not yet written into the file belongs to it.
            for tail in ("-wal", "-shm"):
                with suppress(FileNotFoundError):
                    Path(f"{file}{tail}").rename(f"{kept}{tail}")
        except OSError as error:
            raise DatabaseProblem(
                f"损坏的「{file}」移不开，没有改动；请先关掉正在用它的程序，再恢复一次。"
            ) from error
        return str(kept)


def _is_damaged(file: Path) -> bool:
    try:
        with closing(sqlite3.connect(file)) as opened:
            found: str = opened.execute("PRAGMA integrity_check").fetchone()[0]
            return found != "ok"
    except sqlite3.DatabaseError as error:
        return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _refuse_broken(source: sqlite3.Connection) -> None:
    from db.migrate import HISTORY

    if source.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
        raise sqlite3.DatabaseError("not whole")
    if source.execute("PRAGMA foreign_key_check").fetchone():
        raise sqlite3.DatabaseError("rows refer to rows that are gone")
    source.execute(f'SELECT name FROM "{HISTORY}"').fetchall()  # noqa: S608


def _write_from_postgres(opened: peewee.Database, target: Path) -> None:
    from db.migrate import upgrade
    from db.moving import copy

    file = open_at(f"sqlite:///{target}")
    try:
        upgrade(file)
        copy(opened, file)
        file.execute_sql(_ALONE)
    except Exception as error:
        file.close()
        target.unlink(missing_ok=True)
        raise _not_written(target) from error
    file.close()


def _not_written(target: Path) -> DatabaseProblem:
    return DatabaseProblem(f"备份没有写成，请检查「{target.parent}」是否可写、空间是否足够。")


def copy_aside(opened: peewee.Database, label: str, now: datetime) -> str:
    """Keep a copy of everything before something risky is done; return where it is.

    SQLite: a file beside the database, opened and checked before this returns.
    PostgreSQL: a schema inside the same database that holds a copy of every table, held against it.
    """
    stamp = now.strftime("%Y%m%d_%H%M%S_%f")
    name = f"{re.sub(r'[^0-9a-z_]', '_', label.lower())}_{stamp}"
    if isinstance(opened, peewee.SqliteDatabase):
        source = Path(opened.database)
        target = source.with_name(f"{source.stem}.{name}{source.suffix}")
        copy_sqlite(opened, target)
        return str(target)
    return _copy_schema(opened, name)


def copy_sqlite(opened: peewee.SqliteDatabase, target: Path) -> None:
    """Copy an open SQLite database online to ``target`` and check the copy.

    Raises DatabaseProblem when the copy cannot be made or is not whole.
    """
    try:
        copy = sqlite3.connect(target)
        try:
            opened.connection().backup(copy)
            is_whole = copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            copy.execute(_ALONE)
        finally:
            copy.close()
    except (sqlite3.Error, OSError) as error:
        target.unlink(missing_ok=True)
        raise _not_written(target) from error
    if not is_whole:
        target.unlink(missing_ok=True)
        raise DatabaseProblem(_NOT_WHOLE)


def _copy_schema(opened: peewee.Database, name: str) -> str:
    """Every table as it stands at one moment, each copy read again and held against it."""
    schema = f"backup_{name}"
    with opened.atomic():
        opened.execute_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        opened.execute(peewee.NodeList((peewee.SQL("CREATE SCHEMA"), peewee.Entity(schema))))
        for table in opened.get_tables():
            source, copy = peewee.Entity("public", table), peewee.Entity(schema, table)
            made = (peewee.SQL("CREATE TABLE"), copy, peewee.SQL("AS TABLE"), source)
            opened.execute(peewee.NodeList(made))
            if _differ(opened, source, copy) or _differ(opened, copy, source):
                raise DatabaseProblem(_NOT_WHOLE)
    return schema


def _differ(opened: peewee.Database, one: peewee.Entity, other: peewee.Entity) -> bool:
    """Whether a row of the one is not in the other, or not as often."""
    table, beyond = peewee.SQL("TABLE"), peewee.SQL("EXCEPT ALL TABLE")
    query = peewee.NodeList((table, one, beyond, other, peewee.SQL("LIMIT 1")))
    return opened.execute(query).fetchone() is not None
