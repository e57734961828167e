"""Where two wrote the same section the writer decides, and nothing is lost."""

import pytest

from db.models import SetAside
from tests.builders import NOW
from tests.screens.conftest import SIZES, settle, type_keys
from tests.screens.written import LIN, a_plan, actor_of, opened, said_in, text_of
from yanxiu_tui.screens import keeping
from yanxiu_tui.screens.clash import ClashScreen
from yanxiu_tui.screens.desk import DeskScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.services import manuscripts


@pytest.fixture
def plan(school) -> int:
    return a_plan(school)


async def _clash(app, pilot, plan, base="", mine="王写的", theirs="林写的"):
    """1007 types while 1005, of the same group, has written the same section."""
    other = actor_of(LIN)
    if base:
        manuscripts.write(other, plan, "aims", base, 0, NOW)
    screen = await opened(app, pilot, plan)
    await type_keys(pilot, "", "ctrl+end")
    manuscripts.write(other, plan, "aims", theirs, int(bool(base)), NOW)
    await type_keys(pilot, mine)
    screen.flush()
    await settle(pilot)
    assert isinstance(app.screen, ClashScreen)
    return screen


@pytest.mark.parametrize(
    ("keys", "stands", "aside"),
    [
        (["enter"], "林写的\n王写的", []),
        (["escape"], "林写的\n王写的", []),
        (["right", "enter"], "王写的", ["林写的"]),
        (["right", "right", "enter"], "林写的", ["王写的"]),
    ],
)
async def test_where_two_wrote_the_writer_decides_and_nothing_is_lost(
    app, plan, keys, stands, aside
):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _clash(app, pilot, plan)
        assert text_of() == "林写的"
        await type_keys(pilot, "", *keys)
        assert app.screen is screen
        assert (screen.editors[0].text, text_of()) == (stands, stands)
        assert [row.text for row in SetAside.select()] == aside
        await type_keys(pilot, "接着写", "f8")
        assert "接着写" in text_of()


async def test_what_gave_way_is_read_at_a_key(app, plan):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _clash(app, pilot, plan)
        await type_keys(pilot, "", "right", "enter")
        assert "按 Ctrl+G 看" in said_in(screen)
        await type_keys(pilot, "", "ctrl+g")
        assert isinstance(app.screen, DetailsScreen)
        assert app.screen.fields == [("教学目标 买买提·艾力 10-14 14:30", "林写的")]


async def test_a_clash_over_a_text_closed_meanwhile_is_not_asked_again(app, plan, monkeypatch):
    monkeypatch.setattr(keeping, "_BEAT", 0.05)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _clash(app, pilot, plan)
        manuscripts.close(plan, NOW)
        await type_keys(pilot, "", "enter")
        await pilot.pause(0.3)
        assert app.screen is screen
        assert "已经定稿" in said_in(screen)
        assert screen.editors[0].text == "王写的"
    assert text_of() == "林写的"


async def test_where_nothing_gave_way_it_says_so(app, plan):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, plan)
        await type_keys(pilot, "", "ctrl+g")
        assert said_in(screen) == "没有留底的文字。"


async def test_of_two_who_wrote_on_the_same_text_both_additions_stand_once(app, plan):
    async with app.run_test(size=(80, 24)) as pilot:
        await _clash(app, pilot, plan, base="一。", mine="王写的", theirs="一。林写的。")
        await type_keys(pilot, "", "enter")
    assert text_of() == "一。林写的。\n王写的"


async def test_a_clash_shows_what_differs_with_signs(app, plan):
    async with app.run_test(size=(80, 24)) as pilot:
        await _clash(app, pilot, plan, mine="读懂背影的父爱", theirs="读懂背影的细节")
        shown = str(app.screen.query("VerticalScroll Static").first().visual)
        assert "[-细节-]{+父爱+}" in shown


async def test_a_desk_that_locks_over_a_clash_keeps_both_texts(app, plan):
    async with app.run_test(size=(80, 24)) as pilot:
        await _clash(app, pilot, plan)
        app.action_rest()
        await settle(pilot)
    assert text_of() == "林写的\n王写的"


async def test_a_clash_is_asked_before_one_leaves(app, plan):
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot, plan)
        manuscripts.write(actor_of(LIN), plan, "aims", "林写的", 0, NOW)
        await type_keys(pilot, "王写的", "escape")
        assert isinstance(app.screen, ClashScreen)
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, DeskScreen)
    assert text_of() == "林写的\n王写的"


@pytest.mark.parametrize("size", SIZES)
def test_a_clash_looks_like_this(snap_compare, app, plan, size):
    async def run(pilot):
        base = "读懂背影。体会父爱。"
        await _clash(app, pilot, plan, base, "会写人", "读懂《背影》。体会父爱。学写细节。")

    assert snap_compare(app, terminal_size=size, run_before=run)
