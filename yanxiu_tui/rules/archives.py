"""档案: the classes an archive has, what files itself there, what is missing (Z32–Z36, P3–P5)."""

from collections.abc import Iterable, Mapping, Sequence
from math import floor
from typing import Literal, get_args

import msgspec

from yanxiu_tui.rules.applies import Person, Who, applies
from yanxiu_tui.rules.clauses import Clause

# Where the records of one teacher, and of the school, file themselves from. A meeting is the
# school's or a group's; what is handed in is a claim with a deadline, by a teacher or for a group.
TeacherSource = Literal[
    "attendance", "school_meetings", "group_meetings", "prep_sessions", "keynotes",
    "personal_plans", "reflections", "narratives", "observations", "open_lessons", "hours",
    "pairings", "submissions", "evaluation", "ranking", "awards", "out_studies", "skills",
    "certificates",
]  # fmt: skip
SchoolSource = Literal[
    "activities", "attendance", "activity_papers", "prep_sessions", "shared_plans",
    "open_lessons", "hours", "pairings", "submissions", "evaluation", "ranking", "awards",
    "out_studies", "skills", "steering", "inspections", "bulletins", "certificates", "regulation",
]  # fmt: skip
Source = TeacherSource | SchoolSource
TEACHER_SOURCES: tuple[str, ...] = get_args(TeacherSource)
SCHOOL_SOURCES: tuple[str, ...] = get_args(SchoolSource)
SOURCE_NAMES: Mapping[str, str] = {
    "activities": "活动记录", "activity_papers": "活动的方案、简报、总结、照片",
    "attendance": "考勤", "awards": "评优", "bulletins": "通报", "certificates": "证书登记",
    "evaluation": "四级评价", "group_meetings": "组里的研修", "hours": "学时认定",
    "inspections": "督查记录", "keynotes": "中心发言", "narratives": "教育叙事",
    "observations": "听课记录", "open_lessons": "公开课", "out_studies": "外出学习汇报",
    "pairings": "师徒结对协议", "personal_plans": "个性化教案", "prep_sessions": "集体备课记录",
    "ranking": "考核排名", "reflections": "反思", "regulation": "制度",
    "school_meetings": "全校的研修", "shared_plans": "共性教案", "skills": "业务考核成绩",
    "steering": "领导小组会议", "submissions": "上交的材料",
}  # fmt: skip
Scope = Literal["school", "teacher"]
Medium = Literal["paper", "file", "both"]
FiledBy = Literal["records", "claims", "hand"]
MEDIUM_NAMES: Mapping[str, str] = {"paper": "纸质", "file": "电子", "both": "纸质和电子"}
UNPLACED = "纸质，没写放在哪里"


def medium_of(paper: bool, file: bool) -> Medium:
    """In which form something is there, of which there is paper, a file or both."""
    if paper and file:
        return "both"
    return "file" if file else "paper"


class ArchiveClass(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One class of an archive: what files itself there, and how many items make it complete.

    ``claims`` are the claim kinds whose granted lines belong here, beside ``sources``. A class with
    ``least = 0`` is never missing; ``who`` is whose archive needs it.
    """

    id: str
    name: str
    clause: Clause
    sources: list[Source] = []
    claims: list[str] = []
    least: int = 1
    who: list[Who] = []

    @property
    def filed_by(self) -> FiledBy:
        """How most comes here: by itself, once it is claimed and granted, or only by hand."""
        return "records" if self.sources else "claims" if self.claims else "hand"


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


def asked_of(classes: Sequence[ArchiveClass], person: Person) -> dict[str, int]:
    """How many items each class needs in this person's archive; 0 where it is none of theirs.

    Nobody is held to a class of which it cannot be told whether it is theirs.
    """
    return {each.id: each.least if applies(each.who, person) else 0 for each in classes}


def missing(count: int, least: int) -> int:
    """How many items a class still lacks."""
    return max(0, least - count)


def completeness(classes: Iterable[tuple[int, int]]) -> float:
    """From 0 to 1, each class weighing the same: of each its count and how many it needs.

    A class that needs none is left out; without any other the archive is complete.
    """
    shares = [min(1.0, count / least) for count, least in classes if least > 0]
    return sum(shares) / len(shares) if shares else 1.0


def percent(share: float) -> str:
    """How complete, half a percent rounded up; 100% only when nothing is missing."""
    whole = floor(round(share * 100, 6) + 0.5)
    return f"{whole if share >= 1 else min(whole, 99)}%"


def lacking(classes: Iterable[tuple[str, int, int]]) -> list[str]:
    """What is missing, in words, of each class its name, its count and how many it needs."""
    return [
        name if least == 1 else f"{name}（还差 {missing(count, least)} 件）"
        for name, count, least in classes
        if missing(count, least)
    ]
