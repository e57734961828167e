"""共性教案和它的版本: written together, kept at a key, compared two by two."""

import pytest
from textual.widgets import Static

from db.models import PlanVersion
from tests.builders import NOW
from tests.screens.conftest import SIZES, at_desk, settle, type_keys
from tests.screens.prep_school import LEADER, TEACHER, a_prep_session, actor_of
from tests.screens.seen import rows, status
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.help import HelpScreen
from yanxiu_tui.screens.plan_versions import PlanVersionsScreen, VersionsComparedScreen
from yanxiu_tui.screens.shared_plan import SharedPlanScreen
from yanxiu_tui.services import manuscripts, plan_versions


@pytest.fixture
def session(school):
    return a_prep_session(school.term_id)


def write(session, text, based_on=0, section="aims"):
    manuscripts.write(actor_of(TEACHER), session.plan_id, section, text, based_on, NOW)


def kept(session, *texts: str):
    """A version for each text, one after another."""
    for at, text in enumerate(texts):
        write(session, text, at)
        plan_versions.keep(actor_of(LEADER), session.unit_id, f"第{at + 1}次", NOW)


async def _open(app, pilot, session, room=PlanVersionsScreen, staff_no=LEADER):
    await at_desk(pilot, staff_no)
    screen = room(actor_of(staff_no), session.unit_id)
    app.push_screen(screen)
    await settle(pilot)
    return screen


def pieces(app) -> str:
    return str(app.screen.query_one("#pieces", Static).content)


async def test_a_plan_is_kept_as_a_version_with_everything_just_typed(app, session):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, session, SharedPlanScreen, TEACHER)
        await type_keys(pilot, "课标", "f9")
        assert isinstance(app.screen, ReasonScreen)
        await type_keys(pilot, "", "enter")
        assert status(app) == "已存为第 1 版。"
        await type_keys(pilot, "", "f5")
        assert rows(app) == [["1", "10-14 14:30", "买买提·艾力", "1 节", "平时修改"]]
    assert PlanVersion.get().session_id is None


async def test_giving_up_the_note_keeps_no_version(app, session):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, session, SharedPlanScreen, TEACHER)
        await type_keys(pilot, "课标", "f9")
        await type_keys(pilot, "", "escape")
    assert not PlanVersion.select().exists()


async def test_who_may_only_read_is_offered_no_version_to_keep(app, session):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _open(app, pilot, session, SharedPlanScreen, "1002")
        await type_keys(pilot, "改", "f9")
        assert app.screen is screen
        assert "只能看" in str(screen.query_one("#kept", Static).content)


async def test_without_a_version_it_says_how_to_keep_one(app, session):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _open(app, pilot, session)
        assert screen.query_one("#nothing").display
        await type_keys(pilot, "", "f5", "f6", "f7", "enter")
        assert app.screen is screen


async def test_a_version_is_compared_with_the_one_before_and_with_what_stands_now(app, session):
    kept(session, "读懂课文。", "读懂课文。体会父爱。")
    write(session, "体会父爱。", 2)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _open(app, pilot, session)
        assert [row[0] for row in rows(app)] == ["2", "1"]
        for keys, shown in (
            (["f5"], "读懂课文。{+体会父爱。+}"),
            (["f6"], "[-读懂课文。-]体会父爱。"),
        ):
            await type_keys(pilot, "", *keys)
            assert isinstance(app.screen, VersionsComparedScreen)
            assert pieces(app) == shown
            await type_keys(pilot, "", "escape")
        await type_keys(pilot, "", "down", "f5")
        assert app.screen is screen


async def test_any_two_versions_are_compared_the_older_first(app, session):
    kept(session, "一。", "一。二。", "三。")
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, session)
        await type_keys(pilot, "", "end", "f7")
        assert isinstance(app.screen, ChooseScreen)
        await type_keys(pilot, "", "enter")
        assert pieces(app) == "[-一。-]{+三。+}"


async def test_a_version_is_read_in_full_and_compared_from_there(app, session):
    kept(session, "读懂课文。", "体会父爱。")
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, session)
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, DetailsScreen)
        assert ("教学目标", "体会父爱。") in app.screen.fields
        assert ("课标要求", "（空）") in app.screen.fields
        await type_keys(pilot, "", "f5")
        assert isinstance(app.screen, VersionsComparedScreen)


@pytest.mark.parametrize("room", [PlanVersionsScreen, SharedPlanScreen])
async def test_f1_helps(app, session, room):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, session, room)
        await type_keys(pilot, "", "f1")
        assert isinstance(app.screen, HelpScreen)


@pytest.mark.parametrize("size", SIZES)
def test_the_versions_look_like_this(snap_compare, app, session, size):
    async def run(pilot):
        kept(session, "读懂课文。", "体会父爱。")
        await _open(app, pilot, session)

    assert snap_compare(app, terminal_size=size, run_before=run)
