"""Whether the memory is fit for use: looked at without changing anything in it."""

import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import peewee

from db import spool
from db.connection import connect, is_shared, masked, sqlite_path
from db.errors import DatabaseProblem
from db.migrate import HISTORY, MIGRATIONS
from db.models import Trace
from yanxiu_tui.clock import local
from yanxiu_tui.services import backups, files

_LEAST_FREE = 500_000_000
_STALE_DAYS = 3
_MISSING = "还没有建立"


@dataclass(frozen=True)
class Finding:
    """One thing looked at. ``advice`` says what to do, and is "" when all is well."""

    subject: str
    found: str
    advice: str = ""


def examine(url: str, now: datetime) -> list[Finding]:
    """The database behind an address: where, which, its version, its safety, its clock."""
    address = [Finding("数据库地址", masked(url)), *_noted(url)]
    try:
        if url.startswith("sqlite:") and not sqlite_path(url).exists():
            advice = "新学校请运行 yanxiu init，也可以先用 yanxiu demo 试用"
            return [*address, Finding("数据库", _MISSING, advice), _space(sqlite_path(url))]
        return [*address, *_opened(connect(url), now)]
    except DatabaseProblem as problem:
        return [*address, Finding("数据库", "打不开", str(problem).rstrip("。"))]
    except peewee.DatabaseError:
        return [*address, Finding("数据库", "读不出来", "可能已损坏，请从备份恢复")]


def _noted(url: str) -> list[Finding]:
    """What this terminal noted while the server was away, and could not hand over yet."""
    if not is_shared(url):
        return []
    import sqlite3

    from platformdirs import user_data_path

    path = spool.path_of(url, user_data_path("yanxiu", False))
    try:
        waiting = spool.left(path)
    except sqlite3.Error:
        advice = f"「{path}」可能已损坏，请联系资源教师，不要删除"
        return [Finding("断网时记下的", "读不出来", advice)]
    advice = "连上服务器后打开签到台，会自动补上" if waiting else ""
    return [Finding("断网时记下的", f"{waiting} 条还没有补上" if waiting else "没有", advice)]


def _opened(opened: peewee.Database, now: datetime) -> list[Finding]:
    kind = _sqlite(opened) if isinstance(opened, peewee.SqliteDatabase) else _postgres(opened)
    structure = _structure(opened)
    last = [] if structure.advice else [_files(), _last_record(now), _last_backup(now)]
    return [*kind, structure, *last]


def _sqlite(opened: peewee.SqliteDatabase) -> list[Finding]:
    import sqlite3

    path = Path(opened.database)
    journal = opened.execute_sql("PRAGMA journal_mode").fetchone()[0]
    synchronous = opened.execute_sql("PRAGMA synchronous").fetchone()[0]
    safe = journal == "wal" and synchronous == 2
    writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    return [
        Finding("数据库", f"SQLite {sqlite3.sqlite_version}"),
        Finding(
            "写入",
            "可以" if writable else "不可以",
            "" if writable else "请检查数据库文件和所在文件夹的权限",
        ),
        Finding(
            "断电保护",
            f"日志 {journal}，同步 {'FULL' if synchronous == 2 else synchronous}",
            "" if safe else "打开一次签到台即会设好；文件不要放在网络盘上",
        ),
        _space(path),
    ]


def _postgres(opened: peewee.Database) -> list[Finding]:
    version = opened.execute_sql("SHOW server_version").fetchone()[0]
    read_only = opened.execute_sql("SHOW transaction_read_only").fetchone()[0] == "on"
    synchronous = opened.execute_sql("SHOW synchronous_commit").fetchone()[0]
    return [
        Finding("数据库", f"PostgreSQL {version}"),
        Finding(
            "写入",
            "不可以" if read_only else "可以",
            "请改连主服务器，或开放写入" if read_only else "",
        ),
        Finding(
            "断电保护",
            f"synchronous_commit {synchronous}",
            "请在服务器上打开 synchronous_commit" if synchronous == "off" else "",
        ),
    ]


def _space(path: Path) -> Finding:
    """Room on the disk where the file is, or will be."""
    folder = next(each for each in (path.parent, *path.absolute().parents) if each.is_dir())
    free = shutil.disk_usage(folder).free
    return Finding(
        "磁盘空间",
        f"还有 {free / 1e9:.1f} GB",
        "" if free > _LEAST_FREE else "空间快用完了，请清理磁盘",
    )


def _structure(opened: peewee.Database) -> Finding:
    known = {path.stem for path in MIGRATIONS.glob("[0-9]*.py")}
    if not opened.table_exists(HISTORY):
        foreign = "这个数据库属于别的程序，请另选地址" if opened.get_tables() else ""
        return Finding("数据结构", _MISSING, foreign or "请先运行 yanxiu init")
    history = peewee.Table(HISTORY).bind(opened)
    applied = {row["name"] for row in history.select(history.c.name)}
    newest = max(applied, default=_MISSING)
    if applied - known:
        return Finding("数据结构", newest, "由更新版本的程序建立，请先升级本程序")
    if known - applied:
        return Finding("数据结构", newest, "打开签到台时会先备份再升级，不用另外操作")
    return Finding("数据结构", newest)


def _files() -> Finding:
    """What the copied files weigh: they are in every backup."""
    count, size = files.kept()
    return Finding("存着的文件", f"{count} 份，{size / 1e6:.1f} MB" if count else "还没有")


def _last_record(now: datetime) -> Finding:
    """Whether the clock stands later than the last record; a clock gone back is said."""
    newest = Trace.select(Trace.at).order_by(Trace.at.desc()).first()
    if newest is None:
        return Finding("最后记录", "还没有")
    back = newest.at > now
    return Finding(
        "最后记录",
        f"{local(newest.at):%Y-%m-%d %H:%M:%S}",
        "电脑时钟比最后记录还早，请先校准时间" if back else "",
    )


def _last_backup(now: datetime) -> Finding:
    """When this terminal last made its daily backup, and where; one long past is said."""
    folder = backups.daily_folder()
    found = backups.last_daily(folder)
    if found is None:
        return Finding("每日备份", f"还没有；打开签到台就会做，放在 {folder}")
    path, day = found
    stale = (local(now).date() - day).days > _STALE_DAYS
    advice = "打开签到台就会再做；做不成请检查这个文件夹能否写入、空间够不够" if stale else ""
    return Finding("每日备份", f"{day}，在 {path}", advice)
