"""公开课: announced once, never two at once for one class or teacher; called off with a reason."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.models import OpenLesson, Trace
from tests.builders import NOW, OPERATOR, a_group, a_teacher, an_actor
from tests.services.announcing import LESSON, announced
from tests.services.cast import a_cast
from tests.services.lessons import TODAY
from tests.services.races import at_once
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.observations import same_class
from yanxiu_tui.services import observation_decisions, observations, open_lessons
from yanxiu_tui.services.open_lessons import PARALLEL


@pytest.fixture
def cast(memory):
    return a_cast()


@pytest.fixture
def lin(cast):
    """林远, who gives lessons here."""
    return an_actor(cast.lin)


# Announcing


def test_a_teacher_announces_a_lesson_of_their_own(cast, lin):
    made = announced(lin, seats=30)
    assert (made.teacher_name, made.kind_name, made.group_name) == ("林远", "公开课", "语文组")
    assert (made.topic, made.seats, made.coming, made.full) == ("背影", 30, 0, False)
    assert (made.mine, made.may_change, made.over) == (True, True, False)
    assert OpenLesson.get().group_id == cast.group.id
    assert Trace.get(Trace.act == "announce_lesson").subject_id == made.id


def test_the_office_and_leaders_announce_for_others_and_teachers_do_not(cast):
    assert announced(cast.dean, teacher_no="1002").announced_by == "何静"
    assert announced(cast.leader, teacher_no="1002", period=4).announced_by == "周敏"
    maths = a_teacher("1007", "韩梅", group=a_group("数学组"))
    for actor, staff_no in (
        (cast.teacher, "1002"), (cast.leader, maths.staff_no), (cast.head, "1002"),
        (OPERATOR, "1002"),
    ):  # fmt: skip
        with pytest.raises(Refused, match="所在组的组长或教导处预告"):
            announced(actor, teacher_no=staff_no, period=7)
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        announced(OPERATOR)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "circus"}, "类别请选：公开课、观摩课、研究课、同课异构"),
        ({"day": TODAY - timedelta(days=1)}, "日期最早是今天"),
        ({"day": date(2027, 2, 1)}, "应在本学期"),
        ({"period": 11}, "节次请写 1 到 10"),
        ({"seats": 0}, "座位请写 1 到 2000"),
        ({"topic": " "}, "请填写课题"),
        ({"class_name": ""}, "请填写班级"),
        ({"subject": ""}, "请填写学科"),
        ({"note": "长" * 501}, "500 字以内"),
        ({"teacher_no": "9999"}, "没有找到"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(cast, lin, change, said):
    with pytest.raises(Refused, match=said):
        announced(lin, **change)
    assert not OpenLesson.select().exists()


def test_a_teacher_or_a_class_has_one_lesson_a_period(cast, lin):
    announced(lin)
    with pytest.raises(Refused, match=r"第 3 节已预告林远老师的《背影》.*一位老师"):
        announced(lin, class_name="七（2）班")
    with pytest.raises(Refused, match="10月19日第 3 节这个班已预告林远老师的《背影》"):
        announced(cast.teacher, class_name="七年级3班")
    announced(cast.teacher, class_name="七（2）班")
    announced(lin, period=4)


def test_a_lesson_that_was_called_off_is_in_nobodys_way(cast, lin):
    open_lessons.cancel(lin, announced(lin).id, "外出", NOW)
    assert announced(cast.teacher).class_name == LESSON.class_name


def test_two_announced_at_once_for_one_class_are_one(cast, lin):
    done = at_once([lambda: announced(lin), lambda: announced(cast.teacher)])
    assert sum(isinstance(each, Refused) for each in done) == 1
    assert OpenLesson.select().count() == 1


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.booleans(), st.sampled_from(["七（3）班", "七3", "八（1）班"]), st.integers(1, 3)
        ),
        max_size=8,
    )
)
def test_of_whatever_is_asked_for_no_two_that_stand_clash(cast, lin, asked):
    OpenLesson.delete().execute()
    for mine, class_name, period in asked:
        try:
            announced(lin if mine else cast.teacher, class_name=class_name, period=period)
        except Refused:
            continue
    rows = list(OpenLesson.select())
    for one in rows:
        for other in rows:
            if one.id != other.id and one.period == other.period:
                assert one.teacher_id != other.teacher_id
                assert not same_class(one.class_name, other.class_name)


# 同课异构


def test_parallel_lessons_share_a_series_by_choosing_one_to_stand_beside(cast, lin):
    first = announced(lin, kind=PARALLEL)
    assert (first.series != "", first.beside) == (True, 0)
    second = announced(
        cast.teacher, kind=PARALLEL, class_name="七（2）班", period=4, with_id=first.id
    )
    assert second.series == first.series
    alone = announced(cast.leader, kind=PARALLEL, class_name="八（1）班", period=5)
    assert alone.series != first.series
    found = {each.id: each.beside for each in open_lessons.lessons(lin, cast.term.id, NOW)}
    assert found == {first.id: 1, second.id: 1, alone.id: 0}
    joined = [each.id for each in open_lessons.parallels(lin, cast.term.id, NOW)]
    assert joined == [first.id, alone.id]


def test_a_series_is_not_joined_by_another_kind_nor_when_it_is_called_off(cast, lin):
    plain, parallel = announced(lin), announced(lin, kind=PARALLEL, period=4)
    assert announced(cast.teacher, period=5, with_id=parallel.id).series == ""
    with pytest.raises(Refused, match="没有找到或已取消"):
        announced(cast.teacher, kind=PARALLEL, period=6, with_id=plain.id)
    open_lessons.cancel(lin, parallel.id, "外出", NOW)
    with pytest.raises(Refused, match="没有找到或已取消"):
        announced(cast.teacher, kind=PARALLEL, period=6, with_id=parallel.id)


def test_a_change_keeps_leaves_or_joins_the_series(cast, lin):
    first = announced(lin, kind=PARALLEL)
    second = announced(cast.teacher, kind=PARALLEL, class_name="七（2）班", with_id=first.id)
    draft = open_lessons.draft_of(cast.teacher, second.id)
    assert draft.with_id == first.id
    kept = open_lessons.change(cast.teacher, second.id, replace(draft, topic="春"), NOW)
    assert kept.series == first.series
    left = open_lessons.change(cast.teacher, second.id, replace(draft, with_id=None), NOW)
    assert left.series not in ("", first.series)
    back = open_lessons.change(cast.teacher, second.id, draft, NOW)
    assert back.series == first.series
    plain = open_lessons.change(
        cast.teacher, second.id, replace(draft, kind="research_lesson"), NOW
    )
    assert plain.series == ""


# Changing and calling off


def test_what_was_announced_is_changed_by_those_who_may_announce_it(cast, lin):
    made = announced(lin)
    for actor, topic in ((lin, "春"), (cast.leader, "匆匆"), (cast.dean, "荷塘月色")):
        draft = replace(open_lessons.draft_of(actor, made.id), topic=topic)
        assert open_lessons.change(actor, made.id, draft, NOW).topic == topic
    for act in (
        lambda: open_lessons.draft_of(cast.teacher, made.id),
        lambda: open_lessons.change(cast.teacher, made.id, LESSON, NOW),
        lambda: open_lessons.cancel(cast.teacher, made.id, "不想上", NOW),
    ):
        with pytest.raises(Refused, match="请林远老师、组长或教导处来改"):
            act()
    assert not open_lessons.lesson(cast.teacher, made.id, NOW).may_change


def test_a_change_clashes_with_others_and_not_with_itself(cast, lin):
    made, other = announced(lin), announced(cast.teacher, class_name="七（2）班")
    open_lessons.change(lin, made.id, replace(LESSON, place="多媒体教室"), NOW)
    with pytest.raises(Refused, match="这个班已预告林远"):
        open_lessons.change(cast.teacher, other.id, LESSON, NOW)


def test_seats_are_not_made_fewer_than_those_who_signed_up(cast, lin):
    made = announced(lin)
    open_lessons.sign_up(cast.teacher, made.id, NOW)
    open_lessons.sign_up(cast.dean, made.id, NOW)
    with pytest.raises(Refused, match="已有 2 人报名"):
        open_lessons.change(lin, made.id, replace(LESSON, seats=1), NOW)


def test_a_lesson_is_called_off_with_a_reason_and_who_wanted_to_come_stays_on_record(cast, lin):
    made = announced(lin)
    open_lessons.sign_up(cast.teacher, made.id, NOW)
    with pytest.raises(Refused, match="请填写取消原因"):
        open_lessons.cancel(lin, made.id, " ", NOW)
    done = open_lessons.cancel(lin, made.id, "外出培训", NOW)
    assert (done.cancelled_at, done.cancel_reason, done.coming) == (NOW, "外出培训", 1)
    for act in (open_lessons.sign_up, open_lessons.withdraw):
        with pytest.raises(Refused, match="已经取消了（外出培训）"):
            act(cast.teacher, made.id, NOW)
    with pytest.raises(Refused, match="已经取消"):
        open_lessons.cancel(lin, made.id, "再取消", NOW)


def test_a_lesson_that_somebody_recorded_is_neither_changed_nor_called_off(cast, lin):
    made = announced(lin, day=TODAY)
    heard = observations.begin_at(cast.teacher, made.id, NOW)
    for act in (
        lambda: open_lessons.change(lin, made.id, replace(LESSON, day=TODAY), NOW),
        lambda: open_lessons.cancel(lin, made.id, "没上成", NOW),
    ):
        with pytest.raises(Refused, match="已经有人记了这节课"):
            act()
    observation_decisions.void(cast.teacher, heard.id, "没上成", NOW)
    open_lessons.cancel(lin, made.id, "没上成", NOW)
