"""Who may hand in what, enter it for others, see who owes it, receive it and send it back."""

from pathlib import Path

from tests.builders import NOW
from tests.services.cells import Row, of_group, own, row
from tests.services.cells.world import TODAY, World
from yanxiu_tui.services import submission_debts, submission_receipts, submission_views, submissions
from yanxiu_tui.services.permission import Act
from yanxiu_tui.services.submission_receipts import Receipt
from yanxiu_tui.services.submissions import HandIn

PAPER = HandIn(where_kept="档案柜三")
OWN, GROUP, SCHOOL = "personal_plan", "group_summary", "school_summary"


def _of_group(w: World) -> tuple[object, ...]:
    return GROUP, PAPER, NOW, w.group.id


ROWS: list[Row] = [
    row(Act.CLAIM, submissions.hand_in, lambda w: (OWN, PAPER, NOW)),
    of_group(Act.CLAIM_FOR_GROUP, submissions.hand_in, _of_group),
    row(Act.HAND_IN_FOR_SCHOOL, submissions.hand_in, lambda w: (SCHOOL, PAPER, NOW)),
    row(Act.CLAIM, submissions.write_here, lambda w: (OWN, NOW)),
    of_group(Act.CLAIM_FOR_GROUP, submissions.write_here, lambda w: (GROUP, NOW, w.group.id)),
    row(Act.HAND_IN_FOR_SCHOOL, submissions.write_here, lambda w: (SCHOOL, NOW)),
    row(Act.CLAIM, submission_debts.owed_by, lambda w: (OWN, None, NOW)),
    row(
        Act.CLAIM_FOR_OTHERS, submissions.enter,
        lambda w: (OWN, PAPER, TODAY, NOW, None, w.host.staff_no),
    ),
    own(
        submissions.withdraw, lambda w: (w.paper.id, NOW), lambda w: w.paper.teacher_id,
        "not_yours",
    ),
    of_group(
        Act.VIEW_CLAIMS, submissions.take_out, lambda w: (w.paper.id, Path("/nowhere/计划.docx")),
        owner=lambda w: w.paper.teacher_id,
    ),
    of_group(
        Act.VIEW_CLAIMS, submission_views.require_to_see, lambda w: (w.term, w.member.id, None)
    ),
    row(Act.CLAIM, submission_views.mine, lambda w: (w.term, NOW)),
    of_group(
        Act.VIEW_CLAIMS, submission_views.board, lambda w: (w.term, NOW),
        shows=lambda found, w: w.group.id in {each.group_id for each in found.lines},
    ),
    row(Act.DECIDE_CLAIM, submission_receipts.receive, lambda w: (w.paper.id, Receipt(), NOW)),
    row(Act.DECIDE_CLAIM, submission_receipts.receive_many, lambda w: ([w.paper.id], NOW)),
    row(Act.DECIDE_CLAIM, submission_receipts.send_back, lambda w: (w.paper.id, "缺页", NOW)),
]  # fmt: skip
