"""The chain of traces: a line altered, removed or slipped in by hand does not go unseen.

Each line's seal closes over the line, the attendance facts written with it and the seal before it;
the head keeps the length and the last seal. Whoever changes a line with plain SQL would have to
reckon every later seal anew.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from peewee import chunked

from db.connection import database
from db.models import AttendanceFact, Table, Trace
from db.statements import Insertion

_LINE = ("at", "actor", "act", "subject", "subject_id", "detail", "machine", "facts")
_FACT = (
    "activity", "teacher", "kind", "at", "recorded_at", "roll", "detail", "before", "reason",
    "means", "machine", "recorded_by", "late_entry", "phone", "address",
)  # fmt: skip
_UNSAID = {"roll": 0, "detail": "", "before": "", "reason": "", "late_entry": False}
_BATCH = 100
# A sign-in waits for these: Peewee would take longer to build them than they take.
_HEAD, _HELD = 'SELECT "id", "length", "seal" FROM "chain"', " FOR NO KEY UPDATE"
_NEXT = 'UPDATE "chain" SET "length" = ?, "seal" = ? WHERE "id" = ?'
_line, _fact = Insertion(Trace), Insertion(AttendanceFact)


def append(lines: Sequence[Mapping[str, Any]], facts: Sequence[Mapping[str, Any]] = ()) -> None:
    """Add lines to the chain, with the attendance facts that came of the last of them.

    Call it inside the act's transaction. The head is held until its end, so that the lines of
    several terminals follow one another: hold before it whatever else the act has to hold.
    """
    if not lines:
        return
    made = _link([*lines[:-1], {**lines[-1], "facts": digest(facts)}])
    rows = [{**fact, "trace": made} for fact in facts]
    if len(rows) == 1:
        _fact.put(rows[0])
        return
    for batch in chunked(rows, _BATCH):
        AttendanceFact.insert_many(batch).execute()


def cover(line: Mapping[str, Any]) -> None:
    """Add a line that answers for every attendance fact written without one."""
    loose = AttendanceFact.trace.is_null()
    facts: Any = AttendanceFact.select().where(loose).order_by(AttendanceFact.id).dicts()
    made = _link([{**line, "facts": digest(facts)}])
    AttendanceFact.update(trace=made).where(loose).execute()


def _link(lines: Sequence[Mapping[str, Any]]) -> int:
    """Seal the lines one after another and write them; the id of the last."""
    ((head, number, seal),) = database.execute_sql(_HEAD + _HELD * database.for_update).fetchall()
    rows = []
    for line in lines:
        number += 1
        seal = seal_of(seal, number, line)
        rows.append({"facts": "", **line, "number": number, "seal": seal})
    *others, last = rows
    for batch in chunked(others, _BATCH):
        Trace.insert_many(batch).execute()
    made = _line.put(last)
    database.execute_sql(_NEXT.replace("?", database.param), (number, seal, head))
    return made


def seal_of(before: str, number: int, line: Mapping[str, Any]) -> str:
    """The seal of a line that follows the one sealed ``before``."""
    return _hash([before, number, *(_plain(line.get(name, "")) for name in _LINE)])


def digest(facts: Iterable[Mapping[str, Any]]) -> str:
    """What the facts of one act come to; "" for none."""
    rows = [[_plain(fact.get(name, _UNSAID.get(name))) for name in _FACT] for fact in facts]
    return _hash(rows) if rows else ""


def _hash(value: Any) -> str:
    words = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: Any) -> Any:
    """The value as both databases give it back."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, Table):
        return value.id
    return str(value) if isinstance(value, str) else value
