"""Who may print a 请假条, and build the 迎检材料."""

from tests.services.cells import Row, row
from yanxiu_tui.services import leave_slips
from yanxiu_tui.services.permission import Act

ROWS: list[Row] = [
    row(
        Act.VIEW_LEAVE, leave_slips.slip, lambda w: (w.asked.id,),
        owner=lambda w: w.asked.teacher_id,
    ),
]  # fmt: skip
