"""一票否决 (Z39): one person's decision with a reason, never computed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db.connection import held, transaction
from db.models import Award, Veto
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import trace
from yanxiu_tui.services.credentials import find_teacher
from yanxiu_tui.services.permission import Act, Actor, allowed, require
from yanxiu_tui.services.school import hold_term
from yanxiu_tui.services.texts import clean


@dataclass(frozen=True)
class VetoView:
    """A veto as it was given. ``awards`` name what the teacher holds this term and should lose."""

    id: int
    teacher_id: int
    name: str
    reason: str
    by: str
    at: datetime
    awards: tuple[str, ...]


def give(actor: Actor, term_id: int, staff_no: str, reason: str, now: datetime) -> VetoView:
    """Veto a teacher for a term; never oneself, and never twice."""
    require(actor, Act.VETO)
    reason = clean(reason, "一票否决的理由", 200)
    teacher = find_teacher(staff_no)
    if teacher.id == actor.teacher_id:
        raise Refused("own_veto", "不能一票否决自己。")
    with transaction():
        # Two principals at once, or an award meanwhile: the second finds what the first did.
        hold_term(term_id)
        if teacher.id in standing(term_id):
            raise Refused("vetoed", f"{teacher.name}老师本学期已经被一票否决，不用再办。")
        veto = Veto.create(
            term=term_id, teacher=teacher, reason=reason, at=now, by=actor.teacher_id
        )
        trace.write(actor, "give_veto", "veto", veto.id, now, teacher=teacher.id, term=term_id)
        awards = _awards(term_id, teacher.id)
    return VetoView(veto.id, teacher.id, teacher.name, reason, actor.name, now, awards)


def lift(actor: Actor, veto_id: int, reason: str, now: datetime) -> None:
    """Take a veto back, and why; both stay on record. Nobody lifts the one on themselves."""
    require(actor, Act.VETO)
    reason = clean(reason, "撤销一票否决的理由", 200)
    with transaction():
        veto = held(Veto.select().where(Veto.id == veto_id), Veto).first()
        if veto is None:
            raise Refused("no_veto", f"没有编号为 {veto_id} 的一票否决，请核对。")
        if veto.teacher_id == actor.teacher_id:
            raise Refused("own_veto", "自己的一票否决不能自己撤销。")
        if veto.lifted_at:
            raise Refused("lifted", "这次一票否决已经撤销，不用再办。")
        lifted = Veto.update(lifted_at=now, lifted_by=actor.teacher_id, lifted_reason=reason)
        lifted.where(Veto.id == veto.id).execute()
        trace.write(actor, "lift_veto", "veto", veto.id, now, teacher=veto.teacher_id)


def standing(term_id: int) -> Mapping[int, int]:
    """The IDs of the vetoes of a term that stand, by teacher; why is for ``reason_for`` to say."""
    return {row.teacher_id: row.id for row in _standing(term_id)}


def reason_for(actor: Actor, term_id: int, teacher_id: int) -> str:
    """Why a teacher is under a veto; "" for those who may know only that they are.

    The teacher, the office and the heads may read it.
    """
    mine = actor.teacher_id is not None and actor.teacher_id == teacher_id
    if not mine and not allowed(actor, Act.VIEW_EVALUATION):
        return ""
    veto = _standing(term_id).where(Veto.teacher == teacher_id).first()
    return str(veto.reason) if veto else ""


def _standing(term_id: int) -> Any:
    return Veto.select().where(Veto.term == term_id, Veto.lifted_at.is_null())


def _awards(term_id: int, teacher_id: int) -> tuple[str, ...]:
    rows = Award.select(Award.name).where(
        Award.term == term_id, Award.teacher == teacher_id, Award.withdrawn_at.is_null()
    )
    return tuple(row.name for row in rows.order_by(Award.id))
