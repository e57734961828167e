"""档案: the classes an archive has and what files itself there (Z32–Z36, P3–P5)."""

from typing import Literal

import msgspec

from yanxiu_tui.rules.applies import Who
from yanxiu_tui.rules.clauses import Clause

# Where records file themselves from; ``claims`` are the kinds named beside it.
Source = Literal[
    "attendance", "activities", "activity_papers", "prep_sessions", "shared_plans",
    "personal_plans", "reflections", "narratives", "observations", "open_lessons", "hours",
    "pairings", "keynotes", "claims", "submissions", "evaluation", "ranking", "awards",
    "out_studies", "skills", "steering", "inspections", "bulletins", "certificates", "regulation",
]  # fmt: skip
Scope = Literal["school", "teacher"]
Medium = Literal["paper", "file", "both"]
MEDIUM_NAMES = {"paper": "纸质", "file": "电子", "both": "纸质和电子"}


class ArchiveClass(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One class of an archive: what files itself there, and how many items make it complete.

    ``claims`` are the claim kinds whose granted lines belong here. A class with ``least = 0`` is
    never missing; ``who`` is whose archive needs it.
    """

    id: str
    name: str
    clause: Clause
    sources: list[Source] = []
    claims: list[str] = []
    least: int = 1
    who: list[Who] = []


class Archives(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The classes of the 总档案 and of each 个人成长档案; one may borrow for ``loan_days`` days.

    ``checking`` and ``lending`` are the clauses of the check (P5) and of loans (Z36).
    """

    clause: Clause
    school: list[ArchiveClass] = []
    teacher: list[ArchiveClass] = []
    loan_days: int = 14
    checking: Clause | None = None
    lending: Clause | None = None
