"""教案检查: marked row by row, signed at one key, by week and 学月, and 包组领导 (Z17)."""

from datetime import UTC, date, datetime

import pytest
from rich.cells import cell_len
from textual.widgets import DataTable, Input

from db.models import Group, Membership, PlanCheck, PrepUnit, Supervision, Teacher
from tests.builders import MACHINE, NOW, a_group
from tests.screens.conftest import SIZES, at_desk, in_last_term, settle, type_keys
from tests.screens.seen import said, status
from yanxiu_tui.rules.plan_checks import Finding
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.confirm import ConfirmScreen, ReasonScreen
from yanxiu_tui.screens.desk import DeskScreen
from yanxiu_tui.screens.personal_plan import PersonalPlanScreen
from yanxiu_tui.screens.plan_checks import PlanChecksScreen
from yanxiu_tui.screens.supervision import SupervisionScreen
from yanxiu_tui.services import credentials, manuscripts, personal_plans, plan_checks
from yanxiu_tui.services.school_weeks import MONTH, WEEK

# 1003 leads 语文组, which 1001, 1005 and 1007 belong to.
PRINCIPAL, DEAN, LEADER, TEACHER = "1001", "1002", "1003", "1007"
THIS_WEEK = 7


def actor_of(staff_no: str):
    return credentials.actor_for(Teacher.get(staff_no=staff_no), MACHINE)


@pytest.fixture
def group(school):
    """语文组, whose unit is taught this week; 王小明 has a plan for it."""
    found = Membership.get(Membership.teacher == Teacher.get(staff_no=TEACHER)).group
    plan = manuscripts.begin(
        manuscripts.SHARED_PLAN, school.term_id, "第一单元", date(2026, 10, 12), NOW,
        group_id=found.id, texts={"aims": "读懂课文。"},
    )  # fmt: skip
    unit = PrepUnit.create(
        term=school.term_id, group=found, plan=plan, number=1, title="第一单元",
        first_week=THIS_WEEK, last_week=THIS_WEEK,
    )  # fmt: skip
    personal_plans.begin(actor_of(TEACHER), unit.id, "七1", NOW)
    return found


def results(app) -> dict[str, str]:
    table = app.screen.query_one(DataTable)
    cells = [table.get_row_at(row) for row in range(table.row_count)]
    return {str(row[0]): str(row[4]) for row in cells}


def about(app) -> str:
    return said(app, "#about")


async def _open(app, pilot, staff_no: str = LEADER) -> None:
    await at_desk(pilot, staff_no)
    app.push_screen(PlanChecksScreen(actor_of(staff_no)))
    await settle(pilot)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
async def test_the_week_is_signed_in_one_pass(app, group, size):
    async with app.run_test(size=size) as pilot:
        await _open(app, pilot)
        assert about(app).startswith("语文组 第 7 周 10-12至10-18  合格 1 需改进 0 缺 2")
        assert results(app) == {"苏慧": "缺", "买买提·艾力": "缺", "王小明": "合格"}
        assert "您自己的教案由包组领导检查" in said(app, "#hint")
        await type_keys(pilot, "2")
        await type_keys(pilot, "", "f5")
        assert status(app) == "语文组第 7 周已签字，共 3 人。"
        assert "已签 3/3" in about(app)
    found = [row.result for row in PlanCheck.select().order_by(PlanCheck.id)]
    assert found == [Finding.IMPROVE, Finding.MISSING, Finding.GOOD]


async def test_a_row_is_marked_and_the_cursor_goes_on_and_words_are_added(app, group):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "1", "f9")
        assert isinstance(app.screen, ReasonScreen)
        await type_keys(pilot, "目标写得太大", "enter")
        await type_keys(pilot, "30", "f5")
        assert "共 2 人" in status(app)
    first, second = PlanCheck.select().order_by(PlanCheck.id)
    assert (first.result, second.result, second.words) == ("good", "missing", "目标写得太大")


async def test_keys_that_mean_nothing_here_change_nothing(app, group):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        before = results(app)
        await type_keys(pilot, "4x9", "f8", "delete")
        assert results(app) == before
        assert isinstance(app.screen, PlanChecksScreen)
        await type_keys(pilot, "", "f9", "escape")
        assert results(app) == before
    assert not PlanCheck.select().exists()


async def test_leaving_with_marks_not_signed_is_asked_about(app, group):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "1", "left")
        assert isinstance(app.screen, ConfirmScreen)
        await type_keys(pilot, "", "enter")
        assert "第 7 周" in about(app)
        await type_keys(pilot, "", "escape")
        assert isinstance(app.screen, ConfirmScreen)
        await type_keys(pilot, "", "left", "enter")
        assert isinstance(app.screen, DeskScreen)
    assert not PlanCheck.select().exists()


async def test_left_and_right_go_from_week_to_week_and_stop_at_both_ends(app, group):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "right")
        assert status(app) == "后面的还没有到。"
        await type_keys(pilot, "", "left")
        assert "第 7 周" not in about(app)
        assert set(results(app).values()) == {"不查"}
        await type_keys(pilot, "", "f5")
        assert "还没有给任何人检查结果" in status(app)
        await type_keys(pilot, "", *["left"] * 9)
        assert "第 1 周" in about(app)
        assert status(app) == "前面没有了。"


async def test_enter_opens_the_plan_to_read(app, group):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "enter")
        assert "这段时间没有个性化教案" in status(app)
        await type_keys(pilot, "", "end", "enter")
        assert isinstance(app.screen, PersonalPlanScreen)
        await type_keys(pilot, "改", "escape")
        assert isinstance(app.screen, PlanChecksScreen)


async def test_the_supervising_leader_begins_with_the_school_month_and_checks_the_leader(
    app, group
):
    boss = Teacher.get(staff_no="1006")
    Supervision.create(group=group, teacher=boss)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, "1006")
        assert "第 2 学月" in about(app)
        assert Teacher.get(staff_no=LEADER).name in results(app)
        await type_keys(pilot, "", "f5")
        assert "第 2 学月已签字" in status(app)
        await type_keys(pilot, "", "f6")
        assert "第 7 周" in about(app)
        await type_keys(pilot, "1", "f5")
        assert isinstance(app.screen, PlanChecksScreen)
    assert {row.span for row in PlanCheck.select()} == {MONTH}


async def test_a_signing_is_signed_over_and_the_table_says_when_it_was_signed(app, school, group):
    findings = {Teacher.get(staff_no="1001").id: (Finding.MISSING, "没有写")}
    plan_checks.sign(actor_of(DEAN), group.id, school.term_id, WEEK, THIS_WEEK, findings, NOW)
    async with app.run_test(size=(120, 40)) as pilot:
        await _open(app, pilot)
        table = app.screen.query_one(DataTable)
        assert str(table.get_row_at(0)[-1]) == f"10-14 {Teacher.get(staff_no=DEAN).name}"
        assert [str(cell) for cell in table.get_row_at(0)][4:6] == ["缺", "没有写"]
        await type_keys(pilot, "1", "f5")
        assert str(table.get_row_at(0)[4]) == "合格"
    assert PlanCheck.select().count() == 4


async def test_the_office_chooses_any_group(app, group):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN)
        await type_keys(pilot, "", "f3")
        assert isinstance(app.screen, ChooseScreen)
        await type_keys(pilot, "数学", "enter")
        assert about(app).startswith("数学组 第 7 周")
        assert "您自己的教案由包组领导检查" in said(app, "#hint")


async def test_the_head_assigns_who_supervises_and_takes_it_back(app, group):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, PRINCIPAL)
        await type_keys(pilot, "", "f8")
        assert isinstance(app.screen, SupervisionScreen)
        rows = app.screen.query_one(DataTable)
        at = next(row for row in range(rows.row_count) if str(rows.get_row_at(row)[0]) == "语文组")
        await type_keys(pilot, "", *["down"] * at, "enter")
        await type_keys(pilot, "1006", "enter")
        assert "包语文组" in status(app)
        assert str(rows.get_row_at(at)[2]) == Teacher.get(staff_no="1006").name
        await type_keys(pilot, "", "enter")
        await type_keys(pilot, "1006", "enter")
        assert "已经是语文组的包组领导" in status(app)
        await type_keys(pilot, "", "delete", "enter")
        assert "不再包语文组" in status(app)
        await type_keys(pilot, "", "delete")
        assert isinstance(app.screen, SupervisionScreen)
    assert not Supervision.select().exists()


async def test_a_group_with_nobody_else_says_so(app, school):
    alone = Teacher.get(staff_no="1006")
    Membership.delete().where(Membership.teacher == alone).execute()
    Membership.create(group=a_group("音乐组"), teacher=alone, leads=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, "1006")
        assert "除了您没有别人" in said(app, "#nothing")
        await type_keys(pilot, "1", "f5", "enter", "f9")
        assert isinstance(app.screen, PlanChecksScreen)
    assert not PlanCheck.select().exists()


async def test_an_empty_opinion_is_not_taken(app, group):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "f9", "enter")
        assert isinstance(app.screen, ReasonScreen)
        app.screen.query_one("#reason", Input).value = "好" * 300
        await type_keys(pilot, "", "enter")
        await type_keys(pilot, "", "f5")
        assert "检查意见太长" in status(app)
    assert not PlanCheck.select().exists()


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_sheet_looks_like_this(app, school, group, snap_compare, size):
    findings = {Teacher.get(staff_no="1001").id: (Finding.IMPROVE, "目标写得太大，改小一些")}
    plan_checks.sign(actor_of(DEAN), group.id, school.term_id, WEEK, THIS_WEEK, findings, NOW)

    async def show(pilot):
        await _open(app, pilot)

    assert snap_compare(app, terminal_size=size, run_before=show)


async def test_the_line_above_has_room_for_the_longest_group_and_the_school_month(app):
    Group.update(name="七年级道德与法治备课组").where(Group.name == "语文组").execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "f6")
        assert "已签 0/3" in about(app)
        assert cell_len(about(app)) <= app.screen.query_one("#about").content_size.width


async def test_last_terms_checks_are_looked_at_and_not_signed_once_the_marks_here_may_go(
    app, group, last_term
):
    findings = {Teacher.get(staff_no=TEACHER).id: (Finding.IMPROVE, "目标太大")}
    day = datetime(2026, 7, 9, 8, 0, tzinfo=UTC)
    plan_checks.sign(actor_of(LEADER), group.id, last_term.id, WEEK, 19, findings, day)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "1")
        await in_last_term(pilot)
        assert isinstance(app.screen, ConfirmScreen)
        await type_keys(pilot, "", "left", "enter")
        name = "2025—2026学年第二学期："
        assert about(app).startswith(f"{name}语文组 第 20 周")
        await type_keys(pilot, "", "left")
        assert results(app)["王小明"] == "需改进"
        assert "已签 1/3" in about(app)
        await type_keys(pilot, "", "3", "f5")
        assert PlanCheck.select().count() == 1
        await type_keys(pilot, "", "f7")
        assert about(app).startswith("2025—2026学年第二学期\n第 5 学月")
