"""教案与反思: begun from a form, kept as typed, handed in, taken back (Z15, Z16, P6)."""

from datetime import UTC, date, datetime

import pytest
from textual.widgets import Input, Static

from db.models import Manuscript, Membership, Passage, PersonalPlan, PrepUnit, Reflection, Teacher
from tests.builders import MACHINE, NOW
from tests.screens.conftest import SIZES, at_desk, in_last_term, settle, type_keys
from tests.screens.seen import rows, said, status
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.comparison import ComparisonScreen, NewsScreen
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.personal_plan import PersonalPlanScreen
from yanxiu_tui.screens.reflection import ReflectionScreen
from yanxiu_tui.screens.writing_form import WritingFormScreen
from yanxiu_tui.screens.writings import WritingsScreen
from yanxiu_tui.services import credentials, manuscripts, personal_plans, plan_versions, reflections
from yanxiu_tui.widgets.section_list import SectionList

# 1003 leads 语文组, which 1001, 1005 and 1007 belong to.
LEADER, COLLEAGUE, TEACHER = "1003", "1005", "1007"
AIMS = "读懂课文。学会圈点批注。"


def actor_of(staff_no: str):
    return credentials.actor_for(Teacher.get(staff_no=staff_no), MACHINE)


@pytest.fixture
def unit(school) -> PrepUnit:
    """A unit of 语文组 taught this week, with something in its plan."""
    return _unit(school, "第一单元 散文", 7)


def _unit(school, title: str, week: int) -> PrepUnit:
    group = Membership.get(Membership.teacher == Teacher.get(staff_no=TEACHER)).group
    plan = manuscripts.begin(
        manuscripts.SHARED_PLAN, school.term_id, title, date(2026, 10, 12), NOW,
        group_id=group.id, texts={"aims": AIMS, "homework": "背诵。"},
    )  # fmt: skip
    return PrepUnit.create(
        term=school.term_id, group=group, plan=plan, number=PrepUnit.select().count() + 1,
        title=title, first_week=week, last_week=week,
    )  # fmt: skip


def _newer(unit: PrepUnit, text: str = "分三层布置。") -> None:
    """The group changes a section and keeps the next version."""
    leader = actor_of(LEADER)
    at = manuscripts.revisions(unit.plan_id)["homework"]
    manuscripts.write(leader, unit.plan_id, "homework", text, at, NOW)
    plan_versions.keep(leader, unit.id, "再备", NOW)


async def _open(app, pilot, staff_no: str = TEACHER) -> None:
    await at_desk(pilot, staff_no)
    app.push_screen(WritingsScreen(actor_of(staff_no)))
    await settle(pilot)


async def _form(app, pilot) -> WritingFormScreen:
    await _open(app, pilot)
    await type_keys(pilot, "", "ctrl+n")
    assert isinstance(app.screen, WritingFormScreen)
    return app.screen


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
async def test_a_personal_plan_is_begun_and_written_and_the_list_shows_it(app, unit, size):
    async with app.run_test(size=size) as pilot:
        await _form(app, pilot)
        await type_keys(pilot, "", "enter", "enter")
        await type_keys(pilot, "七2班", "ctrl+s")
        assert isinstance(app.screen, PersonalPlanScreen)
        assert "第一单元 散文（七2班）  依据第 1 版" in said(app, "#about")
        await type_keys(pilot, "新课标", "f8", "f7")
        await type_keys(pilot, "", "escape")
        assert isinstance(app.screen, WritingsScreen)
        row = rows(app)[0]
        assert row[1:3] == ["个性化教案", "第一单元 散文"]
        assert row[-2:] == ["七2班", "依据第 1 版"]
    written = Passage.get(
        Passage.manuscript == PersonalPlan.get().manuscript_id, Passage.section == "standards"
    )
    assert written.text == "新课标"


async def test_the_key_shows_what_was_changed_against_the_shared_plan(app, unit):
    plan = personal_plans.begin(actor_of(TEACHER), unit.id, "七1", NOW)
    manuscripts.write(actor_of(TEACHER), plan.manuscript_id, "aims", AIMS + "背诵第六段。", 1, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "enter")
        await type_keys(pilot, "", "f5")
        assert isinstance(app.screen, ComparisonScreen)
        assert "改了 1 节" in said(app, "#about")
        assert said(app, "#pieces") == AIMS + "{+背诵第六段。+}"
        sections = app.screen.query_one(SectionList)
        assert [mark for _, mark in sections.shown].count("改") == 1
        await type_keys(pilot, "", "up")
        assert said(app, "#pieces") == "两边都没有写。"
        await type_keys(pilot, "", "escape")
        assert isinstance(app.screen, PersonalPlanScreen)


async def test_what_is_just_typed_is_in_the_comparison(app, unit):
    personal_plans.begin(actor_of(TEACHER), unit.id, "七1", NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "enter")
        await type_keys(pilot, "刚写的", "f5")
        await settle(pilot)
        assert said(app, "#pieces") == "{+刚写的+}"


async def test_a_newer_shared_plan_is_said_shown_and_taken_only_when_asked(app, unit):
    plan = personal_plans.begin(actor_of(TEACHER), unit.id, "七1", NOW)
    _newer(unit)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        assert rows(app)[0][-1] == "第 1 版，有新版"
        await type_keys(pilot, "", "enter")
        assert "共性教案已有第 2 版，按 F9" in status(app)
        await type_keys(pilot, "", "f9")
        assert isinstance(app.screen, NewsScreen)
        assert said(app, "#pieces") == "[-背诵。-]{+分三层布置。+}"
        await type_keys(pilot, "", "f5")
        assert isinstance(app.screen, ConfirmScreen)
        await type_keys(pilot, "", "enter")
        assert "「作业分层」已改用第 2 版" in status(app)
        await type_keys(pilot, "", "f9", "enter")
        assert isinstance(app.screen, PersonalPlanScreen)
        assert "依据第 2 版" in said(app, "#about")
        assert status(app) == "以后与第 2 版对照。"
        assert app.screen.editors[7].text == "分三层布置。"
    assert manuscripts.manuscript(actor_of(TEACHER), plan.manuscript_id).text("aims") == AIMS


async def test_without_a_newer_version_its_key_does_nothing(app, unit):
    personal_plans.begin(actor_of(TEACHER), unit.id, "七1", NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "enter")
        await type_keys(pilot, "", "f9")
        assert isinstance(app.screen, PersonalPlanScreen)


async def test_a_reflection_is_written_handed_in_and_taken_back(app, unit):
    async with app.run_test(size=(80, 24)) as pilot:
        form = await _form(app, pilot)
        form.query_one("#kind", Input).value = "教后反思"
        await settle(pilot)
        await type_keys(pilot, "", "ctrl+s")
        assert isinstance(app.screen, ReflectionScreen)
        assert [name for name, _ in app.screen.query_one(SectionList).shown] == [
            "成功之举", "败笔之处", "教学机智", "学生的创新见解", "再教设计",
        ]  # fmt: skip
        await type_keys(pilot, "", "f5")
        assert "一个字也没写" in status(app)
        await type_keys(pilot, "孩子们读懂了", "f5")
        await settle(pilot)
        assert status(app) == "教后反思「第一单元 散文」已交。"
        assert "已交 10-14" in said(app, "#about")
        await type_keys(pilot, "交了还写", "f9")
        assert "已收回" in status(app)
        await type_keys(pilot, "", "escape")
        assert rows(app)[0][-1] == "未交"
    assert Reflection.get().handed_on is None
    assert [row.text for row in Passage.select().where(Passage.section == "success")] == [
        "孩子们读懂了"
    ]


async def test_one_is_handed_in_and_taken_back_from_the_list_too(app, unit):
    begun = reflections.begin(actor_of(TEACHER), unit.id, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "f5")
        assert "一个字也没写" in status(app)
        manuscripts.write(actor_of(TEACHER), begun.manuscript_id, "wit", "有。", 0, NOW)
        await type_keys(pilot, "", "f5")
        assert rows(app)[0][-1] == "已交 10-14"
        await type_keys(pilot, "", "f5")
        assert rows(app)[0][-1] == "已交 10-14"
        await type_keys(pilot, "", "f9")
        assert rows(app)[0][-1] == "未交"


async def test_a_late_reflection_is_told_that_it_is_a_late_entry(app, school):
    late = _unit(school, "第二单元", 2)
    begun = reflections.begin(actor_of(TEACHER), late.id, NOW)
    manuscripts.write(actor_of(TEACHER), begun.manuscript_id, "again", "换导入。", 0, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "f5")
        assert "记补录" in status(app)
        assert rows(app)[0][-1] == "已交 10-14 补录"


async def test_a_narrative_is_offered_alone_where_no_unit_is_planned_yet(app):
    async with app.run_test(size=(80, 24)) as pilot:
        form = await _form(app, pilot)
        assert form.query_one("#kind", Input).value == "教育叙事"
        await type_keys(pilot, "", "ctrl+s")
        assert str(form.query_one(".wrong", Static).content) == "请填写题目。"
        assert form.focused.id == "title"
        await type_keys(pilot, "那个不说话的孩子", "ctrl+s")
        assert isinstance(app.screen, ReflectionScreen)
        assert app.screen.ROOM_NAME == "教育叙事"
    assert Manuscript.get().title == "那个不说话的孩子"


async def test_what_the_form_cannot_use_is_said_and_nothing_is_begun(app, unit):
    async with app.run_test(size=(80, 24)) as pilot:
        form = await _form(app, pilot)
        await type_keys(pilot, "", "ctrl+s")
        assert str(form.query_one(".wrong", Static).content) == "请填写班级。"
        form.query_one("#unit", Input).value = "没有的单元"
        await type_keys(pilot, "", "ctrl+s")
        assert "请选定单元" in str(form.query_one(".wrong", Static).content)
        form.query_one("#kind", Input).value = "论文"
        await type_keys(pilot, "", "ctrl+s")
        assert "请选定种类" in str(form.query_one(".wrong", Static).content)
    assert not PersonalPlan.select().exists()


async def test_a_leader_reads_what_the_group_wrote_and_changes_nothing(app, unit):
    personal_plans.begin(actor_of(TEACHER), unit.id, "七1", NOW)
    begun = reflections.begin(actor_of(COLLEAGUE), unit.id, NOW)
    manuscripts.write(actor_of(COLLEAGUE), begun.manuscript_id, "wit", "有。", 0, NOW)
    reflections.hand_in(actor_of(COLLEAGUE), begun.id, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, LEADER)
        await type_keys(pilot, "", "f3")
        assert isinstance(app.screen, ChooseScreen)
        await type_keys(pilot, "", "down", "enter")
        assert {row[2].split()[0] for row in rows(app)} == {
            Teacher.get(staff_no=each).name for each in (TEACHER, COLLEAGUE)
        }
        await type_keys(pilot, "", "f9")
        await type_keys(pilot, "", "enter")
        await type_keys(pilot, "插一句", "f5")
        assert Reflection.get().handed_on == date(2026, 10, 14)
    assert not Passage.select().where(Passage.text.contains("插一句")).exists()


async def test_a_teacher_who_leads_nothing_is_not_offered_others(app, unit):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "f3")
        assert isinstance(app.screen, WritingsScreen)


def _some(unit: PrepUnit) -> None:
    me = actor_of(TEACHER)
    personal_plans.begin(me, unit.id, "七（1）班", NOW)
    _newer(unit)
    personal_plans.begin(me, unit.id, "七（2）班", NOW)
    begun = reflections.begin(me, unit.id, NOW)
    manuscripts.write(me, begun.manuscript_id, "success", "批注有了自己的话。", 0, NOW)
    reflections.hand_in(me, begun.id, NOW)
    reflections.begin_narrative(me, "那个不说话的孩子", NOW)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_list_looks_like_this(app, unit, snap_compare, size):
    _some(unit)

    async def show(pilot):
        await _open(app, pilot)

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_comparison_looks_like_this(app, unit, snap_compare, size):
    plan = personal_plans.begin(actor_of(TEACHER), unit.id, "七1", NOW)
    text = "读懂课文，会背第六段。学会圈点批注。"
    manuscripts.write(actor_of(TEACHER), plan.manuscript_id, "aims", text, 1, NOW)

    async def show(pilot):
        await _open(app, pilot)
        await type_keys(pilot, "", "enter")
        await type_keys(pilot, "", "f5")

    assert snap_compare(app, terminal_size=size, run_before=show)


async def test_what_one_wrote_last_term_is_looked_at_and_nothing_new_begun_there(app, last_term):
    spring = datetime(2026, 5, 13, 8, 0, tzinfo=UTC)
    reflections.begin_narrative(actor_of(TEACHER), "一节没上完的课", spring)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        assert rows(app) == []
        await in_last_term(pilot)
        head = str(app.screen.query_one("#summary", Static).content)
        assert head.startswith("2025—2026学年第二学期：个性化教案 0 份   反思和叙事 1 篇")
        await type_keys(pilot, "", "ctrl+n")
        assert isinstance(app.screen, WritingsScreen)
