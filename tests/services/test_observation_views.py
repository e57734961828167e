"""听课 as it is read: one's own, what was heard of oneself, those one leads; conflicts (Z22)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.models import Observation
from tests.builders import NOW, OPERATOR, a_group, a_teacher, a_term_after, an_actor
from tests.services.cast import a_cast
from tests.services.lessons import AWAY, TODAY, begun, completed, completed_on, written
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.observations import Place, elsewhere
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services import (
    manuscripts,
    observation_conflicts,
    observation_decisions,
    observation_views,
    observations,
)


@pytest.fixture
def cast(memory):
    return a_cast()


def _ids(found) -> list[int]:
    return [each.id for each in found]


def test_each_reads_their_own_the_latest_lesson_first(cast):
    old, new = completed_on(cast, 3).id, begun(cast.teacher).id
    later_that_day = begun(cast.teacher, period=5).id
    completed(an_actor(cast.zhou))
    mine = observation_views.mine(cast.teacher, cast.term.id)
    assert _ids(mine) == [later_that_day, new, old]
    assert _ids(observation_views.mine(cast.teacher, cast.term.id, limit=1, offset=1)) == [new]


def test_what_was_heard_of_oneself_is_seen_once_it_is_completed_what_waits_first(cast):
    lin = an_actor(cast.lin)
    confirmed = completed(cast.teacher)
    observation_decisions.confirm(lin, confirmed.id, "", NOW)
    waiting = completed_on(cast, 5)
    written(cast.teacher, period=6)
    voided = completed(cast.teacher, period=7)
    observation_decisions.void(cast.dean, voided.id, "弄错了", NOW)
    assert _ids(observation_views.of_me(lin, cast.term.id)) == [waiting.id, confirmed.id]
    assert observation_views.of_me(cast.teacher, cast.term.id) == []


def test_what_waits_from_an_earlier_term_may_still_be_confirmed(cast):
    made = completed(cast.teacher)
    lin, later = an_actor(cast.lin), a_term_after(cast.term)
    assert _ids(observation_views.of_me(lin, later.id)) == [made.id]
    observation_decisions.confirm(lin, made.id, "", NOW)
    assert observation_views.of_me(lin, later.id) == []


def test_what_waits_from_a_later_term_is_not_among_an_earlier_ones(cast):
    Observation.update(term=a_term_after(cast.term), day=date(2027, 3, 1)).where(
        Observation.id == completed(cast.teacher).id
    ).execute()
    assert observation_views.of_me(an_actor(cast.lin), cast.term.id) == []


def test_the_office_reads_all_page_by_page_and_leaders_those_their_members_heard(cast):
    maths = a_group("数学组")
    other = completed(an_actor(a_teacher("1007", "韩梅", group=maths)))
    mine = completed_on(cast, 1)
    for actor in (cast.dean, cast.head, cast.vice, OPERATOR):
        found = observation_views.observations(actor, cast.term.id)
        assert _ids(found) == [other.id, mine.id]
    page = observation_views.observations(cast.dean, cast.term.id, limit=1, offset=1)
    assert _ids(page) == [mine.id]
    assert _ids(observation_views.observations(cast.leader, cast.term.id)) == [mine.id]
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        observation_views.observations(cast.teacher, cast.term.id)


def test_a_record_is_read_by_its_observer_its_teacher_and_those_above_them(cast):
    made = completed(cast.teacher)
    for actor in (cast.teacher, an_actor(cast.lin), cast.leader, cast.dean, OPERATOR):
        assert observation_views.record(actor, made.id).observer == "苏慧"
    stranger = an_actor(a_teacher("1007", "韩梅"))
    maths = a_group("数学组")
    other_leader = an_actor(a_teacher("1008", "严冰"), Role.RESEARCH_GROUP_LEADER, leads=(maths,))
    for actor in (stranger, other_leader):
        for read in (observation_views.view, observation_views.record):
            with pytest.raises(Refused, match="或您没有查看的权限"):
                read(actor, made.id)


def test_what_is_still_written_is_not_for_who_taught_to_read(cast):
    made = written(cast.teacher)
    with pytest.raises(Refused):
        observation_views.view(an_actor(cast.lin), made.id)


def test_a_record_has_everything_the_paper_form_has_a_place_for(cast):
    completed_on(cast, 2)
    made = written(cast.teacher)
    for section, text in (("side_notes", "有问有答"), ("weaknesses", "慢"), ("advice", "快些")):
        manuscripts.write(cast.teacher, made.manuscript_id, section, text, 0, NOW)
    observations.complete(cast.teacher, made.id, "优", {}, NOW)
    observation_decisions.confirm(an_actor(cast.lin), made.id, "谢谢", NOW)
    found = observation_views.record(cast.teacher, made.id)
    assert (found.school, found.class_name, found.subject, found.teacher, found.topic) == (
        "示范中学", "七（3）班", "语文", "林远", "背影",
    )  # fmt: skip
    assert (found.day_words, found.period, found.observer, found.running) == (
        "2026年10月14日 星期三", 3, "苏慧", 2,
    )  # fmt: skip
    assert (found.process, found.side_notes) == ("导入：朗读", "有问有答")
    assert (found.strengths, found.weaknesses, found.advice) == ("问题问得好", "慢", "快些")
    assert (found.grade, found.total, found.confirmed, found.answer) == ("优", None, True, "谢谢")
    assert (found.mode, found.place, found.late_entry, found.voided) == (
        "集中", "录播室", False, False,
    )  # fmt: skip


def test_a_lesson_elsewhere_is_recorded_under_its_own_school(cast):
    made = observations.begin(cast.teacher, AWAY, NOW)
    found = observation_views.record(cast.teacher, made.id)
    assert (found.school, found.teacher, found.running) == ("实验中学", "方敏", None)


def test_the_running_count_is_in_order_of_the_lessons_and_leaves_out_what_does_not_count(cast):
    third = completed_on(cast, 1)
    second = completed_on(cast, 3)
    first = completed_on(cast, 3, period=2)
    voided = completed_on(cast, 2)
    observation_decisions.void(cast.dean, voided.id, "弄错了", NOW)
    begun(cast.teacher)
    completed(an_actor(cast.zhou))
    running = {
        each: observation_views.record(cast.teacher, each).running
        for each in (first.id, second.id, voided.id, third.id)
    }
    assert running == {first.id: 1, second.id: 2, voided.id: None, third.id: 3}


def test_reading_many_takes_the_same_queries(cast, queries):
    completed_on(cast, 1)
    with queries() as few:
        observation_views.observations(cast.dean, cast.term.id)
    for period in range(1, 6):
        completed(an_actor(cast.zhou), period=period)
    with queries() as many:
        observation_views.observations(cast.dean, cast.term.id)
    assert len(many) == len(few) == 3


def test_all_that_one_heard_is_read_at_once_as_it_is_read_one_by_one(cast, queries):
    last, first = completed_on(cast, 1), completed_on(cast, 3)
    second = completed_on(cast, 3, period=2)
    observation_decisions.void(cast.dean, completed_on(cast, 2).id, "弄错了", NOW)
    begun(cast.teacher), completed(an_actor(cast.zhou))
    with queries() as made:
        found = observation_views.book(cast.dean, cast.su.id, cast.term.id)
    one_by_one = [observation_views.record(cast.dean, each.id) for each in (first, second, last)]
    assert sorted(found, key=lambda each: each.running) == found
    assert {each.id: each for each in found} == {each.id: each for each in one_by_one}
    assert len(made) <= 5


# Conflicts


def _in_conflict(cast, actor=None) -> list[tuple[str, set[int]]]:
    found = observation_views.conflicts(actor or cast.dean, cast.term.id)
    return [(each.who, {each.one.id, each.other.id}) for each in found]


def test_one_who_heard_two_lessons_at_once_is_flagged(cast):
    here = completed(cast.teacher)
    away = observations.begin(cast.teacher, AWAY, NOW)
    assert _in_conflict(cast) == [("苏慧", {here.id, away.id})]
    assert all(each.conflict for each in observation_views.mine(cast.teacher, cast.term.id))


def test_one_who_taught_in_two_rooms_at_once_is_flagged(cast):
    one = completed(cast.teacher)
    other = completed(an_actor(cast.zhou), class_name="七（2）班", place="")
    assert _in_conflict(cast) == [("林远", {one.id, other.id})]
    assert observation_views.view(an_actor(cast.lin), one.id).conflict


def test_one_who_taught_here_and_heard_there_at_once_is_flagged(cast):
    taught = completed(cast.teacher)
    heard = observations.begin(an_actor(cast.lin), AWAY, NOW)
    assert _in_conflict(cast) == [("林远", {taught.id, heard.id})]
    assert observation_views.view(an_actor(cast.lin), heard.id).conflict


def test_two_who_heard_the_same_lesson_are_not_flagged_however_they_write_the_class(cast):
    completed(cast.teacher)
    completed(an_actor(cast.zhou), class_name="七年级3班", place="")
    completed(cast.dean, class_name="七(3)班", place="录播 室")
    assert _in_conflict(cast) == []
    assert not any(e.conflict for e in observation_views.observations(cast.dean, cast.term.id))


def test_the_same_class_in_two_rooms_is_flagged(cast):
    completed(cast.teacher)
    completed(an_actor(cast.zhou), place="多媒体教室")
    assert len(_in_conflict(cast)) == 1


def test_what_is_voided_conflicts_with_nothing(cast):
    completed(cast.teacher)
    away = observations.begin(cast.teacher, AWAY, NOW)
    observation_decisions.void(cast.teacher, away.id, "弄错了", NOW)
    assert _in_conflict(cast) == []


def test_leaders_are_told_of_the_conflicts_of_their_members_and_teachers_of_none(cast):
    one = completed(cast.teacher)
    stranger = an_actor(a_teacher("1007", "韩梅", group=a_group("数学组")))
    other = completed(stranger, class_name="七（2）班")
    third = completed(stranger, period=5)
    completed(an_actor(a_teacher("1009", "丁一")), period=5, class_name="八（1）班")
    assert _in_conflict(cast, cast.leader) == [("林远", {one.id, other.id})]
    assert len(_in_conflict(cast)) == 2
    assert third.id
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        observation_views.conflicts(cast.teacher, cast.term.id)


def test_conflicts_are_found_in_one_query_however_many_there_are(cast, queries):
    completed(cast.teacher)
    observations.begin(cast.teacher, AWAY, NOW)
    completed(an_actor(cast.zhou), class_name="七（2）班")
    with queries() as made:
        assert len(observation_views.conflicts(cast.dean, cast.term.id)) == 2
    assert len(made) == 1


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from([0, 1, 2]),
            st.sampled_from(["1004", "1005", ""]),
            st.integers(1, 2),
            st.sampled_from(["七（3）班", "七3", "七（2）班"]),
            st.sampled_from(["", "录播室", "多媒体教室"]),
        ),
        max_size=8,
    )
)
def test_conflicts_are_those_that_comparing_each_with_each_finds(cast, lessons):
    Observation.delete().execute()
    observers = [cast.teacher, an_actor(cast.lin), an_actor(cast.zhou)]
    for who, taught_by, period, class_name, place in lessons:
        head = {"period": period, "class_name": class_name, "place": place}
        if taught_by:
            head["taught_by_no"] = taught_by
        else:
            head |= {"school_name": "实验中学", "taught_by_name": "方敏"}
        try:
            begun(observers[who], **head)
        except Refused:
            continue
    rows = list(Observation.select())
    expected = {
        frozenset({a.id, b.id})
        for a in rows
        for b in rows
        if a.id < b.id
        and a.period == b.period
        and (
            a.observer_id == b.observer_id or (a.taught_by_id and a.taught_by_id == b.taught_by_id)
        )
        and elsewhere(
            Place(a.school_name, a.class_name, a.place), Place(b.school_name, b.class_name, b.place)
        )
    }
    found = observation_views.conflicts(cast.dean, cast.term.id)
    assert {frozenset({each.one.id, each.other.id}) for each in found} == expected
    assert len(found) == len(expected)
    flagged = observation_conflicts.conflicted([row.id for row in rows])
    assert flagged == {each for pair in expected for each in pair}


def test_a_long_day_is_dated_as_the_school_dates_it(cast):
    made = completed(cast.teacher, day=TODAY - timedelta(days=9))
    found = observation_views.record(cast.teacher, made.id)
    assert (found.day_words, found.late_entry) == ("2026年10月5日 星期一", True)
    assert replace(found, total=Decimal(9)).total == 9
