"""Opening the school's memory, for every door alike."""

import os
import platform
import sys
from pathlib import Path


def default_url() -> str:
    """Where the database is when nobody says otherwise: $YANXIU_DB, else the user's data folder."""
    from platformdirs import user_data_path

    return (
        os.environ.get("YANXIU_DB") or f"sqlite:///{user_data_path('yanxiu', False) / 'yanxiu.db'}"
    )


def open_memory(url: str, new: bool = False) -> str:
    """Open the database and bring it up to date; return where a backup copy went, if one was made.

    A file that is not there is made only when it may be ``new``: its disk may not be plugged in.
    Raises DatabaseProblem, which says in one sentence what is wrong.
    """
    if url.startswith("sqlite:") and "peewee" not in sys.modules:
        _import_peewee_alone()
    from db.connection import connect, sqlite_path
    from db.errors import DatabaseProblem
    from db.migrate import upgrade

    if url.startswith("sqlite:") and not new and not sqlite_path(url).exists():
        raise DatabaseProblem(
            f"没有找到数据库文件「{sqlite_path(url)}」：有学校的，请接好文件夹、优盘或网络盘再打开；"
            "新学校请运行 yanxiu init，想先看看就运行 yanxiu demo。"
        )
    return upgrade(connect(url))


def keep_spool(url: str) -> str:
    """Where other terminals share the database, keep a spool for when its server is away.

    Returns in words why there can be none, or "".
    """
    if url.startswith("sqlite:"):
        return ""
    from platformdirs import user_data_path

    from yanxiu_tui.services import spool
    from yanxiu_tui.trouble import explain

    try:
        spool.begin(url, user_data_path("yanxiu", False))
    except Exception as error:
        return f"服务器一旦断开，这台机器记不下签到。{explain(error)}"
    return ""


def _import_peewee_alone() -> None:
    """Peewee imports every PostgreSQL driver it finds: a tenth of a second SQLite never needs."""
    hidden = [name for name in ("psycopg", "psycopg2", "psycopg2cffi") if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        import peewee  # noqa: F401
    finally:
        for name in hidden:
            del sys.modules[name]


def machine_name() -> str:
    """The name under which this machine's records are kept."""
    return (platform.node() or Path.home().name or "本机")[:64]
