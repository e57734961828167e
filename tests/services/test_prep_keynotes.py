"""排中心发言人: proposed fairly over the terms, decided by people, changed by hand (Z13)."""

from datetime import date, timedelta

import pytest

from db.models import Claim, PrepUnit, Teacher, Term
from tests.builders import NOW, an_activity
from tests.services.cast import a_cast
from tests.services.prep import a_member, a_prep_group, a_session, a_unit, is_over, the_leader
from tests.services.races import at_once
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.services import prep_keynotes, prep_sessions, prep_units
from yanxiu_tui.services.prep_units import UnitDraft


@pytest.fixture
def cast(memory):
    return a_cast()


@pytest.fixture
def group_id(cast) -> int:
    return a_prep_group(cast)


def proposed(cast, group_id) -> list[tuple[str, str]]:
    found = prep_keynotes.propose(the_leader(cast), group_id, cast.term.id)
    return [(each.unit_title, each.teacher_name) for each in found]


def accept(cast, group_id, chosen, actor=None) -> int:
    return prep_keynotes.accept(actor or the_leader(cast), group_id, cast.term.id, chosen, NOW)


def test_everybody_is_asked_once_before_anybody_twice(cast, group_id):
    for title in ("一", "二", "三", "四"):
        a_unit(cast, title)
    assert proposed(cast, group_id) == [
        ("一", "苏慧"), ("二", "林远"), ("三", "周敏"), ("四", "苏慧"),
    ]  # fmt: skip


def test_nothing_is_written_before_it_is_accepted(cast, group_id):
    made = a_unit(cast)
    proposed(cast, group_id)
    assert prep_units.unit(the_leader(cast), made.id).keynote_id is None


def test_units_that_have_a_speaker_keep_them_and_their_turn_counts(cast, group_id):
    a_unit(cast, "一", keynote_no="1001")
    a_unit(cast, "二")
    assert proposed(cast, group_id) == [("二", "林远")]


def test_speaking_in_anothers_place_counts_as_a_turn(cast, group_id):
    a_session(cast, a_unit(cast, "一", keynote_no="1001"), keynote_no="1002")
    a_unit(cast, "二")
    assert proposed(cast, group_id) == [("二", "周敏")]


def test_those_who_spoke_in_earlier_terms_come_later_the_longest_ago_first(cast, group_id):
    before = Term.create(
        name="上学期", starts_on=date(2026, 2, 20), ends_on=date(2026, 7, 5),
        regulation=cast.term.regulation_id,
    )  # fmt: skip
    leader = the_leader(cast)
    for teacher, day in (("1001", 20), ("1002", 10)):
        unit = prep_units.add(leader, group_id, before.id, UnitDraft(f"旧{teacher}"), NOW)
        at = NOW.replace(month=5, day=day)
        meeting = an_activity(
            before, group=group_id, starts_at=at, ends_at=at + timedelta(hours=1),
            state="closed", ended_at=at, presenter=Teacher.get(staff_no=teacher).name,
        )  # fmt: skip
        prep_sessions.take_up(leader, meeting.id, unit.id, NOW)
    for title in ("一", "二", "三"):
        a_unit(cast, title)
    assert proposed(cast, group_id) == [("一", "周敏"), ("二", "林远"), ("三", "苏慧")]
    last = prep_keynotes.propose(leader, group_id, cast.term.id)[2]
    assert (last.turns, last.earlier, last.last) == (0, 1, date(2026, 5, 20))


def test_what_was_granted_on_paper_before_the_terminal_counts_too(cast, group_id):
    Claim.create(
        term=cast.term, teacher=cast.su, kind="keynote", title="第三单元", organiser="",
        first=date(2026, 4, 1), last=date(2026, 4, 1), amount=1, level="", hours_asked=0,
        where_kept="", asked_at=NOW, state=ClaimState.GRANTED,
    )  # fmt: skip
    a_unit(cast)
    assert proposed(cast, group_id) == [("第一单元", "林远")]


def test_what_is_accepted_is_announced_at_the_sessions_ahead(cast, group_id):
    made = a_unit(cast, keynote_no="1001")
    session = a_session(cast, made)
    PrepUnit.update(keynote=None).execute()
    assert accept(cast, group_id, {made.id: cast.lin.id}) == 1
    assert prep_sessions.session(the_leader(cast), session.id).keynote_name == "林远"


def test_a_unit_somebody_was_chosen_for_meanwhile_keeps_them(cast, group_id):
    first, second = a_unit(cast, "一"), a_unit(cast, "二")
    prep_units.change(the_leader(cast), first.id, UnitDraft("一", keynote_no="1003"), NOW)
    chosen = {first.id: cast.su.id, second.id: cast.lin.id}
    assert accept(cast, group_id, chosen) == 1
    names = [
        each.keynote_name for each in prep_units.units(the_leader(cast), group_id, cast.term.id)
    ]
    assert names == ["周敏", "林远"]


def test_two_who_accept_at_once_give_each_unit_one_speaker(cast, group_id):
    made = [a_unit(cast, title) for title in ("一", "二", "三")]
    done = at_once(
        [
            lambda teacher=teacher: accept(cast, group_id, {each.id: teacher.id for each in made})
            for teacher in (cast.su, cast.lin)
        ]
    )
    assert sorted(done) == [0, 3]


def test_only_whoever_plans_for_the_group_asks_for_speakers(cast, group_id):
    a_unit(cast)
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        prep_keynotes.propose(a_member(cast), group_id, cast.term.id)
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        accept(cast, group_id, {}, a_member(cast))


def test_those_who_have_left_are_not_asked_and_a_group_of_nobody_is_told(cast, group_id):
    a_unit(cast)
    Teacher.update(left_at=NOW).where(Teacher.id == cast.su.id).execute()
    assert proposed(cast, group_id) == [("第一单元", "林远")]
    Teacher.update(left_at=NOW).execute()
    with pytest.raises(Refused, match="还没有老师"):
        proposed(cast, group_id)


def test_a_proposal_takes_as_many_queries_however_long_the_plan(cast, group_id, queries):
    def count() -> int:
        with queries() as made:
            prep_keynotes.propose(the_leader(cast), group_id, cast.term.id)
        return len(made)

    is_over(cast, a_session(cast, a_unit(cast)))
    few = count()
    for number in range(10):
        a_unit(cast, f"第{number}课")
    assert count() == few == 12
