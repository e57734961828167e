"""The words the roster is read in: cells, sheets, people, and what is wrong with a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from yanxiu_tui.rules.roles import GroupKind


class Column(StrEnum):
    """What a column of a roster may hold."""

    STAFF_NO = "staff_no"
    NAME = "name"
    SEX = "sex"
    BORN = "born"
    JOINED = "joined"
    SUBJECT = "subject"
    GRADE = "grade"
    POSTS = "posts"
    RESEARCH_GROUP = "research_group"
    PREP_GROUP = "prep_group"
    GRADE_GROUP = "grade_group"
    BACKBONE = "backbone_level"
    PHONE = "phone"


COLUMN_NAMES: Mapping[Column, str] = {
    Column.STAFF_NO: "工号",
    Column.NAME: "姓名",
    Column.SEX: "性别",
    Column.BORN: "出生年月",
    Column.JOINED: "参加工作时间",
    Column.SUBJECT: "任教学科",
    Column.GRADE: "任教年级",
    Column.POSTS: "职务",
    Column.RESEARCH_GROUP: "教研组",
    Column.PREP_GROUP: "备课组",
    Column.GRADE_GROUP: "年级组",
    Column.BACKBONE: "骨干级别",
    Column.PHONE: "联系电话",
}
# The columns that are kept on a teacher as they are read.
TEXTS = (
    Column.NAME,
    Column.SEX,
    Column.BORN,
    Column.JOINED,
    Column.SUBJECT,
    Column.GRADE,
    Column.BACKBONE,
    Column.PHONE,
)
KIND_COLUMNS: Mapping[GroupKind, Column] = {
    GroupKind.RESEARCH: Column.RESEARCH_GROUP,
    GroupKind.PREP: Column.PREP_GROUP,
    GroupKind.GRADE: Column.GRADE_GROUP,
}


class Wrong(Exception):
    """A cell cannot be taken; ``str()`` of it is the Chinese sentence that says why."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. ``spread`` marks a value that reached it from a merged cell above.

    ``problem`` is a Chinese sentence when the cell has no value that can be read.
    """

    value: Any = None
    spread: bool = False
    problem: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing stands in the cell."""
        return not self.problem and (self.value is None or not str(self.value).strip())


EMPTY = Cell()


@dataclass(frozen=True)
class Sheet:
    """One sheet: its rows by their number, each a tuple of cells from column A on."""

    title: str
    rows: Mapping[int, tuple[Cell, ...]]
    hidden: bool = False


@dataclass(frozen=True)
class Place:
    """A group somebody belongs to. ``derived`` when no column of the file names it."""

    kind: GroupKind
    name: str
    leads: bool = False
    derived: bool = False


@dataclass(frozen=True)
class Person:
    """One teacher as the roster has it; dates are ``1985``, ``1985-07`` or ``1985-07-03``.

    ``stated`` holds the columns the file has, so that a column it lacks changes nothing.
    """

    staff_no: str
    name: str
    sheet: str
    row: int
    sex: str = ""
    born: str = ""
    joined: str = ""
    subject: str = ""
    grade: str = ""
    posts: tuple[str, ...] = ()
    groups: tuple[Place, ...] = ()
    backbone_level: str = ""
    phone: str = ""
    stated: frozenset[Column] = field(default_factory=frozenset)

    def groups_of(self, kind: GroupKind) -> tuple[Place, ...]:
        """The groups of one kind."""
        return tuple(place for place in self.groups if place.kind is kind)


@dataclass(frozen=True)
class Fault:
    """Something the office must put right: where it stands and a Chinese sentence."""

    sheet: str
    row: int
    letter: str
    label: str
    sentence: str

    def __str__(self) -> str:
        column = f" {self.letter}列（{self.label}）" if self.letter else ""
        return f"{self.sheet} 第{self.row}行{column}：{self.sentence}"


@dataclass(frozen=True)
class Reading:
    """A whole file: the people in it, its faults, and remarks. With faults, nobody is imported."""

    people: tuple[Person, ...]
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()
    source: str = ""
