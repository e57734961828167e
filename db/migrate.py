"""Bring an older database up to date after a backup copy; refuse a newer one untouched."""

from datetime import UTC, datetime
from pathlib import Path

import peewee

from db.backup import copy_aside
from db.errors import DatabaseProblem

MIGRATIONS = Path(__file__).parent / "migrations"
HISTORY = "schema_migration"


def upgrade(opened: peewee.Database, directory: Path = MIGRATIONS) -> str:
    """Apply what is missing; return where the backup copy is, or "" when none was needed.

    Raises DatabaseProblem when the database was made by a newer version, belongs to another
    program, or a migration fails (what it had begun is rolled back).
    """
    known = [path.stem for path in sorted(directory.glob("[0-9]*.py"))]
    applied = _applied(opened)
    if set(applied) - set(known):
        raise DatabaseProblem("这个数据库由更新版本的程序建立，没有改动它；请先升级本程序。")
    if not applied and opened.get_tables():
        raise DatabaseProblem("这个数据库属于别的程序，没有改动它；请另选一个地址。")
    if isinstance(opened, peewee.SqliteDatabase):
        # Kept in the file itself, so only once it is known to be ours.
        opened.execute_sql("PRAGMA journal_mode = wal")
    if applied == known:
        return ""
    kept = copy_aside(opened, f"before_{known[-1]}", datetime.now(UTC)) if applied else ""
    _run(opened, directory, kept)
    return kept


def _applied(opened: peewee.Database) -> list[str]:
    try:
        if not opened.table_exists(HISTORY):
            return []
        rows = opened.execute_sql(f'SELECT name FROM "{HISTORY}" ORDER BY name')  # noqa: S608
        return [row[0] for row in rows.fetchall()]
    except peewee.DatabaseError as error:
        raise DatabaseProblem("数据库读不出来，可能已损坏；请从备份恢复。") from error


def _run(opened: peewee.Database, directory: Path, kept: str) -> None:
    from playhouse.migrations import Runner

    try:
        Runner(opened, str(directory), table_name=HISTORY).up()
    except peewee.PeeweeException as error:
        tail = f"升级前的备份在「{kept}」。" if kept else ""
        raise DatabaseProblem(f"数据库升级没有完成，原有数据没有改动。{tail}") from error
