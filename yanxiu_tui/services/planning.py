"""Planning 研修活动: the four fixed things, a weekly series over the term, changes, cancelling."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4

from db.connection import transaction
from db.models import Activity, Group, Teacher
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.calendar import SeriesDays, weekly
from yanxiu_tui.rules.names import fold_width
from yanxiu_tui.services import school, trace
from yanxiu_tui.services.activities import ActivityView, State, activity, hold, is_run_by
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.texts import clean


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


def plan(actor: Actor, draft: Draft, now: datetime) -> ActivityView:
    """Plan one activity; the four fixed things must be there (Z8 四定)."""
    require(actor, Act.PLAN_ACTIVITY, draft.group_id)
    term = school.current_term(now)
    values = _checked(draft, term)
    with transaction():
        made = Activity.create(term=term.id, **values)
        trace.write(actor, "plan_activity", "activity", made.id, now, title=draft.title)
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
    ids = []
    with transaction():
        for day in days.days:
            shift = day - first
            moved = {"starts_at": draft.starts_at + shift, "ends_at": draft.ends_at + shift}
            made = Activity.create(term=term.id, series=series, **{**values, **moved})
            ids.append(made.id)
        trace.write(actor, "plan_series", "activity", ids[0], now, count=len(ids))
    return Series(tuple(ids), days)


def change(actor: Actor, activity_id: int, draft: Draft, now: datetime) -> ActivityView:
    """Change a planned activity; once it is open only place, people and its end may change."""
    with transaction():
        row = hold(activity_id)
        _require_to_plan(actor, row)
        require(actor, Act.PLAN_ACTIVITY, draft.group_id)
        term = school.current_term(row.starts_at)
        if row.state == State.OPEN:
            draft = replace(draft, group_id=row.group_id, starts_at=row.starts_at, large=row.large)
        elif row.state != State.PLANNED:
            raise Refused("not_planned", "活动已经结束，不能再改；需要时请先重新开放。")
        Activity.update(**_checked(draft, term)).where(Activity.id == row.id).execute()
        trace.write(actor, "change_activity", "activity", row.id, now, title=draft.title)
    return activity(activity_id)


def cancel(actor: Actor, activity_id: int, reason: str, now: datetime) -> ActivityView:
    """Call off a planned activity, saying why; it stays on record."""
    reason = clean(reason, "取消原因", 200)
    with transaction():
        row = hold(activity_id)
        _require_to_plan(actor, row)
        if row.state != State.PLANNED:
            raise Refused("not_planned", "只有还没开始的活动可以取消。")
        Activity.update(state=State.CANCELLED).where(Activity.id == row.id).execute()
        trace.write(actor, "cancel_activity", "activity", row.id, now, reason=reason)
    return activity(activity_id)


def _require_to_plan(actor: Actor, row: Activity) -> None:
    require(actor, Act.PLAN_ACTIVITY, row.group_id, is_run_by(row, actor.teacher_id))


def _checked(draft: Draft, term: school.TermView) -> dict[str, object]:
    """The draft as columns; Refused at the first thing that is missing or cannot be (四定, Z8)."""
    if draft.ends_at <= draft.starts_at:
        raise Refused("bad_time", "结束时间应晚于开始时间，请核对。")
    if not term.starts_on <= local(draft.starts_at).date() <= term.ends_on:
        raise Refused(
            "outside_term", f"活动日期不在本学期（{term.starts_on} 至 {term.ends_on}）内。"
        )
    if not Decimal(0) <= draft.hours <= Decimal(40):
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
    found = Teacher.get_or_none(Teacher.staff_no == fold_width(staff_no), Teacher.left_at.is_null())
    if found is None:
        raise Refused("unknown_teacher", f"{label}的工号「{staff_no}」没有找到，请核对。")
    return int(found.id)
