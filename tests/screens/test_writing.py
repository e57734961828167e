"""写作室: kept as one types, settled where two wrote, left only when everything is kept."""

from pathlib import Path
from threading import Event

import pytest
from peewee import OperationalError
from textual.events import Paste
from textual.widgets import Static

from db.models import Passage, SetAside, Teacher
from tests.builders import MACHINE, NOW
from tests.screens.conftest import SIZES, at_desk, settle, type_keys
from yanxiu_tui import app as program
from yanxiu_tui.rules.lesson_prep import Section
from yanxiu_tui.screens import drafts, keeping, writing
from yanxiu_tui.screens.clash import ClashScreen
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.desk import DeskScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.sign_in import SignInScreen
from yanxiu_tui.screens.writing import WritingRoom
from yanxiu_tui.services import credentials, manuscripts
from yanxiu_tui.widgets.section_list import SectionList
from yanxiu_tui.widgets.status_line import StatusLine

LIN = "1005"  # of 语文组, like 1007 who writes
SECTIONS = (
    Section(id="aims", name="教学目标"),
    Section(id="key_points", name="重难点分析"),
    Section(id="homework", name="作业分层"),
)


class Plan(WritingRoom):
    ROOM_NAME = "试写"
    CSS_PATH = Path(writing.__file__).with_name("writing.tcss")

    def sections(self):
        return SECTIONS


class Paired(Plan):
    PAIRED = ("aims", "key_points")


def actor_of(staff_no: str):
    return credentials.actor_for(Teacher.get(staff_no=staff_no), MACHINE)


@pytest.fixture
def plan(school) -> int:
    """A plan of 语文组 with nothing written."""
    group = Teacher.get(staff_no="1003").memberships.get().group_id
    return manuscripts.begin(
        manuscripts.SHARED_PLAN, school.term_id, "第一单元 散文", NOW.date(), NOW, group_id=group
    ).id


@pytest.fixture
def quickly(monkeypatch):
    """Seconds become moments."""
    for name in ("PAUSE", "AGAIN_AFTER"):
        monkeypatch.setattr(drafts, name, 0.05)
    monkeypatch.setattr(keeping, "_BEAT", 0.05)
    monkeypatch.setattr(writing, "_LOOK", 0.1)


@pytest.fixture
def away(monkeypatch) -> list[bool]:
    """Put something into it, and nothing can be saved any more."""
    gone, write = [], manuscripts.write

    def unless_away(*args):
        if gone:
            raise OperationalError("the memory is away")
        return write(*args)

    monkeypatch.setattr(manuscripts, "write", unless_away)
    return gone


async def until(pilot, condition):
    """Wait for it, at most five seconds."""
    for _ in range(100):
        if condition():
            return
        await pilot.pause(0.05)
    raise AssertionError("it never came")


async def _open(app, pilot, plan, staff_no="1007", room=Plan):
    await at_desk(pilot, staff_no)
    screen = room(actor_of(staff_no), plan)
    app.push_screen(screen)
    await settle(pilot)
    return screen


def _text(section="aims") -> str:
    row = Passage.get_or_none(section=section)
    return row.text if row else ""


def _rows(screen) -> list[str]:
    return [str(option.prompt) for option in screen.query_one(SectionList).options]


def _said(screen) -> str:
    return str(screen.query_one(StatusLine).content)


def _kept(screen) -> str:
    return str(screen.query_one("#kept", Static).content)


async def test_what_is_typed_is_kept_on_leaving_the_section(app, plan):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _open(app, pilot, plan)
        await type_keys(pilot, "读懂背影", "enter", *"体会父爱")
        assert (_kept(screen), _text()) == ("正在输入", "")
        await type_keys(pilot, "", "f8")
        assert (_kept(screen), _text()) == ("已保存 14:30", "读懂背影\n体会父爱")
        assert _rows(screen)[:2] == ["教学目标   有", "重难点分析 空"]


async def test_a_pause_is_enough_to_have_it_kept(app, plan, quickly):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _open(app, pilot, plan)
        await type_keys(pilot, "读懂")
        await until(pilot, lambda: _text() == "读懂")
        assert _kept(screen) == "已保存 14:30"


async def test_typing_on_without_a_pause_is_kept_all_the_same(app, plan, monkeypatch):
    monkeypatch.setattr(drafts, "PAUSE", 60.0)
    monkeypatch.setattr(drafts, "AT_LATEST", 0.2)
    monkeypatch.setattr(keeping, "_BEAT", 0.05)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, plan)
        await type_keys(pilot, "读懂")
        await until(pilot, lambda: _text().startswith("读"))


@pytest.mark.parametrize(("key", "where"), [("escape", DeskScreen), ("f2", SignInScreen)])
async def test_leaving_keeps_what_was_typed_first(app, plan, key, where):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, plan)
        await type_keys(pilot, "读懂", key)
        assert isinstance(app.screen, where)
        assert _text() == "读懂"


async def test_a_desk_that_locks_by_itself_keeps_what_was_typed(app, plan):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, plan)
        await type_keys(pilot, "读懂")
        app.action_rest()
        await settle(pilot)
        assert isinstance(app.screen, SignInScreen)
        assert _text() == "读懂"


async def test_leaving_the_program_keeps_what_was_typed(app, plan):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, plan)
        await type_keys(pilot, "读懂", "ctrl+q", "left", "enter")
    assert _text() == "读懂"


async def test_people_listen_for_longer_in_a_writing_room_than_at_the_desk(app, plan, monkeypatch):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _open(app, pilot, plan)
        monkeypatch.setattr(program, "DESK_SECONDS", 0.1)
        await type_keys(pilot, "听")
        await pilot.pause(0.4)
        assert app.screen is screen
        monkeypatch.setattr(Plan, "IDLE_SECONDS", 0.1)
        await type_keys(pilot, "课")
        await pilot.pause(0.4)
        assert isinstance(app.screen, SignInScreen)
    assert _text() == "听课"


async def test_while_the_memory_is_away_it_says_so_and_saves_by_itself_later(
    app, plan, quickly, away
):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _open(app, pilot, plan)
        away.append(True)
        await type_keys(pilot, "读懂")
        await until(pilot, lambda: _kept(screen) == "没存上")
        assert "数据库连不上或正忙" in _said(screen)
        await type_keys(pilot, "背影")
        away.clear()
        await until(pilot, lambda: _text() == "读懂背影")
        await until(pilot, lambda: _kept(screen) == "已保存 14:30")
        assert _said(screen) == "存上了。"


async def test_who_leaves_while_the_memory_is_away_is_asked_and_may_wait(app, plan, away):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _open(app, pilot, plan)
        away.append(True)
        await type_keys(pilot, "读懂", "escape")
        assert isinstance(app.screen, ConfirmScreen)
        await type_keys(pilot, "", "enter")
        assert app.screen is screen
        assert screen.editors[0].text == "读懂"
        await type_keys(pilot, "", "f2")
        assert isinstance(app.screen, ConfirmScreen)
        away.clear()
        await type_keys(pilot, "", "left", "enter")
        assert isinstance(app.screen, SignInScreen)
    assert _text() == "读懂"


async def test_the_time_of_a_room_counts_from_entering_it(app, plan, monkeypatch):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1007")
        begun_in = []
        monkeypatch.setattr(app, "stay", lambda: begun_in.append(app.room))
        app.push_screen(screen := Plan(actor_of("1007"), plan))
        await settle(pilot)
        assert begun_in == [screen]


async def test_the_desk_does_not_lock_itself_over_what_cannot_be_kept(app, plan, away, monkeypatch):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _open(app, pilot, plan)
        away.append(True)
        await type_keys(pilot, "读懂", "f8")
        await until(pilot, lambda: _kept(screen) == "没存上")
        monkeypatch.setattr(program, "DESK_SECONDS", 0.1)
        monkeypatch.setattr(Plan, "IDLE_SECONDS", 0.1)
        await type_keys(pilot, "", "f7")
        await pilot.pause(0.4)
        assert app.screen is screen
        away.clear()
        app.action_rest()


async def test_what_is_typed_while_a_save_is_under_way_is_saved_after_it(app, plan, monkeypatch):
    going_on, under_way, write = Event(), [], manuscripts.write

    def slowly(*args):
        under_way.append(args[3])
        going_on.wait(5)
        return write(*args)

    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _open(app, pilot, plan)
        monkeypatch.setattr(manuscripts, "write", slowly)
        await pilot.press(*"读懂")
        screen.flush()
        await until(pilot, lambda: under_way)
        await pilot.press(*"背影")
        screen.flush()
        assert under_way == ["读懂"]
        going_on.set()
        await settle(pilot)
        screen.flush()
        await settle(pilot)
        assert under_way == ["读懂", "读懂背影"]
        assert not app.screen.drafts[0].theirs
    assert _text() == "读懂背影"


# Two who write


async def _clash(app, pilot, plan, base="", mine="王写的", theirs="林写的"):
    """1007 types while 1005, of the same group, has written the same section."""
    other = actor_of(LIN)
    if base:
        manuscripts.write(other, plan, "aims", base, 0, NOW)
    screen = await _open(app, pilot, plan)
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
        assert _text() == "林写的"
        await type_keys(pilot, "", *keys)
        assert app.screen is screen
        assert (screen.editors[0].text, _text()) == (stands, stands)
        assert [row.text for row in SetAside.select()] == aside
        await type_keys(pilot, "接着写", "f8")
        assert "接着写" in _text()


async def test_what_gave_way_is_read_at_a_key(app, plan):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _clash(app, pilot, plan)
        await type_keys(pilot, "", "right", "enter")
        assert "按 Ctrl+G 看" in _said(screen)
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
        assert "已经定稿" in _said(screen)
        assert screen.editors[0].text == "王写的"
    assert _text() == "林写的"


async def test_where_nothing_gave_way_it_says_so(app, plan):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _open(app, pilot, plan)
        await type_keys(pilot, "", "ctrl+g")
        assert _said(screen) == "没有留底的文字。"


async def test_of_two_who_wrote_on_the_same_text_both_additions_stand_once(app, plan):
    async with app.run_test(size=(80, 24)) as pilot:
        await _clash(app, pilot, plan, base="一。", mine="王写的", theirs="一。林写的。")
        await type_keys(pilot, "", "enter")
    assert _text() == "一。林写的。\n王写的"


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
    assert _text() == "林写的\n王写的"


async def test_a_clash_is_asked_before_one_leaves(app, plan):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, plan)
        manuscripts.write(actor_of(LIN), plan, "aims", "林写的", 0, NOW)
        await type_keys(pilot, "王写的", "escape")
        assert isinstance(app.screen, ClashScreen)
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, DeskScreen)
    assert _text() == "林写的\n王写的"


async def test_what_another_writes_comes_in_and_the_cursor_stays_by_its_words(app, plan, quickly):
    manuscripts.write(actor_of(LIN), plan, "aims", "一\n三", 0, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _open(app, pilot, plan)
        await type_keys(pilot, "", "ctrl+end")
        manuscripts.write(actor_of(LIN), plan, "aims", "一\n二\n三", 1, NOW)
        manuscripts.write(actor_of(LIN), plan, "homework", "练习", 0, NOW)
        await until(pilot, lambda: screen.editors[0].text == "一\n二\n三")
        assert "买买提·艾力写了「" in _said(screen)
        assert _rows(screen)[2] == "作业分层   有"
        await type_keys(pilot, "四", "f8")
    assert _text() == "一\n二\n三四"


async def test_what_is_not_kept_yet_is_not_replaced_by_another_s(app, plan):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _open(app, pilot, plan)
        await type_keys(pilot, "王写的")
        manuscripts.write(actor_of(LIN), plan, "aims", "林写的", 0, NOW)
        screen.look()
        await settle(pilot)
        assert screen.editors[0].text == "王写的"


# Going about


async def test_f7_and_f8_go_round_and_the_list_goes_along(app, plan):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _open(app, pilot, plan)
        for key, at in (("f8", 1), ("f7", 0), ("f7", 2), ("f8", 0)):
            await type_keys(pilot, "", key)
            assert screen.query_one(SectionList).highlighted == at
            assert screen.focused is screen.editors[at]
            assert [editor.display for editor in screen.editors].index(True) == at


async def test_tab_leaves_the_editor_for_the_list_and_the_arrows_turn_the_sections(app, plan):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _open(app, pilot, plan)
        await type_keys(pilot, "", "tab", "down", "enter")
        assert screen.focused is screen.editors[1]
        await type_keys(pilot, "难点")
        assert (screen.editors[0].text, screen.editors[1].text) == ("", "难点")


async def test_a_pair_stands_side_by_side_and_f6_or_tab_changes_sides(app, plan):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _open(app, pilot, plan, room=Paired)
        assert [editor.display for editor in screen.editors] == [True, True, False]
        await type_keys(pilot, "过程", "f6")
        await type_keys(pilot, "旁评", "f6")
        await type_keys(pilot, "一", "tab")
        await type_keys(pilot, "二", "f8")
        assert screen.focused is screen.editors[2]
        assert [editor.display for editor in screen.editors] == [False, False, True]
    assert (_text("aims"), _text("key_points")) == ("过程一", "旁评二")


async def test_what_is_not_one_s_own_is_only_read_and_says_why(app, plan):
    manuscripts.write(actor_of(LIN), plan, "aims", "读懂", 0, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _open(app, pilot, plan, staff_no="1001", room=Plan)
        manuscripts.close(plan, NOW)
        screen.read()
        await settle(pilot)
        assert _kept(screen) == "已经定稿，不能再改"
        await type_keys(pilot, "改", "backspace", "escape")
        assert isinstance(app.screen, DeskScreen)
    assert _text() == "读懂"


async def test_a_text_closed_while_one_types_is_said_and_what_was_typed_still_stands(app, plan):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _open(app, pilot, plan)
        await type_keys(pilot, "读懂")
        manuscripts.close(plan, NOW)
        await type_keys(pilot, "", "f8")
        assert "已经定稿" in _said(screen)
        assert (screen.editors[0].text, screen.editors[0].read_only) == ("读懂", True)
        await type_keys(pilot, "", "escape")
        assert isinstance(app.screen, ConfirmScreen)


async def test_a_whole_page_pasted_arrives_whole(app, plan):
    page = "背影写的是父亲买橘子的背影，朴素而深情。\n" * 200
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, plan)
        app.post_message(Paste(page))
        await settle(pilot)
        await type_keys(pilot, "", "f8")
    assert _text() == page


async def test_the_text_wraps_anew_when_the_terminal_changes_its_size(app, plan):
    for section in ("aims", "key_points"):
        manuscripts.write(actor_of(LIN), plan, section, "体会父爱" * 40, 0, NOW)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await _open(app, pilot, plan)
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
        await _open(app, pilot, plan, room=room)

    assert snap_compare(app, terminal_size=size, run_before=open_room)


@pytest.mark.parametrize("size", SIZES)
def test_a_clash_looks_like_this(snap_compare, app, plan, size):
    async def run(pilot):
        base = "读懂背影。体会父爱。"
        await _clash(app, pilot, plan, base, "会写人", "读懂《背影》。体会父爱。学写细节。")

    assert snap_compare(app, terminal_size=size, run_before=run)
