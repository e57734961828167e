"""Planning 研修活动: the four fixed things, a weekly series over the term, changes, cancelling."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4

from peewee import chunked, fn

from db.connection import transaction
from db.models import Activity, Group
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.calendar import SeriesDays, weekly
from yanxiu_tui.rules.roles import GROUP_KIND_NAMES, GroupKind
from yanxiu_tui.services import school, trace
from yanxiu_tui.services.activities import ActivityView, State, activity, find, hold
from yanxiu_tui.services.covering import cover_everybody
from yanxiu_tui.services.credentials import find_teacher
from yanxiu_tui.services.permission import Act, Actor, Scope, reach, require
from yanxiu_tui.services.prep_follow import follow_activity
from yanxiu_tui.services.texts import clean

_BATCH = 15


@dataclass(frozen=True)
class Draft:
    """What is asked for when an activity is planned; host and recorder by staff number."""

    title: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    place: str
    presenter: str
    group_id: int | None = None
    host_no: str = ""
    recorder_no: str = ""
    hours: Decimal = Decimal(2)
    large: bool = False


@dataclass(frozen=True)
class Series:
    """What planning a weekly series made, and the days it skipped with their reasons."""

    ids: tuple[int, ...]
    days: SeriesDays


@dataclass(frozen=True)
class PlanScope:
    """Whose activity it may be: the whole school (``group_id`` None) or one group."""

    group_id: int | None
    name: str


def scopes(actor: Actor) -> list[PlanScope]:
    """Whom this person may plan for; Refused when nobody. Groups of one name tell their kind."""
    groups = Group.select().order_by(Group.kind.desc(), Group.name)
    if reach(actor, Act.PLAN_ACTIVITY) is not Scope.SCHOOL:
        groups = groups.where(Group.id.in_(list(actor.leads)))
    rows = list(groups)
    names = [row.name for row in rows]
    found = [
        PlanScope(row.id, row.name if names.count(row.name) == 1 else _with_kind(row))
        for row in rows
    ]
    if reach(actor, Act.PLAN_ACTIVITY) is Scope.SCHOOL:
        return [PlanScope(None, "全校"), *found]
    if not found:
        require(actor, Act.PLAN_ACTIVITY)
    return found


def places() -> list[str]:
    """Where activities have been held, the most usual first."""
    used = fn.COUNT(Activity.id)
    query = Activity.select(Activity.place).where(Activity.place != "").group_by(Activity.place)
    return [row.place for row in query.order_by(used.desc(), Activity.place).limit(50)]


def draft_of(activity_id: int) -> Draft:
    """An activity as it could be planned again, for changing it."""
    row = find(activity_id)
    return Draft(
        title=row.title,
        kind=row.kind,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        place=row.place,
        presenter=row.presenter,
        group_id=row.group_id,
        host_no=row.host.staff_no if row.host else "",
        recorder_no=row.recorder.staff_no if row.recorder else "",
        hours=row.hours,
        large=row.large,
    )


def plan(actor: Actor, draft: Draft, now: datetime) -> ActivityView:
    """Plan one activity; the four fixed things must be there (Z8 四定)."""
    require(actor, Act.PLAN_ACTIVITY, draft.group_id)
    term = school.current_term(now)
    values = _checked(draft, term)
    with transaction():
        made = Activity.create(term=term.id, **values)
        trace.write(actor, "plan_activity", "activity", made.id, now, title=values["title"])
    return activity(made.id)


def plan_series(actor: Actor, draft: Draft, last: date | None, now: datetime) -> Series:
    """Plan the same activity every week until ``last`` (or the term's end), holidays skipped."""
    require(actor, Act.PLAN_ACTIVITY, draft.group_id)
    term = school.current_term(now)
    values = _checked(draft, term)
    first = local(draft.starts_at).date()
    days = weekly(first, min(last or term.ends_on, term.ends_on), school.exempt_days(term.id))
    if not days.days:
        raise Refused("no_days", "这段时间里没有可安排的日子，请改一改起止日期。")
    series = str(uuid4())
    rows = [
        {
            **values,
            "term": term.id,
            "series": series,
            "starts_at": draft.starts_at + (day - first),
            "ends_at": draft.ends_at + (day - first),
        }
        for day in days.days
    ]
    with transaction():
        for batch in chunked(rows, _BATCH):
            Activity.insert_many(batch).execute()
        made = Activity.select(Activity.id).where(Activity.series == series)
        ids = [row.id for row in made.order_by(Activity.starts_at)]
        trace.write_each(actor, "plan_series", "activity", ids, now, count=len(ids))
    return Series(tuple(ids), days)


def change(actor: Actor, activity_id: int, draft: Draft, now: datetime) -> ActivityView:
    """Change a planned activity; once it is open its start, group and size stay as they are.

    An open one that ends at another time counts the leave that covers it then.
    """
    with transaction():
        row = hold(activity_id)
        require(actor, Act.PLAN_ACTIVITY, row.group_id)
        require(actor, Act.PLAN_ACTIVITY, draft.group_id)
        term = school.current_term(row.starts_at)
        if row.state == State.OPEN:
            draft = replace(draft, group_id=row.group_id, starts_at=row.starts_at, large=row.large)
        elif row.state != State.PLANNED:
            raise Refused("not_planned", "活动已经结束，不能再改；需要时请先重新开放。")
        values = _checked(draft, term)
        Activity.update(**values).where(Activity.id == row.id).execute()
        day = local(draft.starts_at).date()
        follow_activity(row.id, str(values["title"]), day, str(values["presenter"]))
        if row.state == State.OPEN and row.ends_at != draft.ends_at:
            row.ends_at = draft.ends_at
            cover_everybody(row)
        trace.write(actor, "change_activity", "activity", row.id, now, title=values["title"])
    return activity(activity_id)


def cancel(actor: Actor, activity_id: int, reason: str, now: datetime) -> ActivityView:
    """Call off a planned activity, saying why; it stays on record."""
    reason = clean(reason, "取消原因", 200)
    with transaction():
        row = hold(activity_id)
        require(actor, Act.PLAN_ACTIVITY, row.group_id)
        if row.state != State.PLANNED:
            raise Refused("not_planned", "只有还没开始的活动可以取消。")
        Activity.update(state=State.CANCELLED).where(Activity.id == row.id).execute()
        trace.write(actor, "cancel_activity", "activity", row.id, now, reason=reason)
    return activity(activity_id)


def _with_kind(group: Group) -> str:
    return f"{group.name}（{GROUP_KIND_NAMES[GroupKind(group.kind)]}）"


def _checked(draft: Draft, term: school.TermView) -> dict[str, object]:
    """The draft as columns; Refused at the first thing that is missing or cannot be (四定, Z8)."""
    if draft.ends_at <= draft.starts_at:
        raise Refused("bad_time", "结束时间应晚于开始时间，请核对。")
    if not term.starts_on <= local(draft.starts_at).date() <= term.ends_on:
        raise Refused(
            "outside_term", f"活动日期不在本学期（{term.starts_on} 至 {term.ends_on}）内。"
        )
    if not draft.hours.is_finite() or not Decimal(0) <= draft.hours <= Decimal(40):
        raise Refused("bad_hours", "学时应在 0 到 40 之间，请核对。")
    if draft.group_id is not None and not Group.select().where(Group.id == draft.group_id).exists():
        raise Refused("no_group", "没有这个教研组，请重新选择。")
    return {
        "title": clean(draft.title, "活动内容（主题）", 128),
        "kind": clean(draft.kind, "活动类型", 32),
        "group": draft.group_id,
        "starts_at": draft.starts_at,
        "ends_at": draft.ends_at,
        "place": clean(draft.place, "地点", 64),
        "presenter": clean(draft.presenter, "主讲人", 64),
        "host": _person(draft.host_no, "主持人"),
        "recorder": _person(draft.recorder_no, "记录人"),
        "hours": draft.hours,
        "large": draft.large,
    }


def _person(staff_no: str, label: str) -> int | None:
    if not staff_no.strip():
        return None
    try:
        return int(find_teacher(staff_no).id)
    except Refused as refusal:
        sentence = f"{label}的工号「{staff_no}」没有找到，请核对。"
        raise Refused(refusal.reason, sentence) from refusal
