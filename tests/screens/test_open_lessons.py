"""公开课: announced in a form, signed up for at one key, recorded with nothing typed twice (X7)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from textual.widgets import Input, Static

from db.models import LessonSignUp, Observation, OpenLesson, Teacher
from tests.builders import NOW
from tests.screens.conftest import SIZES, at_desk, in_last_term, settle, type_keys
from tests.screens.hearing import DEAN, IN_SPRING, OBSERVER, TEACHER, TODAY, actor_of
from tests.screens.seen import offered, rows, status, wrong
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.observation import ObservationRoom
from yanxiu_tui.screens.open_lesson_form import LessonFormScreen
from yanxiu_tui.screens.open_lessons import OpenLessonsScreen
from yanxiu_tui.services import open_lessons
from yanxiu_tui.services.open_lessons import PARALLEL, LessonDraft, LessonView

SOON = TODAY + timedelta(days=5)
LESSON = LessonDraft(
    kind="open_lesson", subject="语文", topic="背影", class_name="七（3）班", day=SOON, period=3,
    place="录播室", seats=2, note="围绕朗读",
)  # fmt: skip


def announced(staff_no: str = TEACHER, **change: object) -> LessonView:
    return open_lessons.announce(actor_of(staff_no), replace(LESSON, **change), NOW)


def fill(app, **values: str) -> None:
    for name, text in values.items():
        app.screen.query_one(f"#{name}", Input).value = text


async def _open(app, pilot, staff_no: str, *keys: str) -> None:
    await at_desk(pilot, staff_no)
    app.push_screen(OpenLessonsScreen(actor_of(staff_no)))
    await settle(pilot)
    for key in keys:
        await type_keys(pilot, "", key)


async def test_without_any_lesson_it_says_how_to_announce_one_and_no_key_does_harm(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, OBSERVER, "enter", "f5", "f6", "f7", "f8", "delete")
        assert app.screen.query_one("#nothing").display
        assert isinstance(app.screen, OpenLessonsScreen)


async def test_a_teacher_announces_a_lesson_in_a_few_fields(app):
    Teacher.update(subject="语文").where(Teacher.staff_no == OBSERVER).execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, OBSERVER, "ctrl+n")
        assert isinstance(app.screen, LessonFormScreen)
        assert not app.screen.query("#teacher")
        await type_keys(pilot, "", "enter")
        await type_keys(pilot, "背影", "enter")
        await type_keys(pilot, "七3班", "enter", "enter")
        await type_keys(pilot, "1019", "enter")
        await type_keys(pilot, "3", "ctrl+s")
        assert status(app) == "已预告：王小明《背影》七3班，10月19日 星期一 第 3 节。"
        assert rows(app) == [
            ["10-19", "一", "3", "公开课", "王小明", "七3班", "背影", "0", "我的课"]
        ]
    made = OpenLesson.get()
    assert (made.subject, made.day, made.period, made.seats) == ("语文", SOON, 3, None)


async def test_a_leader_and_the_office_choose_whose_lesson_it_is(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, TEACHER, "ctrl+n")
        assert app.screen.query_one("#teacher", Input).value == "欧阳静怡 1003"
        fill(app, teacher="林远 1002", topic="春", subject="语文", day="1019", period="2")
        fill(app, **{"class": "七（1）班"})
        await type_keys(pilot, "", "ctrl+s")
        assert "请由本人、所在组的组长或教导处预告" in wrong(app)
        fill(app, teacher="王小明 1007")
        await type_keys(pilot, "", "ctrl+s")
        assert "已预告：王小明" in status(app)


async def test_what_is_refused_stays_typed_and_the_field_is_gone_to(app):
    announced()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, OBSERVER, "ctrl+n")
        form = app.screen
        for change, said, field in (
            ({"kind": "马戏"}, "选定类别", "kind"),
            ({"kind": "公开课"}, "日期请写成", "day"),
            ({"day": "1019", "period": "三"}, "节次请写 1 到 10", "period"),
            ({"period": "3", "seats": "很多"}, "座位请写数字", "seats"),
            ({"seats": ""}, "请填写学科", "subject"),
            ({"subject": "语文"}, "请填写课题", "topic"),
            ({"topic": "背影"}, "请填写班级", "class"),
            ({"class": "七3班"}, "这个班已预告欧阳静怡", "period"),
            ({"day": "1010"}, "最早是今天", "day"),
        ):
            fill(app, **change)
            await type_keys(pilot, "", "ctrl+s")
            assert said in wrong(app)
            assert form.focused.id == field
    assert OpenLesson.select().count() == 1


async def test_a_parallel_lesson_is_announced_beside_another(app):
    announced(kind=PARALLEL)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, OBSERVER, "ctrl+n")
        assert not app.screen.query_one("#beside").parent.display
        fill(app, kind="同课异构", topic="背影", subject="语文", day="1019", period="4")
        fill(app, **{"class": "七（2）班"})
        await settle(pilot)
        assert app.screen.query_one("#beside").parent.display
        fill(app, beside="欧阳静怡《背影》七（3）班")
        await type_keys(pilot, "", "ctrl+s")
    one, other = OpenLesson.select()
    assert one.series == other.series != ""


async def test_colleagues_sign_up_and_withdraw_and_are_named(app):
    announced()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, OBSERVER)
        assert rows(app)[0][-2:] == ["0/2", "可报名"]
        await type_keys(pilot, "", "f5")
        assert status(app) == "已报名：欧阳静怡《背影》七（3）班，10月19日 星期一 第 3 节。"
        assert rows(app)[0][-2:] == ["1/2", "已报名"]
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, DetailsScreen)
        fields = dict(app.screen.fields)
        assert (fields["报名"], fields["座位"]) == ("王小明", "2 个，已报名 1 人")
        await type_keys(pilot, "", "f6")
        assert "已退出报名" in status(app)
    assert not LessonSignUp.select().exists()


async def test_a_full_lesson_is_not_offered_and_who_gives_it_does_not_sign_up(app):
    made = announced(seats=1)
    open_lessons.sign_up(actor_of(DEAN), made.id, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, OBSERVER)
        assert rows(app)[0][-1] == "报满"
        assert {"f5", "f6", "f7", "f8", "delete"}.isdisjoint(offered(app))


async def test_the_last_seat_taken_meanwhile_is_told(app):
    made = announced(seats=1)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, OBSERVER)
        open_lessons.sign_up(actor_of(DEAN), made.id, NOW)
        await type_keys(pilot, "", "f5")
        assert "已经报满" in status(app)


async def test_who_gives_it_changes_it_and_calls_it_off_with_a_reason(app):
    made = announced()
    open_lessons.sign_up(actor_of(OBSERVER), made.id, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, TEACHER, "f8")
        assert app.screen.query_one("#topic", Input).value == "背影"
        fill(app, place="多媒体教室", seats="")
        await type_keys(pilot, "", "ctrl+s")
        assert "已改：欧阳静怡《背影》" in status(app)
        await type_keys(pilot, "", "delete")
        assert isinstance(app.screen, ReasonScreen)
        await type_keys(pilot, "外出培训", "enter")
        assert rows(app)[0][-1] == "已取消"
        await type_keys(pilot, "", "enter")
        assert dict(app.screen.fields)["取消"] == "10-14：外出培训"
    kept = OpenLesson.get()
    assert (kept.place, kept.seats) == ("多媒体教室", None)


async def test_on_the_day_its_record_begins_with_everything_filled_in(app):
    announced(day=TODAY)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, OBSERVER, "f7")
        assert isinstance(app.screen, ObservationRoom)
        await type_keys(pilot, "导入", "escape")
        assert isinstance(app.screen, OpenLessonsScreen)
    made = Observation.get()
    assert (made.topic, made.class_name, made.lesson_id, made.mode) == (
        "背影", "七（3）班", OpenLesson.get().id, "concentrated",
    )  # fmt: skip


async def test_before_the_day_there_is_nothing_to_record(app):
    announced()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, OBSERVER, "f7")
        assert isinstance(app.screen, OpenLessonsScreen)
    assert not Observation.select().exists()


def _some() -> None:
    """A lesson of each kind, one signed up for, one full, one called off."""
    first = announced(kind=PARALLEL)
    announced(OBSERVER, kind=PARALLEL, class_name="七（2）班", period=4, with_id=first.id)
    full = announced("1005", topic="苏州园林", class_name="八（1）班", day=TODAY, seats=1)
    open_lessons.sign_up(actor_of("1001"), full.id, NOW)
    come = announced(
        "1001", kind="demonstration_lesson", topic="济南的冬天", day=date(2026, 10, 21)
    )
    open_lessons.sign_up(actor_of(OBSERVER), come.id, NOW)
    off = announced("1001", kind="research_lesson", topic="春", day=date(2026, 10, 22))
    open_lessons.cancel(actor_of("1001"), off.id, "外出培训", NOW)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_list_looks_like_this(app, snap_compare, size):
    _some()

    async def show(pilot):
        await _open(app, pilot, OBSERVER)

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_form_looks_like_this(app, snap_compare, size):
    announced(kind=PARALLEL)

    async def show(pilot):
        await _open(app, pilot, TEACHER, "ctrl+n")
        fill(app, kind="同课异构")
        await type_keys(pilot, "", "enter", "enter")

    assert snap_compare(app, terminal_size=size, run_before=show)


async def test_last_terms_are_looked_at_and_nothing_is_announced_there(app, last_term):
    lesson = replace(LESSON, day=IN_SPRING.date())
    open_lessons.announce(actor_of(TEACHER), lesson, IN_SPRING)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, TEACHER)
        assert rows(app) == []
        await in_last_term(pilot)
        summary = str(app.screen.query_one("#summary", Static).content)
        assert summary == "2025—2026学年第二学期：共 1 节"
        assert [row[0] for row in rows(app)] == ["05-13"]
        assert not offered(app) & {"ctrl+n", "f5", "f6"}
