"""Who may print a 请假条, and build the 迎检材料."""

from tests.builders import NOW
from tests.services.cells import Row, row
from yanxiu_tui.services import leave_slips, pack
from yanxiu_tui.services.permission import Act

ROWS: list[Row] = [
    row(
        Act.VIEW_LEAVE, leave_slips.slip, lambda w: (w.asked.id,),
        owner=lambda w: w.asked.teacher_id,
    ),
    row(Act.BUILD_PACK, pack.plan, lambda w: (w.term, NOW)),
    row(Act.BUILD_PACK, pack.begin, lambda w: (w.term, 9, NOW)),
    row(Act.BUILD_PACK, pack.finish, lambda w: (w.term, 9, NOW)),
]  # fmt: skip
