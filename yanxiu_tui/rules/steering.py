"""领导小组: how many meetings and inspections a term has, and what their records hold (D1, D4)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

import msgspec

from yanxiu_tui.rules.clauses import UNSAID, Clause
from yanxiu_tui.rules.lesson_prep import Section
from yanxiu_tui.rules.periods import due_day

MEETING, INSPECTION = "meeting", "inspection"
TO_MEND = "未整改"
_WITHIN = timedelta(days=14)
MEETING_SECTIONS = (
    Section(id="agenda", name="议题"),
    Section(id="said", name="会议内容"),
    Section(id="decided", name="决定事项"),
)
INSPECTION_SECTIONS = (
    Section(id="looked_at", name="检查内容"),
    Section(id="found", name="检查情况"),
    Section(id="to_mend", name="整改要求"),
)


class Phase(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of the meetings of a term: 期初, 期中, 期末, to be held by the end of ``week``.

    ``week`` counts from 1, from the term's last week when negative.
    """

    id: str
    name: str
    week: int


class SteeringRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The meetings of each term, and at least so many ``inspections``."""

    clause: Clause
    meetings: list[Phase] = []
    inspections: int = 0
    meeting_sections: tuple[Section, ...] = MEETING_SECTIONS
    inspection_sections: tuple[Section, ...] = INSPECTION_SECTIONS
    inspecting: Clause = UNSAID


@dataclass(frozen=True)
class Owed:
    """A meeting (``phase`` is its ID) or an inspection (None) not held yet, due by ``last``.

    ``begun`` when it is kept already, and not finished.
    """

    name: str
    last: date
    phase: str | None = None
    begun: bool = False


def mend_by(finished: date) -> date:
    """The day by whose end what a finished inspection found lacking is to be mended."""
    return finished + _WITHIN


def is_overdue(standing: str, due_on: date | None, today: date) -> bool:
    """Whether a finding should have been mended by now; ``due_on`` is the last day for it."""
    return standing == TO_MEND and due_on is not None and due_on < today


def mending(good: bool, told: bool, mended: bool) -> str:
    """Where a finding stands, in a word; ``told`` once its inspection is finished."""
    if good:
        return "好"
    if mended:
        return "已整改"
    return TO_MEND if told else "要整改"


def owed(
    rule: SteeringRule, starts_on: date, ends_on: date, held: Collection[str], inspected: int
) -> list[Owed]:
    """What of the term's meetings and inspections is still to be held, the next due first.

    ``held`` are the phases that have had their meeting, ``inspected`` how many inspections there
    were. A meeting is due by the Friday of its week, inspections are spread over the term evenly.
    """
    meetings = [
        Owed(phase.name, _within(due_day(starts_on, ends_on, phase.week, 5), starts_on, ends_on),
             phase.id)
        for phase in rule.meetings
        if phase.id not in held
    ]  # fmt: skip
    inspections = [
        Owed(f"第 {number} 次督查", starts_on + (ends_on - starts_on) * number // rule.inspections)
        for number in range(inspected + 1, rule.inspections + 1)
    ]
    return sorted([*meetings, *inspections], key=lambda each: each.last)


def _within(day: date, starts_on: date, ends_on: date) -> date:
    return min(max(day, starts_on), ends_on)
