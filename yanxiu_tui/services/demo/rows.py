"""Writing rows by the hundred, and the trace that each act would have left."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from peewee import Model

from yanxiu_tui.services.demo.people import Person
from yanxiu_tui.services.permission import Actor

MACHINE = "教研楼签到台"
# The fewest variables that any SQLite takes in one statement is 999.
_VARIABLES = 900


def insert(table: type[Model], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all have the same columns, in as few statements as every SQLite takes."""
    if not rows:
        return
    size = _VARIABLES // len(rows[0])
    for start in range(0, len(rows), size):
        table.insert_many(rows[start : start + size]).execute()


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
