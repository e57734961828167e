"""记听课: the head is nearly filled in, the text is kept as one types, F9 lets it count (Z22)."""

from decimal import Decimal

import pytest
from textual.widgets import Input, Static

from db.models import Observation, Passage
from tests.builders import NOW
from tests.screens.conftest import SIZES, at_desk, settle, type_keys
from tests.screens.hearing import DEAN, OBSERVER, TEACHER, TODAY, actor_of, begun, completed
from tests.screens.seen import status, wrong
from tests.services.regulations import SOURCE, adopt
from tests.services.test_observations import SHEET
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.observation import ObservationRoom
from yanxiu_tui.screens.observation_complete import ObservationCompleteScreen
from yanxiu_tui.screens.observation_form import ObservationFormScreen
from yanxiu_tui.screens.observations import ObservationsScreen
from yanxiu_tui.services import manuscripts, observation_views, observations
from yanxiu_tui.widgets.observation_words import fields_of


def value(app, name: str) -> str:
    return app.screen.query_one(f"#{name}", Input).value


def fill(app, **values: str) -> None:
    for name, text in values.items():
        app.screen.query_one(f"#{name}", Input).value = text


async def _form(app, pilot, staff_no: str = OBSERVER) -> ObservationFormScreen:
    await at_desk(pilot, staff_no)
    app.push_screen(ObservationsScreen(actor_of(staff_no)))
    await settle(pilot)
    await type_keys(pilot, "", "ctrl+n")
    assert isinstance(app.screen, ObservationFormScreen)
    return app.screen


async def _room(app, pilot) -> ObservationRoom:
    await at_desk(pilot, OBSERVER)
    app.push_screen(ObservationRoom(actor_of(OBSERVER), begun()))
    await settle(pilot)
    assert isinstance(app.screen, ObservationRoom)
    return app.screen


async def _write(pilot) -> None:
    """The process, a side note, and a comment, going from one to the next."""
    await type_keys(pilot, "导入朗读", "f6")
    await type_keys(pilot, "问得好", "f8")
    await type_keys(pilot, "以读促思")


# The head


async def test_a_record_is_begun_with_initials_a_topic_and_one_key(app):
    completed(2)
    async with app.run_test(size=(80, 24)) as pilot:
        await _form(app, pilot)
        await type_keys(pilot, "oyjy", "enter")
        assert (value(app, "teacher"), value(app, "class"), value(app, "subject")) == (
            "欧阳静怡 1003", "七（3）班", "语文",
        )  # fmt: skip
        assert (value(app, "day"), value(app, "period")) == ("10-14", "5")
        await type_keys(pilot, "春", "ctrl+s")
        assert isinstance(app.screen, ObservationRoom)
    made = Observation.get(Observation.topic == "春")
    assert (made.day, made.period, made.class_name, made.place, made.mode) == (
        TODAY, 5, "七（3）班", "录播室", "drop_in",
    )  # fmt: skip


async def test_what_one_typed_oneself_is_not_filled_in_anew(app):
    completed(2)
    completed(3, taught_by_no="1001", class_name="八（1）班", place="")
    async with app.run_test(size=(80, 24)) as pilot:
        await _form(app, pilot)
        fill(app, teacher="欧阳静怡 1003")
        await settle(pilot)
        fill(app, subject="历史")
        fill(app, teacher="苏慧 1001")
        await settle(pilot)
        assert (value(app, "subject"), value(app, "class"), value(app, "place")) == (
            "历史", "八（1）班", "",
        )  # fmt: skip


async def test_a_lesson_of_another_school_takes_any_name(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _form(app, pilot)
        fill(app, teacher="方敏", topic="春", subject="语文", school="实验中学")
        fill(app, **{"class": "七1班"})
        await type_keys(pilot, "", "ctrl+s")
        assert isinstance(app.screen, ObservationRoom)
    made = Observation.get()
    assert (made.school_name, made.taught_by_name, made.taught_by_id) == ("实验中学", "方敏", None)


async def test_what_is_refused_stays_typed_and_the_field_is_gone_to(app):
    begun()
    async with app.run_test(size=(80, 24)) as pilot:
        form = await _form(app, pilot)
        fill(app, topic="背影", subject="语文", place="录播室")
        for change, said, field in (
            ({"teacher": "谁"}, "请用上下键选定执教老师", "teacher"),
            ({"teacher": "苏慧 1001"}, "请填写班级", "class"),
            ({"teacher": "欧阳静怡 1003", "day": "哪天"}, "日期请写成", "day"),
            ({"day": "12-01"}, "最晚是今天", "day"),
            ({"day": "今天", "period": "三"}, "节次请写 1 到 10", "period"),
            ({"period": "11"}, "节次请写 1 到 10", "period"),
            ({"period": "3", "mode": "路过"}, "选定方式", "mode"),
            ({"mode": "集中"}, "您已经记过了", "topic"),
        ):
            fill(app, **change)
            await type_keys(pilot, "", "ctrl+s")
            assert said in wrong(app)
            assert form.focused.id == field
        assert value(app, "topic") == "背影"
    assert Observation.select().count() == 1


async def test_leaving_a_form_half_filled_asks_first(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _form(app, pilot)
        await type_keys(pilot, "oyjy", "escape")
        assert isinstance(app.screen, ConfirmScreen)


async def test_oneself_is_not_offered_as_who_taught(app):
    async with app.run_test(size=(80, 24)) as pilot:
        form = await _form(app, pilot)
        assert OBSERVER not in {each.staff_no for each in form.choices.people}


# Writing


async def test_the_process_and_the_side_notes_stand_side_by_side(app):
    async with app.run_test(size=(80, 24)) as pilot:
        room = await _room(app, pilot)
        shown = [page.border_title for page in room.pages if page.display]
        assert shown == ["教学过程", "旁评"]
        assert "欧阳静怡《背影》七（3）班" in str(room.query_one("#about", Static).content)
        await _write(pilot)
        await type_keys(pilot, "", "escape")
    kept = {row.section: row.text for row in Passage.select()}
    assert kept == {"process": "导入朗读", "side_notes": "问得好", "strengths": "以读促思"}


async def test_f9_says_what_is_missing_and_completes_what_is_there(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _room(app, pilot)
        await type_keys(pilot, "", "f9")
        assert "还没有写教学过程和评语" in status(app)
        await _write(pilot)
        await type_keys(pilot, "", "f9")
        assert isinstance(app.screen, ObservationCompleteScreen)
        await type_keys(pilot, "", "ctrl+s")
        assert "请用上下键选定等级" in wrong(app)
        await type_keys(pilot, "", "down", "down", "enter", "ctrl+s")
        assert isinstance(app.screen, ObservationRoom)
        assert status(app) == "已完成，是本学期第 1 节，等欧阳静怡老师确认。Esc 返回。"
        assert app.screen.pages[0].read_only
        await type_keys(pilot, "", "f9", "f5")
        assert isinstance(app.screen, ObservationRoom)
    made = Observation.get()
    assert (made.grade, made.completed_at, made.total) == ("良", NOW, None)


async def test_leaving_the_grade_form_completes_nothing(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _room(app, pilot)
        await _write(pilot)
        await type_keys(pilot, "", "f9")
        await type_keys(pilot, "", "escape")
        assert isinstance(app.screen, ObservationRoom)
    assert Observation.get().completed_at is None


async def test_a_school_with_a_score_sheet_offers_it(app, school):
    adopt(school.term, SOURCE + SHEET)
    async with app.run_test(size=(80, 24)) as pilot:
        await _room(app, pilot)
        await _write(pilot)
        await type_keys(pilot, "", "f9")
        fill(app, grade="不评", mark0="三十")
        await type_keys(pilot, "", "ctrl+s")
        assert "「教学目标」请写数字" in wrong(app)
        fill(app, mark0="36.5")
        await type_keys(pilot, "", "ctrl+s")
        assert "还缺：教学过程" in wrong(app)
        fill(app, mark1="５５")
        await type_keys(pilot, "", "ctrl+s")
        assert "已完成" in status(app)
    made = Observation.get()
    assert (made.grade, float(made.total)) == ("", 91.5)
    view = observation_views.view(actor_of(OBSERVER), made.id)
    fields = dict(fields_of(view, observation_views.record(actor_of(OBSERVER), made.id)))
    assert fields["评分"] == "教学目标 36.5（满分 40）\n教学过程 55（满分 60）\n共 91.5 分"


async def test_marks_are_not_typed_twice_when_the_record_is_written_on(app, school):
    adopt(school.term, SOURCE + SHEET)
    async with app.run_test(size=(80, 24)) as pilot:
        await _room(app, pilot)
        await _write(pilot)
        made = Observation.get()
        await type_keys(pilot, "", "f8")
        marks = {"aims": Decimal("36.5"), "way": Decimal(55)}
        observations.complete(actor_of(OBSERVER), made.id, "", marks, NOW)
        again = observations.reopen(actor_of(OBSERVER), made.id, NOW)
        app.push_screen(ObservationRoom(actor_of(OBSERVER), again))
        await settle(pilot)
        await type_keys(pilot, "", "f9")
        assert (value(app, "mark0"), value(app, "mark1")) == ("36.5", "55")


async def test_f5_changes_the_head(app):
    async with app.run_test(size=(80, 24)) as pilot:
        room = await _room(app, pilot)
        await type_keys(pilot, "导入", "f5")
        assert isinstance(app.screen, ObservationFormScreen)
        assert value(app, "teacher") == "欧阳静怡 1003"
        fill(app, topic="荷塘月色", period="4")
        await type_keys(pilot, "", "ctrl+s")
        assert app.screen is room
        assert "《荷塘月色》" in str(room.query_one("#about", Static).content)
        assert status(app) == "课头已改。"
    assert (Observation.get().topic, Passage.get().text) == ("荷塘月色", "导入")


async def test_what_was_voided_meanwhile_is_not_completed(app):
    from yanxiu_tui.services import observation_decisions

    async with app.run_test(size=(80, 24)) as pilot:
        room = await _room(app, pilot)
        await _write(pilot)
        room.flush()
        await settle(pilot)
        observation_decisions.void(actor_of(DEAN), room.view.id, "停课", NOW)
        await type_keys(pilot, "", "f9")
        fill(app, grade="优")
        await type_keys(pilot, "", "ctrl+s")
        assert "已经作废" in wrong(app)


async def test_another_reads_a_record_and_cannot_write_in_it(app):
    made = completed()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, TEACHER)
        app.push_screen(ObservationRoom(actor_of(TEACHER), made))
        await settle(pilot)
        await type_keys(pilot, "改一句")
    assert not Passage.select().where(Passage.text.contains("改一句")).exists()


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_form_looks_like_this(app, snap_compare, size):
    completed(2)

    async def show(pilot):
        await _form(app, pilot)
        await type_keys(pilot, "oyjy", "enter")

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_room_looks_like_this(app, snap_compare, size):
    made = begun()
    for section, text in (
        ("process", "一、导入\n齐读课文，说说父亲的背影出现了几次。\n二、研读第六段"),
        ("side_notes", "问题小而具体，学生都有话说"),
    ):
        manuscripts.write(actor_of(OBSERVER), made.manuscript_id, section, text, 0, NOW)

    async def show(pilot):
        await at_desk(pilot, OBSERVER)
        app.push_screen(
            ObservationRoom(actor_of(OBSERVER), observations.view(actor_of(OBSERVER), made.id))
        )
        await settle(pilot)

    assert snap_compare(app, terminal_size=size, run_before=show)
