"""公开课: announced once, never two at once for one class or teacher, no seat given twice (X7)."""

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.connection import database, transaction
from db.models import LessonSignUp, Observation, OpenLesson, Trace
from db.models.work import Work
from tests.builders import NOW, OPERATOR, a_group, a_teacher, an_actor
from tests.services.cast import a_cast
from tests.services.lessons import TODAY, begun
from tests.services.test_races import at_once
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.observations import Mode, same_class
from yanxiu_tui.services import manuscripts, observation_decisions, observations, open_lessons
from yanxiu_tui.services.open_lessons import PARALLEL, LessonDraft

SOON = TODAY + timedelta(days=5)
LESSON = LessonDraft(
    kind="open_lesson", subject="语文", topic="背影", class_name="七（3）班", day=SOON, period=3,
    place="录播室", note="围绕朗读",
)  # fmt: skip
THEN = NOW + timedelta(days=5)


@pytest.fixture
def cast(memory):
    return a_cast()


@pytest.fixture
def lin(cast):
    """林远, who gives lessons here."""
    return an_actor(cast.lin)


def _announced(actor, **change):
    return open_lessons.announce(actor, replace(LESSON, **change), NOW)


# Announcing


def test_a_teacher_announces_a_lesson_of_their_own(cast, lin):
    made = _announced(lin, seats=30)
    assert (made.teacher_name, made.kind_name, made.group_name) == ("林远", "公开课", "语文组")
    assert (made.topic, made.seats, made.coming, made.full) == ("背影", 30, 0, False)
    assert (made.mine, made.may_change, made.over) == (True, True, False)
    assert OpenLesson.get().group_id == cast.group.id
    assert Trace.get(Trace.act == "announce_lesson").subject_id == made.id


def test_the_office_and_leaders_announce_for_others_and_teachers_do_not(cast):
    assert _announced(cast.dean, teacher_no="1002").announced_by == "何静"
    assert _announced(cast.leader, teacher_no="1002", period=4).announced_by == "周敏"
    maths = a_teacher("1007", "韩梅", group=a_group("数学组"))
    for actor, staff_no in (
        (cast.teacher, "1002"), (cast.leader, maths.staff_no), (cast.head, "1002"),
        (OPERATOR, "1002"),
    ):  # fmt: skip
        with pytest.raises(Refused, match="所在组的组长或教导处预告"):
            _announced(actor, teacher_no=staff_no, period=7)
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        _announced(OPERATOR)


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
        _announced(lin, **change)
    assert not OpenLesson.select().exists()


def test_a_teacher_or_a_class_has_one_lesson_a_period(cast, lin):
    _announced(lin)
    with pytest.raises(Refused, match=r"第 3 节已预告林远老师的《背影》.*一位老师"):
        _announced(lin, class_name="七（2）班")
    with pytest.raises(Refused, match="10月19日第 3 节这个班已预告林远老师的《背影》"):
        _announced(cast.teacher, class_name="七年级3班")
    _announced(cast.teacher, class_name="七（2）班")
    _announced(lin, period=4)


def test_a_lesson_that_was_called_off_is_in_nobodys_way(cast, lin):
    open_lessons.cancel(lin, _announced(lin).id, "外出", NOW)
    _announced(cast.teacher)


def test_two_announced_at_once_for_one_class_are_one(cast, lin):
    done = at_once([lambda: _announced(lin), lambda: _announced(cast.teacher)])
    assert sum(isinstance(each, Refused) for each in done) == 1
    assert OpenLesson.select().count() == 1


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
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
            _announced(lin if mine else cast.teacher, class_name=class_name, period=period)
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
    first = _announced(lin, kind=PARALLEL)
    assert (first.series != "", first.beside) == (True, 0)
    second = _announced(
        cast.teacher, kind=PARALLEL, class_name="七（2）班", period=4, with_id=first.id
    )
    assert second.series == first.series
    alone = _announced(cast.leader, kind=PARALLEL, class_name="八（1）班", period=5)
    assert alone.series != first.series
    found = {each.id: each.beside for each in open_lessons.lessons(lin, cast.term.id, NOW)}
    assert found == {first.id: 1, second.id: 1, alone.id: 0}
    joined = [each.id for each in open_lessons.parallels(lin, cast.term.id, NOW)]
    assert joined == [first.id, alone.id]


def test_a_series_is_not_joined_by_another_kind_nor_when_it_is_called_off(cast, lin):
    plain, parallel = _announced(lin), _announced(lin, kind=PARALLEL, period=4)
    assert _announced(cast.teacher, period=5, with_id=parallel.id).series == ""
    with pytest.raises(Refused, match="没有找到或已取消"):
        _announced(cast.teacher, kind=PARALLEL, period=6, with_id=plain.id)
    open_lessons.cancel(lin, parallel.id, "外出", NOW)
    with pytest.raises(Refused, match="没有找到或已取消"):
        _announced(cast.teacher, kind=PARALLEL, period=6, with_id=parallel.id)


def test_a_change_keeps_leaves_or_joins_the_series(cast, lin):
    first = _announced(lin, kind=PARALLEL)
    second = _announced(cast.teacher, kind=PARALLEL, class_name="七（2）班", with_id=first.id)
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
    made = _announced(lin)
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
    made, other = _announced(lin), _announced(cast.teacher, class_name="七（2）班")
    open_lessons.change(lin, made.id, replace(LESSON, place="多媒体教室"), NOW)
    with pytest.raises(Refused, match="这个班已预告林远"):
        open_lessons.change(cast.teacher, other.id, LESSON, NOW)


def test_seats_are_not_made_fewer_than_those_who_signed_up(cast, lin):
    made = _announced(lin)
    open_lessons.sign_up(cast.teacher, made.id, NOW)
    open_lessons.sign_up(cast.dean, made.id, NOW)
    with pytest.raises(Refused, match="已有 2 人报名"):
        open_lessons.change(lin, made.id, replace(LESSON, seats=1), NOW)


def test_a_lesson_is_called_off_with_a_reason_and_who_wanted_to_come_stays_on_record(cast, lin):
    made = _announced(lin)
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
    made = _announced(lin, day=TODAY)
    heard = observations.begin_at(cast.teacher, made.id, NOW)
    for act in (
        lambda: open_lessons.change(lin, made.id, replace(LESSON, day=TODAY), NOW),
        lambda: open_lessons.cancel(lin, made.id, "没上成", NOW),
    ):
        with pytest.raises(Refused, match="已经有人记了这节课"):
            act()
    observation_decisions.void(cast.teacher, heard.id, "没上成", NOW)
    open_lessons.cancel(lin, made.id, "没上成", NOW)


# Signing up


def test_colleagues_sign_up_and_withdraw_and_are_listed(cast, lin):
    made = _announced(lin)
    open_lessons.sign_up(cast.teacher, made.id, NOW)
    seen = open_lessons.sign_up(cast.dean, made.id, NOW)
    assert (seen.coming, seen.i_come) == (2, True)
    assert [(each.name, each.group_name) for each in open_lessons.guests(made.id)] == [
        ("苏慧", "语文组"), ("何静", ""),
    ]  # fmt: skip
    gone = open_lessons.withdraw(cast.dean, made.id, NOW)
    assert (gone.coming, gone.i_come) == (1, False)
    with pytest.raises(Refused, match="您没有报名"):
        open_lessons.withdraw(cast.dean, made.id, NOW)


def test_signing_up_twice_is_signing_up_once(cast, lin):
    made = _announced(lin, seats=1)
    for _ in range(2):
        assert open_lessons.sign_up(cast.teacher, made.id, NOW).coming == 1
    assert Trace.select().where(Trace.act == "sign_up_lesson").count() == 1


def test_who_gives_the_lesson_does_not_sign_up_nor_the_operator(cast, lin):
    made = _announced(lin)
    with pytest.raises(Refused, match="您自己的课"):
        open_lessons.sign_up(lin, made.id, NOW)
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        open_lessons.sign_up(OPERATOR, made.id, NOW)
    with pytest.raises(Refused, match="没有编号为 999"):
        open_lessons.sign_up(lin, 999, NOW)


def test_a_full_lesson_takes_nobody_until_somebody_withdraws(cast, lin):
    made = _announced(lin, seats=1)
    assert open_lessons.sign_up(cast.teacher, made.id, NOW).full
    with pytest.raises(Refused, match="1 个座位已经报满，请与林远老师商量"):
        open_lessons.sign_up(cast.dean, made.id, NOW)
    open_lessons.withdraw(cast.teacher, made.id, NOW)
    assert open_lessons.sign_up(cast.dean, made.id, NOW).coming == 1


def test_the_last_seat_is_given_once_though_eight_ask_at_the_same_moment(cast, lin):
    people = [an_actor(a_teacher(str(2000 + n), "教师", pin="")) for n in range(8)]
    made = _announced(lin, seats=3)
    done = at_once([lambda each=each: open_lessons.sign_up(each, made.id, NOW) for each in people])
    assert sum(isinstance(each, Refused) for each in done) == 5
    assert LessonSignUp.select().count() == 3


def test_nobody_signs_up_for_what_is_over(cast, lin):
    made = _announced(lin)
    after = THEN + timedelta(days=1)
    for act in (open_lessons.sign_up, open_lessons.withdraw):
        with pytest.raises(Refused, match="已经上完了"):
            act(cast.teacher, made.id, after)


# Listing and recording


def test_what_is_to_come_is_listed_first_the_next_at_the_top(cast, lin):
    days = {}
    for ahead in (1, 9, 3):
        days[ahead] = _announced(lin, day=TODAY + timedelta(days=ahead)).id
    later = NOW + timedelta(days=4)
    found = open_lessons.lessons(cast.teacher, cast.term.id, later)
    assert [(each.id, each.over) for each in found] == [
        (days[9], False), (days[3], True), (days[1], True),
    ]  # fmt: skip
    page = open_lessons.lessons(cast.teacher, cast.term.id, later, limit=1, offset=1)
    assert [each.id for each in page] == [days[3]]


def test_reading_many_takes_the_same_queries(cast, lin, queries):
    open_lessons.sign_up(cast.teacher, _announced(lin).id, NOW)
    with queries() as few:
        open_lessons.lessons(cast.leader, cast.term.id, NOW)
    for period in range(4, 9):
        open_lessons.sign_up(cast.dean, _announced(lin, period=period).id, NOW)
    with queries() as many:
        open_lessons.lessons(cast.leader, cast.term.id, NOW)
    assert len(many) == len(few)


def test_after_the_lesson_its_record_begins_with_everything_filled_in(cast, lin):
    made = _announced(lin)
    with pytest.raises(Refused, match="还没有上的课不能记"):
        observations.begin_at(cast.teacher, made.id, NOW)
    heard = observations.begin_at(cast.teacher, made.id, THEN)
    assert (heard.lesson_id, heard.lesson_kind, heard.mode) == (
        made.id, "open_lesson", Mode.CONCENTRATED,
    )  # fmt: skip
    assert (heard.teacher_name, heard.topic, heard.class_name, heard.place, heard.day) == (
        "林远", "背影", "七（3）班", "录播室", SOON,
    )  # fmt: skip
    assert observations.begin_at(cast.teacher, made.id, THEN).id == heard.id
    with pytest.raises(Refused, match="不能听自己的课"):
        observations.begin_at(lin, made.id, THEN)
    assert Observation.select().count() == 1


def test_a_lesson_counts_for_who_gave_it_once_somebody_has_completed_a_record(cast, lin):
    made = _announced(lin, kind="demonstration_lesson")
    heard = observations.begin_at(cast.teacher, made.id, THEN)
    given = Work.select().where(Work.kind == "demonstration_lesson")
    assert not given.exists()
    for section in ("process", "advice"):
        manuscripts.write(cast.teacher, heard.manuscript_id, section, "写", 0, THEN)
    observations.complete(cast.teacher, heard.id, "", {}, THEN)
    assert [row.teacher_id for row in given] == [cast.lin.id]
    assert open_lessons.lesson(lin, made.id, THEN).heard == 1


def test_a_record_made_without_asking_for_the_lesson_is_still_of_it(cast, lin):
    made = _announced(lin, day=TODAY)
    assert begun(cast.teacher).lesson_id == made.id
    assert begun(cast.teacher, period=4).lesson_id is None
    open_lessons_of_another = begun(cast.teacher, taught_by_no="1003")
    assert open_lessons_of_another.lesson_id is None


def test_there_is_no_record_to_begin_of_a_lesson_called_off(cast, lin):
    made = _announced(lin)
    open_lessons.cancel(lin, made.id, "外出", NOW)
    with pytest.raises(Refused, match="已经取消"):
        observations.begin_at(cast.teacher, made.id, THEN)


def test_a_lesson_that_is_being_called_off_is_not_recorded_as_an_open_one(cast, lin):
    made = _announced(lin, day=TODAY)

    def begin():
        with database.connection_context():
            return observations.begin_at(cast.teacher, made.id, NOW)

    with ThreadPoolExecutor(1) as other:
        with transaction():
            open_lessons.cancel(lin, made.id, "停电", NOW)
            recording = other.submit(begin)
            wait([recording], timeout=0.5)
        assert recording.result().lesson_id is None
