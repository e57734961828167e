"""What the form of an activity offers in each field, and what it says about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.calendar import Exempt
from yanxiu_tui.rules.names import Named
from yanxiu_tui.services import people, planning, school
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.planning import PlanScope
from yanxiu_tui.services.school import TermView
from yanxiu_tui.widgets.pick import named

HINTS = {
    "title": "这次研修做什么，写一句话。",
    "day": "如 2026-11-25、11-25、11.25、1125，或今天、明天。",
    "start": "几点开始，如 14:30 或 1430。",
    "end": "几点结束，如 16:30 或 1630。",
    "presenter": "校内老师可输首字母选，校外专家直接写姓名。",
    "place": "上下键选用过的地点，也可写新的。",
    "kind": "上下键选，或输首字母，回车确定。",
    "scope": "谁参加。上下键选，回车确定。",
    "host": "主持并点名的老师。输首字母、姓名或工号，回车确定。",
    "recorder": "记录活动的老师。输首字母、姓名或工号，回车确定。",
    "hours": "每人记几学时，如 2 或 1.5。",
    "large": "空格勾选。",
    "until": "每周同一时间重复，到哪天为止；留空只安排这一次。停研日和节假日自动跳过。",
}
# The field to go to when a refusal speaks of it; the first that fits.
SPOKEN_OF = {
    "主讲人": "presenter", "地点": "place", "内容": "title", "类型": "kind", "结束时间": "end",
    "起止日期": "until", "日期": "day", "学时": "hours", "主持人": "host", "记录人": "recorder",
    "教研组": "scope",
}  # fmt: skip


@dataclass(frozen=True)
class Choices:
    """What the form offers and shows; read once before it opens."""

    term: TermView
    regulation: Regulation
    exempt: Sequence[Exempt]
    scopes: Sequence[PlanScope]
    kinds: Sequence[Named]
    scope_names: Sequence[Named]
    places: Sequence[Named]
    people: Sequence[Named]


def read_choices(actor: Actor, now: datetime) -> Choices:
    """Read it in a worker; Refused when this person may plan nothing."""
    scopes = planning.scopes(actor)
    term = school.current_term(now)
    regulation = school.regulation_of(term.regulation_id)
    return Choices(
        term=term,
        regulation=regulation,
        exempt=school.exempt_days(term.id),
        scopes=scopes,
        kinds=named(regulation.activity_kinds),
        scope_names=named([scope.name for scope in scopes]),
        places=named(planning.places()),
        people=people.everybody(),
    )
