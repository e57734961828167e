"""备课 sessions as they are read: one, a unit's, what the next one may be like, who was there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from peewee import JOIN

from db.models import Activity, Attendee, Group, PrepSession, PrepUnit, Teacher, Term
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.attendance import CAME, LEAVES, STATUS_NAMES, Status
from yanxiu_tui.rules.calendar import why_off
from yanxiu_tui.rules.lesson_prep import LessonPrep
from yanxiu_tui.rules.names import told_apart
from yanxiu_tui.services import prep_groups, school
from yanxiu_tui.services.activities import State, is_run_by, run_by
from yanxiu_tui.services.manuscript_rights import may_read
from yanxiu_tui.services.permission import Act, Actor, allowed, require
from yanxiu_tui.services.prep_views import HELD, unit

_WEEK = timedelta(weeks=1)
_MISSING = (Status.ABSENT, *sorted(LEAVES))


@dataclass(frozen=True)
class SessionView:
    """A session as people see it. ``state`` is its activity's; ``signed_by`` a name."""

    id: int
    activity_id: int
    unit_id: int
    unit_title: str
    group_id: int
    group_name: str
    plan_id: int
    notes_id: int
    keynote_id: int | None
    keynote_name: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    host_name: str
    recorder_name: str
    state: State
    signed_at: datetime | None
    signed_by: str
    may_write: bool
    may_sign: bool


@dataclass(frozen=True)
class SessionDraft:
    """A session as it is asked for; people by staff number. "" for the title names it itself."""

    starts_at: datetime
    ends_at: datetime
    place: str
    keynote_no: str = ""
    host_no: str = ""
    recorder_no: str = ""
    title: str = ""
    hours: Decimal = Decimal(2)


@dataclass(frozen=True)
class Defaults:
    """What the next session is likely to be like; times None where there was none before."""

    starts_at: datetime | None
    ends_at: datetime | None
    place: str
    keynote_no: str
    host_no: str
    recorder_no: str
    hours: Decimal


@dataclass(frozen=True)
class TakeUp:
    """An activity of the group that no unit was said for yet."""

    activity_id: int
    title: str
    starts_at: datetime
    presenter: str


@dataclass(frozen=True)
class Presence:
    """Who was there, and who was not with the reason in a word, never that of a sick leave."""

    present: tuple[str, ...]
    absent: tuple[tuple[str, str], ...]


def session(actor: Actor, session_id: int) -> SessionView:
    """One session; Refused to whoever may not read what is written at it."""
    row = _joined().where(PrepSession.id == session_id).first()
    if row is None or not may_read(actor, row.notes_id):
        raise Refused("no_session", "没有这次备课，或您没有查看的权限。")
    return _view(actor, row)


def sessions(actor: Actor, unit_id: int) -> list[SessionView]:
    """The sessions of a unit in order of time, without those called off."""
    found = unit(actor, unit_id)
    query = _joined().where(PrepSession.unit == found.id, Activity.state != State.CANCELLED)
    return [_view(actor, row) for row in query.order_by(Activity.starts_at, PrepSession.id)]


def sessions_of_term(actor: Actor, term_id: int, group_id: int | None = None) -> list[SessionView]:
    """The sessions of a group, or of the whole school, in order of time, without those called off.

    Refused to whoever may not see them all.
    """
    query = _joined().where(PrepUnit.term == term_id, Activity.state != State.CANCELLED)
    if group_id is None:
        require(actor, Act.VIEW_PREP)
    else:
        prep_groups.refuse_unseen(actor, group_id)
        query = query.where(PrepUnit.group == group_id)
    return [_view(actor, row) for row in query.order_by(Activity.starts_at, PrepSession.id)]


def run_by_me(actor: Actor, term_id: int, now: datetime) -> list[SessionView]:
    """The sessions this person hosts or records, of whatever group, the nearest in time first."""
    query = _joined().where(
        PrepUnit.term == term_id, Activity.state != State.CANCELLED, run_by(actor)
    )
    return sorted((_view(actor, row) for row in query), key=lambda each: abs(each.starts_at - now))


def to_take_up(actor: Actor, group_id: int, term_id: int) -> list[TakeUp]:
    """The group's 备课 activities that no unit was said for, in order of time."""
    prep_groups.refuse_unseen(actor, group_id)
    query = (
        Activity.select()
        .join(PrepSession, JOIN.LEFT_OUTER)
        .where(
            PrepSession.id.is_null(),
            Activity.group == group_id,
            Activity.term == term_id,
            Activity.kind == _rule(term_id).activity_kind,
            Activity.state != State.CANCELLED,
        )
    )
    return [
        TakeUp(row.id, row.title, row.starts_at, row.presenter)
        for row in query.order_by(Activity.starts_at, Activity.id)
    ]


def defaults(actor: Actor, unit_id: int, now: datetime) -> Defaults:
    """As the group's last session was, a week on, days without 研修 skipped (Z11).

    Refused of a unit of another term: no session of it is planned any more.
    """
    found = unit(actor, unit_id)
    school.running_term(found.term_id, now)
    rule = _rule(found.term_id)
    last = _last_held(found.group_id, rule.activity_kind)
    if last is None:
        return Defaults(None, None, rule.place, found.keynote_no, actor.staff_no, "", Decimal(2))
    starts_at = _week_on(last, now)
    return Defaults(
        starts_at=starts_at,
        ends_at=starts_at + (last.ends_at - last.starts_at),
        place=last.place or rule.place,
        keynote_no=found.keynote_no,
        host_no=last.host.staff_no if last.host else actor.staff_no,
        recorder_no=last.recorder.staff_no if last.recorder else "",
        hours=last.hours,
    )


def _last_held(group_id: int, kind: str) -> Activity | None:
    """The last meeting of this kind that the group has, of whatever term, and who ran it."""
    host, recorder = Teacher.alias(), Teacher.alias()
    return (
        Activity.select(Activity, host, recorder)
        .join(host, JOIN.LEFT_OUTER, on=Activity.host, attr="host")
        .switch(Activity)
        .join(recorder, JOIN.LEFT_OUTER, on=Activity.recorder, attr="recorder")
        .where(Activity.group == group_id, Activity.kind == kind, Activity.state != State.CANCELLED)
        .order_by(Activity.starts_at.desc())
        .first()
    )


def presence(actor: Actor, session_id: int) -> Presence:
    """Who signed in and who did not, from the roster frozen at the opening; nobody before it."""
    found = session(actor, session_id)
    rows = list(
        Attendee.select(Attendee, Teacher)
        .join(Teacher)
        .where(Attendee.activity == found.activity_id)
        .order_by(Teacher.staff_no)
    )
    names = told_apart(row.teacher for row in rows)
    return Presence(
        present=tuple(names[each.staff_no] for each, _ in _those(rows, sorted(CAME))),
        absent=tuple(
            (names[each.staff_no], STATUS_NAMES[status]) for each, status in _those(rows, _MISSING)
        ),
    )


def _those(
    rows: Iterable[Attendee], statuses: Iterable[Status]
) -> Iterable[tuple[Teacher, Status]]:
    wanted = set(statuses)
    return ((row.teacher, Status(row.status)) for row in rows if row.status in wanted)


def _week_on(last: Activity, now: datetime) -> datetime:
    """The same hour of the week, the first time that lies ahead and is no day off."""
    exempt = school.exempt_days(last.term_id)
    at: datetime = last.starts_at + _WEEK
    while at <= now or why_off(local(at).date(), exempt):
        at += _WEEK
    return at


def _rule(term_id: int) -> LessonPrep:
    return school.regulation_of(Term.get_by_id(term_id).regulation_id).lesson_prep


def _joined() -> Any:
    keynote, host, recorder, signer = (Teacher.alias() for _ in range(4))
    return (
        PrepSession.select(PrepSession, Activity, PrepUnit, Group, keynote, host, recorder, signer)
        .join(Activity)
        .join(host, JOIN.LEFT_OUTER, on=Activity.host, attr="host")
        .switch(Activity)
        .join(recorder, JOIN.LEFT_OUTER, on=Activity.recorder, attr="recorder")
        .switch(PrepSession)
        .join(PrepUnit)
        .join(Group)
        .switch(PrepSession)
        .join(keynote, JOIN.LEFT_OUTER, on=PrepSession.keynote, attr="keynote")
        .switch(PrepSession)
        .join(signer, JOIN.LEFT_OUTER, on=PrepSession.signed_by, attr="signed_by")
    )


def _view(actor: Actor, row: PrepSession) -> SessionView:
    activity, found = row.activity, row.unit
    return SessionView(
        id=row.id,
        activity_id=activity.id,
        unit_id=found.id,
        unit_title=found.title,
        group_id=found.group_id,
        group_name=found.group.name,
        plan_id=found.plan_id,
        notes_id=row.notes_id,
        keynote_id=row.keynote_id,
        keynote_name=row.keynote.name if row.keynote else activity.presenter,
        title=activity.title,
        starts_at=activity.starts_at,
        ends_at=activity.ends_at,
        place=activity.place,
        host_name=activity.host.name if activity.host else "",
        recorder_name=activity.recorder.name if activity.recorder else "",
        state=State(activity.state),
        signed_at=row.signed_at,
        signed_by=row.signed_by.name if row.signed_by else "",
        may_write=row.signed_at is None
        and allowed(actor, Act.WRITE_PREP, found.group_id, is_run_by(activity, actor.teacher_id)),
        may_sign=row.signed_at is None
        and activity.state in HELD
        and allowed(actor, Act.SIGN_PREP, found.group_id),
    )
