"""Who may claim and decide, evaluate, rank, freeze, publish, object, veto and award."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.builders import NOW
from tests.services.cells import Row, of_group, own, reaching, row, something
from tests.services.cells.world import TODAY, World
from yanxiu_tui.regulation.loader import load, preset_source
from yanxiu_tui.rules.roles import GroupKind
from yanxiu_tui.services import (
    award_proposals,
    awards,
    claim_decisions,
    claim_views,
    claims,
    evaluation,
    evaluation_marks,
    evaluation_results,
    explaining,
    freezing,
    frozen_views,
    group_ranking,
    hours,
    hours_records,
    objections,
    persons,
    publishing,
    quotas,
    ranking,
    school,
    verifying,
    veto,
    what_if,
)
from yanxiu_tui.services.claim_drafts import ClaimDraft
from yanxiu_tui.services.evaluation_marks import NewMark
from yanxiu_tui.services.permission import Act

WHY = "核对过了"
LAST = TODAY - timedelta(days=1)
AWARD = "outstanding"


def work(kind: str = "self_study", group_id: int | None = None) -> ClaimDraft:
    """Something read, or handed in for a group."""
    day = date(2026, 10, 9)
    return ClaimDraft(kind, "读书", day, day, hours=Decimal(2), group_id=group_id)


def _member(world: World) -> persons.Staff:
    return persons.one(school.term_view(world.term), world.member.id)


def _lists_members(found: Any, world: World) -> bool:
    lines = getattr(found, "lines", found)
    return any(each.staff.id in world.members for each in lines)


ROWS: list[Row] = [
    row(Act.CLAIM, claims.claim, lambda w: (work(), NOW)),
    row(Act.CLAIM_FOR_OTHERS, claims.enter_for, lambda w: (w.member.staff_no, work(), NOW)),
    own(
        claims.withdraw, lambda w: (w.claimed.id, NOW), lambda w: w.claimed.teacher_id, "not_yours"
    ),
    row(Act.CLAIM, claim_views.my_claims, lambda w: (w.term,)),
    of_group(
        Act.VIEW_CLAIMS, claim_views.claims, lambda w: (),
        shows=lambda found, w: w.claimed.id in {each.id for each in found},
    ),
    of_group(
        Act.VIEW_CLAIMS, claim_views.view, lambda w: (w.claimed.id,),
        owner=lambda w: w.claimed.teacher_id, reasons=("not_allowed", "no_claim"),
    ),
    of_group(
        Act.CLAIM_FOR_GROUP, claim_views.groups_to_hand_in_for, lambda w: (),
        shows=lambda found, w: w.group.id in found.values(),
    ),
    row(
        Act.DECIDE_CLAIM, claim_decisions.grant,
        lambda w: (w.claimed.id, Decimal(2), True, "", NOW),
    ),
    row(Act.DECIDE_CLAIM, claim_decisions.grant_many, lambda w: ([w.claimed.id], NOW)),
    row(Act.DECIDE_CLAIM, claim_decisions.refuse, lambda w: (w.claimed.id, WHY, NOW)),
    row(Act.DECIDE_CLAIM, claim_decisions.revoke, lambda w: (w.granted.id, WHY, NOW)),
    row(Act.DECIDE_CLAIM, claim_views.to_decide, lambda w: (), shows=something),
    row(Act.DECIDE_CLAIM, claim_views.require_to_decide, lambda w: (w.member.id,)),
    row(Act.DECIDE_CLAIM, claim_views.may_decide, lambda w: (w.member.id, {1}), shows=something),
    row(
        (Act.VIEW_EVALUATION, Act.EVALUATE), evaluation.stages, lambda w: (w.term,)
    ),
    row(
        Act.RUN_EVALUATION, evaluation.open_stage, lambda w: (w.term, "teacher", "panel", NOW)
    ),
    row(Act.RUN_EVALUATION, evaluation.close_stage, lambda w: (w.stage, NOW)),
    row(Act.RUN_EVALUATION, evaluation.reopen_stage, lambda w: (w.closed_stage, WHY, NOW)),
    row(Act.VIEW_EVALUATION, evaluation.unfinished, lambda w: (w.stage,)),
    row(Act.EVALUATE, evaluation_marks.to_mark, lambda w: (w.stage,)),
    row(
        Act.EVALUATE, evaluation_marks.give_marks,
        lambda w: (w.stage, [NewMark(w.outsider.id, "90")], NOW),
    ),
    row(Act.VIEW_EVALUATION, evaluation_results.results, lambda w: (w.term, "teacher")),
    row(Act.EVALUATE, evaluation_results.my_results, lambda w: (w.term,)),
    row(
        Act.VIEW_EVALUATION, evaluation_results.comments,
        lambda w: (w.term, "teacher", w.member.id), owner=lambda w: w.member.id,
    ),
    row(Act.VETO, veto.give, lambda w: (w.term, w.host.staff_no, WHY, NOW)),
    row(Act.VETO, veto.lift, lambda w: (w.veto, WHY, NOW)),
    row(
        Act.VIEW_EVALUATION, veto.reason_for, lambda w: (w.term, w.member.id),
        owner=lambda w: w.member.id, shows=something,
    ),
    of_group(
        Act.VIEW_RANKING, ranking.ranking, lambda w: (w.term, LAST), shows=_lists_members
    ),
    of_group(
        Act.VIEW_RANKING, ranking.months, lambda w: (w.term, _member(w), LAST),
        owner=lambda w: w.member.id,
    ),
    of_group(
        Act.VIEW_RANKING, ranking.may_see, lambda w: (_member(w),), owner=lambda w: w.member.id
    ),
    of_group(
        Act.VIEW_RANKING, explaining.explain, lambda w: (w.term, w.member.id, LAST),
        owner=lambda w: w.member.id,
    ),
    of_group(
        Act.VIEW_RANKING, explaining.records, lambda w: (w.term, w.member.id, "observations", LAST),
        owner=lambda w: w.member.id,
    ),
    row(
        Act.VIEW_EVALUATION, explaining.records,
        lambda w: (w.term, w.member.id, "evaluation", LAST), owner=lambda w: w.member.id,
    ),
    reaching(Act.VIEW_RANKING, explaining.explain_all, lambda w: (w.term, LAST)),
    reaching(
        Act.VIEW_RANKING, group_ranking.group_ranking, lambda w: (w.term, GroupKind.RESEARCH, LAST)
    ),
    of_group(
        Act.VIEW_RANKING, group_ranking.records, lambda w: (w.term, w.group.id, "meetings", LAST)
    ),
    of_group(
        Act.VIEW_RANKING, hours.visible, lambda w: (w.term, NOW),
        shows=lambda found, w: w.member.id in {each.id for each in found},
    ),
    of_group(
        Act.VIEW_RANKING, hours.hours_register, lambda w: (w.term, NOW), shows=_lists_members
    ),
    of_group(
        Act.VIEW_RANKING, hours.hours_of, lambda w: (w.member.id, w.term, NOW),
        owner=lambda w: w.member.id,
    ),
    of_group(
        Act.VIEW_RANKING, hours_records.hours_forms, lambda w: (w.term, NOW, w.member.id),
        owner=lambda w: w.member.id,
    ),
    of_group(
        Act.VIEW_RANKING, hours_records.hours_forms, lambda w: (w.term, NOW), shows=_lists_members
    ),
    of_group(
        Act.VIEW_RANKING, quotas.gaps, lambda w: (w.term, NOW), shows=_lists_members,
    ),
    of_group(
        Act.VIEW_RANKING, quotas.records_of,
        lambda w: (w.term, "observations", w.member.id, NOW), owner=lambda w: w.member.id,
    ),
    row(Act.VIEW_RANKING, award_proposals.proposals, lambda w: (w.term,)),
    row(
        Act.VIEW_RANKING, what_if.what_if,
        lambda w: (w.term, load(preset_source("pingfang")), LAST),
    ),
    row(Act.VIEW_RANKING, verifying.verify, lambda w: (w.published,)),
    row(Act.VIEW_RANKING, verifying.recompute, lambda w: (w.published,)),
    row(
        Act.VIEW_RANKING, frozen_views.versions, lambda w: (w.term,),
        shows=lambda found, w: w.unpublished in {each.id for each in found},
    ),
    row(
        Act.VIEW_RANKING, frozen_views.find, lambda w: (w.unpublished,), reasons=("no_ranking",)
    ),
    row(
        Act.VIEW_RANKING, frozen_views.frozen, lambda w: (w.unpublished,), reasons=("no_ranking",)
    ),
    row(Act.VIEW_RANKING, frozen_views.sees_all, lambda w: (), shows=something),
    of_group(
        Act.VIEW_RANKING, frozen_views.explanation, lambda w: (w.teachers_ranking, w.member.id),
        owner=lambda w: w.member.id,
    ),
    row(
        Act.FREEZE_RANKING, freezing.freeze, lambda w: (w.term, "research", LAST, "再算", NOW)
    ),
    row(
        Act.PUBLISH_RANKING, publishing.publish,
        lambda w: (w.unpublished, TODAY, TODAY + timedelta(days=5), NOW),
    ),
    row(
        Act.VIEW_RANKING, publishing.notice, lambda w: (w.unpublished,), reasons=("no_ranking",)
    ),
    row(Act.OBJECT, objections.object_, lambda w: (w.published, "请核对", NOW)),
    row(Act.ANSWER_OBJECTION, objections.answer, lambda w: (w.objection, "核对过了", False, NOW)),
    row(Act.ANSWER_OBJECTION, objections.waiting, lambda w: (), shows=something),
    row(
        (Act.ANSWER_OBJECTION, Act.VIEW_RANKING), objections.objections, lambda w: (w.term,),
        owner=lambda w: w.member.id, shows=something,
    ),
    row(Act.DECIDE_AWARD, awards.decide, lambda w: (w.term, AWARD, w.host.staff_no, WHY, NOW)),
    row(Act.DECIDE_AWARD, awards.decide_proposed, lambda w: (w.term, "research_group", NOW)),
    row(Act.DECIDE_AWARD, awards.withdraw, lambda w: (w.award, WHY, NOW)),
]  # fmt: skip
