"""One unit: its plan, versions and sessions, one's own plans and reflections, a line each."""

from pathlib import Path

import platformdirs
import pytest
from textual.widgets import DataTable, Input, Static

from db.models import Membership, PrepSession, Teacher
from tests.builders import MACHINE, NOW, a_group, an_activity
from tests.screens.conftest import SIZES, at_desk, settle, type_keys
from tests.screens.seen import rows, status
from yanxiu_tui.rules.roles import GroupKind
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.confirm import ConfirmScreen, ReasonScreen
from yanxiu_tui.screens.prep_parts import read_unit
from yanxiu_tui.screens.prep_session_form import PrepSessionFormScreen
from yanxiu_tui.screens.prep_unit import PrepUnitScreen
from yanxiu_tui.services import (
    credentials,
    manuscripts,
    meeting,
    personal_plans,
    plan_versions,
    prep_sessions,
    prep_units,
    reflections,
)
from yanxiu_tui.services.prep_sessions import SessionDraft
from yanxiu_tui.services.prep_units import UnitDraft

DEAN, LEADER, TEACHER = "1002", "1003", "1005"
LATER = NOW.replace(hour=8)


@pytest.fixture
def unit(school):
    """第一单元 of 七年级语文备课组: 欧阳静怡 (1003) leads, 买买提·艾力 (1005) speaks on it."""
    group = a_group("七年级语文备课组", GroupKind.PREP)
    for staff_no in (LEADER, TEACHER, "1007"):
        Membership.create(
            group=group, teacher=Teacher.get(staff_no=staff_no), leads=staff_no == LEADER
        )
    draft = UnitDraft("第一单元 四季之美", 7, 8, TEACHER)
    return prep_units.add(actor_of(LEADER), group.id, school.term_id, draft, NOW)


@pytest.fixture
def session(unit):
    """It is to be prepared now, for an hour and a half."""
    draft = SessionDraft(NOW, LATER, "三楼小会议室", keynote_no=TEACHER)
    return prep_sessions.plan(actor_of(LEADER), unit.id, draft, NOW)


def actor_of(staff_no: str):
    return credentials.actor_for(Teacher.get(staff_no=staff_no), MACHINE)


def is_over(session) -> None:
    meeting.open_activity(actor_of(DEAN), session.activity_id, NOW)
    meeting.end_activity(actor_of(DEAN), session.activity_id, LATER)


def write(unit, *sections: str) -> None:
    for section in sections:
        manuscripts.write(actor_of(TEACHER), unit.plan_id, section, "读懂", 0, NOW)


async def _open(app, pilot, unit, staff_no: str = LEADER) -> None:
    await at_desk(pilot, staff_no)
    app.push_screen(PrepUnitScreen(actor_of(staff_no), unit.id))
    await settle(pilot)


async def _on(app, pilot, name: str) -> None:
    """Put the cursor on the line of that name."""
    at = next(at for at, row in enumerate(rows(app)) if row[0].startswith(name))
    app.screen.query_one(DataTable).move_cursor(row=at)
    await settle(pilot)


async def test_everything_of_a_unit_stands_in_a_line(app, unit, session):
    write(unit, "aims", "students")
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, unit, TEACHER)
        heading = str(app.screen.query_one("#summary", Static).content)
        assert heading == "七年级语文备课组　第一单元 四季之美　第 7-8 周　中心发言人 买买提·艾力"
        assert rows(app) == [
            ["共性教案", "9 节，写了 2 节", "没写齐"],
            ["历次版本", "存一版以后可以比较", "0 版"],
            ["备课 10-14 周三 14:30", "三楼小会议室，买买提·艾力", "计划"],
            ["做我的教案", "从共性教案做，按本班补充调整", ""],
            ["写教后反思", "教完了写几句，长短不限", ""],
        ]


@pytest.mark.parametrize(
    "line,screen",
    [("共性教案", "SharedPlanScreen"), ("历次版本", "PlanVersionsScreen"),
     ("备课 10-14", "RecordingScreen")],
)  # fmt: skip
async def test_enter_opens_what_stands_there(app, unit, session, line, screen):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, unit)
        await _on(app, pilot, line)
        await type_keys(pilot, "", "enter")
        assert type(app.screen).__name__ == screen
        await type_keys(pilot, "", "escape")
        assert isinstance(app.screen, PrepUnitScreen)


async def test_a_plan_of_ones_own_is_begun_for_a_class(app, unit):
    write(unit, "aims")
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, unit, TEACHER)
        await _on(app, pilot, "做我的教案")
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, ReasonScreen)
        app.screen.query_one("#reason", Input).value = "七（2）班"
        await type_keys(pilot, "", "enter")
        assert type(app.screen).__name__ == "PersonalPlanScreen"
        await type_keys(pilot, "", "escape")
        assert ["我的教案 七（2）班", "依据第 1 版", ""] in rows(app)
        await _on(app, pilot, "我的教案")
        await type_keys(pilot, "", "enter")
        assert type(app.screen).__name__ == "PersonalPlanScreen"


async def test_a_newer_version_is_told_in_full_beside_ones_own_plan(app, unit):
    write(unit, "aims")
    personal_plans.begin(actor_of(TEACHER), unit.id, "七（2）班", NOW)
    write(unit, "methods")
    plan_versions.keep(actor_of(LEADER), unit.id, "课后修改", LATER)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, unit, TEACHER)
        line = ["我的教案 七（2）班", "依据第 1 版，共性教案已有第 2 版", "有新版"]
        assert line in rows(app)


async def test_a_plan_of_nothing_is_not_begun(app, unit):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, unit, TEACHER)
        await _on(app, pilot, "做我的教案")
        await type_keys(pilot, "", "enter")
        await type_keys(pilot, "七2班", "enter")
        assert "共性教案还没有写" in status(app)


async def test_a_reflection_is_begun_and_found_again(app, unit):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, unit, TEACHER)
        await _on(app, pilot, "写教后反思")
        await type_keys(pilot, "", "enter")
        assert type(app.screen).__name__ == "ReflectionScreen"
        await type_keys(pilot, "", "escape")
        assert ["我的反思", "第一单元 四季之美", "没交"] in rows(app)


async def test_whoever_is_not_of_the_group_begins_nothing_of_their_own(app, unit, session):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, unit, DEAN)
        assert [row[0] for row in rows(app)] == ["共性教案", "历次版本", "备课 10-14 周三 14:30"]


async def test_the_leader_signs_once_it_is_over_and_takes_it_back_with_a_reason(app, unit, session):
    is_over(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, unit)
        await _on(app, pilot, "备课 10-14")
        await type_keys(pilot, "", "f5")
        assert isinstance(app.screen, ConfirmScreen)
        await type_keys(pilot, "", "enter")
        assert "的记录已签字" in status(app)
        assert rows(app)[2][2] == "已签字"
        await type_keys(pilot, "", "f5")
        assert isinstance(app.screen, ReasonScreen)
        await type_keys(pilot, "漏写分工", "enter")
        assert "签字已撤回" in status(app)
        assert rows(app)[2][2] == "已散会"


async def test_members_neither_sign_nor_plan(app, unit, session):
    is_over(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, unit, TEACHER)
        await _on(app, pilot, "备课 10-14")
        await type_keys(pilot, "", "f5", "f6", "f8")
        assert isinstance(app.screen, PrepUnitScreen)
        assert status(app) == "您现在不能办「认领」。"


async def test_keys_meant_for_a_session_do_nothing_on_other_lines(app, unit):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, unit)
        await type_keys(pilot, "", "f9", "f5", "delete", "x")
        assert isinstance(app.screen, PrepUnitScreen)
        assert status(app) == "您现在不能办「开放、结束、签字、撤签」。"


async def test_a_session_is_planned_from_here_too(app, unit):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, unit)
        await type_keys(pilot, "", "f6")
        assert isinstance(app.screen, PrepSessionFormScreen)
        await type_keys(pilot, "1021", "enter", *"1430", "enter", *"1600", "ctrl+s")
        assert rows(app)[2][0] == "备课 10-21 周三 14:30"


async def test_an_activity_planned_in_the_ordinary_way_is_taken_up(app, unit):
    an_activity(
        unit.term_id, kind="集体备课", title="周三备课", group=unit.group_id, presenter="王小明"
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, unit)
        await type_keys(pilot, "", "f8")
        assert isinstance(app.screen, ChooseScreen)
        await type_keys(pilot, "", "enter")
        assert status(app) == "「周三备课」已算作「第一单元 四季之美」的备课。"
        assert rows(app)[2][:2] == ["备课 10-14 周三 14:30", "多媒体教室，王小明"]
        await type_keys(pilot, "", "f8")
        assert "没有等着认领" in status(app)
    assert PrepSession.select().count() == 1


async def test_the_record_is_printed_and_never_over_another(
    app, unit, session, monkeypatch, tmp_path
):
    monkeypatch.setattr(platformdirs, "user_documents_path", lambda: tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, unit)
        await _on(app, pilot, "备课 10-14")
        await type_keys(pilot, "", "f9")
        await type_keys(pilot, "", "f9")
        assert "请打印" in status(app)
    names = sorted(Path(each).name for each in tmp_path.glob("*.docx"))
    usual = "集体备课记录_20261014_第一单元 四季之美集体备课"
    assert names == [f"{usual}.docx", f"{usual}_2.docx"]


async def test_a_dropped_unit_is_read_and_says_so(app, unit):
    prep_units.drop(actor_of(LEADER), unit.id, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, unit)
        assert "已从计划里删去" in str(app.screen.query_one("#summary", Static).content)
        assert [row[0] for row in rows(app)] == ["共性教案", "历次版本"]


def test_a_unit_is_read_in_as_many_queries_however_much_belongs_to_it(school, unit):
    database = school._meta.database
    teacher = actor_of(TEACHER)
    write(unit, "aims")

    def count() -> int:
        made: list[str] = []
        database.query_hooks.append(lambda event: made.append(event.sql))
        read_unit(teacher, unit.id)
        database.query_hooks.clear()
        return len(made)

    def one_more(number: int) -> None:
        at = NOW.replace(month=11, day=1 + number)
        draft = SessionDraft(at, at.replace(hour=8), "办公室", keynote_no=TEACHER)
        prep_sessions.plan(actor_of(LEADER), unit.id, draft, NOW)
        personal_plans.begin(teacher, unit.id, f"七（{number}）班", NOW)
        made = reflections.begin(teacher, unit.id, NOW)
        manuscripts.write(teacher, made.manuscript_id, "wit", "一句话", 0, NOW)

    one_more(0)
    few = count()
    for number in range(1, 6):
        one_more(number)
    assert count() == few


@pytest.mark.parametrize("size", SIZES)
def test_the_unit_looks_as_it_should(app, unit, session, snap_compare, size):
    write(unit, "aims", "students")
    personal_plans.begin(actor_of(TEACHER), unit.id, "七（2）班", NOW)
    reflections.begin(actor_of(TEACHER), unit.id, NOW)

    async def run_before(pilot) -> None:
        await _open(app, pilot, unit, TEACHER)

    assert snap_compare(app, terminal_size=size, run_before=run_before)


async def test_f5_takes_a_session_from_its_opening_to_the_signature(app, unit, session):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, unit)
        await _on(app, pilot, "备课 10-14")
        for said, standing in (
            ("已开放签到。开完再按 F5 结束。", "进行中"),
            ("已结束。记录写好以后，再按 F5 签字。", "已结束"),
            ("的记录已签字。按 F9 打印。", "已签字"),
        ):
            await type_keys(pilot, "", "f5")
            assert isinstance(app.screen, ConfirmScreen)
            await type_keys(pilot, "", "enter")
            assert said in status(app)
            assert rows(app)[2][2] == standing
