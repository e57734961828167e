"""The demo's pairs: in every state, within the regulation, and nowhere at odds with themselves."""

from collections import Counter
from datetime import timedelta

import pytest

from db.models import (
    Pairing,
    PairingAddendum,
    PairingAssessment,
    PairingEntry,
    PairingSignature,
    Teacher,
)
from tests.builders import MACHINE, NOW, OPERATOR
from yanxiu_tui.clock import local
from yanxiu_tui.rules.applies import applies
from yanxiu_tui.rules.pairings import PairingState
from yanxiu_tui.services import (
    credentials,
    pairing_assessments,
    pairing_drafts,
    pairing_log,
    pairing_papers,
    pairing_proposals,
    pairing_views,
    persons,
    school,
)

TODAY = local(NOW).date()


@pytest.fixture
def term(demo_term):
    """The term of a whole demo, to be looked at."""
    return demo_term


def _actor(staff_no):
    return credentials.actor_for(credentials.find_teacher(staff_no), MACHINE)


def _views():
    return pairing_views.pairings(OPERATOR, NOW)


def test_there_are_pairs_in_every_state(term):
    names = Counter(view.state_name for view in _views())
    assert set(names) == {"拟定", "已签", "培养中", "出师", "解除", "已撤回"}
    assert names["培养中"] > 3


def test_every_signature_is_under_the_words_as_they_stand(term):
    for view in _views():
        signatures = [*view.signatures, *(each for add in view.addenda for each in add.signatures)]
        assert all(each.intact for each in signatures)
        sides = {"mentor": view.mentor_name, "apprentice": view.apprentice_name}
        assert all(sides.get(each.side, each.name) == each.name for each in signatures)
        assert (len(view.signatures) == 3) == (view.signed_at is not None)
        assert view.signed_at is None or view.signed_at == view.signatures[-1].at


def test_nobody_is_an_apprentice_twice_at_once_and_no_mentor_has_too_many(term):
    for row in Pairing.select().where(Pairing.state != PairingState.WITHDRAWN):
        within = pairing_drafts.Span(row.first, row.ended_on or row.last)
        rule = school.regulation_of(term.regulation_id).pairing
        if row.ended_on is None:
            pairing_drafts.refuse_overlap(row.mentor, row.apprentice, within, rule, row.id)
        mentor = persons.one(school.current_term(NOW), row.mentor_id)
        assert applies(rule.mentors, mentor.person)


def test_one_change_is_in_force_and_another_waits_for_the_mentor(term):
    added = {view.id: view.addenda[0] for view in _views() if view.addenda}
    assert sorted(each.signed_at is None for each in added.values()) == [False, True]
    waiting = next(key for key, each in added.items() if each.signed_at is None)
    mentor = Pairing.get_by_id(waiting).mentor
    assert pairing_views.to_sign(_actor(mentor.staff_no), NOW) == 1


def test_the_school_has_a_draft_to_sign(term):
    assert pairing_views.to_sign(_actor("1001"), NOW) == 1


def test_one_pair_has_been_silent_and_the_others_have_something_to_show(term):
    lines = pairing_papers.register(OPERATOR, NOW).lines
    running = [line for line in lines if line.pair.state_name == "培养中"]
    silent = [line for line in running if line.silent]
    assert len(silent) == 1
    assert silent[0].silent > 20
    for line in running:
        if not line.silent:
            assert sum(each.done for each in line.progress) > 4


def test_what_was_written_down_is_signed_by_the_other_side_but_for_the_latest(term):
    waiting = 0
    for entry in PairingEntry.select(PairingEntry, Pairing).join(Pairing):
        both = {entry.pairing.mentor_id, entry.pairing.apprentice_id}
        assert entry.recorded_by_id in both
        assert entry.pairing.first - timedelta(days=1) <= entry.day <= TODAY
        assert entry.signed_by_id in both - {entry.recorded_by_id} | {None}
        waiting += entry.signed_at is None and entry.struck_at is None
    assert waiting > 0
    assert PairingEntry.select().where(PairingEntry.late_entry).exists()
    assert PairingEntry.select().where(PairingEntry.struck_at.is_null(False)).count() == 1
    titles = Counter(
        (row.pairing_id, row.kind, row.day, row.title)
        for row in PairingEntry.select().where(PairingEntry.struck_at.is_null())
    )
    assert max(titles.values()) == 1


def test_somebody_finds_an_entry_to_sign(term):
    assert any(
        pairing_log.to_sign(_actor(row.staff_no))
        for row in Teacher.select().where(Teacher.id.in_(Pairing.select(Pairing.apprentice)))
    )


def test_whoever_is_done_was_judged_by_all_three(term):
    done = next(view for view in _views() if view.state is PairingState.GRADUATED)
    assert done.promoted_to == "校级"
    sheet = pairing_assessments.sheet(_actor("1003"), done.id, NOW)
    assert sheet.mentor_whole > 90
    assert sheet.apprentice_whole > 90
    assert PairingAssessment.select().count() == 3


def test_newcomers_are_proposed_a_mentor(term):
    found = pairing_proposals.proposals(_actor("1003"), NOW).found
    assert {"1061", "1062"} <= {each.apprentice.staff_no for each in found}
    assert any(each.best for each in found)


def test_nothing_of_it_is_in_the_future(term):
    for column in (
        Pairing.drafted_at, Pairing.signed_at, PairingSignature.signed_at,
        PairingEntry.recorded_at, PairingEntry.signed_at, PairingEntry.struck_at,
        PairingAssessment.at, PairingAddendum.drafted_at, PairingAddendum.signed_at,
    ):  # fmt: skip
        assert not column.model.select().where(column > NOW).exists(), column
    assert not Pairing.select().where(Pairing.ended_on > TODAY).exists()
