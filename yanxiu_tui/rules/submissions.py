"""上交: who owes which paper, when it is due, and how it stands (Z7, Z9, Z18, T3, D2)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Literal, NamedTuple, Protocol, TypeVar

from yanxiu_tui.rules.applies import Person, Who, applies

SOON = timedelta(days=7)
# The last minute is whole: 23:59 lasts until midnight.
_MINUTE = timedelta(minutes=1)


class Standing(StrEnum):
    """How one paper of one teacher, group or school stands."""

    NOT_YET = "not_yet"
    SOON = "soon"
    OVERDUE = "overdue"
    WAITING = "waiting"
    ON_TIME = "on_time"
    LATE = "late"
    INCOMPLETE = "incomplete"


STANDING_NAMES = {
    Standing.NOT_YET: "未到期",
    Standing.SOON: "快到期",
    Standing.OVERDUE: "过期未交",
    Standing.WAITING: "待接收",
    Standing.ON_TIME: "按时",
    Standing.LATE: "迟交",
    Standing.INCOMPLETE: "不完整",
}
# What is still owed; an incomplete one is mended by handing in what is missing.
OWING = frozenset({Standing.NOT_YET, Standing.SOON, Standing.OVERDUE, Standing.INCOMPLETE})
_RECEIVED = (Standing.ON_TIME, Standing.LATE)


@dataclass(frozen=True)
class DuePaper:
    """A kind of paper that is due: by each teacher (``who``), each group, or the school.

    No ``group_kinds`` are all kinds of groups.
    """

    kind: str
    by: Literal["teacher", "leader", "school"]
    due_at: datetime
    who: Sequence[Who] = ()
    group_kinds: Collection[str] = ()


class Debt(NamedTuple):
    """One paper owed: a teacher's, a group's, or with neither the school's."""

    kind: str
    teacher_id: int | None
    group_id: int | None
    due_at: datetime


class Standings(Protocol):
    """Whatever is due at a time and stands somehow."""

    @property
    def due_at(self) -> datetime: ...

    @property
    def standing(self) -> Standing: ...


Found = TypeVar("Found", bound=Standings)


def due_at(day: date, at: time, zone: tzinfo) -> datetime:
    """The instant from which it is late: the end of the minute the school's clock shows ``at``."""
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC) + _MINUTE


def last_minute(due: datetime) -> datetime:
    """The minute in which it is still on time, as people write a deadline."""
    return due - _MINUTE


def is_late(handed_at: datetime, due: datetime) -> bool:
    """Whether it came after its time."""
    return handed_at >= due


def owed(
    papers: Sequence[DuePaper], people: Sequence[Person], groups: Sequence[tuple[int, str]]
) -> list[Debt]:
    """Everything that is owed; ``groups`` are ids with their kinds.

    Who cannot be told not to be concerned, as nobody knows the age, is asked all the same.
    """
    return [debt for paper in papers for debt in _debts(paper, people, groups)]


def _debts(
    paper: DuePaper, people: Sequence[Person], groups: Sequence[tuple[int, str]]
) -> Iterator[Debt]:
    if paper.by == "school":
        yield Debt(paper.kind, None, None, paper.due_at)
    elif paper.by == "leader":
        for group_id, kind in groups:
            if not paper.group_kinds or kind in paper.group_kinds:
                yield Debt(paper.kind, None, group_id, paper.due_at)
    else:
        for person in people:
            if applies(paper.who, person) is not False:
                yield Debt(paper.kind, person.id, None, paper.due_at)


def standing(due: datetime, now: datetime) -> Standing:
    """How a paper stands that nobody has handed in yet."""
    if is_late(now, due):
        return Standing.OVERDUE
    return Standing.SOON if due - now <= SOON else Standing.NOT_YET


def received(handed_at: datetime, due: datetime, complete: bool) -> Standing:
    """How a paper stands that was received."""
    if not complete:
        return Standing.INCOMPLETE
    return Standing.LATE if is_late(handed_at, due) else Standing.ON_TIME


def lacking(
    parts: Sequence[str], there: Collection[str], copies: int, copies_due: int
) -> list[str]:
    """What is missing of a bundle (Z18) and of the copies (T3), in words."""
    missing = [part for part in parts if part not in there]
    short = copies_due - copies
    return [*missing, f"少 {short} 份"] if short > 0 else missing


def title_of(whose: str, kind: str) -> str:
    """``七年级英语备课组工作计划``: whose it is and what, once where one runs into the other."""
    least = min(len(whose), len(kind))
    both = max(size for size in range(least + 1) if whose.endswith(kind[:size]))
    return whose + kind[both:]


def by_urgency(found: Sequence[Found]) -> list[Found]:
    """What presses first, what was due longest ago before the rest; then what waits; then all else.

    Last stands what was received.
    """
    return sorted(found, key=lambda each: (_rank(each.standing), each.due_at))


def _rank(standing: Standing) -> int:
    if standing in _RECEIVED:
        return 3
    return {Standing.WAITING: 1, Standing.NOT_YET: 2}.get(standing, 0)
