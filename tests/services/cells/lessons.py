"""Who may record lessons heard, announce lessons, and draft, sign, keep and end pairings."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from tests.builders import NOW
from tests.services.cells import Row, of_group, own, reaching, row, something
from tests.services.cells.world import TODAY, World
from yanxiu_tui.services import (
    observation_decisions,
    observation_drafts,
    observation_statistics,
    observation_views,
    observations,
    open_lesson_views,
    open_lessons,
    pairing_addenda,
    pairing_assessments,
    pairing_drafts,
    pairing_log,
    pairing_papers,
    pairing_proposals,
    pairing_signing,
    pairing_timeline,
    pairing_views,
    pairings,
)
from yanxiu_tui.services.demo import PIN
from yanxiu_tui.services.observation_drafts import ObservationDraft
from yanxiu_tui.services.open_lessons import LessonDraft
from yanxiu_tui.services.pairing_addenda import AddendumDraft
from yanxiu_tui.services.pairing_assessments import AssessmentDraft
from yanxiu_tui.services.pairing_drafts import PairingDraft
from yanxiu_tui.services.pairing_log import EntryDraft
from yanxiu_tui.services.permission import Act

WHY = "核对过了"
HEARD = ObservationDraft("语文", "八（1）", "背影", TODAY, 1, taught_by_no="1012")
GIVEN = LessonDraft("open_lesson", "语文", "背影", "八（1）", TODAY + timedelta(days=9), 3)
MARKED = AssessmentDraft(Decimal(90), Decimal(90))
ENTRY = EntryDraft("guidance", TODAY, "备课指导")


def agreed(world: World) -> PairingDraft:
    """An agreement of two of the group."""
    return PairingDraft(
        world.host.staff_no, world.outsider.staff_no, "语文", TODAY, TODAY + timedelta(days=300),
        "", "指导备课", "多听课", (),
    )  # fmt: skip


def _mentor(world: World) -> int:
    return int(world.pair.mentor_id)


ROWS: list[Row] = [
    row(Act.OBSERVE, observations.begin, lambda w: (HEARD, NOW)),
    row(Act.OBSERVE, observations.begin_at, lambda w: (w.lesson.id, NOW)),
    row(Act.OBSERVE, observation_drafts.habits, lambda w: ()),
    row(Act.OBSERVE, observation_views.mine, lambda w: (w.term,)),
    row(Act.OBSERVE, observation_views.of_me, lambda w: (w.term,)),
    own(
        observations.change, lambda w: (w.heard.id, HEARD, NOW), lambda w: w.heard.observer_id,
        "not_yours",
    ),
    own(
        observations.complete, lambda w: (w.heard.id, "", {}, NOW),
        lambda w: w.heard.observer_id, "not_yours",
    ),
    own(
        observations.reopen, lambda w: (w.heard.id, NOW), lambda w: w.heard.observer_id,
        "not_yours",
    ),
    own(
        observation_drafts.draft_of, lambda w: (w.heard.id,), lambda w: w.heard.observer_id,
        "not_yours",
    ),
    own(
        observation_decisions.confirm, lambda w: (w.heard.id, "", NOW),
        lambda w: w.heard.taught_by_id, "not_yours",
    ),
    own(
        observation_decisions.confirm_many, lambda w: ([w.heard.id], NOW),
        lambda w: w.heard.taught_by_id, shows=something,
    ),
    own(
        observation_decisions.answer, lambda w: (w.heard.id, "谢谢", NOW),
        lambda w: w.heard.taught_by_id, "not_yours",
    ),
    own(
        observation_views.to_confirm, lambda w: (), lambda w: w.heard.taught_by_id,
        shows=something,
    ),
    row(Act.VOID_OBSERVATION, observation_decisions.void, lambda w: (w.heard.id, WHY, NOW)),
    row(Act.VOID_OBSERVATION, observation_decisions.unvoid, lambda w: (w.heard.id, NOW)),
    of_group(
        Act.VIEW_OBSERVATIONS, observation_views.view, lambda w: (w.heard.id,),
        owner=lambda w: w.heard.observer_id, reasons=("no_observation",),
    ),
    of_group(
        Act.VIEW_OBSERVATIONS, observation_views.record, lambda w: (w.heard.id,),
        owner=lambda w: w.heard.taught_by_id, reasons=("no_observation",),
    ),
    of_group(
        Act.VIEW_OBSERVATIONS, observation_views.book, lambda w: (w.heard.observer_id, w.term),
        shows=lambda found, w: w.heard.id in {each.id for each in found},
    ),
    of_group(
        Act.VIEW_OBSERVATIONS, observation_views.observations, lambda w: (w.term,),
        shows=lambda found, w: w.heard.id in {each.id for each in found},
    ),
    reaching(Act.VIEW_OBSERVATIONS, observation_views.conflicts, lambda w: (w.term,)),
    reaching(Act.VIEW_OBSERVATIONS, observation_statistics.live, lambda w: (w.term, 1, NOW)),
    reaching(Act.VIEW_OBSERVATIONS, observation_statistics.frozen, lambda w: (w.term,)),
    reaching(Act.VIEW_OBSERVATIONS, observation_statistics.require_to_see, lambda w: ()),
    row(Act.FREEZE_MONTH, observation_statistics.freeze, lambda w: (w.term, 1, WHY, NOW)),
    row(Act.ANNOUNCE_LESSON, open_lessons.announce, lambda w: (GIVEN, NOW)),
    of_group(
        Act.ANNOUNCE_FOR_OTHERS, open_lessons.announce,
        lambda w: (replace(GIVEN, teacher_no=w.member.staff_no), NOW),
    ),
    of_group(
        Act.ANNOUNCE_FOR_OTHERS, open_lessons.draft_of, lambda w: (w.lesson.id,),
        owner=lambda w: w.member.id,
    ),
    of_group(
        Act.ANNOUNCE_FOR_OTHERS, open_lessons.change, lambda w: (w.lesson.id, GIVEN, NOW),
        owner=lambda w: w.member.id,
    ),
    of_group(
        Act.ANNOUNCE_FOR_OTHERS, open_lessons.cancel, lambda w: (w.lesson.id, WHY, NOW),
        owner=lambda w: w.member.id,
    ),
    of_group(
        Act.ANNOUNCE_FOR_OTHERS, open_lesson_views.may_announce_for, lambda w: (w.member.id,),
        owner=lambda w: w.member.id, shows=something,
    ),
    of_group(
        Act.ANNOUNCE_FOR_OTHERS, open_lesson_views.announced_for, lambda w: ([w.member.id],),
        shows=something,
    ),
    row(Act.OBSERVE, open_lessons.sign_up, lambda w: (w.lesson.id, NOW)),
    row(Act.DRAFT_PAIRING, pairings.draft, lambda w: (agreed(w), NOW)),
    row(Act.DRAFT_PAIRING, pairings.change, lambda w: (w.drafted.id, agreed(w), NOW)),
    row(Act.DRAFT_PAIRING, pairings.withdraw_draft, lambda w: (w.drafted.id, WHY, NOW)),
    row(Act.DRAFT_PAIRING, pairing_drafts.template, lambda w: (NOW,)),
    row(Act.DRAFT_PAIRING, pairing_drafts.draft_of, lambda w: (w.drafted.id,)),
    row(Act.DRAFT_PAIRING, pairing_drafts.warnings, lambda w: (agreed(w), NOW)),
    row(Act.DRAFT_PAIRING, pairing_proposals.proposals, lambda w: (NOW,)),
    row(
        Act.DRAFT_PAIRING, pairing_addenda.draft,
        lambda w: (w.pair.id, AddendumDraft("多听一节"), NOW),
    ),
    row(Act.DRAFT_PAIRING, pairing_addenda.withdraw, lambda w: (w.pair.id, w.addendum, NOW)),
    row(Act.END_PAIRING, pairings.graduate, lambda w: (w.pair.id, NOW)),
    row(Act.END_PAIRING, pairings.dissolve, lambda w: (w.pair.id, WHY, NOW)),
    row(Act.END_PAIRING, pairings.resume, lambda w: (w.ended, WHY, NOW)),
    of_group(
        Act.VIEW_PAIRINGS, pairing_views.pairing, lambda w: (w.pair.id, NOW),
        owner=_mentor, reasons=("no_pairing",),
    ),
    of_group(
        Act.VIEW_PAIRINGS, pairing_views.pairings, lambda w: (NOW,),
        shows=lambda found, w: w.pair.id in {each.id for each in found},
    ),
    own(
        pairing_views.mine, lambda w: (NOW,), _mentor,
        shows=lambda found, w: w.pair.id in {each.id for each in found},
    ),
    of_group(
        Act.VIEW_PAIRINGS, pairing_assessments.sheet, lambda w: (w.pair.id, NOW),
        owner=_mentor, reasons=("no_pairing",),
    ),
    of_group(
        Act.VIEW_PAIRINGS, pairing_assessments.sheets, lambda w: (w.pair.id, NOW),
        owner=_mentor, reasons=("no_pairing",),
    ),
    of_group(
        Act.VIEW_PAIRINGS, pairing_log.entries, lambda w: (w.pair.id, NOW),
        owner=_mentor, reasons=("no_pairing",),
    ),
    of_group(
        Act.VIEW_PAIRINGS, pairing_timeline.timeline, lambda w: (w.pair.id, NOW),
        owner=_mentor, reasons=("no_pairing",),
    ),
    of_group(
        Act.VIEW_PAIRINGS, pairing_papers.agreement, lambda w: (w.pair.id, NOW),
        owner=_mentor, reasons=("no_pairing",),
    ),
    reaching(Act.VIEW_PAIRINGS, pairing_papers.register, lambda w: (NOW,)),
    own(
        pairing_log.sign, lambda w: (w.entry.id, NOW), lambda w: w.counterpart,
        "no_pairing", "not_yours",
    ),
    own(
        pairing_log.sign_many, lambda w: ([w.entry.id], NOW), lambda w: w.counterpart,
        shows=something,
    ),
    own(pairing_log.to_sign, lambda w: (), lambda w: w.counterpart, shows=something),
    row(Act.LOG_PAIRING, pairing_log.add, lambda w: (w.pair.id, ENTRY, NOW)),
    own(
        pairing_log.add, lambda w: (w.pair.id, ENTRY, NOW), _mentor, "not_allowed", "not_yours"
    ),
    row(
        Act.SIGN_FOR_SCHOOL, pairing_signing.sign, lambda w: (w.drafted.id, PIN, NOW),
        owner=_mentor, reasons=("no_pairing", "not_allowed"),
    ),
    row(
        Act.ASSESS_PAIRING, pairing_assessments.give, lambda w: (w.pair.id, MARKED, NOW),
        owner=_mentor, reasons=("no_pairing", "not_allowed"),
    ),
    row(
        Act.ASSESS_PAIRING, pairing_log.strike, lambda w: (w.entry.id, WHY, NOW),
        owner=_mentor, reasons=("no_pairing", "not_allowed"),
    ),
]  # fmt: skip
