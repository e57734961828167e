"""What others say of an 听课 record: who taught confirms and answers, the office voids (Z24)."""

from collections.abc import Sequence
from datetime import datetime

from db.connection import held, transaction
from db.models import Observation
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import manuscripts, trace
from yanxiu_tui.services.observation_rows import ObservationView, hold
from yanxiu_tui.services.observation_views import view
from yanxiu_tui.services.permission import Act, Actor, allowed, require
from yanxiu_tui.services.texts import clean, clean_lines

LONGEST_ANSWER = 1000


def confirm(actor: Actor, observation_id: int, words: str, now: datetime) -> ObservationView:
    """Confirm, as the one who taught, that the lesson was heard; perhaps with an answer."""
    words = _checked_answer(words)
    with transaction():
        row = _hold_taught(actor, observation_id)
        if row.confirmed_at is not None:
            raise Refused("confirmed", "这条听课记录您已经确认过了。")
        _confirm([row.id], now, answer=words)
        trace.write(actor, "confirm_observation", "observation", row.id, now)
    return view(actor, observation_id)


def confirm_many(actor: Actor, observation_ids: Sequence[int], now: datetime) -> int:
    """Confirm all of these that wait for this person; how many that were."""
    with transaction():
        waiting = Observation.select().where(
            Observation.id.in_(list(observation_ids)),
            Observation.taught_by == actor.teacher_id,
            Observation.completed_at.is_null(False),
            Observation.confirmed_at.is_null(),
            Observation.voided_at.is_null(),
        )
        ids = [row.id for row in held(waiting.order_by(Observation.id), Observation)]
        _confirm(ids, now)
        trace.write_each(actor, "confirm_observation", "observation", ids, now)
    return len(ids)


def answer(actor: Actor, observation_id: int, words: str, now: datetime) -> ObservationView:
    """Answer a record one has confirmed without a word; once, and it stands."""
    words = _checked_answer(words)
    with transaction():
        row = _hold_taught(actor, observation_id)
        if row.confirmed_at is None:
            raise Refused("not_confirmed", "请先确认这条听课记录，确认时就可以写回应。")
        if row.answer:
            raise Refused("answered", "已经写过回应，不能再改。")
        if not words:
            raise Refused("empty", "请填写回应。")
        Observation.update(answer=words).where(Observation.id == row.id).execute()
        trace.write(actor, "answer_observation", "observation", row.id, now)
    return view(actor, observation_id)


def void(actor: Actor, observation_id: int, reason: str, now: datetime) -> ObservationView:
    """Let a record not count, saying why; it stays on file.

    The office may; and whoever began one by mistake, as long as it is not completed.
    """
    reason = clean(reason, "作废的原因", 200)
    with transaction():
        row = hold(observation_id)
        own_draft = row.observer_id == actor.teacher_id and row.completed_at is None
        if not (own_draft and actor.teacher_id):
            require(actor, Act.VOID_OBSERVATION)
        if row.voided_at is not None:
            raise Refused("voided", "这条听课记录已经作废。")
        Observation.update(voided_at=now, voided_by=actor.teacher_id, void_reason=reason).where(
            Observation.id == row.id
        ).execute()
        manuscripts.close(row.manuscript_id, now)
        trace.write(actor, "void_observation", "observation", row.id, now, reason=reason)
    return view(actor, observation_id)


def unvoid(actor: Actor, observation_id: int, now: datetime) -> ObservationView:
    """Let a record that was voided by mistake stand again; never one's own."""
    require(actor, Act.VOID_OBSERVATION)
    with transaction():
        row = hold(observation_id)
        if row.observer_id == actor.teacher_id:
            raise Refused("own_record", "自己的听课记录要由别人恢复。")
        if row.voided_at is None:
            raise Refused("not_voided", "这条听课记录没有作废，不用恢复。")
        Observation.update(voided_at=None, voided_by=None, void_reason="").where(
            Observation.id == row.id
        ).execute()
        manuscripts.close(row.manuscript_id, row.completed_at)
        trace.write(actor, "unvoid_observation", "observation", row.id, now, was=row.void_reason)
    return view(actor, observation_id)


def may_void(actor: Actor, found: ObservationView) -> bool:
    """Whether this person may void it; the service has the last word."""
    own_draft = found.observer_id == actor.teacher_id and found.completed_at is None
    return found.voided_at is None and (own_draft or allowed(actor, Act.VOID_OBSERVATION))


def _confirm(ids: Sequence[int], now: datetime, **more: str) -> None:
    Observation.update(confirmed_at=now, **more).where(Observation.id.in_(list(ids))).execute()


def _hold_taught(actor: Actor, observation_id: int) -> Observation:
    row = hold(observation_id)
    if actor.teacher_id is None or row.taught_by_id != actor.teacher_id:
        raise Refused("not_yours", "听课记录由执教老师本人确认。")
    if row.completed_at is None or row.voided_at is not None:
        raise Refused("not_completed", "这条听课记录没有完成或已作废，现在不用确认。")
    return row


def _checked_answer(words: str) -> str:
    words = clean_lines(words).strip()
    if len(words) > LONGEST_ANSWER:
        raise Refused("too_long", f"回应请控制在 {LONGEST_ANSWER} 字以内。")
    return words
