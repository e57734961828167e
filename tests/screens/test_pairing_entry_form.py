"""写师徒记录: a kind, a day and a line; what is refused stays typed (形式2)."""

from datetime import date

import pytest
from textual.widgets import Input, Static, TextArea

from db.models import PairingEntry
from tests.screens.conftest import SIZES, at_desk, settle, type_keys
from tests.screens.pairs import APPRENTICE, MENTOR, a_pair, actor_of
from tests.screens.seen import wrong
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.desk import DeskScreen
from yanxiu_tui.screens.pairing_entry_form import PairingEntryFormScreen, read_form


@pytest.fixture
def pair(school):
    return a_pair()


async def _form(app, pilot, pair, staff_no: str = MENTOR) -> list:
    await at_desk(pilot, staff_no)
    made: list = []
    actor = actor_of(staff_no)
    app.push_screen(PairingEntryFormScreen(actor, read_form(actor, pair.id)), made.append)
    await settle(pilot)
    return made


def _hint(app) -> str:
    return str(app.screen.query_one("#hint", Static).content)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
async def test_an_entry_is_written_with_a_few_keys(app, pair, size):
    async with app.run_test(size=size) as pilot:
        made = await _form(app, pilot, pair)
        assert "由王小明老师签认" in str(app.screen.query_one(".title", Static).content)
        assert "听课、公开课不用在这里记" in _hint(app)
        await type_keys(pilot, "", "enter", "enter")
        await type_keys(pilot, "一起备背影", "enter")
        await type_keys(pilot, "先定问题", "enter")
        await type_keys(pilot, "再定板书", "ctrl+s")
        assert isinstance(app.screen, DeskScreen)
    entry = PairingEntry.get()
    assert (entry.kind, entry.day, entry.title) == (
        "guidance",
        date(2026, 10, 14),
        "一起备背影",
    )
    assert (entry.words, entry.signed_at) == ("先定问题\n再定板书", None)
    assert made[0].id == entry.id


async def test_the_kind_is_found_by_initials_and_the_day_is_understood(app, pair):
    async with app.run_test(size=(80, 24)) as pilot:
        await _form(app, pilot, pair, APPRENTICE)
        assert "由欧阳静怡老师签认" in str(app.screen.query_one(".title", Static).content)
        app.screen.query_one("#kind", Input).value = ""
        await type_keys(pilot, "sj", "enter")
        app.screen.query_one("#day", Input).value = "昨天"
        await settle(pilot)
        assert _hint(app) == "2026-10-13 周二"
        app.screen.query_one("#title", Input).value = "试讲《春》"
        await type_keys(pilot, "", "ctrl+s")
    entry = PairingEntry.get()
    assert (entry.kind, entry.day) == ("trial_lesson", date(2026, 10, 13))


async def test_what_is_refused_stays_typed_and_the_field_is_gone_to(app, pair):
    async with app.run_test(size=(80, 24)) as pilot:
        await _form(app, pilot, pair)
        await type_keys(pilot, "", "ctrl+s")
        assert "请填写内容" in wrong(app)
        assert app.screen.focused.id == "title"
        app.screen.query_one("#title", Input).value = "一起备《背影》"
        for typed, said in (
            ("哪天", "日期请写成"), ("12-01", "最晚是今天"), ("9-1", "应在结对期限"),
        ):  # fmt: skip
            app.screen.query_one("#day", Input).value = typed
            await type_keys(pilot, "", "ctrl+s")
            assert said in wrong(app)
            assert app.screen.focused.id == "day"
        app.screen.query_one("#day", Input).value = "10-14"
        app.screen.query_one("#words", TextArea).text = "长" * 2001
        await type_keys(pilot, "", "ctrl+s")
        assert app.screen.focused.id == "words"
        app.screen.query_one("#kind", Input).value = "听课"
        await type_keys(pilot, "", "ctrl+s")
        assert "选定类别" in wrong(app)
    assert not PairingEntry.select().exists()


async def test_what_is_typed_after_a_refusal_takes_the_place_of_what_was_refused(app, pair):
    async with app.run_test(size=(80, 24)) as pilot:
        await _form(app, pilot, pair)
        app.screen.query_one("#title", Input).value = "一起备《背影》"
        app.screen.query_one("#day", Input).focus()
        for typed in ("12-01", "10-13"):
            await type_keys(pilot, typed, "ctrl+s")
    assert PairingEntry.get().day == date(2026, 10, 13)


async def test_leaving_with_something_typed_is_asked_about(app, pair):
    async with app.run_test(size=(80, 24)) as pilot:
        made = await _form(app, pilot, pair)
        app.screen.query_one("#title", Input).value = "一起备课"
        await type_keys(pilot, "", "f5", "escape")
        assert isinstance(app.screen, ConfirmScreen)
        await type_keys(pilot, "", "left", "enter")
        assert isinstance(app.screen, DeskScreen)
    assert made == [None]


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_form_looks_like_this(app, pair, snap_compare, size):
    async def show(pilot):
        await _form(app, pilot, pair)
        await type_keys(pilot, "", "enter", "enter")
        app.screen.query_one("#title", Input).value = "一起备《背影》"
        await type_keys(pilot, "", "enter")
        await type_keys(pilot, "先定问题再定板书")

    assert snap_compare(app, terminal_size=size, run_before=show)
