"""申报: claimed by the teacher, the leader or the office, and decided by the office (§8)."""

from datetime import datetime

from db.connection import held, transaction
from db.models import Claim, Membership, Teacher
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.terms import ClaimKind
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.services import school, trace
from yanxiu_tui.services.claim_decisions import (
    Pile,
    grant,
    grant_many,
    hold,
    refuse,
    refuse_too_many,
    revoke,
    state_name,
    write_decision,
    wrong_state,
)
from yanxiu_tui.services.claim_drafts import (
    ClaimDraft,
    checked,
    claimable_kind,
)
from yanxiu_tui.services.claim_views import ClaimView, claims, my_claims, to_decide, view
from yanxiu_tui.services.credentials import find_teacher
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.school import TermView

__all__ = [
    "ClaimDraft", "ClaimState", "ClaimView", "Pile", "claim", "claims", "enter_for", "grant",
    "grant_many", "my_claims", "refuse", "revoke", "to_decide", "withdraw",
]  # fmt: skip

_STANDING = (ClaimState.ASKED, ClaimState.GRANTED)


def claim(actor: Actor, draft: ClaimDraft, now: datetime) -> ClaimView:
    """Claim something oneself did, or that the group one leads did."""
    require(actor, Act.CLAIM)
    term = school.current_term(now)
    regulation = school.regulation_of(term.regulation_id)
    kind = claimable_kind(regulation, draft.kind)
    draft = checked(draft, kind, term, now)
    if kind.by == "office":
        raise Refused("not_yours", f"「{kind.name}」由{regulation.office}登记，不用自己申报。")
    if kind.by == "leader":
        _require_to_lead(actor, draft, kind)
    teacher = Teacher.get_by_id(actor.teacher_id)
    with transaction():
        made = _keep(actor, teacher, draft, kind, term, now)
        trace.write(actor, "claim", "claim", made.id, now, kind=kind.id)
    return view(actor, made.id)


def enter_for(actor: Actor, staff_no: str, draft: ClaimDraft, now: datetime) -> ClaimView:
    """Enter something for another; the office itself enters it, so it is granted at once."""
    require(actor, Act.CLAIM_FOR_OTHERS)
    teacher = find_teacher(staff_no)
    if teacher.id == actor.teacher_id:
        raise Refused("own_claim", "自己的请走「申报」，由他人审核。")
    term = school.current_term(now)
    regulation = school.regulation_of(term.regulation_id)
    kind = claimable_kind(regulation, draft.kind)
    draft = checked(draft, kind, term, now)
    if kind.by == "leader":
        _refuse_unless_leads(teacher, draft, kind)
    with transaction():
        made = _keep(actor, teacher, draft, kind, term, now)
        made = hold(made.id)
        refuse_too_many(made, draft.hours, kind)
        write_decision(actor, [made.id], ClaimState.GRANTED, f"{regulation.office}登记", now)
        trace.write(actor, "enter_claim", "claim", made.id, now, teacher=teacher.id, kind=kind.id)
    return view(actor, made.id)


def withdraw(actor: Actor, claim_id: int, now: datetime) -> ClaimView:
    """Take back a claim of one's own that nobody has decided on yet."""
    with transaction():
        found = hold(claim_id)
        if found.teacher_id != actor.teacher_id:
            raise Refused("not_yours", "只能撤回自己的申报。")
        if found.state != ClaimState.ASKED:
            raise wrong_state(found, "不能撤回")
        Claim.update(state=ClaimState.WITHDRAWN).where(Claim.id == claim_id).execute()
        trace.write(actor, "withdraw_claim", "claim", claim_id, now)
    return view(actor, claim_id)


def _require_to_lead(actor: Actor, draft: ClaimDraft, kind: ClaimKind) -> None:
    if draft.group_id not in actor.leads:
        raise Refused(
            "not_leader", f"「{kind.name}」由组长代表本组申报，请选您带的组（{kind.clause.id}）。"
        )
    require(actor, Act.CLAIM_FOR_GROUP, draft.group_id)


def _refuse_unless_leads(teacher: Teacher, draft: ClaimDraft, kind: ClaimKind) -> None:
    led = Membership.select().where(
        Membership.teacher == teacher, Membership.group == draft.group_id, Membership.leads
    )
    if not led.exists():
        raise Refused(
            "not_leader", f"「{kind.name}」由组长代表本组申报，{teacher.name}老师不是这个组的组长。"
        )


def _keep(
    actor: Actor,
    teacher: Teacher,
    draft: ClaimDraft,
    kind: ClaimKind,
    term: TermView,
    now: datetime,
) -> Claim:
    """Write it down; holds the teacher, so that the same claim does not slip in twice."""
    held(Teacher.select().where(Teacher.id == teacher.id), Teacher).get()
    _refuse_twice(teacher, draft, kind)
    return Claim.create(
        term=term.id,
        teacher=teacher,
        group=draft.group_id,
        kind=kind.id,
        title=draft.title,
        organiser=draft.organiser,
        first=draft.first,
        last=draft.last,
        amount=draft.amount,
        level=draft.level,
        hours_asked=draft.hours,
        where_kept=draft.where_kept,
        asked_at=now,
        asked_by=actor.teacher_id,
    )


def _refuse_twice(teacher: Teacher, draft: ClaimDraft, kind: ClaimKind) -> None:
    same_group = Claim.group.is_null() if draft.group_id is None else Claim.group == draft.group_id
    other = Claim.get_or_none(
        Claim.teacher == teacher,
        same_group,
        Claim.kind == kind.id,
        Claim.title == draft.title,
        Claim.first == draft.first,
        Claim.last == draft.last,
        Claim.state.in_([str(state) for state in _STANDING]),
    )
    if other is not None:
        raise Refused(
            "claimed_already",
            f"「{draft.title}」（{kind.name}）已经申报过（{state_name(other)}），不用再报。",
        )
