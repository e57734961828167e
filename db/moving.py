"""All of a school's rows from one database to another, of either kind, and what they come to.

The models stay with the database they use: while this goes on, others go on working there.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

import peewee
from peewee import sort_models  # type: ignore[attr-defined]

from db import search
from db.models import ALL, Chain, Table

_BATCH = 500
# Of a table whose rows hold pieces of files: few enough that they weigh a few MB.
_HEAVY_BATCH = 16


def copy(source: peewee.Database, target: peewee.Database) -> None:
    """Copy every row into a migrated database that holds none; all of them or none.

    Raises ValueError when what was written does not come to the same as what was read.
    """
    with source.atomic(), target.atomic():
        if source.for_update:
            source.execute_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        Chain.delete().execute(target)
        for table in sort_models(ALL):
            for rows in _pages(source, table):
                target.execute(table.insert_many(rows).returning())
            _count_on(target, table)
        search.put_new(search.everything(source), target)
        if hashes(source) != hashes(target):
            raise ValueError("the copy differs from its source")


def empty(opened: peewee.Database) -> None:
    """Take every row out; inside the caller's transaction."""
    search.clear(opened)
    for table in reversed(sort_models(ALL)):
        table.delete().execute(opened)


def counts(opened: peewee.Database) -> dict[str, int]:
    """How many rows each table holds; the head of the chain of traces is none."""
    tables = [table for table in ALL if table is not Chain]
    return {table._meta.table_name: table.select().count(opened) for table in tables}


def hashes(opened: peewee.Database) -> dict[str, str]:
    """What the rows of each table come to, the same on both kinds of database."""
    found = {}
    for table in ALL:
        reckoned = sha256()
        for rows in _pages(opened, table):
            for row in rows:
                words = json.dumps(row, ensure_ascii=False, default=_plain, sort_keys=True)
                reckoned.update(words.encode("utf-8", "surrogatepass") + b"\n")
        found[table._meta.table_name] = reckoned.hexdigest()
    return found


def _pages(opened: peewee.Database, table: type[Table]) -> Iterator[Sequence[dict[str, Any]]]:
    after = 0
    heavy = any(isinstance(field, peewee.BlobField) for field in table._meta.sorted_fields)
    batch = _HEAVY_BATCH if heavy else _BATCH
    while True:
        query = table.select().where(table.id > after).order_by(table.id).limit(batch)
        rows: Any = list(query.dicts().bind(opened))
        if not rows:
            return
        after = rows[-1]["id"]
        yield rows


def _count_on(opened: peewee.Database, table: type[Table]) -> None:
    """PostgreSQL counts ids apart from the rows: let it go on after the last."""
    if opened.for_update:
        following = (table.select(peewee.fn.MAX(table.id)).scalar(opened) or 0) + 1
        sequence = "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s, false)"
        opened.execute_sql(sequence, (table._meta.table_name, following))


def _plain(value: Any) -> Any:
    """What both kinds of database give back alike."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, bytes):
        return sha256(value).hexdigest()
    return str(value)
