"""One pair's page: agreement and timeline, the log's keys, addenda, 出师 and 解除 at Ctrl+O."""

from datetime import date

import pytest
from textual.widgets import DataTable, Input, Static, TextArea

from db.models import Pairing, PairingAddendum, PairingEntry
from tests.builders import NOW, PIN
from tests.screens.conftest import SIZES, at_desk, settle, type_keys
from tests.screens.hearing import completed
from tests.screens.pairs import APPRENTICE, DEAN, MENTOR, PRINCIPAL, a_pair, actor_of
from yanxiu_tui.rules.pairings import PairingState
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.confirm import ConfirmScreen, ReasonScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.pairing import PairingScreen
from yanxiu_tui.screens.pairing_addendum_form import AddendumFormScreen
from yanxiu_tui.screens.pairing_entry_form import PairingEntryFormScreen
from yanxiu_tui.screens.pairing_form import PairingFormScreen
from yanxiu_tui.screens.pairing_graduate import PairingGraduateScreen
from yanxiu_tui.services import pairing_addenda, pairing_log, pairing_views, pairings
from yanxiu_tui.services.pairing_addenda import AddendumDraft
from yanxiu_tui.services.pairing_log import EntryDraft
from yanxiu_tui.widgets.status_line import StatusLine

DRAFTED = {"state": PairingState.DRAFTED, "signed_at": None}


def rows(app) -> list[list[str]]:
    table = app.screen.query_one(DataTable)
    return [[str(cell) for cell in table.get_row_at(row)] for row in range(table.row_count)]


def status(app) -> str:
    return str(app.screen.query_one(StatusLine).content)


def said(app, name: str) -> str:
    return str(app.screen.query_one(f"#{name}", Static).content)


def offered(app) -> set[str]:
    """The keys the footer offers."""
    return {key for key, active in app.screen.active_bindings.items() if active.enabled}


def acts(app) -> list[str]:
    """What Ctrl+O offers."""
    assert isinstance(app.screen, ChooseScreen)
    return [each.staff_no for each in app.screen.choices]


def entry(staff_no: str, title: str) -> None:
    draft = EntryDraft("guidance", date(2026, 10, 13), title)
    pairing_log.add(actor_of(staff_no), 1, draft, NOW)


async def _open(app, pilot, staff_no: str, *keys: str) -> None:
    await at_desk(pilot, staff_no)
    app.push_screen(PairingScreen(actor_of(staff_no), 1))
    await settle(pilot)
    for key in keys:
        await type_keys(pilot, "", key)


async def _choose(pilot, typed: str) -> None:
    """Open Ctrl+O and take what these words begin."""
    await type_keys(pilot, "", "ctrl+o")
    await type_keys(pilot, typed, "enter")


async def test_the_page_shows_how_far_both_are_and_all_that_happened(app):
    a_pair()
    completed(2, observer=APPRENTICE, taught_by_no=MENTOR)
    entry(MENTOR, "一起备《背影》")
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, APPRENTICE)
        assert said(app, "about") == "欧阳静怡带王小明（语文）　2026-09-07 至 2027-09-06　培养中"
        assert "听师傅的课 1/8 节" in said(app, "progress")
        assert [row[1] for row in rows(app)] == ["拟定协议", "指导", "听课"]
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, DetailsScreen)
        assert app.screen.acts == {}


async def test_f3_turns_over_to_the_agreement_and_back(app):
    a_pair()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, APPRENTICE)
        words, table = app.screen.query_one("#agreement"), app.screen.query_one(DataTable)
        assert (words.display, table.display) == (False, True)
        await type_keys(pilot, "", "f3")
        assert (words.display, table.display) == (True, False)
        assert "培养目标\n一年内站稳讲台。" in said(app, "words")
        await type_keys(pilot, "", "f3")
        assert (words.display, table.display) == (False, True)


async def test_on_a_wide_screen_both_stand_side_by_side(app):
    a_pair()
    async with app.run_test(size=(120, 40)) as pilot:
        await _open(app, pilot, APPRENTICE)
        for _ in range(2):
            assert app.screen.query_one("#agreement").display
            assert app.screen.query_one(DataTable).display
            await type_keys(pilot, "", "f3")


async def test_a_draft_opens_at_its_agreement_and_is_signed_there(app):
    a_pair(**DRAFTED)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, MENTOR)
        assert app.screen.query_one("#agreement").display
        assert said(app, "notices") == "等您以师傅身份签字，请看过协议按 F5。"
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, PIN, "enter")
        assert status(app) == "已签字，等另一方签。"
        assert said(app, "notices") == "等徒弟签字。"
        assert "师傅  欧阳静怡 2026-10-14 14:30" in said(app, "words")


async def test_what_the_other_side_wrote_is_signed_one_by_one_or_all_at_once(app):
    a_pair()
    for title in ("备课", "评课", "磨课"):
        entry(MENTOR, title)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, APPRENTICE)
        assert said(app, "notices") == "3 条记录等您签认，请选中按 F6。"
        await type_keys(pilot, "", "home", "down", "f6")
        assert status(app).startswith("已签认：指导「")
        await type_keys(pilot, "", "f7")
        assert isinstance(app.screen, ConfirmScreen)
        await type_keys(pilot, "", "enter")
        assert status(app) == "已签认 2 条。"
        assert said(app, "notices") == ""
        assert {"f6", "f7", "delete"}.isdisjoint(offered(app))
    assert PairingEntry.select().where(PairingEntry.signed_by.is_null()).count() == 0


async def test_an_entry_is_written_and_one_written_by_mistake_is_struck(app):
    a_pair()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, MENTOR, "ctrl+n")
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
        await _open(app, pilot, MENTOR, "down", "up", "f3", "delete")
        assert isinstance(app.screen, PairingScreen)


async def test_f8_says_when_the_pair_is_judged(app):
    a_pair()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, MENTOR, "f8")
        assert isinstance(app.screen, DetailsScreen)


# Ctrl+O


async def test_what_ctrl_o_offers_depends_on_who_one_is_and_how_far_it_is(app):
    a_pair()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN, "ctrl+o")
        assert acts(app) == ["graduate", "addendum", "dissolve"]
        await type_keys(pilot, "", "escape", "f2")
        await _open(app, pilot, MENTOR)
        assert "ctrl+o" not in offered(app)
        await type_keys(pilot, "", "ctrl+o")
        assert isinstance(app.screen, PairingScreen)


async def test_an_addendum_is_drafted_signed_by_both_and_in_force(app):
    a_pair()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN)
        await _choose(pilot, "补充")
        assert isinstance(app.screen, AddendumFormScreen)
        await type_keys(pilot, "", "ctrl+s")
        assert "请填写补充内容" in str(app.screen.query_one(".wrong", Static).content)
        app.screen.query_one("#words", TextArea).text = "再带一年。"
        app.screen.query_one("#last", Input).value = "2028-9-6"
        app.screen.query_one("#quota0", Input).value = "4"
        await type_keys(pilot, "", "ctrl+s")
        assert status(app) == "补充协议已拟好，双方签字以后生效。"
        assert said(app, "notices") == "补充协议（1）等师傅、徒弟签字。"
        await type_keys(pilot, "", "f2")
        pairings.sign(actor_of(APPRENTICE), 1, PIN, NOW, PairingAddendum.get().id)
        await _open(app, pilot, MENTOR, "f5")
        await type_keys(pilot, PIN, "enter")
        assert status(app) == "补充协议已签字，已生效。"
        assert "至 2028-09-06" in said(app, "about")
    view = pairing_views.pairing(actor_of(DEAN), 1, NOW)
    assert [each.least for each in view.quotas] == [4, 8, 8, 2]


async def test_what_an_addendum_leaves_as_it_is_is_not_changed(app):
    a_pair()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN)
        await _choose(pilot, "补充")
        app.screen.query_one("#words", TextArea).text = "每周三下午互听。"
        await type_keys(pilot, "", "ctrl+s")
    made = PairingAddendum.get()
    assert (made.last, made.quotas) == (None, None)


async def test_an_addendum_that_waits_is_withdrawn_after_a_question(app):
    a_pair()
    pairing_addenda.draft(actor_of(DEAN), 1, AddendumDraft("再带一年。"), NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN, "ctrl+o")
        assert "addendum" not in acts(app)
        await type_keys(pilot, "撤回", "enter")
        assert isinstance(app.screen, ConfirmScreen)
        await type_keys(pilot, "", "left", "enter")
        assert status(app) == "补充协议已撤回。"
    assert PairingAddendum.get().withdrawn_at == NOW


async def test_an_apprentice_graduates_to_a_level(app):
    a_pair()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, PRINCIPAL)
        await _choose(pilot, "出师")
        assert isinstance(app.screen, PairingGraduateScreen)
        await type_keys(pilot, "县级", "ctrl+s")
        assert status(app) == "王小明老师出师了，骨干级别 县级。"
        assert said(app, "about").endswith("出师 县级")
    assert Pairing.get().promoted_to == "县级"


async def test_an_ending_made_by_mistake_is_taken_back(app):
    a_pair()
    pairings.graduate(actor_of(PRINCIPAL), 1, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN, "ctrl+o")
        assert acts(app) == ["resume"]
        await type_keys(pilot, "", "enter")
        await type_keys(pilot, "选错了人", "enter")
        assert status(app) == "欧阳静怡带王小明（语文）的出师已撤销，接着培养。"
        assert said(app, "about").endswith("培养中")


async def test_a_pair_is_dissolved_with_a_reason(app):
    a_pair()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, PRINCIPAL)
        await _choose(pilot, "解除")
        assert isinstance(app.screen, ReasonScreen)
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, ReasonScreen)
        await type_keys(pilot, "师傅调离", "enter")
        assert status(app) == "欧阳静怡带王小明（语文）已解除。"
        assert "师傅调离" in said(app, "words")


async def test_a_draft_is_changed_withdrawn_and_drafted_anew(app):
    a_pair(**DRAFTED)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN, "ctrl+o")
        assert acts(app) == ["change", "withdraw"]
        await type_keys(pilot, "修改", "enter")
        assert isinstance(app.screen, PairingFormScreen)
        assert app.screen.query_one("#mentor", Input).value == "欧阳静怡 1003"
        app.screen.query_one("#aims", TextArea).text = "两年成骨干。"
        await type_keys(pilot, "", "ctrl+s")
        await type_keys(pilot, "", "left", "enter")
        assert "两年成骨干。" in said(app, "words")
        await _choose(pilot, "撤回")
        await type_keys(pilot, "选错了人", "enter")
        assert "已撤回" in status(app)
        await _choose(pilot, "照样")
        await type_keys(pilot, "", "ctrl+s")
        await type_keys(pilot, "", "left", "enter")
        assert status(app).endswith("等师傅和徒弟签字。")
        assert "拟定" in said(app, "about")
    states = [row.state for row in Pairing.select().order_by(Pairing.id)]
    assert states == [PairingState.WITHDRAWN, PairingState.DRAFTED]


async def test_what_another_did_meanwhile_is_refused_in_the_status_line(app):
    a_pair()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, PRINCIPAL)
        await type_keys(pilot, "", "ctrl+o")
        pairings.graduate(actor_of(DEAN), 1, NOW)
        await type_keys(pilot, "解除", "enter")
        await type_keys(pilot, "调离", "enter")
        assert "已经了结" in status(app)


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
        await _open(app, pilot, APPRENTICE)

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_agreement_looks_like_this(app, snap_compare, size):
    _some()

    async def show(pilot):
        await _open(app, pilot, MENTOR, "f3")

    assert snap_compare(app, terminal_size=size, run_before=show)
