"""The meeting that stands at the door when the demo is opened: always one of today's, just open."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from random import Random

from db import chain
from db.models import Activity, AttendanceFact, Attendee, Credential, Leave, Office, Teacher
from yanxiu_tui.clock import day_bounds, local
from yanxiu_tui.rules.attendance import FactKind, Status
from yanxiu_tui.rules.leave import STANDING
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services import leave, meeting, school
from yanxiu_tui.services.activities import State, hold
from yanxiu_tui.services.covering import leaves_covering
from yanxiu_tui.services.demo.people import FIRST_NUMBER
from yanxiu_tui.services.demo.rows import MACHINE, trace
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.standings import attendees, derive, record

TITLE = "新课标下的单元整体教学设计"
_STEP = timedelta(minutes=5)
_LENGTH = timedelta(minutes=90)
_DOORS_OPEN = timedelta(minutes=15)
_AROUND = timedelta(hours=1)
_SIGNED_IN = 0.2
_ABSENCES = (
    ("official", "参加县教研室学科教研会", "official_notice"),
    ("personal", "陪护住院的老人", "slip"),
)


def is_open(now: datetime) -> bool:
    """Whether one of today's meetings is open, or a later one because the clock has gone back."""
    today = day_bounds(local(now).date())[0]
    return (
        Activity.select().where(Activity.state == State.OPEN, Activity.starts_at >= today).exists()
    )


def open_today(rng: Random, now: datetime) -> None:
    """Plan and open a meeting of the whole school about to begin; some have signed in.

    Staff number 1001 has not. A meeting that an earlier day left open is brought to its end.
    """
    today = day_bounds(local(now).date())[0]
    earlier = Activity.select().where(Activity.state == State.OPEN, Activity.starts_at < today)
    for left_open in list(earlier):
        _bring_to_an_end(rng, left_open, now)
    everybody = list(
        Teacher.select()
        .join(Credential)
        .where(Teacher.left_at.is_null(), Credential.pin_hash != "")
        .order_by(Teacher.staff_no)
    )
    others = [one for one in everybody if one.staff_no != str(FIRST_NUMBER)]
    office = _holder(Role.ACADEMIC_OFFICE)
    planned = _plan(rng, others, office, now)
    _let_some_be_away(rng, planned, others, office)
    opened_at = planned.starts_at - _DOORS_OPEN
    meeting.open_activity(office, planned.id, opened_at)
    open_now = hold(planned.id)
    rows = attendees(open_now)
    names = {one.id for one in others}
    free = [row for row in rows if not row.leave_status and row.teacher_id in names]
    signed = rng.sample(free, min(len(free), round(len(rows) * _SIGNED_IN)))
    _sign_in(rng, open_now, signed, opened_at + timedelta(seconds=40), now)
    derive(open_now, rows)


def _plan(rng: Random, people: Sequence[Teacher], office: Actor, now: datetime) -> Activity:
    starts_at, host = _about_to_begin(now), _holder(Role.DEAN)
    planned = Activity.create(
        term=school.current_term(now).id,
        kind="专题研讨",
        title=TITLE,
        starts_at=starts_at,
        ends_at=starts_at + _LENGTH,
        place="学校多媒体教室",
        presenter=rng.choice([one for one in people if one.id != host.teacher_id]).name,
        host=host.teacher_id,
        recorder=office.teacher_id,
        hours=2,
    )
    at = starts_at - timedelta(days=2)
    chain.append(
        [trace(office.teacher_id, "plan_activity", "activity", planned.id, at, title=TITLE)],
    )
    return planned


def _about_to_begin(now: datetime) -> datetime:
    """The next five-minute mark but for two minutes; just before midnight, the last one."""
    last = now - timedelta(minutes=now.minute % 5, seconds=now.second, microseconds=now.microsecond)
    coming = last + _STEP if last + _STEP - now > timedelta(minutes=2) else last + 2 * _STEP
    return coming if local(coming).date() == local(now).date() else last


def _let_some_be_away(
    rng: Random, planned: Activity, people: Sequence[Teacher], office: Actor
) -> None:
    """So that two are on leave, asked for and granted the day before."""
    first, last = planned.starts_at - _AROUND, planned.ends_at + _AROUND
    clashing = Leave.select(Leave.teacher).where(
        Leave.state.in_([str(state) for state in STANDING]),
        Leave.starts_at < last,
        Leave.ends_at > first,
    )
    busy = {row.teacher_id for row in clashing}
    busy |= {row.teacher_id for row in Office.select(Office.teacher)}
    free = [one for one in people if one.id not in busy]
    head, asked_at = _holder(Role.STEERING_HEAD), planned.starts_at - timedelta(hours=22)
    missing = _ABSENCES[len(leaves_covering(planned)) :]
    for one, (kind, reason, paper) in zip(rng.sample(free, len(free)), missing, strict=False):
        draft = leave.LeaveDraft(
            one.staff_no, kind, reason, first, last, "课务已与同组教师调换", evidence=(paper,),
        )  # fmt: skip
        asked = leave.ask(office, draft, asked_at)
        leave.approve(head, asked.id, asked_at + timedelta(minutes=35), "同意")


def _bring_to_an_end(rng: Random, left_open: Activity, now: datetime) -> None:
    """Let those still waited for have come in time, and close it."""
    activity = hold(left_open.id)
    seen = AttendanceFact.select(AttendanceFact.teacher).where(
        AttendanceFact.activity == activity, AttendanceFact.teacher.is_null(False)
    )
    waited_for = Attendee.select().where(
        Attendee.activity == activity,
        Attendee.status == Status.EXPECTED,
        Attendee.teacher.not_in(seen),
    )
    _sign_in(rng, activity, list(waited_for), activity.starts_at - _STEP, activity.starts_at)
    over = min(activity.ends_at, now)
    finish = meeting.end_activity if activity.large else meeting.close_activity
    finish(_holder(Role.ACADEMIC_OFFICE), activity.id, over)


def _sign_in(
    rng: Random, activity: Activity, rows: Iterable[Attendee], first: datetime, last: datetime
) -> None:
    """One after the other between two instants."""
    span = (last - first).total_seconds()
    times = sorted((rng.random() * span, row.teacher_id) for row in rows)
    facts, traces = [], []
    for seconds, teacher_id in times:
        at = (first + timedelta(seconds=seconds)).replace(microsecond=0)
        who = Actor(teacher_id, "", MACHINE)
        facts.append(
            record(activity.id, FactKind.SIGN_IN, at, who, "keyboard", teacher_id=teacher_id)
        )
        traces.append(trace(teacher_id, "sign_in", "activity", activity.id, at, means="keyboard"))
    chain.append(traces, facts)


def _holder(role: Role) -> Actor:
    """Whoever holds that office."""
    found = (
        Teacher.select()
        .join(Office)
        .where(Office.role == role, Teacher.left_at.is_null())
        .order_by(Teacher.staff_no)
        .first()
    )
    if found is None:
        return Actor(None, "操作员", MACHINE, frozenset({role}))
    return Actor(found.id, found.name, MACHINE, frozenset({role}), staff_no=found.staff_no)
