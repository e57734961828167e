"""听课: begun with a head, counted once it has a process and a comment (Z22, Z23)."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from db.models import Manuscript, Observation, Teacher, Trace
from db.models.work import Work
from tests.builders import NOW, OPERATOR, a_teacher, an_actor
from tests.services.cast import a_cast
from tests.services.lessons import AWAY, HEARD, TODAY, begun, completed, written
from tests.services.races import at_once
from tests.services.regulations import SOURCE, adopt
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.observations import Mode
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services import manuscripts, observation_views, observations
from yanxiu_tui.services.manuscripts import Written
from yanxiu_tui.services.observation_drafts import subjects
from yanxiu_tui.services.observation_views import ObservationState

SHEET = """
[observing]
grades = ["好", "一般"]
sheet = [
  { id = "aims", name = "教学目标", full = 40 },
  { id = "way", name = "教学过程", full = 60 },
]
periods = 8
late_after_days = 2
clause = { id = "Z22", words = "认真记录下所听课的时间、班级课题、教学过程" }
"""


@pytest.fixture
def cast(memory):
    return a_cast()


def _with_sheet(cast) -> None:
    adopt(cast.term, SOURCE + SHEET)


# Begun


def test_a_record_is_begun_with_a_head_and_a_manuscript_about_who_taught(cast):
    made = begun(cast.teacher)
    assert (made.state, made.teacher_name, made.observer_name) == (
        ObservationState.WRITING, "林远", "苏慧",
    )  # fmt: skip
    kept = Manuscript.get_by_id(made.manuscript_id)
    assert (kept.kind, kept.title, kept.day) == ("observation", "林远《背影》七（3）班", TODAY)
    assert (kept.author_id, kept.about_id, kept.group_id) == (cast.su.id, cast.lin.id, None)
    trace = Trace.get(Trace.act == "begin_observation")
    assert (trace.subject_id, trace.actor_id) == (made.id, cast.su.id)


def test_a_lesson_of_another_school_names_the_school_and_the_teacher(cast):
    made = observations.begin(cast.teacher, AWAY, NOW)
    assert (made.taught_by_id, made.teacher_name, made.school_name) == (None, "方敏", "实验中学")
    assert Manuscript.get().title == "方敏《春》七（1）班"


def test_the_marks_of_a_title_are_not_written_twice(cast):
    assert begun(cast.teacher, topic="《背影》").topic == "背影"
    assert Manuscript.get().title == "林远《背影》七（3）班"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"taught_by_no": "1001"}, "不能听自己的课"),
        ({"taught_by_no": ""}, "请选定执教老师"),
        ({"taught_by_no": "9999"}, "没有找到这个姓名或工号"),
        ({"day": TODAY + timedelta(days=1)}, "最晚是今天"),
        ({"day": date(2026, 8, 31)}, "应在本学期"),
        ({"period": 0}, "节次请写 1 到 10"),
        ({"period": 11}, "节次请写 1 到 10"),
        ({"subject": " "}, "请填写学科"),
        ({"class_name": ""}, "请填写班级"),
        ({"topic": ""}, "请填写课题"),
        ({"topic": "长" * 65}, "课题太长"),
        ({"mode": "sometimes"}, "听课方式请选：集中、随机"),
        ({"school_name": "实验中学"}, "请填写外校的执教姓名"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(cast, change, said):
    with pytest.raises(Refused, match=said):
        begun(cast.teacher, **change)
    assert not Observation.select().exists()
    assert not Manuscript.select().exists()


def test_the_same_lesson_twice_is_refused_and_the_earlier_one_is_named(cast):
    begun(cast.teacher)
    with pytest.raises(Refused, match="10月14日第 3 节的林远《背影》七（3）班您已经记过了"):
        begun(cast.teacher, topic="背影（二）")
    begun(cast.teacher, period=4)
    begun(an_actor(cast.zhou))
    observations.begin(cast.teacher, replace(AWAY, period=5), NOW)
    with pytest.raises(Refused, match="方敏《春》七（1）班您已经记过了"):
        observations.begin(cast.teacher, replace(AWAY, period=5), NOW)
    assert Observation.select().count() == 4


def test_the_same_lesson_begun_on_two_terminals_at_once_is_one_record(cast):
    done = at_once([lambda: begun(cast.teacher)] * 4)
    assert sum(isinstance(each, Refused) for each in done) == 3
    assert Observation.select().count() == Manuscript.select().count() == 1


def test_the_operator_hears_no_lessons(cast):
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        begun(OPERATOR)


def test_the_head_is_changed_until_it_is_completed(cast):
    made = written(cast.teacher)
    other = replace(HEARD, taught_by_no="1003", topic="春", class_name="七（2）班", period=2)
    changed = observations.change(cast.teacher, made.id, other, NOW)
    assert (changed.teacher_name, changed.period, changed.class_name) == ("周敏", 2, "七（2）班")
    kept = Manuscript.get()
    assert (kept.title, kept.about_id) == ("周敏《春》七（2）班", cast.zhou.id)
    assert json.loads(Trace.get(Trace.act == "change_observation").detail)["before"][2:] == [
        "七（3）班", "背影",
    ]  # fmt: skip
    observations.complete(cast.teacher, made.id, "", {}, NOW)
    with pytest.raises(Refused, match="已经完成"):
        observations.change(cast.teacher, made.id, HEARD, NOW)


def test_the_head_is_not_changed_into_a_lesson_recorded_already_nor_by_another(cast):
    begun(cast.teacher)
    made = begun(cast.teacher, period=4)
    with pytest.raises(Refused, match="您已经记过了"):
        observations.change(cast.teacher, made.id, HEARD, NOW)
    with pytest.raises(Refused, match="只能写自己的"):
        observations.change(an_actor(cast.lin), made.id, HEARD, NOW)
    assert observations.draft_of(cast.teacher, made.id) == replace(HEARD, period=4)
    with pytest.raises(Refused, match="只能改自己的"):
        observations.draft_of(an_actor(cast.zhou), made.id)


def test_what_was_last_heard_of_a_teacher_is_remembered_for_everybody(cast):
    begun(cast.teacher, class_name="七（1）班", period=1)
    begun(cast.teacher)
    observations.begin(cast.teacher, AWAY, NOW)
    found = observations.habits(an_actor(cast.zhou))
    assert [each for each, habit in found.items() if habit.class_name] == ["1002"]
    assert (found["1002"].subject, found["1002"].class_name, found["1002"].place) == (
        "语文", "七（3）班", "录播室",
    )  # fmt: skip


def test_of_whom_nothing_was_heard_yet_the_roster_tells_the_subject(cast):
    Teacher.update(subject="数学").where(Teacher.id == cast.zhou.id).execute()
    assert observations.habits(cast.teacher)["1003"].subject == "数学"
    begun(cast.teacher)
    assert subjects() == ["数学", "语文"]


# Completed


@pytest.mark.parametrize("comment", ["strengths", "weaknesses", "advice"])
def test_a_process_and_one_comment_let_a_record_count(cast, comment):
    made = begun(cast.teacher)
    for section, text in (("process", "导入"), (comment, "评语")):
        manuscripts.write(cast.teacher, made.manuscript_id, section, text, 0, NOW)
    assert not Work.select().where(Work.kind == "observation").exists()
    done = observations.complete(cast.teacher, made.id, "优", {}, NOW)
    assert (done.state, done.grade, done.total) == (ObservationState.COMPLETED, "优", None)
    counted = Work.select(Work.teacher, Work.kind).order_by(Work.kind)
    assert [(row.teacher_id, row.kind) for row in counted] == [
        (cast.su.id, "observation"), (cast.lin.id, "observation_taken"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({}, "还没有写教学过程和评语"),
        ({"process": "导入", "side_notes": "问得好"}, "还没有写评语"),
        ({"advice": "多让学生说"}, "还没有写教学过程，"),
        ({"process": " \n ", "advice": "多让学生说"}, "还没有写教学过程，"),
    ],
)
def test_without_a_process_or_a_comment_it_does_not_count_and_says_why(cast, texts, said):
    made = begun(cast.teacher)
    for section, text in texts.items():
        manuscripts.write(cast.teacher, made.manuscript_id, section, text, 0, NOW)
    with pytest.raises(Refused, match=f"{said}.*Z22"):
        observations.complete(cast.teacher, made.id, "优", {}, NOW)
    assert Observation.get().completed_at is None


def test_a_completed_record_is_written_no_more_until_it_is_reopened(cast):
    made = completed(cast.teacher)
    with pytest.raises(Refused, match="已经定稿"):
        manuscripts.write(cast.teacher, made.manuscript_id, "advice", "再说", 0, NOW)
    assert observations.reopen(cast.teacher, made.id, NOW).state is ObservationState.WRITING
    written_on = manuscripts.write(cast.teacher, made.manuscript_id, "advice", "再说", 0, NOW)
    assert isinstance(written_on, Written)
    observations.complete(cast.teacher, made.id, "良", {}, NOW)
    assert Observation.get().grade == "良"


def test_only_the_observer_completes_and_reopens(cast):
    made = written(cast.teacher)
    for actor in (an_actor(cast.lin), cast.dean, OPERATOR):
        with pytest.raises(Refused, match="只能写自己的"):
            observations.complete(actor, made.id, "", {}, NOW)
        with pytest.raises(Refused, match="只能写自己的"):
            observations.reopen(actor, made.id, NOW)
    with pytest.raises(Refused, match="没有完成，不用改回"):
        observations.reopen(cast.teacher, made.id, NOW)


def test_a_grade_is_the_schools_or_none(cast):
    made = written(cast.teacher)
    with pytest.raises(Refused, match="等级请选：优、良、中、差"):
        observations.complete(cast.teacher, made.id, "特优", {}, NOW)
    assert observations.complete(cast.teacher, made.id, "", {}, NOW).grade == ""


def test_a_score_sheet_adds_up_and_may_be_left_out(cast):
    _with_sheet(cast)
    made = written(cast.teacher)
    marks = {"aims": Decimal("36.5"), "way": Decimal(55)}
    done = observations.complete(cast.teacher, made.id, "好", marks, NOW)
    assert done.total == Decimal("91.5")
    given = [(each.name, each.mark) for each in done.marks]
    assert given == [("教学目标", Decimal("36.5")), ("教学过程", Decimal(55))]
    assert observation_views.record(cast.teacher, made.id).marks == done.marks
    other = written(cast.teacher, period=4)
    assert observations.complete(cast.teacher, other.id, "好", {}, NOW).total is None


def test_marks_are_read_as_they_were_given_when_the_sheet_has_changed_since(cast):
    _with_sheet(cast)
    made = written(cast.teacher)
    marks = {"aims": Decimal(36), "way": Decimal(55)}
    observations.complete(cast.teacher, made.id, "", marks, NOW)
    adopt(cast.term, SOURCE)
    assert [each.name for each in observation_views.view(cast.teacher, made.id).marks] == [
        "教学目标", "教学过程",
    ]  # fmt: skip


def test_a_score_sheet_half_filled_or_over_its_points_is_refused(cast):
    _with_sheet(cast)
    made = written(cast.teacher)
    for marks, said in (
        ({"aims": Decimal(30)}, "还缺：教学过程"),
        ({"aims": Decimal(41), "way": Decimal(1)}, "「教学目标」请打 0 到 40 分"),
    ):
        with pytest.raises(Refused, match=said):
            observations.complete(cast.teacher, made.id, "好", marks, NOW)
    assert Observation.get().completed_at is None


def test_a_school_without_a_score_sheet_takes_no_marks(cast):
    made = written(cast.teacher)
    with pytest.raises(Refused, match="没有听课评分表"):
        observations.complete(cast.teacher, made.id, "优", {"aims": Decimal(1)}, NOW)


def test_what_is_completed_after_the_days_allowed_is_stamped_as_entered_late(cast):
    week, longer = TODAY - timedelta(days=7), TODAY - timedelta(days=8)
    assert not completed(cast.teacher, day=week).late_entry
    assert completed(cast.teacher, day=longer).late_entry
    _with_sheet(cast)
    made = written(cast.teacher, day=TODAY - timedelta(days=3))
    assert observations.complete(cast.teacher, made.id, "", {}, NOW).late_entry


def test_what_was_kept_in_time_and_written_anew_much_later_is_late(cast):
    made = completed(cast.teacher)
    observations.reopen(cast.teacher, made.id, NOW)
    later = NOW + timedelta(days=20)
    assert observations.complete(cast.teacher, made.id, "优", {}, later).late_entry


def test_completing_twice_at_once_completes_it_once(cast):
    made = written(cast.teacher)
    done = at_once([lambda: observations.complete(cast.teacher, made.id, "优", {}, NOW)] * 3)
    assert sum(isinstance(each, Refused) for each in done) == 2
    assert Trace.select().where(Trace.act == "complete_observation").count() == 1


def test_every_mode_the_clause_names_may_be_kept(cast):
    assert begun(cast.teacher, mode=Mode.DROP_IN).mode is Mode.DROP_IN
    assert begun(cast.teacher, mode="concentrated", period=4).mode is Mode.CONCENTRATED


def test_an_early_career_teacher_without_groups_may_observe_too(cast):
    newcomer = an_actor(a_teacher("1020", "马丽"), Role.TEACHER)
    assert completed(newcomer).observer_name == "马丽"
