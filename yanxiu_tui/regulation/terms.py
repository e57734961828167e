"""What a 制度 says of the term: its calendar, hours, claims, deadlines, evaluation and awards."""

from datetime import time
from decimal import Decimal
from typing import Literal

import msgspec

from yanxiu_tui.rules.applies import Who
from yanxiu_tui.rules.clauses import Clause
from yanxiu_tui.rules.lesson_prep import Section

_ZERO = Decimal(0)


class Calendar(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The school's weeks. A 学月 is ``school_month_weeks`` weeks; ``exempt_weeks`` by number."""

    clause: Clause
    school_month_weeks: int = 4
    exempt_weeks: list[int] = []


class Project(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A 研修项目: the activity and claim kinds whose hours it holds (P1: 学时数分解到具体项目).

    ``planned`` hours a term are asked of each teacher, more than ``most`` are not credited.
    """

    id: str
    name: str
    activity_kinds: list[str] = []
    claims: list[str] = []
    planned: Decimal = _ZERO
    most: Decimal | None = None


class Hours(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """学时: the share of a meeting's hours that each way of attending earns, and what is asked.

    ``per_term`` and ``cycle`` (in ``cycle_years``, the first beginning in ``cycle_starts``) are in
    学时; 0 asks for none.
    """

    clause: Clause
    per_term: Decimal = _ZERO
    cycle: Decimal = _ZERO
    cycle_years: int = 5
    cycle_starts: int = 2024
    late: Decimal = Decimal(1)
    left_early: Decimal = Decimal(1)
    left_midway: Decimal = Decimal(1)
    made_up: Decimal = Decimal(1)
    projects: list[Project] = []


class ClaimKind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that can be claimed, and what its amount counts.

    ``hours`` says whether 学时 may be asked for it, at most ``most_hours`` a term (None: no limit).
    ``by`` is who enters it: the teacher, the office, the leader for the group, or the office for
    the school. ``deadline`` is the ID of the deadline it is due by: then everybody it concerns owes
    one a term, each teacher (``who``), each group (of ``group_kinds``, none named: all) or the
    school. ``parts`` are what a bundle holds (Z18), ``sections`` what it is written in here.
    """

    id: str
    name: str
    clause: Clause
    unit: str = "项"
    by: Literal["teacher", "leader", "office", "school"] = "teacher"
    hours: bool = False
    most_hours: Decimal | None = None
    levels: list[str] = []
    deadline: str = ""
    who: list[Who] = []
    group_kinds: list[Literal["research", "prep", "grade"]] = []
    parts: list[str] = []
    sections: list[Section] = []

    @property
    def handed_in(self) -> bool:
        """Whether it is owed and handed in (上交), not claimed: due some day, and by whom."""
        return bool(self.deadline) and self.by != "office"


class Deadline(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A paper due in a week of the term: ``week`` from 1, or from the end when negative.

    「第二周星期一」 is week 2, weekday 1 (Z7); 「学期结束前一周的周一上午」 is week -2, weekday 1,
    at 12:00 (Z18).
    """

    id: str
    name: str
    week: int
    weekday: int
    clause: Clause
    at: time = time(23, 59)
    copies: int = 1


class Stage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of the four ways of judging: 自评, 互评, 导评, 审评, and its weight."""

    id: Literal["self", "peer", "principal", "panel"]
    name: str
    weight: Decimal


class Evaluation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """四级评价 (D9). ``subjects`` are judged; marks run from 0 to ``full``.

    ``missing_stage``: a stage without a mark is ``left_out`` of the weights, or leaves the whole
    evaluation ``pending``.
    """

    stages: list[Stage]
    clause: Clause
    subjects: tuple[Literal["teacher", "group", "leader"], ...] = ("teacher", "group", "leader")
    full: int = 100
    missing_stage: Literal["left_out", "pending"] = "left_out"


class Condition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A measure that must reach ``at_least`` or stay within ``at_most``."""

    measure: str
    of: list[str] = []
    at_least: Decimal | None = None
    at_most: Decimal | None = None


class AwardRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An award the ranking proposes, and people decide (Z19, Z38, D10, D11).

    Of those who meet every condition the best ``top``, or the best ``share`` of all; both left out,
    everybody who meets them. ``to`` is ``teacher`` or a kind of group.
    """

    id: str
    name: str
    clause: Clause
    to: Literal["teacher", "research", "prep", "grade"] = "teacher"
    who: list[Who] = []
    conditions: list[Condition] = []
    top: int | None = None
    share: Decimal | None = None


class CertificateRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is entered on the certificate each year, of whom all ``conditions`` hold (P12, D8)."""

    name: str
    clause: Clause
    conditions: list[Condition] = []
