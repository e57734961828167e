"""Who may borrow and lend, and who may travel, send and settle."""

from datetime import date, timedelta
from decimal import Decimal

from tests.builders import NOW
from tests.services.cells import Row, of_group, own, reaching, row, something
from yanxiu_tui.services import (
    loan_views,
    loans,
    out_studies,
    out_study_notices,
    out_study_reports,
    out_study_todo,
    out_study_views,
)
from yanxiu_tui.services.demo import PIN
from yanxiu_tui.services.loans import LoanDraft
from yanxiu_tui.services.out_studies import OutStudyDraft
from yanxiu_tui.services.permission import Act

WHY = "核对过了"
TODAY = date(2026, 10, 14)
LATER = TODAY + timedelta(days=10)
AWAY = TODAY + timedelta(days=300)
AFTER = NOW + timedelta(days=200)


def _member(world):
    return world.member.id


ROWS: list[Row] = [
    row(Act.ASK_LOAN, loans.ask, lambda w: (LoanDraft("参考", LATER, title="校志"), NOW)),
    row(Act.ASK_LOAN, loan_views.my_loans, lambda w: (NOW,)),
    row(Act.ASK_LOAN, loan_views.borrowable, lambda w: ()),
    row(Act.VIEW_LOANS, loan_views.loans, lambda w: (NOW,)),
    row(Act.VIEW_LOANS, loan_views.register, lambda w: (w.term, NOW)),
    row(Act.VIEW_LOANS, loan_views.view, lambda w: (w.loan_asked, NOW), owner=_member),
    row(Act.LEND, loan_views.may_lend, lambda w: (w.member.id, {1}), shows=something),
    row(Act.LEND, loan_views.require_to_lend, lambda w: (w.member.id,)),
    row(Act.LEND, loan_views.to_do, lambda w: (NOW,), shows=something),
    row(Act.LEND, loans.approve, lambda w: (w.loan_asked, NOW)),
    row(Act.LEND, loans.refuse, lambda w: (w.loan_asked, WHY, NOW)),
    row(Act.LEND, loans.hand_out, lambda w: (w.loan_ready, PIN, NOW)),
    row(Act.LEND, loans.extend, lambda w: (w.loan_out, LATER, WHY, NOW)),
    row(Act.LEND, loans.take_back, lambda w: (w.loan_out, NOW)),
    own(loans.withdraw, lambda w: (w.loan_asked, NOW), _member, "not_yours"),
    row(
        Act.ASK_OUT_STUDY, out_studies.ask,
        lambda w: (OutStudyDraft("培训", "省城", AWAY, AWAY), NOW),
    ),
    row(
        Act.ENTER_OUT_STUDY, out_studies.enter,
        lambda w: (OutStudyDraft("培训", "省城", AWAY, AWAY), [w.host.staff_no], NOW),
    ),
    row(Act.ENTER_OUT_STUDY, out_study_notices.notice, lambda w: (w.trip_asked,)),
    row(
        Act.ENTER_OUT_STUDY, out_study_notices.change_notice,
        lambda w: (
            w.trip_asked, OutStudyDraft("培训班", "省城", AWAY, AWAY), [w.member.staff_no], NOW,
        ),
    ),
    row(Act.ASK_OUT_STUDY, out_study_views.my_trips, lambda w: (NOW,)),
    reaching(Act.VIEW_OUT_STUDY, out_study_views.require_some, lambda w: ()),
    of_group(
        Act.VIEW_OUT_STUDY, out_study_views.trips, lambda w: (None, NOW),
        shows=lambda found, w: w.trip_asked in {each.id for each in found},
    ),
    of_group(
        Act.VIEW_OUT_STUDY, out_study_views.view, lambda w: (w.trip_asked, NOW), owner=_member,
        reasons=("not_allowed", "no_trip"),
    ),
    row(
        Act.DECIDE_OUT_STUDY, out_study_views.may_decide, lambda w: (w.member.id, {1}),
        shows=something,
    ),
    row(Act.DECIDE_OUT_STUDY, out_study_views.require_to_decide, lambda w: (w.member.id,)),
    row(
        (Act.DECIDE_OUT_STUDY, Act.SETTLE_OUT_STUDY), out_study_todo.to_do, lambda w: (NOW,),
        shows=something,
    ),
    row(Act.DECIDE_OUT_STUDY, out_studies.approve, lambda w: (w.trip_asked, None, "", NOW)),
    row(
        Act.DECIDE_OUT_STUDY, out_studies.approve_together,
        lambda w: ([w.trip_asked], None, "", NOW),
    ),
    row(Act.DECIDE_OUT_STUDY, out_studies.refuse, lambda w: (w.trip_asked, WHY, NOW)),
    row(
        Act.ENTER_OUT_STUDY, out_studies.change_days,
        lambda w: (w.trip_asked, AWAY, AWAY, WHY, NOW), owner=_member,
    ),
    row(
        Act.ENTER_OUT_STUDY, out_studies.cancel, lambda w: (w.trip_approved, WHY, NOW),
        owner=_member,
    ),
    own(
        out_study_reports.begin_report, lambda w: (w.trip_written, AFTER), _member, "not_yours"
    ),
    own(out_study_reports.hand_in, lambda w: (w.trip_written, AFTER), _member, "not_yours"),
    own(out_study_reports.take_back, lambda w: (w.trip_reported, NOW), _member, "not_yours"),
    row(
        Act.ENTER_OUT_STUDY, out_study_reports.keep_materials,
        lambda w: (w.trip_approved, "讲义一本", None, NOW), owner=_member,
    ),
    of_group(
        Act.VIEW_OUT_STUDY, out_study_reports.take_materials_out,
        lambda w: (w.trip_asked, "x", NOW), owner=_member, reasons=("not_allowed", "no_trip"),
    ),
    row(
        Act.ENTER_OUT_STUDY, out_study_reports.pass_on,
        lambda w: (w.trip_reported, w.meeting_after, NOW),
    ),
    row(
        Act.SETTLE_OUT_STUDY, out_study_reports.settle,
        lambda w: (w.trip_reported, Decimal(100), "", Decimal(0), NOW),
    ),
]  # fmt: skip
