"""评优: what the rankings propose is decided by people, and then known to everybody (Z19, Z38)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN, chunked

from db.connection import held, transaction
from db.models import Award, Group, Teacher
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.terms import AwardRule
from yanxiu_tui.rules.roles import GROUP_KIND_NAMES, GroupKind
from yanxiu_tui.services import school, trace, veto
from yanxiu_tui.services.award_proposals import Proposal, Proposed, proposals
from yanxiu_tui.services.credentials import find_teacher
from yanxiu_tui.services.frozen_views import TEACHER
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.school import TermView, hold_term
from yanxiu_tui.services.texts import clean

__all__ = [
    "AwardView", "Proposal", "Proposed", "awards", "decide", "decide_proposed", "proposals",
    "withdraw",
]  # fmt: skip
_BATCH = 20


@dataclass(frozen=True)
class AwardView:
    """An award that was decided; ``staff_no`` is "" for a group."""

    id: int
    award_id: str
    name: str
    who: str
    staff_no: str
    reason: str
    decided_at: datetime
    decided_by: str


def awards(term_id: int) -> list[AwardView]:
    """The awards of a term that stand, by award and in the order they were decided."""
    rows = [_view(row) for row in _read().where(Award.term == term_id).order_by(Award.id)]
    order = list(dict.fromkeys(each.award_id for each in rows))
    return sorted(rows, key=lambda each: order.index(each.award_id))


def decide(
    actor: Actor, term_id: int, award_id: str, who: str, reason: str, now: datetime
) -> AwardView:
    """Give an award to a teacher (by staff number) or a group (by name); nobody to themselves.

    Whoever the ranking does not propose needs a reason; whoever is under a veto gets none (Z39).
    """
    require(actor, Act.DECIDE_AWARD)
    reason = clean(reason, "评定的理由", 200, required=False)
    with transaction():
        term = hold_term(term_id)
        rule = _rule(term, award_id)
        whose = _whose(rule, who)
        _refuse_unfit(actor, term, rule, whose)
        grounds = _grounds(actor, term_id, rule, whose.id)
        if not reason and not grounds:
            raise Refused(
                "not_proposed", f"排名没有提名{whose.name}为{rule.name}，请写明评定的理由。"
            )
        made = Award.create(
            **_row(actor, term_id, rule, whose.id, reason or grounds, now),
        )
        trace.write(
            actor, "decide_award", "award", made.id, now,
            award=rule.id, to=rule.to, whose=whose.id, proposed=bool(grounds),
        )  # fmt: skip
    return _view(_read().where(Award.id == made.id).get())


def decide_proposed(actor: Actor, term_id: int, award_id: str, now: datetime) -> int:
    """Give an award to everybody proposed who has it not yet, oneself left out; how many."""
    require(actor, Act.DECIDE_AWARD)
    with transaction():
        term = hold_term(term_id)
        rule = _rule(term, award_id)
        found = next(each for each in proposals(actor, term_id) if each.award_id == award_id)
        if found.ranking is None:
            raise Refused("nothing_frozen", f"{found.to_name}排名还没有冻结，请先冻结。")
        mine = actor.teacher_id if rule.to == TEACHER else None
        chosen = [e for e in found.proposed if not e.decided and e.line.whose != mine]
        rows = [
            _row(actor, term_id, rule, each.line.whose, "，".join(each.said), now)
            for each in chosen
        ]
        for batch in chunked(rows, _BATCH):
            Award.insert_many(batch).execute()
        trace.write(
            actor, "decide_awards", "term", term_id, now,
            award=rule.id, to=rule.to, whose=[each.line.whose for each in chosen],
        )  # fmt: skip
    return len(chosen)


def withdraw(actor: Actor, award_id: int, reason: str, now: datetime) -> AwardView:
    """Take an award back; the reason stays in the trace."""
    require(actor, Act.DECIDE_AWARD)
    reason = clean(reason, "撤销的原因", 200)
    with transaction():
        row = held(Award.select().where(Award.id == award_id), Award).first()
        if row is None or row.withdrawn_at:
            raise Refused("no_award", "没有这项评优，可能刚被别人撤销。")
        shown = _view(_read().where(Award.id == award_id).get())
        Award.update(withdrawn_at=now).where(Award.id == award_id).execute()
        trace.write(actor, "withdraw_award", "award", award_id, now, reason=reason)
    return shown


def _rule(term: TermView, award_id: str) -> AwardRule:
    rules = school.regulation_of(term.regulation_id).awards
    found = next((rule for rule in rules if rule.id == award_id), None)
    if found is None:
        known = "、".join(f"{rule.name}（{rule.id}）" for rule in rules) or "还没有规定奖项"
        raise Refused("no_award_rule", f"本校制度没有「{award_id}」这一奖项：{known}。")
    return found


def _whose(rule: AwardRule, who: str) -> Any:
    if rule.to == TEACHER:
        return find_teacher(who)
    group = Group.get_or_none(Group.kind == rule.to, Group.name == who)
    if group is None:
        kind = GROUP_KIND_NAMES[GroupKind(rule.to)]
        raise Refused("no_group", f"没有名为「{who}」的{kind}，请核对。")
    return group


def _refuse_unfit(actor: Actor, term: TermView, rule: AwardRule, whose: Any) -> None:
    standing = Award.select().where(
        Award.term == term.id, Award.award == rule.id, Award.withdrawn_at.is_null()
    )
    if rule.to == TEACHER:
        if whose.id == actor.teacher_id:
            raise Refused("own_award", "不能评自己，请由其他领导评定。")
        if whose.id in veto.standing(term.id):
            raise Refused("vetoed", f"{whose.name}老师被一票否决，不能评优。")
        already = standing.where(Award.teacher == whose.id)
    else:
        already = standing.where(Award.group == whose.id)
    if already.exists():
        raise Refused("decided", f"{whose.name}已经评为{rule.name}，不用再办。")


def _grounds(actor: Actor, term_id: int, rule: AwardRule, whose: int) -> str:
    """Why the ranking proposes them, in words; "" when it does not."""
    found = next(each for each in proposals(actor, term_id) if each.award_id == rule.id)
    named = (each for each in found.proposed if each.line.whose == whose)
    return next(("，".join(each.said) for each in named), "")


def _row(
    actor: Actor, term_id: int, rule: AwardRule, whose: int, reason: str, now: datetime
) -> dict[str, Any]:
    is_teacher = rule.to == TEACHER
    return {
        "term": term_id,
        "award": rule.id,
        "name": rule.name,
        "teacher": whose if is_teacher else None,
        "group": None if is_teacher else whose,
        "reason": reason,
        "decided_at": now,
        "decided_by": actor.teacher_id,
    }


def _read() -> Any:
    by = Teacher.alias()
    return (
        Award.select(Award, Teacher, Group, by)
        .join(Teacher, JOIN.LEFT_OUTER, on=Award.teacher)
        .switch(Award)
        .join(Group, JOIN.LEFT_OUTER)
        .switch(Award)
        .join(by, JOIN.LEFT_OUTER, on=Award.decided_by, attr="by")
        .where(Award.withdrawn_at.is_null())
    )


def _view(row: Any) -> AwardView:
    by = getattr(row, "by", None)
    whose: Sequence[str] = (
        (row.teacher.name, row.teacher.staff_no) if row.teacher_id else (row.group.name, "")
    )
    return AwardView(
        id=row.id,
        award_id=row.award,
        name=row.name,
        who=whose[0],
        staff_no=whose[1],
        reason=row.reason,
        decided_at=row.decided_at,
        decided_by=by.name if by else "",
    )
