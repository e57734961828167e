"""Deleting so that nothing of it is left in the file."""

from collections.abc import Iterator
from contextlib import contextmanager

from peewee import SqliteDatabase

from db import search
from db.connection import database


@contextmanager
def wiping() -> Iterator[None]:
    """Overwrite on the disk what is deleted within; around the transaction, not inside it.

    SQLite otherwise leaves it in the file until the place is needed. PostgreSQL sweeps by itself.
    """
    if not isinstance(database.obj, SqliteDatabase):
        yield
        return
    database.execute_sql("PRAGMA secure_delete = on")
    yield
    search.tidy()
    # What was written stands in the log as well until it is moved into the file.
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
