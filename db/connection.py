"""A URL becomes the one database of this process; nothing else opens one."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import peewee
from peewee import DatabaseProxy

from db.errors import DatabaseProblem, ServerAway
from db.sqlite import LastingSqliteDatabase

database = DatabaseProxy()

# FULL survives a power cut: an acknowledged sign-in is on the disk.
SQLITE_PRAGMAS = {
    "synchronous": "full",
    "foreign_keys": 1,
    "busy_timeout": 10_000,
    # In KiB when negative: a term's records are read again and again. Taken only as it is needed.
    "cache_size": -32_768,
}
# A cable pulled out is noticed in a few seconds, idle or not. Times in seconds, the last in ms.
POSTGRES_LINE = {
    "connect_timeout": 2,
    "keepalives": 1,
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 2,
    "tcp_user_timeout": 3_000,
}
_NOBODY_ANSWERS = "连不上 PostgreSQL 数据库，请检查地址、口令和网络。"
_SQLITE = "sqlite:///"
_SQLITE_HEADER = b"SQLite format 3\x00"


def connect(url: str) -> peewee.Database:
    """Open the database at ``url`` and make it the one every model uses."""
    opened = open_at(url)
    database.initialize(opened)
    return opened


def connect_later(url: str) -> None:
    """Make the server at ``url``, which is away now, the one every model uses once it is back."""
    database.initialize(_at_server(url))


def is_shared(url: str) -> bool:
    """Whether other terminals may use the database at this address: it is on a server."""
    return url.partition(":")[0] in ("postgres", "postgresql")


def open_at(url: str) -> peewee.Database:
    """Open the database at ``url``, and leave the models to the one they use.

    ``sqlite:///PATH`` (four slashes for an absolute path) or ``postgresql://…``.
    Raises DatabaseProblem when the address is wrong or nothing answers there.
    """
    scheme = url.partition(":")[0]
    if scheme == "sqlite":
        return _open_sqlite(sqlite_path(url))
    if is_shared(url):
        return _open_postgres(url)
    raise DatabaseProblem(
        f"数据库地址「{masked(url)}」无法识别，请写成 sqlite:///文件路径 或 postgresql://…。"
    )


def masked(url: str) -> str:
    """The address without its password, fit to show."""
    hidden = re.sub(r"(://[^:/@]*):.*@", r"\1:***@", url)
    return re.sub(r"(?i)(password=)[^&]*", r"\1***", hidden)


def sqlite_path(url: str) -> Path:
    """The file behind a ``sqlite:///`` address; DatabaseProblem when it is written otherwise."""
    path = url.removeprefix(_SQLITE)
    if path == url:
        right = f"{_SQLITE}{url.partition(':')[2].removeprefix('//') or '文件路径'}"
        raise DatabaseProblem(f"SQLite 的地址要写三条斜线，请写成 {right}。")
    if not path.strip():
        raise DatabaseProblem("数据库地址缺少文件路径，请写成 sqlite:///文件路径。")
    try:
        if "\0" in path:
            raise OSError("no file has such a name")
        Path(path).exists()
    except OSError as error:
        raise DatabaseProblem(f"打不开「{path}」，请检查数据库文件的名字和权限。") from error
    return Path(path)


@contextmanager
def transaction() -> Iterator[None]:
    """One act, one transaction: all of it is kept or none of it."""
    with database.atomic():
        yield


def held(query: Any, table: type[peewee.Model], share: bool = False) -> Any:
    """The query with its rows of ``table`` held until the transaction ends.

    PostgreSQL locks the rows, for oneself or in ``share`` with other readers. SQLite needs nothing:
    a transaction there begins IMMEDIATE, so writers already wait for one another.
    """
    if not database.for_update:
        return query
    # A row that others refer to stays open to them: only its key must not change.
    return query.for_update("FOR SHARE" if share else "FOR NO KEY UPDATE", of=table)


def _open_sqlite(path: Path) -> peewee.Database:
    _refuse_foreign_file(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        opened = LastingSqliteDatabase(
            str(path), pragmas=SQLITE_PRAGMAS, timeout=10, lock_type="IMMEDIATE"
        )
        opened.connect()
    except (OSError, peewee.OperationalError) as error:
        raise DatabaseProblem(
            f"打不开数据库文件「{path}」，请检查文件夹是否存在、是否可以写入。"
        ) from error
    except peewee.DatabaseError as error:
        raise _not_a_database(path) from error
    return opened


def _refuse_foreign_file(path: Path) -> None:
    if not path.is_file():
        return
    try:
        with path.open("rb") as file:
            head = file.read(len(_SQLITE_HEADER))
    except OSError as error:
        raise DatabaseProblem(f"读不了数据库文件「{path}」，请检查读写权限。") from error
    if head and head != _SQLITE_HEADER:
        raise _not_a_database(path)


def _not_a_database(path: Path) -> DatabaseProblem:
    return DatabaseProblem(f"「{path}」不是数据库文件或已损坏，请另选文件或从备份恢复。")


def _open_postgres(url: str) -> peewee.Database:
    opened = _at_server(url)
    try:
        opened.connect()
    except peewee.OperationalError as error:
        raise ServerAway(_NOBODY_ANSWERS) from error
    except ValueError as error:
        raise DatabaseProblem(_NOBODY_ANSWERS) from error
    except peewee.ProgrammingError as error:
        raise _bad_option() from error
    return opened


def _at_server(url: str) -> peewee.Database:
    """The database at this address, not yet asked for."""
    try:
        import psycopg  # noqa: F401
    except ImportError as error:
        raise DatabaseProblem(
            "缺少 PostgreSQL 支持，请先安装：pip install 'yanxiu[postgres]'。"
        ) from error
    from playhouse.db_url import parse

    from db.postgres import LastingPostgresqlDatabase

    try:
        where = parse(url, unquote_user=True, unquote_password=True)
        if not where["database"]:
            raise DatabaseProblem("数据库地址缺少数据库名，请写成 postgresql://主机/数据库名。")
        return LastingPostgresqlDatabase(**POSTGRES_LINE | where, prefer_psycopg3=True)
    except ValueError as error:
        raise DatabaseProblem(_NOBODY_ANSWERS) from error
    except (TypeError, LookupError) as error:
        raise _bad_option() from error


def _bad_option() -> DatabaseProblem:
    return DatabaseProblem("数据库地址里「?」后面的选项无法识别，请核对后改正。")
