"""Papers of the archive lent in the screens' school."""

from datetime import date, timedelta

from tests.builders import NOW, PIN
from tests.screens.pairs import actor_of
from yanxiu_tui.services import loans
from yanxiu_tui.services.loans import LoanDraft

DEAN, TEACHER, OTHER = "1002", "1007", "1008"
TODAY = date(2026, 10, 14)


def asked(staff_no=TEACHER, title="优秀教案汇编", days=7, at=NOW):
    due = TODAY + timedelta(days=days)
    draft = LoanDraft(reason="写总结参考", due_on=due, title=title, number=f"研-{len(title):02}")
    return loans.ask(actor_of(staff_no), draft, at).id


def lent(staff_no=TEACHER, ago=0, **values):
    at = NOW - timedelta(days=ago)
    loan_id = asked(staff_no, at=at, **values)
    loans.approve(actor_of(DEAN), loan_id, at)
    return loans.hand_out(actor_of(DEAN), loan_id, PIN, at).id
