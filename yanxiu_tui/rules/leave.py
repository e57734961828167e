"""请假 as arithmetic: what a leave covers, which papers it still owes, when it may be granted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LONGEST = timedelta(days=200)


class LeaveState(StrEnum):
    """Where a 请假条 stands; a granted one ends in 销假, or is taken back (``revoked``)."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    REVOKED = "revoked"


LEAVE_STATE_NAMES: Mapping[LeaveState, str] = {
    LeaveState.ASKED: "待批",
    LeaveState.APPROVED: "已批准",
    LeaveState.REFUSED: "未批准",
    LeaveState.WITHDRAWN: "已撤回",
    LeaveState.RETURNED: "已销假",
    LeaveState.REVOKED: "已撤销",
}
GRANTED = frozenset({LeaveState.APPROVED, LeaveState.RETURNED})
STANDING = GRANTED | {LeaveState.ASKED}


@dataclass(frozen=True)
class Span:
    """From one instant up to another; the end itself is outside."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share any time."""
        return max(self.starts_at, other.starts_at) < min(self.ends_at, other.ends_at)

    def holds(self, instant: datetime) -> bool:
        """Whether the instant lies in it."""
        return self.starts_at <= instant < self.ends_at


def covers(leave: Span, meeting: Span, returned_at: datetime | None = None) -> bool:
    """Whether a granted leave covers a meeting: it overlaps, and nobody was back by its start."""
    away = returned_at is None or meeting.starts_at < returned_at
    return away and leave.overlaps(meeting)


def away_during(leave: Span, returned_at: datetime | None) -> Span:
    """The time somebody was really away: 销假 ends a leave early, never later."""
    if returned_at is None:
        return leave
    return Span(leave.starts_at, max(leave.starts_at, min(leave.ends_at, returned_at)))


def owed(required: Sequence[str], held: Collection[str]) -> tuple[str, ...]:
    """The papers still missing, in the regulation's order (Z28–Z30)."""
    return tuple(paper for paper in required if paper not in held)


def may_approve(missing: Collection[str], emergency: bool, emergency_may_follow: bool) -> bool:
    """Whether the papers allow approval: all there, or an emergency that may bring them later."""
    return not missing or (emergency and emergency_may_follow)
