"""写作室: the sections, going from one to another, and what others write meanwhile."""

import pytest
from textual.events import Paste

from tests.builders import NOW
from tests.screens.conftest import SIZES, settle, type_keys, until
from tests.screens.written import (
    LIN,
    Paired,
    Plan,
    a_plan,
    actor_of,
    kept_in,
    opened,
    quicken,
    rows_of,
    said_in,
    text_of,
)
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.desk import DeskScreen
from yanxiu_tui.services import manuscripts
from yanxiu_tui.widgets.section_list import SectionList


@pytest.fixture
def plan(school) -> int:
    return a_plan(school)


@pytest.fixture
def quickly(monkeypatch):
    quicken(monkeypatch)


async def test_what_another_writes_comes_in_and_the_cursor_stays_by_its_words(app, plan, quickly):
    manuscripts.write(actor_of(LIN), plan, "aims", "一\n三", 0, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, plan)
        await type_keys(pilot, "", "ctrl+end")
        manuscripts.write(actor_of(LIN), plan, "aims", "一\n二\n三", 1, NOW)
        manuscripts.write(actor_of(LIN), plan, "homework", "练习", 0, NOW)
        await until(pilot, lambda: screen.editors[0].text == "一\n二\n三")
        assert "买买提·艾力写了「" in said_in(screen)
        assert rows_of(screen)[2] == "作业分层   有"
        await type_keys(pilot, "四", "f8")
    assert text_of() == "一\n二\n三四"


async def test_what_is_not_kept_yet_is_not_replaced_by_another_s(app, plan):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, plan)
        await type_keys(pilot, "王写的")
        manuscripts.write(actor_of(LIN), plan, "aims", "林写的", 0, NOW)
        screen.look()
        await settle(pilot)
        assert screen.editors[0].text == "王写的"


async def test_f7_and_f8_go_round_and_the_list_goes_along(app, plan):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, plan)
        for key, at in (("f8", 1), ("f7", 0), ("f7", 2), ("f8", 0)):
            await type_keys(pilot, "", key)
            assert screen.query_one(SectionList).highlighted == at
            assert screen.focused is screen.editors[at]
            assert [editor.display for editor in screen.editors].index(True) == at


async def test_tab_leaves_the_editor_for_the_list_and_the_arrows_turn_the_sections(app, plan):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, plan)
        await type_keys(pilot, "", "tab", "down", "enter")
        assert screen.focused is screen.editors[1]
        await type_keys(pilot, "难点")
        assert (screen.editors[0].text, screen.editors[1].text) == ("", "难点")


async def test_a_pair_stands_side_by_side_and_f6_or_tab_changes_sides(app, plan):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, plan, room=Paired)
        assert [editor.display for editor in screen.editors] == [True, True, False]
        await type_keys(pilot, "过程", "f6")
        await type_keys(pilot, "旁评", "f6")
        await type_keys(pilot, "一", "tab")
        await type_keys(pilot, "二", "f8")
        assert screen.focused is screen.editors[2]
        assert [editor.display for editor in screen.editors] == [False, False, True]
    assert (text_of("aims"), text_of("key_points")) == ("过程一", "旁评二")


async def test_what_is_not_one_s_own_is_only_read_and_says_why(app, plan):
    manuscripts.write(actor_of(LIN), plan, "aims", "读懂", 0, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, plan, staff_no="1001", room=Plan)
        manuscripts.close(plan, NOW)
        screen.read()
        await settle(pilot)
        assert kept_in(screen) == "已经定稿，不能再改"
        await type_keys(pilot, "改", "backspace", "escape")
        assert isinstance(app.screen, DeskScreen)
    assert text_of() == "读懂"


async def test_a_text_closed_while_one_types_is_said_and_what_was_typed_still_stands(app, plan):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, plan)
        await type_keys(pilot, "读懂")
        manuscripts.close(plan, NOW)
        await type_keys(pilot, "", "f8")
        assert "已经定稿" in said_in(screen)
        assert (screen.editors[0].text, screen.editors[0].read_only) == ("读懂", True)
        await type_keys(pilot, "", "escape")
        assert isinstance(app.screen, ConfirmScreen)


async def test_a_whole_page_pasted_arrives_whole(app, plan):
    page = "背影写的是父亲买橘子的背影，朴素而深情。\n" * 200
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot, plan)
        app.post_message(Paste(page))
        await settle(pilot)
        await type_keys(pilot, "", "f8")
    assert text_of() == page


async def test_the_text_wraps_anew_when_the_terminal_changes_its_size(app, plan):
    for section in ("aims", "key_points"):
        manuscripts.write(actor_of(LIN), plan, section, "体会父爱" * 40, 0, NOW)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(app, pilot, plan)
        await type_keys(pilot, "", "f8")
        for size, lines in (((80, 24), 6), ((120, 40), 4)):
            await pilot.resize_terminal(*size)
            for key in ("f7", "f8"):
                await type_keys(pilot, "", key)
                editor = screen.editors[screen.at]
                assert editor.wrapped_document.height == lines
                shown = "".join(editor.render_line(y).text.strip() for y in range(lines + 1))
                assert shown == "体会父爱" * 40


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("room", [Plan, Paired])
def test_the_writing_room_looks_like_this(snap_compare, app, plan, size, room):
    async def open_room(pilot):
        text = "通过人物的背影体会父爱，学习抓住细节写人的方法。" * 4
        manuscripts.write(actor_of(LIN), plan, "aims", text, 0, NOW)
        await opened(app, pilot, plan, room=room)

    assert snap_compare(app, terminal_size=size, run_before=open_room)
