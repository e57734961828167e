"""备课: a leader plans the term's units and lets people speak in turn."""

import pytest
from textual.widgets import Input

from db.models import Membership, Passage, PrepUnit, Teacher
from tests.builders import NOW
from tests.screens.conftest import SIZES, in_last_term, type_keys
from tests.screens.prep_school import (
    DEAN,
    STRANGER,
    TEACHER,
    a_prep_group,
    a_session,
    a_whole_plan,
    open_plan,
    planned,
)
from tests.screens.seen import rows, said, status, wrong
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.confirm import ConfirmScreen, ReasonScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.prep import PrepScreen
from yanxiu_tui.screens.prep_unit import PrepUnitScreen
from yanxiu_tui.screens.prep_unit_form import PrepUnitFormScreen
from yanxiu_tui.screens.recording import RecordingScreen
from yanxiu_tui.services.prep_units import UnitDraft


@pytest.fixture(autouse=True)
def group(school):
    return a_prep_group()


@pytest.fixture
def term_id(school) -> int:
    return school.term_id


async def test_without_units_it_says_how_to_begin_and_no_key_does_harm(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_plan(app, pilot)
        assert "按 Ctrl+N 加一个" in said(app, "#nothing")
        await type_keys(pilot, "", "enter", "ctrl+e", "f5", "f6", "f7", "f8", "delete")
        assert isinstance(app.screen, PrepScreen)
        assert status(app) == "您现在不能办「删去」。"
        assert not PrepUnit.select().exists()


async def test_somebody_of_no_group_is_told_so(app):
    Membership.delete().execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_plan(app, pilot, STRANGER)
        assert "还没有编进备课组" in said(app, "#nothing")
        await type_keys(pilot, "", "ctrl+n", "f5", "f6", "enter")
        assert isinstance(app.screen, PrepScreen)


async def test_a_term_is_planned_with_a_name_a_unit_and_enter(app, group):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_plan(app, pilot)
        await type_keys(pilot, "", "ctrl+n")
        assert isinstance(app.screen, PrepUnitFormScreen)
        await type_keys(pilot, "第一单元四季", "enter", *"3-4", "enter", *"mmt", "enter", "ctrl+s")
        assert status(app) == "「第一单元四季」已保存。"
        # The next one begins where the last one ends.
        await type_keys(pilot, "", "ctrl+n")
        assert app.screen.query_one("#weeks", Input).value == "5-6"
        await type_keys(pilot, "第二单元亲情", "ctrl+s")
        assert rows(app) == [
            ["3-4", "", "第一单元四季", "买买提·艾力", "未备", "0/9", ""],
            ["5-6", "", "第二单元亲情", "未排", "未备", "0/9", ""],
        ]
        assert "2 个单元，备过 0 个，覆盖 0%" in said(app, "#summary")
    assert PrepUnit.get(PrepUnit.number == 1).keynote.staff_no == TEACHER


@pytest.mark.parametrize(
    "title,weeks,keynote,words,field",
    [
        ("", "3", "", "请填写单元", "title"),
        ("一", "下周", "", "写成 3 或 3-4", "weeks"),
        ("一", "5-3", "", "早于", "weeks"),
        ("一", "50", "", "周次请写 1 到", "weeks"),
        ("一", "3", "张三", "从右边选定", "keynote"),
    ],
)
async def test_what_is_wrong_stays_typed_and_its_field_is_gone_to(
    app, title, weeks, keynote, words, field
):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_plan(app, pilot)
        await type_keys(pilot, "", "ctrl+n")
        for name, value in (("title", title), ("weeks", weeks), ("keynote", keynote)):
            app.screen.query_one(f"#{name}", Input).value = value
        await type_keys(pilot, "", "ctrl+s")
        assert words in wrong(app)
        assert app.screen.focused.id == field
    assert not PrepUnit.select().exists()


async def test_a_unit_is_changed_and_the_hint_says_which_days_the_weeks_are(app, group, term_id):
    planned(group, term_id, UnitDraft("第一单元", 3, 4, TEACHER))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_plan(app, pilot)
        await type_keys(pilot, "", "ctrl+e")
        await type_keys(pilot, "", "tab")
        assert "09月14日 至 09月25日" in said(app, "#hint")
        app.screen.query_one("#weeks", Input).value = "7"
        app.screen.query_one("#keynote", Input).value = ""
        await type_keys(pilot, "", "ctrl+s")
        assert rows(app) == [["7", "本周", "第一单元", "未排", "未备", "0/9", ""]]


async def test_a_unit_called_otherwise_keeps_its_speaker_who_has_left_since(app, group, term_id):
    planned(group, term_id, UnitDraft("第一单元", 3, 4, TEACHER))
    Membership.delete().where(Membership.teacher == Teacher.get(staff_no=TEACHER)).execute()
    Teacher.update(left_at=NOW).where(Teacher.staff_no == TEACHER).execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_plan(app, pilot)
        await type_keys(pilot, "", "ctrl+e")
        app.screen.query_one("#title", Input).value = "第一单元 四季"
        await type_keys(pilot, "", "ctrl+s")
        assert isinstance(app.screen, PrepScreen)
    unit = PrepUnit.get()
    assert (unit.title, unit.keynote.staff_no) == ("第一单元 四季", TEACHER)


async def test_the_cursor_begins_at_this_weeks_unit(app, group, term_id):
    planned(group, term_id, *(UnitDraft(f"第{n}单元", n, n) for n in range(5, 10)))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_plan(app, pilot)
        assert app.screen.current.title == "第7单元"
        await type_keys(pilot, "", "down", "enter")
        assert isinstance(app.screen, PrepUnitScreen)
        await type_keys(pilot, "", "escape")
        assert app.screen.current.title == "第8单元"


async def test_units_are_moved_and_the_cursor_goes_along(app, group, term_id):
    planned(group, term_id, UnitDraft("一"), UnitDraft("二"), UnitDraft("三"))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_plan(app, pilot)
        await type_keys(pilot, "", "f8")
        await type_keys(pilot, "", "f8")
        assert [row[2] for row in rows(app)] == ["二", "三", "一"]
        assert app.screen.current.title == "一"
        await type_keys(pilot, "", "f8")
        await type_keys(pilot, "", "f7")
        assert [row[2] for row in rows(app)] == ["二", "一", "三"]


async def test_a_unit_is_dropped_only_when_one_says_so(app, group, term_id):
    planned(group, term_id, UnitDraft("一"))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_plan(app, pilot)
        await type_keys(pilot, "", "delete")
        assert isinstance(app.screen, ConfirmScreen)
        await type_keys(pilot, "", "enter")
        assert len(rows(app)) == 1
        await type_keys(pilot, "", "delete")
        await type_keys(pilot, "", "left", "enter")
        assert status(app) == "「一」已从计划里删去。"
        assert app.screen.query_one("#nothing").display


async def test_dropping_a_unit_with_sessions_asks_why(app, group, term_id):
    a_session(planned(group, term_id, UnitDraft("一"))[0])
    async with app.run_test(size=(80, 24)) as pilot:
        await open_plan(app, pilot)
        await type_keys(pilot, "", "delete")
        assert isinstance(app.screen, ReasonScreen)
        assert "已有 1 次备课" in app.screen.title_text
        await type_keys(pilot, "教材改版", "enter")
        assert "已从计划里删去" in status(app)


async def test_when_every_unit_has_a_speaker_it_says_how_to_change_one(app, group, term_id):
    planned(group, term_id, UnitDraft("一", keynote_no="1007"))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_plan(app, pilot)
        await type_keys(pilot, "", "f5")
        assert "按 Ctrl+E 修改单元" in status(app)


async def test_speakers_are_shown_before_they_are_settled(app, group, term_id):
    planned(group, term_id, UnitDraft("一", keynote_no="1007"), UnitDraft("二"), UnitDraft("三"))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_plan(app, pilot)
        assert said(app, "#silent") == "还没发过言：欧阳静怡、买买提·艾力、王小明（一）"
        await type_keys(pilot, "", "f5")
        assert isinstance(app.screen, DetailsScreen)
        assert app.screen.fields == [
            ("二", "欧阳静怡　还没发过言"), ("三", "买买提·艾力　还没发过言"),
        ]  # fmt: skip
        await type_keys(pilot, "", "escape")
        assert [row[3] for row in rows(app)] == ["王小明", "未排", "未排"]
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "", "f5")
        assert status(app) == "已排定 2 个单元的中心发言人。"
        assert [row[3] for row in rows(app)] == ["王小明", "欧阳静怡", "买买提·艾力"]


async def test_members_read_the_plan_and_are_offered_no_change(app, group, term_id):
    planned(group, term_id, UnitDraft("第一单元", keynote_no=TEACHER))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_plan(app, pilot, TEACHER)
        assert rows(app)[0][2] == "第一单元"
        await type_keys(pilot, "", "ctrl+n", "ctrl+e", "f5", "f6", "f7", "f8", "delete")
        assert isinstance(app.screen, PrepScreen)
        assert status(app) == "您现在不能办「删去」。"


async def test_the_office_goes_from_group_to_group(app, group, term_id):
    planned(group, term_id, UnitDraft("第一单元"))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_plan(app, pilot, DEAN)
        assert "F3 换组" in said(app, "#summary")
        await type_keys(pilot, "", "f3")
        assert isinstance(app.screen, ChooseScreen)
        await type_keys(pilot, "qnjyw", "enter")
        assert rows(app)[0][2] == "第一单元"
        await type_keys(pilot, "", "f3")
        await type_keys(pilot, "", "escape")
        assert rows(app)[0][2] == "第一单元"


async def test_a_group_against_z10_is_told_and_plans_all_the_same(app, group, term_id):
    Teacher.update(grade="八年级").where(Teacher.staff_no == "1007").execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_plan(app, pilot)
        assert said(app, "#warning").startswith("提醒：年级不同：王小明（八年级）（Z10「")
        await type_keys(pilot, "", "ctrl+n")
        await type_keys(pilot, "第一单元", "ctrl+s")
        assert rows(app)[0][2] == "第一单元"


@pytest.mark.parametrize("size", SIZES)
def test_the_plan_looks_as_it_should(app, group, term_id, snap_compare, size):
    a_whole_plan(group, term_id)

    async def run_before(pilot) -> None:
        await open_plan(app, pilot)

    assert snap_compare(app, terminal_size=size, run_before=run_before)


async def test_a_recorder_of_another_group_opens_the_session_and_writes_it(app, group, term_id):
    (unit,) = planned(group, term_id, UnitDraft("第一单元"))
    session = a_session(unit, recorder_no=STRANGER)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_plan(app, pilot, STRANGER)
        await type_keys(pilot, "", "f9")
        assert isinstance(app.screen, ChooseScreen)
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, RecordingScreen)
        await type_keys(pilot, "课标", "f8")
    assert Passage.get(manuscript=session.plan_id).text == "课标"


async def test_whoever_runs_no_session_is_told_so(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_plan(app, pilot)
        await type_keys(pilot, "", "f9")
        assert status(app) == "没有由您主持或记录的备课。"


async def test_last_terms_plan_is_looked_at_and_what_is_added_lands_in_it(app, group, last_term):
    planned(group, last_term.id, UnitDraft("第一单元", 3, 4, TEACHER))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_plan(app, pilot)
        assert rows(app) == []
        await in_last_term(pilot)
        assert said(app, "#summary").startswith("2025—2026学年第二学期：七年级语文备课组")
        assert [row[2] for row in rows(app)] == ["第一单元"]
        await type_keys(pilot, "", "f6")
        assert isinstance(app.screen, PrepScreen)
        await type_keys(pilot, "", "ctrl+n")
        await type_keys(pilot, "第二单元", "ctrl+s")
        assert {unit.term_id for unit in PrepUnit.select()} == {last_term.id}
        await type_keys(pilot, "", "enter")
        assert said(app, "#summary").startswith("2025—2026学年第二学期　七年级语文备课组")
        await type_keys(pilot, "", "f6")
        assert isinstance(app.screen, PrepUnitScreen)
