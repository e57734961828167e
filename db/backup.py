"""A copy of the whole memory, taken while it stays open."""

import re
import sqlite3
from datetime import datetime
from pathlib import Path

import peewee

from db.errors import DatabaseProblem


def copy_aside(opened: peewee.Database, label: str, now: datetime) -> str:
    """Keep a copy of everything before something risky is done; return where it is.

    SQLite: a file beside the database, opened and checked before this returns.
    PostgreSQL: a schema inside the same database that holds a copy of every table.
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
            whole = copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        finally:
            copy.close()
    except (sqlite3.Error, OSError) as error:
        target.unlink(missing_ok=True)
        raise DatabaseProblem(
            f"备份没有写成，请检查「{target.parent}」是否可写、空间是否足够。"
        ) from error
    if not whole:
        target.unlink(missing_ok=True)
        raise DatabaseProblem("备份检查没有通过，数据库可能已损坏，请联系资源教师。")


def _copy_schema(opened: peewee.Database, name: str) -> str:
    schema = peewee.Entity(f"backup_{name}")
    with opened.atomic():
        opened.execute(peewee.NodeList((peewee.SQL("CREATE SCHEMA"), schema)))
        for table in opened.get_tables():
            copy = peewee.Entity(f"backup_{name}", table)
            source = peewee.Entity("public", table)
            opened.execute(
                peewee.NodeList((peewee.SQL("CREATE TABLE"), copy, peewee.SQL("AS TABLE"), source))
            )
    return f"backup_{name}"
