"""How far a pair is comes from the records themselves; who keeps silent is found out (§8)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from db.models import Pairing, PairingAddendum, Term
from tests.builders import NOW, OPERATOR, an_actor
from tests.services.cast import a_cast
from tests.services.pairs import a_pair, a_record, an_entry, an_open_lesson
from yanxiu_tui.rules.pairings import PairingState, PairQuota
from yanxiu_tui.services import pairing_progress
from yanxiu_tui.services.pairing_drafts import quotas_to_keep

DAY = date(2026, 10, 12)
NEXT_TERM = datetime(2027, 3, 10, 4, tzinfo=UTC)


@pytest.fixture
def cast(memory):
    return a_cast()


@pytest.fixture
def pair(cast):
    return a_pair(cast)


def _done(pair, now=NOW) -> dict[str, int]:
    made = pairing_progress.progress([pair.id], now)[pair.id]
    return {each.quota.id: each.done for each in made}


def _next_term(cast) -> Term:
    return Term.create(
        name="下学期", starts_on=date(2027, 2, 22), ends_on=date(2027, 7, 9),
        regulation=cast.term.regulation_id,
    )  # fmt: skip


def test_a_new_pair_owes_everything(pair):
    made = pairing_progress.progress([pair.id], NOW)[pair.id]
    assert [(each.quota.name, each.done, each.need, each.short) for each in made] == [
        ("听徒弟的课", 0, 8, 8), ("指导", 0, 8, 8), ("听师傅的课", 0, 8, 8), ("公开课", 0, 2, 2),
    ]  # fmt: skip


def test_lessons_heard_of_each_other_count_without_being_entered_again(cast, pair):
    a_record(cast, cast.zhou, cast.su, DAY)
    a_record(cast, cast.zhou, cast.su, DAY, period=4)
    a_record(cast, cast.su, cast.zhou, DAY)
    a_record(cast, cast.su, cast.lin, DAY)
    a_record(cast, cast.lin, cast.su, DAY)
    assert (_done(pair)["mentor_hears"], _done(pair)["apprentice_hears"]) == (2, 1)


def test_a_record_begun_or_voided_or_from_before_the_pair_does_not_count(cast, pair):
    a_record(cast, cast.zhou, cast.su, DAY, completed_at=None)
    a_record(cast, cast.zhou, cast.su, DAY, voided_at=NOW)
    a_record(cast, cast.zhou, cast.su, date(2026, 9, 3))
    assert _done(pair)["mentor_hears"] == 0


def test_an_open_lesson_counts_once_somebody_has_a_record_of_it(cast, pair):
    lesson = an_open_lesson(cast, cast.su, DAY)
    assert _done(pair)["opens"] == 0
    a_record(cast, cast.lin, cast.su, DAY, lesson=lesson)
    a_record(cast, cast.zhou, cast.su, DAY, lesson=lesson)
    by_the_mentor = an_open_lesson(cast, cast.zhou, DAY)
    a_record(cast, cast.lin, cast.zhou, DAY, lesson=by_the_mentor)
    called_off = an_open_lesson(cast, cast.su, DAY, cancelled_at=NOW)
    a_record(cast, cast.lin, cast.su, DAY, lesson=called_off, period=5)
    assert _done(pair)["opens"] == 1


def test_entries_count_for_whom_the_quota_asks_once_the_other_side_has_signed(cast):
    both = (
        PairQuota(id="guides", name="指导", side="mentor", counts="guidance", least=8),
        PairQuota(id="asks", name="请教", side="apprentice", counts="guidance", least=4),
        PairQuota(id="shows", name="示范课", side="mentor", counts="opened", least=1),
    )
    pair = a_pair(cast, quotas=both)
    an_entry(pair, DAY)
    an_entry(pair, DAY, signed_at=None, signed_by=None)
    an_entry(pair, DAY, struck_at=NOW)
    an_entry(pair, DAY, kind="exchange")
    a_record(cast, cast.lin, cast.zhou, DAY, lesson=an_open_lesson(cast, cast.zhou, DAY))
    assert _done(pair) == {"guides": 1, "asks": 1, "shows": 1}


def test_each_term_is_counted_anew_and_a_pair_that_is_over_keeps_its_last(cast, pair):
    an_entry(pair, DAY)
    _next_term(cast)
    assert _done(pair, NEXT_TERM)["guides"] == 0
    an_entry(pair, date(2027, 3, 1))
    an_entry(pair, date(2027, 3, 8))
    assert _done(pair, NEXT_TERM)["guides"] == 2
    Pairing.update(state=PairingState.DISSOLVED, ended_on=date(2026, 12, 1)).execute()
    assert _done(pair, NEXT_TERM)["guides"] == 1


def test_a_signed_addendum_changes_what_is_owed(cast, pair):
    less = (PairQuota(id="guides", name="指导", side="mentor", counts="guidance", least=4),)
    added = PairingAddendum.create(
        pairing=pair, number=1, words="减半", quotas=quotas_to_keep(less), drafted_at=NOW
    )
    assert len(pairing_progress.progress([pair.id], NOW)[pair.id]) == 4
    PairingAddendum.update(signed_at=NOW).where(PairingAddendum.id == added.id).execute()
    (only,) = pairing_progress.progress([pair.id], NOW)[pair.id]
    assert (only.quota, only.need) == (less[0], 4)


def test_many_pairs_take_as_many_queries_as_one(cast, pair, queries):
    other = a_pair(cast, mentor=cast.lin, apprentice=cast.dean.teacher_id)
    for each in (pair, other):
        an_entry(each, DAY)
    with queries() as few:
        pairing_progress.progress([pair.id], NOW)
        pairing_progress.silent([pair.id], NOW)
    with queries() as more:
        made = pairing_progress.progress([pair.id, other.id, 99], NOW)
        pairing_progress.silent([pair.id, other.id, 99], NOW)
    assert len(more) == len(few) <= 14
    assert [sum(each.done for each in made[key]) for key in (pair.id, other.id)] == [1, 1]
    assert pairing_progress.progress([], NOW) == {} == pairing_progress.silent([], NOW)


# Silence


def _silent(pair, now=NOW) -> int | None:
    return pairing_progress.silent([pair.id], now).get(pair.id)


def test_a_pair_without_any_record_is_silent_from_its_first_day(pair):
    assert _silent(pair) == 37
    assert _silent(pair, NOW - timedelta(days=23)) == 14
    assert _silent(pair, NOW - timedelta(days=24)) is None


def test_whatever_the_two_did_breaks_the_silence_signed_or_not(cast, pair):
    an_entry(pair, date(2026, 9, 28), signed_at=None)
    assert _silent(pair) == 16
    an_entry(pair, date(2026, 10, 13), struck_at=NOW)
    assert _silent(pair) == 16
    a_record(cast, cast.lin, cast.zhou, DAY, lesson=an_open_lesson(cast, cast.zhou, DAY))
    assert _silent(pair) == 16
    a_record(cast, cast.su, cast.zhou, date(2026, 10, 1))
    assert _silent(pair) is None


def test_silence_begins_and_ends_with_the_term_and_with_the_pair(cast, pair):
    an_entry(pair, date(2027, 1, 10))
    holidays = datetime(2027, 2, 10, 4, tzinfo=UTC)
    assert _silent(pair, holidays) is None
    _next_term(cast)
    assert _silent(pair, NEXT_TERM) == 16
    over = a_pair(cast, apprentice=cast.lin, last=date(2026, 9, 20))
    assert _silent(over) is None


def test_only_a_signed_pair_is_called_silent(cast):
    for state in PairingState:
        if state is not PairingState.SIGNED:
            assert _silent(a_pair(cast, state=state)) is None


# One's own


def test_ones_own_pair_tells_ones_own_quotas(cast, pair):
    an_entry(pair, DAY)
    (mine,) = pairing_progress.mine(an_actor(cast.zhou), NOW)
    assert (mine.side, mine.other, mine.silent) == ("mentor", "苏慧", 0)
    assert [(each.quota.id, each.done) for each in mine.progress] == [
        ("mentor_hears", 0), ("guides", 1),
    ]  # fmt: skip
    (theirs,) = pairing_progress.mine(cast.teacher, NOW)
    assert (theirs.side, theirs.other) == ("apprentice", "周敏")
    assert [each.quota.id for each in theirs.progress] == ["apprentice_hears", "opens"]


def test_who_is_in_no_running_pair_has_none(cast, pair, queries):
    for actor in (cast.dean, OPERATOR):
        with queries() as made:
            assert pairing_progress.mine(actor, NOW) == []
        assert len(made) <= 1
    Pairing.update(first=date(2026, 11, 1)).execute()
    assert pairing_progress.mine(cast.teacher, NOW) == []
    Pairing.update(first=date(2026, 9, 7), state=PairingState.GRADUATED).execute()
    assert pairing_progress.mine(cast.teacher, NOW) == []
