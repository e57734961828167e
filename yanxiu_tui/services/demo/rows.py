"""Writing rows by the hundred, and the trace that each act would have left."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from peewee import Model, fn

from db.connection import database
from db.models import Table
from yanxiu_tui.services.demo.people import Person
from yanxiu_tui.services.permission import Actor

MACHINE = "教研楼签到台"


def insert(table: type[Model], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all have the same columns, by one statement that is made once."""
    if not rows:
        return
    fields = {name: table._meta.combined[name] for name in rows[0]}
    first = [rows[0][name] for name in fields]
    statement, values = table.insert_many([first], list(fields.values())).sql()
    defaults = values[len(fields) :]
    database.cursor().executemany(
        statement,
        [
            [*(field.db_value(row[name]) for name, field in fields.items()), *defaults]
            for row in rows
        ],
    )


def inserted(table: type[Table], rows: Sequence[dict[str, Any]]) -> list[int]:
    """Insert them, and tell their ids in the order of the rows."""
    before = table.select(fn.MAX(table.id)).scalar() or 0
    insert(table, rows)
    written = table.select(table.id).where(table.id > before).order_by(table.id)
    return [row.id for row in written]


def actor(person: Person) -> Actor:
    """The person at the desk."""
    return Actor(person.id, person.name, MACHINE, staff_no=person.staff_no)


def trace(
    actor_id: int | None,
    act: str,
    subject: str,
    subject_id: int | None,
    when: datetime,
    /,
    **detail: Any,
) -> dict[str, Any]:
    """A row for Trace, as services.trace would have written it."""
    return {
        "at": when,
        "actor": actor_id,
        "act": act,
        "subject": subject,
        "subject_id": subject_id,
        "detail": json.dumps(detail, ensure_ascii=False, default=str) if detail else "",
        "machine": MACHINE,
    }
