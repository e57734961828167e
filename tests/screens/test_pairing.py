"""One pair's page: how far both are, agreement and timeline, the log's keys."""

from datetime import date

import pytest
from textual.widgets import DataTable, Input

from db.models import PairingEntry
from tests.builders import NOW, PIN
from tests.screens.conftest import SIZES, type_keys
from tests.screens.hearing import completed
from tests.screens.pairs import APPRENTICE, DEAN, DRAFTED, MENTOR, a_pair, actor_of, open_pair
from tests.screens.seen import offered, rows, said, status
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.pairing import PairingScreen
from yanxiu_tui.screens.pairing_entry_form import PairingEntryFormScreen
from yanxiu_tui.services import pairing_addenda, pairing_log
from yanxiu_tui.services.pairing_addenda import AddendumDraft
from yanxiu_tui.services.pairing_log import EntryDraft


def entry(staff_no: str, title: str) -> None:
    draft = EntryDraft("guidance", date(2026, 10, 13), title)
    pairing_log.add(actor_of(staff_no), 1, draft, NOW)


async def test_the_page_shows_how_far_both_are_and_all_that_happened(app):
    a_pair()
    completed(2, observer=APPRENTICE, taught_by_no=MENTOR)
    entry(MENTOR, "一起备《背影》")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_pair(app, pilot, APPRENTICE)
        assert said(app, "#about") == "欧阳静怡带王小明（语文）　2026-09-07 至 2027-09-06　培养中"
        assert "听师傅的课 1/8 节" in said(app, "#progress")
        assert [row[1] for row in rows(app)] == ["拟定协议", "指导", "听课"]
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, DetailsScreen)
        assert app.screen.acts == {}


async def test_f3_turns_over_to_the_agreement_and_back(app):
    a_pair()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_pair(app, pilot, APPRENTICE)
        words, table = app.screen.query_one("#agreement"), app.screen.query_one(DataTable)
        assert (words.display, table.display) == (False, True)
        await type_keys(pilot, "", "f3")
        assert (words.display, table.display) == (True, False)
        assert "培养目标\n一年内站稳讲台。" in said(app, "#words")
        await type_keys(pilot, "", "f3")
        assert (words.display, table.display) == (False, True)


async def test_on_a_wide_screen_both_stand_side_by_side(app):
    a_pair()
    async with app.run_test(size=(120, 40)) as pilot:
        await open_pair(app, pilot, APPRENTICE)
        for _ in range(2):
            assert app.screen.query_one("#agreement").display
            assert app.screen.query_one(DataTable).display
            await type_keys(pilot, "", "f3")


async def test_a_draft_opens_at_its_agreement_and_is_signed_there(app):
    a_pair(**DRAFTED)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_pair(app, pilot, MENTOR)
        assert app.screen.query_one("#agreement").display
        assert said(app, "#notices") == "等您以师傅身份签字，请看过协议按 F5。"
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, PIN, "enter")
        assert status(app) == "已签字，等另一方签。"
        assert said(app, "#notices") == "等徒弟签字。"
        assert "师傅  欧阳静怡 2026-10-14 14:30" in said(app, "#words")


async def test_what_the_other_side_wrote_is_signed_one_by_one_or_all_at_once(app):
    a_pair()
    for title in ("备课", "评课", "磨课"):
        entry(MENTOR, title)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_pair(app, pilot, APPRENTICE)
        assert said(app, "#notices") == "3 条记录等您签认，请选中按 F6。"
        await type_keys(pilot, "", "home", "down", "f6")
        assert status(app).startswith("已签认：指导「")
        await type_keys(pilot, "", "f7")
        assert isinstance(app.screen, ConfirmScreen)
        await type_keys(pilot, "", "enter")
        assert status(app) == "已签认 2 条。"
        assert said(app, "#notices") == ""
        assert {"f6", "f7", "delete"}.isdisjoint(offered(app))
    assert PairingEntry.select().where(PairingEntry.signed_by.is_null()).count() == 0


async def test_an_entry_is_written_and_one_written_by_mistake_is_struck(app):
    a_pair()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_pair(app, pilot, MENTOR, "ctrl+n")
        assert isinstance(app.screen, PairingEntryFormScreen)
        app.screen.query_one("#title", Input).value = "一起备《背影》"
        await type_keys(pilot, "", "ctrl+s")
        assert status(app) == "已记：指导「一起备《背影》」，等王小明老师签认。"
        at = [row[1] for row in rows(app)].index("指导")
        await type_keys(pilot, "", "home", *["down"] * at, "enter")
        assert app.screen.acts == {"delete": "作废"}
        await type_keys(pilot, "", "delete")
        await type_keys(pilot, "记错了日子", "enter")
        assert "已作废，不算数" in status(app)
    assert PairingEntry.get().struck_at == NOW


async def test_nothing_is_struck_while_one_reads_the_agreement(app):
    a_pair()
    entry(MENTOR, "备课")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_pair(app, pilot, MENTOR, "down", "up", "f3", "delete")
        assert isinstance(app.screen, PairingScreen)


async def test_f8_says_when_the_pair_is_judged(app):
    a_pair()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_pair(app, pilot, MENTOR, "f8")
        assert isinstance(app.screen, DetailsScreen)


def _some() -> None:
    """A bit of everything."""
    a_pair()
    for days_ago in (2, 9, 16):
        completed(days_ago, observer=APPRENTICE, taught_by_no=MENTOR)
    entry(MENTOR, "一起备《背影》，定下以读促思的主线")
    entry(APPRENTICE, "说课：《春》")
    pairing_addenda.draft(actor_of(DEAN), 1, AddendumDraft("再带一年。", date(2028, 9, 6)), NOW)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_page_looks_like_this(app, snap_compare, size):
    _some()

    async def show(pilot):
        await open_pair(app, pilot, APPRENTICE)

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_agreement_looks_like_this(app, snap_compare, size):
    _some()

    async def show(pilot):
        await open_pair(app, pilot, MENTOR, "f3")

    assert snap_compare(app, terminal_size=size, run_before=show)
