"""领导小组: how many meetings and inspections a term has, and what their records hold (D1, D4)."""

import msgspec

from yanxiu_tui.rules.clauses import UNSAID, Clause
from yanxiu_tui.rules.lesson_prep import Section

MEETING, INSPECTION = "meeting", "inspection"
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
