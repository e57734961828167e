"""Leave in the screens' school: asked for by 1007, and 请假 opened."""

from datetime import timedelta

from db.models import Teacher
from tests.builders import MACHINE, NOW
from tests.screens.conftest import at_desk, settle
from yanxiu_tui.screens.leave import LeaveScreen
from yanxiu_tui.services import credentials, leave
from yanxiu_tui.services.leave import LeaveDraft

ME = "1007"


def actor_of(staff_no: str):
    return credentials.actor_for(Teacher.get(staff_no=staff_no), MACHINE)


def asked_for(kind: str = "sick", staff_no: str = ME, **more) -> int:
    """A leave from now on for two hours; its id."""
    draft = LeaveDraft(
        **{
            "staff_no": staff_no, "kind": kind, "reason": "急性肠胃炎", "starts_at": NOW,
            "ends_at": NOW + timedelta(hours=2), **more,
        }
    )  # fmt: skip
    return leave.ask(actor_of(staff_no), draft, NOW).id


async def open_leave(app, pilot, staff_no: str = ME) -> None:
    await at_desk(pilot, staff_no)
    app.push_screen(LeaveScreen(actor_of(staff_no)))
    await settle(pilot)
