"""备课 sessions: a unit prepared at an activity of its own kind; its record is signed (§8)."""

from datetime import datetime

from db.connection import held, transaction
from db.models import Activity, PrepSession, PrepUnit, Teacher, Term
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import activities, manuscripts, planning, prep_units, school, trace
from yanxiu_tui.services.activities import State
from yanxiu_tui.services.credentials import find_teacher
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.prep_follow import speaker_named
from yanxiu_tui.services.prep_session_views import (
    Defaults,
    Presence,
    SessionDraft,
    SessionView,
    TakeUp,
    defaults,
    presence,
    run_by_me,
    session,
    sessions,
    sessions_of_term,
    to_take_up,
)
from yanxiu_tui.services.prep_views import HELD
from yanxiu_tui.services.texts import clean

__all__ = [
    "Defaults", "Presence", "SessionDraft", "SessionView", "TakeUp", "defaults", "plan", "presence",
    "run_by_me", "session", "sessions", "sessions_of_term", "sign", "take_up", "to_take_up",
    "unsign",
]  # fmt: skip


def plan(actor: Actor, unit_id: int, draft: SessionDraft, now: datetime) -> SessionView:
    """Plan a session of a unit: an activity with the speaker as its 主讲人, and its empty notes.

    A unit nobody was to speak on yet is given this speaker.
    """
    with transaction():
        unit = prep_units.hold(actor, unit_id)
        keynote = _speaker(draft, unit)
        _refuse_overlap(unit, draft)
        made = planning.plan(actor, _activity(unit, draft, keynote), now)
        found = _keep(actor, made.id, unit, keynote, now)
    return session(actor, found.id)


def take_up(actor: Actor, activity_id: int, unit_id: int, now: datetime) -> SessionView:
    """Say which unit an activity planned in the ordinary way prepares."""
    with transaction():
        unit = prep_units.hold(actor, unit_id)
        row = activities.hold(activity_id)
        if row.state == State.CANCELLED or row.group_id != unit.group_id:
            raise Refused("not_theirs", "只能认领本组没有取消的活动。")
        if PrepSession.get_or_none(PrepSession.activity == row.id) is not None:
            raise Refused("taken", "这次活动已经有了备课的单元，不用再认领。")
        presenter = activities.activity(activity_id).presenter
        keynote = speaker_named(presenter, unit.group_id)
        made = _keep(actor, activity_id, unit, keynote, now)
    return session(actor, made.id)


def sign(actor: Actor, session_id: int, now: datetime) -> SessionView:
    """组长签字: once the meeting is over, the record is as it stands for good."""
    with transaction():
        row = _hold_to_sign(actor, session_id)
        if row.signed_at is not None:
            raise Refused("signed", "这次备课的记录已经签过字。")
        if row.activity.state not in HELD:
            raise Refused("not_over", "这次备课还没有散会，散会以后再签字。")
        manuscripts.close(row.notes_id, now)
        PrepSession.update(signed_at=now, signed_by=actor.teacher_id).where(
            PrepSession.id == session_id
        ).execute()
        trace.write(actor, "sign_session", "prep_session", session_id, now)
    return session(actor, session_id)


def unsign(actor: Actor, session_id: int, reason: str, now: datetime) -> SessionView:
    """Take the signature back, saying why; the record may be written again until it is signed."""
    reason = clean(reason, "撤回签字的原因", 200)
    with transaction():
        row = _hold_to_sign(actor, session_id)
        if row.signed_at is None:
            raise Refused("not_signed", "这次备课的记录还没有签字。")
        manuscripts.close(row.notes_id, None)
        PrepSession.update(signed_at=None, signed_by=None).where(
            PrepSession.id == session_id
        ).execute()
        trace.write(
            actor, "unsign_session", "prep_session", session_id, now,
            reason=reason, signed_at=row.signed_at, signed_by=row.signed_by_id,
        )  # fmt: skip
    return session(actor, session_id)


def _speaker(draft: SessionDraft, unit: PrepUnit) -> Teacher:
    """Z8: 有中心发言人."""
    if draft.keynote_no.strip():
        return find_teacher(draft.keynote_no)
    if unit.keynote is None:
        raise Refused("no_keynote", "请选定中心发言人。")
    return unit.keynote


def _refuse_overlap(unit: PrepUnit, draft: SessionDraft) -> None:
    """One group does not meet twice at a time."""
    other = Activity.get_or_none(
        Activity.group == unit.group_id,
        Activity.state != State.CANCELLED,
        Activity.starts_at < draft.ends_at,
        Activity.ends_at > draft.starts_at,
    )
    if other is not None:
        at = local(other.starts_at)
        raise Refused(
            "overlap",
            f"本组{at:%m月%d日 %H:%M}已安排「{other.title}」，请改时间；就是这次的话，可以认领它。",
        )


def _activity(unit: PrepUnit, draft: SessionDraft, keynote: Teacher) -> planning.Draft:
    term = Term.get_by_id(unit.term_id)
    return planning.Draft(
        title=draft.title or f"{unit.title}集体备课",
        kind=school.regulation_of(term.regulation_id).lesson_prep.activity_kind,
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        place=draft.place,
        presenter=keynote.name,
        group_id=unit.group_id,
        host_no=draft.host_no,
        recorder_no=draft.recorder_no,
        hours=draft.hours,
    )


def _keep(
    actor: Actor, activity_id: int, unit: PrepUnit, keynote: Teacher | None, now: datetime
) -> PrepSession:
    activity = activities.activity(activity_id)
    if activity.term_id != unit.term_id:
        raise Refused("other_term", "备课的日子不在这个单元的学期里，请核对日期。")
    notes = manuscripts.begin(
        manuscripts.SESSION, unit.term_id, activity.title, local(activity.starts_at).date(), now,
        group_id=unit.group_id,
    )  # fmt: skip
    made = PrepSession.create(activity=activity_id, unit=unit, notes=notes, keynote=keynote)
    if unit.keynote_id is None and keynote is not None:
        PrepUnit.update(keynote=keynote).where(PrepUnit.id == unit.id).execute()
    trace.write(
        actor, "plan_session", "prep_session", made.id, now, unit=unit.id, activity=activity_id
    )
    return made


def _hold_to_sign(actor: Actor, session_id: int) -> PrepSession:
    """The session with its activity, both held: nobody opens the meeting again meanwhile."""
    row = PrepSession.get_or_none(PrepSession.id == session_id)
    if row is None:
        raise Refused("no_session", "没有这次备课，请核对。")
    # The activity first, as whoever changes it does.
    activity = activities.hold(row.activity_id)
    require(actor, Act.SIGN_PREP, row.unit.group_id)
    row = held(PrepSession.select().where(PrepSession.id == session_id), PrepSession).get()
    row.activity = activity
    return row
