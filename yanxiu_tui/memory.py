"""Opening the school's memory, for every door alike."""

import os
import platform
from pathlib import Path


def default_url() -> str:
    """Where the database is when nobody says otherwise: $YANXIU_DB, else the user's data folder."""
    from platformdirs import user_data_path

    return (
        os.environ.get("YANXIU_DB") or f"sqlite:///{user_data_path('yanxiu', False) / 'yanxiu.db'}"
    )


def open_memory(url: str) -> str:
    """Open the database and bring it up to date; return where a backup copy went, if one was made.

    Raises DatabaseProblem, which says in one sentence what is wrong.
    """
    from db.connection import connect
    from db.migrate import upgrade

    return upgrade(connect(url))


def machine_name() -> str:
    """The name under which this machine's records are kept."""
    return (platform.node() or Path.home().name or "本机")[:64]


def explain(error: Exception) -> str | None:
    """What to tell a person about trouble with the memory; None when it is something else."""
    import peewee

    from db.errors import DatabaseProblem

    if isinstance(error, DatabaseProblem):
        return str(error)
    if isinstance(error, peewee.OperationalError | peewee.InterfaceError):
        return "数据库正忙或暂时写不进去，没有记下这一次，请稍后再试。"
    if isinstance(error, peewee.DatabaseError):
        return "数据库不接受这次操作，没有改动任何记录，请检查填写的内容。"
    return None
