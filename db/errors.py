"""What can be wrong with the memory itself, said in one Chinese sentence."""

import sqlite3

_FULL = "磁盘满了，这次没有办成；原有记录都在，请腾出空间再试一次。"
_READ_ONLY = "数据库只能读、不能写，这次没有办成；请检查文件和文件夹的权限，再试一次。"
_BUSY = "数据库正被别的程序占用，这次没有办成；请稍等再试一次。"
_DAMAGED = "数据库损坏了，这次没有办成；请先停用，找资源教师运行 yanxiu restore 从备份恢复。"
_GONE = "数据库文件不在原处或打不开，这次没有办成；请把文件夹、优盘或网络盘接好，再试一次。"
_DISK = "磁盘读写出错，这次没有办成；请检查磁盘、优盘或网络盘是否接好，再试一次。"
# By the first byte of what SQLite answers.
_OF_SQLITE = {
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_IOERR: _DISK,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_CANTOPEN: _GONE,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
}
# By the state that PostgreSQL answers.
_OF_POSTGRES = {
    "25006": _READ_ONLY,
    "40001": _BUSY,
    "40P01": _BUSY,
    "53100": _FULL,
    "55P03": _BUSY,
    "57014": _BUSY,
    "58030": _DISK,
    "XX001": _DAMAGED,
    "XX002": _DAMAGED,
}
# The server goes down or comes up, takes no more connections, or lost this one.
_AWAY = ("08", "57P01", "57P02", "57P03", "53300")


class DatabaseProblem(Exception):
    """The database cannot be used; ``str()`` of it is fit to show to a person."""


class ServerAway(DatabaseProblem):
    """The database is on a server, and that cannot be reached now."""


def server_away(error: BaseException) -> bool:
    """Whether this says that the server cannot be reached now, or has let go of us.

    Never true of a file: nothing is between it and us.
    """
    if isinstance(error, ServerAway):
        return True
    cause = error
    while isinstance(inner := getattr(cause, "orig", None), BaseException):
        cause = inner
    if type(cause).__module__.partition(".")[0] != "psycopg":
        return False
    from psycopg import InterfaceError, OperationalError

    state = getattr(cause, "sqlstate", None)
    if state is None:
        # What the client alone says, without the server, is about the way to it.
        return isinstance(cause, OperationalError | InterfaceError)
    return str(state).startswith(_AWAY)


def diagnosis(error: BaseException) -> str:
    """What is wrong with the disk or the file, and what to do; "" when the error is another."""
    cause = error
    while getattr(cause, "orig", None) is not None:
        cause = cause.orig  # type: ignore[attr-defined]
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return _OF_SQLITE.get(code & 0xFF, "")
    return _OF_POSTGRES.get(str(getattr(cause, "sqlstate", "")), "")
