"""研修活动 as they are read: one, a term of them, what stands at the door now."""

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from peewee import JOIN, fn

from db.connection import held
from db.models import Activity, Group, RegulationVersion, Teacher, Term, Trace
from yanxiu_tui.clock import day_bounds, local
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.loader import pinned
from yanxiu_tui.services.permission import Act, Actor, Scope, reach

if TYPE_CHECKING:
    from yanxiu_tui.regulation.schema import Regulation


class State(StrEnum):
    """Where an activity stands. ``ended`` is over but not closed, as while papers are owed."""

    PLANNED = "planned"
    OPEN = "open"
    ENDED = "ended"
    CLOSED = "closed"
    CANCELLED = "cancelled"


STATE_NAMES = {
    State.PLANNED: "计划",
    State.OPEN: "进行中",
    State.ENDED: "已散会",
    State.CLOSED: "已结束",
    State.CANCELLED: "已取消",
}

_STEP_NAMES = {
    "plan_activity": "安排",
    "plan_series": "安排（每周一次）",
    "change_activity": "修改",
    "cancel_activity": "取消",
    "open_activity": "开放签到",
    "end_activity": "散会",
    "close_activity": "结束",
    "reopen_activity": "重新开放",
    "hand_in": "交材料",
}


@dataclass(frozen=True)
class ActivityView:
    """An activity as people see it. ``group_id`` is None for the whole school's."""

    id: int
    term_id: int
    title: str
    kind: str
    group_id: int | None
    group_name: str
    starts_at: datetime
    ends_at: datetime
    place: str
    presenter: str
    host_id: int | None
    host_name: str
    recorder_id: int | None
    recorder_name: str
    hours: Decimal
    large: bool
    state: State
    opened_at: datetime | None
    ended_at: datetime | None
    closed_at: datetime | None

    @property
    def scope_name(self) -> str:
        """Whose activity it is, in words."""
        return self.group_name or "全校"

    def is_run_by(self, teacher_id: int | None) -> bool:
        """Whether this teacher hosts or records it."""
        return teacher_id is not None and teacher_id in (self.host_id, self.recorder_id)


@dataclass(frozen=True)
class Step:
    """Something done with an activity: when, what in words, by whom, and why if it was said."""

    at: datetime
    what: str
    by: str
    reason: str


def view_of(row: Activity) -> ActivityView:
    """The row as people see it; join group, host and recorder to avoid a query for each."""
    return ActivityView(
        id=row.id,
        term_id=row.term_id,
        title=row.title,
        kind=row.kind,
        group_id=row.group_id,
        group_name=row.group.name if row.group else "",
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        place=row.place,
        presenter=row.presenter,
        host_id=row.host_id,
        host_name=row.host.name if row.host else "",
        recorder_id=row.recorder_id,
        recorder_name=row.recorder.name if row.recorder else "",
        hours=row.hours,
        large=row.large,
        state=State(row.state),
        opened_at=row.opened_at,
        ended_at=row.ended_at,
        closed_at=row.closed_at,
    )


def find(activity_id: int) -> Activity:
    """The activity with term, regulation, group, host and recorder, in one query."""
    found = _joined().where(Activity.id == activity_id).first()
    if found is None:
        raise _unknown(activity_id)
    return found


# What a sign-in decides by, and what any other act does; reading no more keeps them quick.
_SIGN_IN = (
    Activity.id,
    Activity.title,
    Activity.starts_at,
    Activity.ends_at,
    Activity.state,
    Activity.opened_at,
    Activity.ended_at,
    Term.id,
    RegulationVersion.id,
    RegulationVersion.source,
)
# A version adopted later does not judge a meeting opened before.
JUDGED_BY = RegulationVersion.id == fn.COALESCE(Activity.regulation, Term.regulation)
_HELD = (*_SIGN_IN, Activity.group, Activity.host, Activity.recorder, Activity.large)


def hold(activity_id: int, share: bool = False) -> Activity:
    """What an act decides by: the activity with its regulation, held until the transaction ends.

    Signing in holds it in ``share``, so that many sign in at once but nobody closes meanwhile;
    it reads less, and does not ask who hosts.
    """
    query = (
        Activity.select(*(_SIGN_IN if share else _HELD))
        .join(Term)
        .join(RegulationVersion, on=JUDGED_BY, attr="regulation")
        .where(Activity.id == activity_id)
    )
    found = next(iter(held(query, Activity, share)), None)
    if found is None:
        raise _unknown(activity_id)
    return found


def is_run_by(row: Activity, teacher_id: int | None) -> bool:
    """Whether this teacher hosts or records the activity."""
    return teacher_id is not None and teacher_id in (row.host_id, row.recorder_id)


def run_by(actor: Actor) -> Any:
    """Which activities this person hosts or records, as a condition on Activity."""
    me = [] if actor.teacher_id is None else [actor.teacher_id]
    return Activity.host.in_(me) | Activity.recorder.in_(me)


def regulation_for(activity: Activity) -> "Regulation":
    """The regulation the activity was opened under; before that, the one its term holds to now."""
    return pinned(activity.term.regulation.source)


def activity(activity_id: int) -> ActivityView:
    """One activity."""
    return view_of(find(activity_id))


def activities(term_id: int, states: tuple[State, ...] = ()) -> list[ActivityView]:
    """The term's activities in order of time, perhaps only those in some states."""
    query = _joined().where(Activity.term == term_id)
    if states:
        query = query.where(Activity.state.in_([str(state) for state in states]))
    return [view_of(row) for row in query.order_by(Activity.starts_at, Activity.id)]


def visible(actor: Actor, term_id: int) -> list[ActivityView]:
    """The term's activities this person may follow: all, or the school's and their own.

    Their own are those of the groups they lead and those they host or record.
    """
    found = activities(term_id)
    if reach(actor, Act.VIEW_SHEET) is Scope.SCHOOL:
        return found
    return [
        each
        for each in found
        if each.group_id is None or each.group_id in actor.leads or each.is_run_by(actor.teacher_id)
    ]


def course(activity_id: int) -> list[Step]:
    """What was done with an activity from its planning on, oldest first."""
    query = (
        Trace.select(Trace, Teacher)
        .join(Teacher, JOIN.LEFT_OUTER)
        .where(
            Trace.subject == "activity",
            Trace.subject_id == activity_id,
            Trace.act.in_(list(_STEP_NAMES)),
        )
        .order_by(Trace.id)
    )
    return [
        Step(
            at=row.at,
            what=_STEP_NAMES[row.act],
            by=row.actor.name if row.actor else "操作员",
            reason=json.loads(row.detail or "{}").get("reason", ""),
        )
        for row in query
    ]


def at_the_door(now: datetime) -> list[ActivityView]:
    """What the sign-in desk may show: today's open meetings, then today's planned ones.

    One left open on an earlier day comes last; with none of these, the next one planned.
    """
    _, end = day_bounds(local(now).date())
    ahead = (Activity.state == State.PLANNED) & (Activity.ends_at > now)
    rows = list(
        _joined()
        .where((Activity.state == State.OPEN) | (ahead & (Activity.starts_at < end)))
        .order_by(Activity.starts_at)
    )
    rows = rows or list(_joined().where(ahead).order_by(Activity.starts_at).limit(1))
    rows.sort(key=lambda row: (not is_today(row, now), row.state != State.OPEN))
    return [view_of(row) for row in rows]


def is_today(row: Activity | ActivityView, now: datetime) -> bool:
    """Whether it is the meeting's own day in the school, or the night it runs into."""
    return local(row.starts_at).date() <= local(now).date() <= local(row.ends_at).date()


def _joined():  # type: ignore[no-untyped-def]
    host, recorder = Teacher.alias(), Teacher.alias()
    return (
        Activity.select(Activity, Term, RegulationVersion, Group, host, recorder)
        .join(Term)
        .join(RegulationVersion, on=JUDGED_BY, attr="regulation")
        .switch(Activity)
        .join(Group, JOIN.LEFT_OUTER)
        .switch(Activity)
        .join(host, JOIN.LEFT_OUTER, on=Activity.host, attr="host")
        .switch(Activity)
        .join(recorder, JOIN.LEFT_OUTER, on=Activity.recorder, attr="recorder")
    )


def _unknown(activity_id: int) -> Refused:
    return Refused("no_activity", f"没有编号为 {activity_id} 的活动，请核对。")
