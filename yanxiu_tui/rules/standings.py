"""What the facts of a meeting make of each teacher (Z26–Z31).

Reading of Z31 「两次点名后未到者，记迟到一次」: missed the first call but there at the second is
present; missed every call and came later is late; never came and no leave is absent.

A surprise call (突击点名, Z25) stands beside those: being there is a sign of having come, but it
makes nobody late and denies no sign-in; who signed in and is not there stands in contradiction.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from yanxiu_tui.rules.attendance import Departure, FactKind, Status, is_surprise

# Clocks of terminals may differ by so much; what contradicts more than that was put back.
CLOCKS_DIFFER = timedelta(minutes=1)


class Moment(NamedTuple):
    """When something happened, by the clock, and in which place it was written as it happened.

    ``order`` is 0 for what was entered afterwards: then only its time says when it was.
    """

    at: datetime
    order: int = 0

    def by(self, other: "Moment") -> bool:
        """Whether it was no later than the other. A clock put back meanwhile misleads nobody."""
        if self.order and other.order and abs(self.at - other.at) > CLOCKS_DIFFER:
            return self.order < other.order
        return self.at <= other.at


@dataclass(frozen=True)
class Fact:
    """A fact as the rule sees it; ``detail`` is the status a correction sets.

    ``vouched`` marks a sign-in entered from paper by somebody answerable for it: a roll call does
    not deny it. ``order`` is as a Moment has it.
    """

    kind: FactKind
    at: datetime
    roll: int = 0
    detail: str = ""
    vouched: bool = False
    order: int = 0

    @property
    def when(self) -> Moment:
        """When it was, beside others."""
        return Moment(self.at, self.order)


@dataclass(frozen=True)
class AttendanceRule:
    """How lateness is told: by ``roll_calls`` (Z31), by ``minutes`` after the start, or not."""

    late_by: Literal["roll_calls", "minutes", "never"] = "roll_calls"
    roll_calls: int = 2
    late_after_minutes: int = 5


@dataclass(frozen=True)
class Meeting:
    """What the rule needs to know of the meeting: its start, its calls, whether it is over.

    ``rolls_order`` are the places in which the ends of its calls were written.
    """

    starts_at: datetime
    closed: bool = False
    rolls_ended: Mapping[int, datetime] = field(default_factory=dict)
    rolls_order: Mapping[int, int] = field(default_factory=dict)

    def ended(self, roll: int) -> Moment:
        """When that call was over."""
        return Moment(self.rolls_ended[roll], self.rolls_order.get(roll, 0))


@dataclass(frozen=True)
class Standing:
    """What follows from the facts.

    ``conflict`` says that sign-in and roll call contradict each other: signed in, then not there
    when called, which the office should look at (Z25, 代签).
    """

    status: Status
    signed_in_at: datetime | None = None
    departure: Departure | None = None
    departed_at: datetime | None = None
    conflict: bool = False
    by_hand: bool = False


def stand(
    facts: Iterable[Fact], meeting: Meeting, rule: AttendanceRule, leave: Status | None = None
) -> Standing:
    """Derive one teacher's standing from their facts, in the order in which they were recorded."""
    seen = _Seen.of(facts)
    there = _there_at_calls(seen, meeting, rule)
    derived = _derive(seen, there, meeting, rule, leave)
    return Standing(
        status=seen.by_hand or derived,
        signed_in_at=_first(seen.sign_ins),
        departure=seen.departure,
        departed_at=seen.departed_at,
        conflict=_contradicted(seen),
        by_hand=seen.by_hand is not None,
    )


def there_at_calls(
    facts: Iterable[Fact], meeting: Meeting, rule: AttendanceRule
) -> Mapping[int, bool]:
    """For each regular call that is over: was this teacher there? As the standing has it."""
    return _there_at_calls(_Seen.of(facts), meeting, rule)


@dataclass
class _Seen:
    """The facts of one teacher, undone ones taken back."""

    sign_ins: list[Fact] = field(default_factory=list)
    marks: dict[int, Fact] = field(default_factory=dict)
    departure: Departure | None = None
    departed_at: datetime | None = None
    by_hand: Status | None = None

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> "_Seen":
        seen = cls()
        for fact in facts:
            seen._take(fact)
        return seen

    def _take(self, fact: Fact) -> None:
        match fact.kind:
            case FactKind.SIGN_IN | FactKind.SIGN_IN_AGAIN:
                self.sign_ins.append(fact)
            case FactKind.ROLL_PRESENT | FactKind.ROLL_ABSENT:
                self.marks[fact.roll] = fact
            case FactKind.ROLL_UNDONE:
                self.marks.pop(fact.roll, None)
            case FactKind.LEFT_EARLY | FactKind.LEFT_MIDWAY:
                self.departure, self.departed_at = Departure(fact.kind.value), fact.at
            case FactKind.LEFT_UNDONE:
                self.departure = self.departed_at = None
            case FactKind.CORRECTED:
                self.by_hand = Status(fact.detail)
            case FactKind.CORRECTION_WITHDRAWN:
                self.by_hand = None


def _there_at_calls(seen: _Seen, meeting: Meeting, rule: AttendanceRule) -> dict[int, bool]:
    """For each call that is over: was the teacher there? The last word before its end counts."""
    believed = [each for each in seen.sign_ins if _believed(each, seen, meeting)]
    return {
        roll: _there(seen, believed, roll, meeting.ended(roll))
        for roll in meeting.rolls_ended
        if roll <= rule.roll_calls
    }


def _there(seen: _Seen, believed: Sequence[Fact], roll: int, ended: Moment) -> bool:
    in_time = [each for each in believed if each.when.by(ended)]
    if roll not in seen.marks:
        return bool(in_time)
    mark = seen.marks[roll]
    return _is_there(mark) or not all(each.when.by(mark.when) for each in in_time)


def _derive(
    seen: _Seen,
    there: Mapping[int, bool],
    meeting: Meeting,
    rule: AttendanceRule,
    leave: Status | None,
) -> Status:
    arrived = _arrived_at(seen, meeting)
    if arrived is None:
        return leave or (Status.ABSENT if meeting.closed else Status.EXPECTED)
    if leave is not None:
        return Status.PRESENT
    if rule.late_by == "minutes":
        grace = meeting.starts_at + timedelta(minutes=rule.late_after_minutes)
        return Status.LATE if arrived > grace else Status.PRESENT
    if rule.late_by == "roll_calls" and len(there) == rule.roll_calls and not any(there.values()):
        return Status.LATE
    return Status.PRESENT


def _arrived_at(seen: _Seen, meeting: Meeting) -> datetime | None:
    """The first sign that somebody is here; a sign-in that the next call denied is none."""
    signs = [each for each in seen.sign_ins if _believed(each, seen, meeting)]
    return _first([*signs, *(mark for mark in seen.marks.values() if _is_there(mark))])


def _believed(sign_in: Fact, seen: _Seen, meeting: Meeting) -> bool:
    """Whether the first regular call after a sign-in does not say that nobody answered."""
    if sign_in.vouched:
        return True
    calls = sorted(roll for roll in {*seen.marks, *meeting.rolls_ended} if not is_surprise(roll))
    for roll in calls:
        mark = seen.marks.get(roll)
        if mark and sign_in.when.by(mark.when):
            return _is_there(mark)
        if roll in meeting.rolls_ended and sign_in.when.by(meeting.ended(roll)):
            return True
    return True


def _contradicted(seen: _Seen) -> bool:
    """Signed in, and then not in the room when called."""
    return any(
        not _is_there(mark) and any(each.when.by(mark.when) for each in seen.sign_ins)
        for mark in seen.marks.values()
    )


def _is_there(mark: Fact) -> bool:
    return mark.kind is FactKind.ROLL_PRESENT


def _first(facts: Sequence[Fact]) -> datetime | None:
    """When the first of them was, by its own clock."""
    first = next(iter(facts), None)
    for each in facts:
        if first and not first.when.by(each.when):
            first = each
    return first.at if first else None
