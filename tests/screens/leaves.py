"""Leave in the screens' school: asked for or copied by the office; 请假 and 请假审批 opened."""

from datetime import timedelta

from db.models import Teacher
from tests.builders import MACHINE, NOW
from tests.screens.conftest import at_desk, settle
from yanxiu_tui.screens.leave import LeaveScreen
from yanxiu_tui.screens.leave_decisions import LeaveDecisionsScreen
from yanxiu_tui.services import credentials, leave
from yanxiu_tui.services.leave import LeaveDraft

HEAD, DEAN, ME = "1001", "1002", "1007"


def actor_of(staff_no: str):
    return credentials.actor_for(Teacher.get(staff_no=staff_no), MACHINE)


def asked_for(kind: str = "sick", staff_no: str = ME, by: str = "", **more) -> int:
    """A leave from now on for two hours; its id."""
    draft = LeaveDraft(
        **{
            "staff_no": staff_no, "kind": kind, "reason": "急性肠胃炎", "starts_at": NOW,
            "ends_at": NOW + timedelta(hours=2), **more,
        }
    )  # fmt: skip
    return leave.ask(actor_of(by or staff_no), draft, NOW).id


def copied(staff_no: str = ME, kind: str = "personal", papers=(), **more) -> int:
    """The same, copied by the office with these papers."""
    more = {"reason": "孩子家长会", "evidence": papers, **more}
    return asked_for(kind, staff_no, DEAN, **more)


async def open_leave(app, pilot, staff_no: str = ME) -> None:
    await at_desk(pilot, staff_no)
    app.push_screen(LeaveScreen(actor_of(staff_no)))
    await settle(pilot)


def keys(app) -> set[str]:
    """The keys that act on a leave, as the footer offers them."""
    offered = {binding.binding.key for binding in app.screen.active_bindings.values()}
    return offered & {"f5", "f6", "f7", "f8", "f9", "delete"}


async def open_decisions(app, pilot, staff_no: str = HEAD) -> None:
    await at_desk(pilot, staff_no)
    app.push_screen(LeaveDecisionsScreen(actor_of(staff_no)))
    await settle(pilot)
