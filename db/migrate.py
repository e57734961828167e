"""Bring an older database up to date after a backup copy; refuse a newer one untouched."""

import time
from datetime import UTC, datetime
from pathlib import Path

import peewee

from db.backup import copy_aside
from db.errors import DatabaseProblem, diagnosis

MIGRATIONS = Path(__file__).parent / "migrations"
HISTORY = "schema_migration"
# Any number that nothing else locks; SQLite needs none, a transaction there begins IMMEDIATE.
_UPGRADING = 20_261_014
_TRIES, _BETWEEN_TRIES = 30, 0.1


def latest() -> str:
    """The name of the last migration this program knows."""
    return max(path.stem for path in MIGRATIONS.glob("[0-9]*.py"))


def upgrade(opened: peewee.Database, directory: Path = MIGRATIONS) -> str:
    """Apply what is missing; return where the backup copy is, or "" when none was needed.

    Raises DatabaseProblem when the database was made by a newer version, belongs to another
    program, or a migration fails (then none of those missing is applied).
    """
    known = [path.stem for path in sorted(directory.glob("[0-9]*.py"))]
    applied, foreign = _found(opened)
    if set(applied) - set(known):
        raise DatabaseProblem("这个数据库由更新版本的程序建立，没有改动它；请先升级本程序。")
    if not applied and foreign:
        raise DatabaseProblem("这个数据库属于别的程序，没有改动它；请另选一个地址。")
    if isinstance(opened, peewee.SqliteDatabase):
        _keep_a_log(opened)
    if applied == known:
        return ""
    kept = copy_aside(opened, f"before_{known[-1]}", datetime.now(UTC)) if applied else ""
    _run(opened, directory, kept)
    return kept


def _found(opened: peewee.Database) -> tuple[list[str], set[str]]:
    """What has been applied, and the tables that are there beside the history."""
    try:
        # The tables first: another start that makes them now writes the history at the same time.
        tables = set(opened.get_tables()) - {HISTORY}
        if not opened.table_exists(HISTORY):
            return [], tables
        rows = opened.execute_sql(f'SELECT name FROM "{HISTORY}" ORDER BY name')  # noqa: S608
        return [row[0] for row in rows.fetchall()], tables
    except peewee.DatabaseError as error:
        words = diagnosis(error) or "数据库读不出来，可能已损坏；请从备份恢复。"
        raise DatabaseProblem(words) from error


def _keep_a_log(opened: peewee.SqliteDatabase) -> None:
    """Set WAL, which stays in the file itself, so only once the file is known to be ours."""
    for left in reversed(range(_TRIES)):
        try:
            opened.execute_sql("PRAGMA journal_mode = wal")
            return
        except peewee.OperationalError as error:
            # Of two that set it at the same moment SQLite turns one away without waiting.
            if not left:
                words = diagnosis(error) or "数据库文件正被占用或写不进去，请检查后再试。"
                raise DatabaseProblem(words) from error
            time.sleep(_BETWEEN_TRIES)


def _run(opened: peewee.Database, directory: Path, kept: str) -> None:
    """Apply everything missing in one transaction; of several starts at once the others wait."""
    from playhouse.migrations import Runner

    try:
        runner = Runner(opened, str(directory), table_name=HISTORY)
        with runner.migrator.migration_context():
            if opened.for_update:
                opened.execute_sql("SELECT pg_advisory_xact_lock(%s)", (_UPGRADING,))
            runner.up()
    except Exception as error:
        tail = f"升级前的备份在「{kept}」。" if kept else ""
        words = f"数据库升级没有完成，原有数据没有改动。{diagnosis(error)}{tail}"
        raise DatabaseProblem(words) from error
