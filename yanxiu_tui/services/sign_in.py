"""签到: the heart of the program. Every attempt is kept; the same sign-in twice is one sign-in."""

from dataclasses import dataclass
from datetime import datetime

from db.connection import held, transaction
from db.models import Activity, AttendanceFact, Attendee, Phone, Teacher
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.attendance import FactKind, Status
from yanxiu_tui.rules.names import fold_width
from yanxiu_tui.rules.standings import CLOCKS_DIFFER
from yanxiu_tui.services import credentials, trace
from yanxiu_tui.services.activities import State, hold, is_today
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.standings import attendees, derive, record


@dataclass(frozen=True)
class Origin:
    """The phone an attempt came from, where it is known, and its network address."""

    address: str
    phone_id: int | None = None


@dataclass(frozen=True)
class Attempt:
    """One try at signing in: its own ``id``, under which it is written once however often sent.

    ``delivered_at`` is set for one made while the server was away, and is then the time of entry.
    """

    id: str
    delivered_at: datetime | None = None


@dataclass(frozen=True)
class SignedIn:
    """What a teacher is told. ``first`` is False when they had signed in before, at ``at``."""

    name: str
    title: str
    at: datetime
    first: bool
    status: Status


def sign_in(
    activity_id: int, staff_no: str, pin: str, now: datetime, means: str, machine: str,
    attempt: Attempt | None = None,
) -> SignedIn:  # fmt: skip
    """Sign a teacher in with their PIN; a refusal of any kind is kept with its reason (Z25)."""
    try:
        actor = credentials.enter(staff_no, pin, now, machine)
    except Refused as refusal:
        note_refusal(activity_id, staff_no, refusal.reason, now, means, machine, attempt=attempt)
        raise
    return record_sign_in(activity_id, actor, now, means, attempt=attempt)


def record_sign_in(
    activity_id: int, actor: Actor, now: datetime, means: str, origin: Origin | None = None,
    attempt: Attempt | None = None,
) -> SignedIn:  # fmt: skip
    """Sign in somebody who has proved who they are: by keyboard at most eight statements.

    All is kept or nothing.
    """
    try:
        with transaction():
            return record_within(activity_id, actor, now, means, origin, attempt)
    except Refused as refusal:
        note_refusal(
            activity_id, actor.staff_no, refusal.reason, now, means, actor.machine, origin, attempt
        )
        raise


def record_within(
    activity_id: int, actor: Actor, now: datetime, means: str, origin: Origin | None,
    attempt: Attempt | None = None,
) -> SignedIn:  # fmt: skip
    """The same within the caller's transaction, who also keeps a refusal once it is over.

    A phone signs in one teacher an activity (Z25). ``now`` is when it happened; one delivered later
    is judged by what the meeting was then.
    """
    activity = hold(activity_id, share=True)
    row = _expected(activity, actor, now, origin, attempt)
    before = row.signed_in_at
    kind = FactKind.SIGN_IN_AGAIN if before else FactKind.SIGN_IN
    fact = record(activity.id, kind, now, actor, means, teacher_id=row.teacher_id)
    fact |= _from(origin) | _of(attempt)
    entered = fact["recorded_at"]
    trace.write(actor, kind, "activity", activity.id, entered, facts=[fact], means=means)
    standings = derive(activity, [row])
    if activity.ended_at:
        from yanxiu_tui.services.makeup import settle

        settle(activity, [row], standings)
    status = standings[row.teacher_id].status
    return SignedIn(row.teacher.name, activity.title, before or now, not before, status)


def _expected(
    activity: Activity, actor: Actor, now: datetime, origin: Origin | None, attempt: Attempt | None
) -> Attendee:
    """Their row of the roster; Refused where they may not sign in, or could not at that time."""
    if attempt and attempt.delivered_at:
        _refuse_not_open_at(activity, now)
    elif activity.state != State.OPEN:
        raise _not_open(activity)
    if not is_today(activity, now):
        held_on = f"{local(activity.starts_at):%m月%d日}"
        raise Refused("not_today", f"这是{held_on}的活动，今天不能签到；需要补录请找教导处。")
    rows = attendees(activity, [actor.teacher_id] if actor.teacher_id else [])
    if not rows:
        raise Refused("not_expected", f"{actor.name}老师不在这次活动的应到名单里，请找主持人。")
    if origin and origin.phone_id:
        _refuse_second_teacher(activity, rows[0].teacher_id, origin.phone_id)
    return rows[0]


def _refuse_second_teacher(activity: Activity, teacher_id: int, phone_id: int) -> None:
    """One phone signs in one teacher; the phone is held, so two at once do not slip through."""
    list(held(Phone.select(Phone.id).where(Phone.id == phone_id), Phone))
    others = AttendanceFact.select().where(
        AttendanceFact.activity == activity,
        AttendanceFact.phone == phone_id,
        AttendanceFact.teacher != teacher_id,
        AttendanceFact.kind.in_([FactKind.SIGN_IN, FactKind.SIGN_IN_AGAIN]),
    )
    if others.exists():
        raise Refused(
            "phone_used",
            "这部手机已经替另一位老师签过到，一部手机一次活动只能签一位；请到签到台凭口令签到。",
        )


def where_expected(
    staff_no: str, now: datetime, means: str, machine: str, preferred: int | None = None
) -> int:
    """The open activity this teacher should sign in to: the preferred one if they are on it.

    Refused when nothing is open, or nothing that expects them; the attempt is kept.
    """
    try:
        return _where_expected(staff_no, now, preferred)
    except Refused as refusal:
        note_refusal(preferred, staff_no, refusal.reason, now, means, machine)
        raise


def _where_expected(staff_no: str, now: datetime, preferred: int | None) -> int:
    open_now = list(
        Activity.select(Activity.id, Activity.starts_at, Activity.ends_at)
        .where(Activity.state == State.OPEN)
        .order_by(Activity.starts_at, Activity.id)
    )
    open_now.sort(key=lambda activity: not is_today(activity, now))
    ids = [activity.id for activity in open_now]
    if not ids:
        raise Refused("nothing_open", "现在没有开放签到的活动。")
    teacher = credentials.find_teacher(staff_no)
    mine = {
        row.activity_id
        for row in Attendee.select(Attendee.activity).where(
            Attendee.teacher == teacher, Attendee.activity.in_(ids)
        )
    }
    expected = [each for each in ids if each in mine]
    if not expected:
        raise Refused("not_expected", f"{teacher.name}老师不在这次活动的应到名单里，请找主持人。")
    return preferred if preferred is not None and preferred in mine else expected[0]


def note_refusal(
    activity_id: int | None,
    staff_no: str,
    reason: str,
    now: datetime,
    means: str,
    machine: str,
    origin: Origin | None = None,
    attempt: Attempt | None = None,
) -> None:
    """Keep an attempt that was refused, with its reason."""
    teacher = Teacher.get_or_none(Teacher.staff_no == fold_width(staff_no))
    known = Activity.select().where(Activity.id == activity_id).exists()
    actor = Actor(None, "", machine)
    row = record(
        activity_id if known else None,  # type: ignore[arg-type]
        FactKind.REFUSED,
        now,
        actor,
        means,
        teacher_id=teacher.id if teacher else None,
        detail=reason,
    )
    row |= _from(origin) | _of(attempt)
    with transaction():
        trace.write(
            actor, "refuse_sign_in", "activity", row["activity"], row["recorded_at"],
            facts=[row], means=means,
        )  # fmt: skip


def _from(origin: Origin | None) -> dict[str, object]:
    return {"phone": origin.phone_id, "address": origin.address} if origin else {}


def _of(attempt: Attempt | None) -> dict[str, object]:
    if attempt is None:
        return {}
    late = {"recorded_at": attempt.delivered_at} if attempt.delivered_at else {}
    return {"attempt": attempt.id, **late}


def _refuse_not_open_at(activity: Activity, at: datetime) -> None:
    """Refuse what happened before the meeting was opened or after it was over."""
    if activity.opened_at is None or at < activity.opened_at - CLOCKS_DIFFER:
        raise Refused("not_open_yet", "当时还没有开放签到。")
    if activity.ended_at and at > activity.ended_at:
        raise Refused("over", "当时活动已经结束。")


def _not_open(activity: Activity) -> Refused:
    if activity.state == State.PLANNED:
        return Refused("not_open_yet", "这次活动还没有开放签到，请稍候。")
    return Refused("over", "这次活动已经结束，不能再签到；如有疑问请找教导处。")
