"""请假条 as it is printed: what was asked, proved, decided and ended (DOMAIN §8, Z28–Z30)."""

from dataclasses import dataclass

from yanxiu_tui.services import covering, leave_views, school
from yanxiu_tui.services.covering import CoveredMeeting
from yanxiu_tui.services.leave_views import LeaveView
from yanxiu_tui.services.permission import Actor


@dataclass(frozen=True)
class LeaveSlip:
    """A slip with the meetings it touches.

    Its reason, opinion and papers are told to the person, the office and the approver alone; for
    anybody else they stay empty, to be filled in by hand.
    """

    school: str
    leave: LeaveView
    meetings: tuple[CoveredMeeting, ...]

    @property
    def tells(self) -> bool:
        """Whether the reason may be printed; there always is one."""
        return bool(self.leave.reason)


def slip(actor: Actor, leave_id: int) -> LeaveSlip:
    """One leave as its paper; Refused to those who may not see it."""
    found = leave_views.view(actor, leave_id)
    meetings = covering.meetings_covered(actor, leave_id)
    return LeaveSlip(school.school_name(), found, tuple(meetings))
