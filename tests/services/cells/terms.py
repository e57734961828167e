"""Who may begin the next term and let grades go up; who keeps and sees the steering group's."""

from datetime import timedelta
from typing import Any

from db.models import Term
from tests.builders import NOW
from tests.services.cells import Row, of_group, row, something
from tests.services.cells.world import TODAY, World
from yanxiu_tui.regulation.loader import preset_source
from yanxiu_tui.rules.rollover import TermDays
from yanxiu_tui.rules.steering import MEETING
from yanxiu_tui.services import (
    inspection_mending,
    inspections,
    minutes,
    promotion,
    rollover,
    rollover_views,
    steering,
    steering_views,
)
from yanxiu_tui.services.inspections import FindingDraft
from yanxiu_tui.services.permission import Act
from yanxiu_tui.services.rollover import TermDraft
from yanxiu_tui.services.steering import RecordDraft

WHY = "记错了"
MEETING_DRAFT = RecordDraft(MEETING, "期末会", TODAY, phase="end")


def _next_term(world: World) -> TermDraft:
    last = Term.get_by_id(world.term).ends_on
    return TermDraft("下学期", last + timedelta(days=20), last + timedelta(days=150))


def _days(world: World) -> TermDays:
    draft = _next_term(world)
    return TermDays(draft.name, draft.starts_on, draft.ends_on)


def _adopting(world: World) -> TermDraft:
    draft = _next_term(world)
    source = preset_source("dadong")
    return TermDraft(draft.name, draft.starts_on, draft.ends_on, source=source, reason="新学期")


def _inspected(found: Any, world: World) -> bool:
    return world.inspected in {each.record_id for each in found}


ROWS: list[Row] = [
    row(Act.ROLL_OVER, rollover_views.prepare, lambda w: (NOW,)),
    row(
        Act.ROLL_OVER, rollover_views.to_do, lambda w: (NOW + timedelta(days=60),), shows=something
    ),
    row(Act.ROLL_OVER, rollover.begin, lambda w: (_next_term(w), NOW)),
    row(
        Act.ADOPT_REGULATION, rollover.begin, lambda w: (_adopting(w), NOW), needs=(Act.ROLL_OVER,)
    ),
    row(Act.ROLL_OVER, rollover.change_days, lambda w: (_days(w), NOW)),
    row(Act.ROLL_OVER, promotion.preview, lambda w: (True, NOW)),
    row(Act.ROLL_OVER, promotion.promote, lambda w: (True, NOW)),
    row(Act.KEEP_STEERING, steering.keep, lambda w: (MEETING_DRAFT, NOW)),
    row(
        Act.KEEP_STEERING, steering.change, lambda w: (w.steering_meeting, MEETING_DRAFT, NOW)
    ),
    row(Act.KEEP_STEERING, steering.to_finish, lambda w: (w.steering_meeting, NOW)),
    row(Act.KEEP_STEERING, steering.finish, lambda w: (w.steering_meeting, NOW)),
    row(Act.KEEP_STEERING, steering.withdraw, lambda w: (w.inspected, WHY, NOW)),
    row(Act.VIEW_STEERING, steering_views.board, lambda w: (w.term,)),
    row(Act.VIEW_STEERING, steering_views.record, lambda w: (w.inspected,)),
    row(Act.VIEW_STEERING, steering_views.sections_of, lambda w: (w.inspected,)),
    row(Act.VIEW_STEERING, minutes.minutes, lambda w: (w.inspected,)),
    of_group(
        (Act.KEEP_STEERING, Act.MEND_FINDING), steering_views.to_do, lambda w: (NOW,),
        shows=something, owner=lambda w: w.host.id,
    ),
    row(Act.KEEP_STEERING, inspections.add, lambda w: (w.inspection, FindingDraft("好"), NOW)),
    row(Act.KEEP_STEERING, inspections.strike, lambda w: (w.finding, NOW)),
    row(Act.KEEP_STEERING, inspections.publish, lambda w: (w.inspected, False, NOW)),
    row(Act.VIEW_STEERING, inspections.bulletin, lambda w: (w.inspected, NOW)),
    row(Act.VIEW_STEERING, inspections.of_record, lambda w: (w.inspected,)),
    row(
        Act.VIEW_STEERING, inspections.seen, lambda w: (w.term,), shows=_inspected,
        owner=lambda w: w.host.id,
    ),
    of_group(
        Act.MEND_FINDING, inspection_mending.mend, lambda w: (w.to_mend, "补好了", NOW)
    ),
    of_group(
        Act.MEND_FINDING, inspection_mending.take_back, lambda w: (w.mended, WHY, NOW)
    ),
    of_group(
        Act.MEND_FINDING, inspection_mending.to_do, lambda w: (w.term,), shows=something,
    ),
]  # fmt: skip
