"""What somebody of the cells' school has borrowed, and where they travelled."""

from datetime import date, timedelta
from typing import Any

from db.models import Activity
from tests.builders import MACHINE, NOW
from yanxiu_tui.services import credentials, loans, manuscripts, out_studies
from yanxiu_tui.services.demo import PIN
from yanxiu_tui.services.loans import LoanDraft
from yanxiu_tui.services.out_studies import OutStudyDraft

TODAY = date(2026, 10, 14)
_WEEK = timedelta(days=7)


def went_away(world: Any) -> None:
    """A member's loans and trips at each stage they come to."""
    member, head, clerk = (
        credentials.actor_for(credentials.find_teacher(staff_no), MACHINE)
        for staff_no in (world.member.staff_no, "1001", "1004")
    )
    asked, ready, out = (
        loans.ask(member, LoanDraft("参考", TODAY + _WEEK, title=f"材料{number}"), NOW).id
        for number in range(3)
    )
    for each in (ready, out):
        loans.approve(clerk, each, NOW)
    loans.hand_out(clerk, out, PIN, NOW)
    trips = [
        out_studies.ask(member, _draft(TODAY + 20 * weeks * _WEEK), NOW).id for weeks in range(4)
    ]
    for each in trips[:3]:
        out_studies.approve(head, each, None, "", NOW)
    for trip in trips[:2]:
        report = out_studies.begin_report(member, trip, NOW + _WEEK * 40)
        manuscripts.write(member, report, "gained", "好", 0, NOW)
    out_studies.hand_in(member, trips[0], NOW)
    world.rows |= {
        "loan_asked": asked,
        "loan_ready": ready,
        "loan_out": out,
        "trip_reported": trips[0],
        "trip_written": trips[1],
        "trip_approved": trips[2],
        "trip_asked": trips[3],
        "meeting_after": Activity.select().where(Activity.starts_at > NOW).get().id,
    }


def _draft(day: date) -> OutStudyDraft:
    return OutStudyDraft("培训", "省城", day, day)
