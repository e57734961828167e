"""A SQLite file that is never written to under another name, nor made anew where it was lost."""

import os
import sqlite3
from typing import Any

import peewee

from db.storing import Storing


class LastingSqliteDatabase(Storing, peewee.SqliteDatabase):
    """Notices between two acts that its file was taken away, and opens what is in its place.

    An open file outlives its name: what was written to it then, nobody would find again.
    """

    _state: Any
    _opened = False

    def _connect(self) -> sqlite3.Connection:
        if self._opened and _file_at(self.database) is None:
            gone = sqlite3.OperationalError("the database file is gone")
            gone.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
            raise gone
        connection: sqlite3.Connection = super()._connect()  # type: ignore[misc]
        self._opened, self._state.file = True, _file_at(self.database)
        return connection

    def cursor(self, named_cursor: Any = None) -> sqlite3.Cursor:
        """A cursor on the file that is there now; between two acts this may open it again."""
        if not self.is_closed() and not self._acting() and self._is_elsewhere():
            self.close()
        cursor: sqlite3.Cursor = super().cursor(named_cursor)
        return cursor

    def rollback(self) -> None:
        """SQLite may have done so by itself, as on a full disk; that is no second error."""
        if self.is_closed() or self._state.conn.in_transaction:
            super().rollback()

    def _acting(self) -> bool:
        return bool(self.in_transaction() or self._state.conn.in_transaction)

    def _is_elsewhere(self) -> bool:
        return _file_at(self.database) != self._state.file


def _file_at(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116  Asked before every statement: no path is built.
    except OSError:
        return None
    return found.st_dev, found.st_ino
