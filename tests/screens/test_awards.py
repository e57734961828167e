"""评优: everybody reads what was decided; the heads decide on what the ranking proposes."""

import pytest
from textual.widgets import Input, Static

from db.models import Award
from tests.builders import NOW
from tests.screens.conftest import SIZES, settle, type_keys
from tests.screens.publishing import DEAN, HEAD, ME, actor, keys, open_room
from tests.screens.seen import rows, status
from tests.services.frozen_school import a_school_to_freeze
from yanxiu_tui.screens.awards import AwardsScreen
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.proposals import ProposalsScreen
from yanxiu_tui.services import awards
from yanxiu_tui.services import school as schools


@pytest.fixture
def school(sqlite_memory):
    """Six ranked teachers; nothing frozen yet."""
    return a_school_to_freeze()


def decide(school, who, award_id="outstanding", reason=""):
    return awards.decide(school.head, school.term_id, award_id, who, reason, NOW)


async def open_awards(app, pilot, staff_no=HEAD):
    await open_room(app, pilot, staff_no, AwardsScreen)


async def open_proposals(app, pilot, staff_no=HEAD):
    await open_awards(app, pilot, staff_no)
    app.push_screen(ProposalsScreen(actor(staff_no), schools.current_term(NOW)))
    await settle(pilot)


async def test_everybody_reads_what_was_decided(app, school):
    school.frozen()
    decide(school, ME)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_awards(app, pilot, ME)
        assert rows(app)[0][:2] == ["先进个人", "周敏（本人）"]
        assert keys(app) == {"f6"}
        await type_keys(pilot, "", "enter")
        assert dict(app.screen.fields)["理由"] == "名次 3/6，等次优，缺席 0 次"


async def test_before_anything_is_decided_it_says_so(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_awards(app, pilot, ME)
        assert "还没有评定奖项" in str(app.screen.query_one("#nothing", Static).content)


async def test_delete_takes_an_award_back_with_a_reason(app, school):
    school.frozen()
    decide(school, ME)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_awards(app, pilot)
        await type_keys(pilot, "", "delete")
        await type_keys(pilot, "材料有误", "enter")
        assert status(app) == "周敏的先进个人已撤销。"
        assert rows(app) == []


async def test_left_and_right_choose_a_button_below_a_reason(app, school):
    school.frozen()
    decide(school, ME)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_awards(app, pilot)
        await type_keys(pilot, "", "delete")
        await type_keys(pilot, "材料有误", "tab", "right", "left", "right", "enter")
        assert isinstance(app.screen, AwardsScreen)
    assert Award.select().count() == 1


async def test_f5_shows_who_is_proposed_and_who_just_missed_it(app, school):
    school.frozen()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_awards(app, pilot)
        await type_keys(pilot, "", "f5")
        assert [(row[0], row[1]) for row in rows(app)] == [
            ("提名", "苏慧"), ("提名", "林远"), ("提名", "周敏"), ("差一点", "何静"),
        ]  # fmt: skip
        heading = str(app.screen.query_one("#heading", Static).content)
        assert "根据教师排名第 1 版" in heading
        assert "缺席不超过 0 次，按名次取前 3 名" in heading


async def test_without_a_frozen_ranking_it_says_what_to_do(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_proposals(app, pilot)
        assert "教师排名还没有冻结" in str(app.screen.query_one("#nothing", Static).content)


async def test_f5_decides_for_the_one_under_the_cursor(app, school):
    school.frozen()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_proposals(app, pilot)
        await type_keys(pilot, "", "f5", "enter")
        assert status(app) == "苏慧已评为先进个人。"
        assert rows(app)[0][4] == "已评"
        assert "f5" not in keys(app)


async def test_who_just_missed_it_needs_a_reason(app, school):
    school.frozen()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_proposals(app, pilot)
        await type_keys(pilot, "", "down", "down", "down", "f5")
        assert isinstance(app.screen, ReasonScreen)
        assert "名次在名额之外" in app.screen.title_text
        await type_keys(pilot, "全区赛课一等奖", "enter")
    assert Award.get().reason == "全区赛课一等奖"


async def test_f6_decides_for_all_who_are_proposed(app, school):
    school.frozen()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_proposals(app, pilot)
        await type_keys(pilot, "", "f6", "enter")
        assert status(app) == "先进个人已评 3 个。"
        assert "f6" not in keys(app)


async def test_f7_decides_for_somebody_nobody_proposed(app, school):
    school.frozen()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_proposals(app, pilot)
        await type_keys(pilot, "", "f7")
        app.screen.query_one("#typed", Input).value = "1008"
        await settle(pilot)
        await type_keys(pilot, "", "enter")
        await type_keys(pilot, "支教一年", "enter")
        assert status(app) == "郑好已评为先进个人。"


async def test_f3_turns_to_another_award(app, school):
    school.frozen("research")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_proposals(app, pilot)
        await type_keys(pilot, "", "f3", "up", "enter")
        assert rows(app)[0][:2] == ["提名", "语文组"]
        assert "f7" not in keys(app)


async def test_the_office_reads_the_proposals_but_does_not_decide(app, school):
    school.frozen()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_proposals(app, pilot, DEAN)
        assert keys(app) == {"f3"}
        await type_keys(pilot, "", "enter")
        assert dict(app.screen.fields)["符合"] == "名次 1/6\n等次优\n缺席 0 次"


async def test_a_teacher_is_refused_by_the_service(app, school):
    school.frozen()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_proposals(app, pilot, ME)
        assert "没有办理这件事的权限" in status(app)
        assert rows(app) == []


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_awards_look_like_this(app, school, snap_compare, size):
    school.frozen()
    school.frozen("research")
    awards.decide_proposed(school.head, school.term_id, "outstanding", NOW)
    decide(school, "1008", "full_attendance", "病休期间补齐了全部内容")
    decide(school, "语文组", "best_group")

    async def show(pilot):
        await open_awards(app, pilot)

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_proposals_look_like_this(app, school, snap_compare, size):
    school.frozen()
    decide(school, ME)

    async def show(pilot):
        await open_proposals(app, pilot)

    assert snap_compare(app, terminal_size=size, run_before=show)
