"""核验痕迹: was a line altered, removed or slipped in with plain SQL? (痕迹管理, Z34)"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from db.chain import digest, seal_of
from db.models import AttendanceFact, Chain, Teacher, Trace
from yanxiu_tui.services.permission import Act, Actor, require

_BATCH = 500


class Fault(StrEnum):
    """What was done to a line, or to what belongs to it."""

    ALTERED = "altered"
    REMOVED = "removed"
    INSERTED = "inserted"
    FACTS = "facts"
    LOOSE_FACT = "loose_fact"
    HEAD = "head"


FAULT_NAMES: Mapping[Fault, str] = {
    Fault.ALTERED: "被改动",
    Fault.REMOVED: "被删去",
    Fault.INSERTED: "后插入",
    Fault.FACTS: "所记的考勤事实被改动",
    Fault.LOOSE_FACT: "有一条考勤事实没有痕迹",
    Fault.HEAD: "链头被改动",
}


@dataclass(frozen=True)
class Finding:
    """One thing found. ``number`` is the line's, 0 for a fact without a line.

    ``at``, ``by`` and ``act`` are what the line says now, None and "" where there is none.
    """

    fault: Fault
    number: int
    at: datetime | None = None
    by: str = ""
    act: str = ""


@dataclass(frozen=True)
class Verified:
    """How many lines the chain has, and what was found, in its order."""

    lines: int
    findings: Sequence[Finding]


def verify(actor: Actor) -> Verified:
    """Read the whole chain, in batches, and tell what was done to it by hand."""
    require(actor, Act.VERIFY_AUDIT)
    head = Chain.select().order_by(Chain.id).first()
    length, last_seal = (head.length, head.seal) if head else (0, "")
    people: Any = Teacher.select(Teacher.id, Teacher.name).tuples()
    names = dict(people)
    findings = [
        Finding(
            fault, number, line.get("at"), names.get(line.get("actor"), ""), line.get("act", "")
        )
        for fault, number, line in _faults(length, last_seal)
    ]
    return Verified(length, findings)


def _faults(length: int, last_seal: str) -> Iterator[tuple[Fault, int, Mapping[str, Any]]]:
    number, seal = 0, ""
    for line, facts in _lines():
        if not number < line["number"] <= length:
            yield Fault.INSERTED, line["number"], line
            continue
        removed = range(number + 1, line["number"])
        yield from ((Fault.REMOVED, gone, {}) for gone in removed)
        # After a gap nobody knows which seal the line followed.
        if not removed and line["seal"] != seal_of(seal, line["number"], line):
            yield Fault.ALTERED, line["number"], line
        if line["facts"] != digest(facts):
            yield Fault.FACTS, line["number"], line
        number, seal = line["number"], line["seal"]
    yield from ((Fault.REMOVED, gone, {}) for gone in range(number + 1, length + 1))
    if number == length and seal != last_seal:
        yield Fault.HEAD, length, {}
    loose = AttendanceFact.select(AttendanceFact.id).where(AttendanceFact.trace.is_null())
    yield from ((Fault.LOOSE_FACT, 0, {}) for _ in loose)


def _lines() -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Every line in order, with the facts that belong to it."""
    after = None
    while True:
        query = Trace.select().order_by(Trace.number, Trace.id).limit(_BATCH)
        lines: Any = list((query if after is None else query.where(Trace.number > after)).dicts())
        if not lines:
            return
        after = lines[-1]["number"]
        facts = _facts([line["id"] for line in lines])
        yield from ((line, facts[line["id"]]) for line in lines)


def _facts(line_ids: Sequence[int]) -> Mapping[int, list[dict[str, Any]]]:
    rows: Any = (
        AttendanceFact.select()
        .where(AttendanceFact.trace.in_(line_ids))
        .order_by(AttendanceFact.id)
        .dicts()
    )
    found = defaultdict(list)
    for row in rows:
        found[row["trace"]].append(row)
    return found
