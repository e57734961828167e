"""What Ctrl+O offers of a pair: addenda, 出师 and 解除, a draft changed and withdrawn."""

from textual.widgets import Input, Static, TextArea

from db.models import Pairing, PairingAddendum
from tests.builders import NOW, PIN
from tests.screens.conftest import type_keys
from tests.screens.pairs import (
    APPRENTICE,
    DEAN,
    DRAFTED,
    MENTOR,
    PRINCIPAL,
    a_pair,
    actor_of,
    open_pair,
)
from tests.screens.seen import offered, said, status
from yanxiu_tui.rules.pairings import PairingState
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.confirm import ConfirmScreen, ReasonScreen
from yanxiu_tui.screens.pairing import PairingScreen
from yanxiu_tui.screens.pairing_addendum_form import AddendumFormScreen
from yanxiu_tui.screens.pairing_form import PairingFormScreen
from yanxiu_tui.screens.pairing_graduate import PairingGraduateScreen
from yanxiu_tui.services import pairing_addenda, pairing_views, pairings
from yanxiu_tui.services.pairing_addenda import AddendumDraft


def acts(app) -> list[str]:
    """What Ctrl+O offers."""
    assert isinstance(app.screen, ChooseScreen)
    return [each.staff_no for each in app.screen.choices]


async def _choose(pilot, typed: str) -> None:
    """Open Ctrl+O and take what these words begin."""
    await type_keys(pilot, "", "ctrl+o")
    await type_keys(pilot, typed, "enter")


async def test_what_ctrl_o_offers_depends_on_who_one_is_and_how_far_it_is(app):
    a_pair()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_pair(app, pilot, DEAN, "ctrl+o")
        assert acts(app) == ["graduate", "addendum", "dissolve"]
        await type_keys(pilot, "", "escape", "f2")
        await open_pair(app, pilot, MENTOR)
        assert "ctrl+o" not in offered(app)
        await type_keys(pilot, "", "ctrl+o")
        assert isinstance(app.screen, PairingScreen)


async def test_an_addendum_is_drafted_signed_by_both_and_in_force(app):
    a_pair()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_pair(app, pilot, DEAN)
        await _choose(pilot, "补充")
        assert isinstance(app.screen, AddendumFormScreen)
        await type_keys(pilot, "", "ctrl+s")
        assert "请填写补充内容" in str(app.screen.query_one(".wrong", Static).content)
        app.screen.query_one("#words", TextArea).text = "再带一年。"
        app.screen.query_one("#last", Input).value = "2028-9-6"
        app.screen.query_one("#quota0", Input).value = "4"
        await type_keys(pilot, "", "ctrl+s")
        assert status(app) == "补充协议已拟好，双方签字以后生效。"
        assert said(app, "#notices") == "补充协议（1）等师傅、徒弟签字。"
        await type_keys(pilot, "", "f2")
        pairings.sign(actor_of(APPRENTICE), 1, PIN, NOW, PairingAddendum.get().id)
        await open_pair(app, pilot, MENTOR, "f5")
        await type_keys(pilot, PIN, "enter")
        assert status(app) == "补充协议已签字，已生效。"
        assert "至 2028-09-06" in said(app, "#about")
    view = pairing_views.pairing(actor_of(DEAN), 1, NOW)
    assert [each.least for each in view.quotas] == [4, 8, 8, 2]


async def test_what_an_addendum_leaves_as_it_is_is_not_changed(app):
    a_pair()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_pair(app, pilot, DEAN)
        await _choose(pilot, "补充")
        app.screen.query_one("#words", TextArea).text = "每周三下午互听。"
        await type_keys(pilot, "", "ctrl+s")
    made = PairingAddendum.get()
    assert (made.last, made.quotas) == (None, None)


async def test_an_addendum_that_waits_is_withdrawn_after_a_question(app):
    a_pair()
    pairing_addenda.draft(actor_of(DEAN), 1, AddendumDraft("再带一年。"), NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_pair(app, pilot, DEAN, "ctrl+o")
        assert "addendum" not in acts(app)
        await type_keys(pilot, "撤回", "enter")
        assert isinstance(app.screen, ConfirmScreen)
        await type_keys(pilot, "", "left", "enter")
        assert status(app) == "补充协议已撤回。"
    assert PairingAddendum.get().withdrawn_at == NOW


async def test_an_apprentice_graduates_to_a_level(app):
    a_pair()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_pair(app, pilot, PRINCIPAL)
        await _choose(pilot, "出师")
        assert isinstance(app.screen, PairingGraduateScreen)
        await type_keys(pilot, "县级", "ctrl+s")
        assert status(app) == "王小明老师出师了，骨干级别 县级。"
        assert said(app, "#about").endswith("出师 县级")
    assert Pairing.get().promoted_to == "县级"


async def test_an_ending_made_by_mistake_is_taken_back(app):
    a_pair()
    pairings.graduate(actor_of(PRINCIPAL), 1, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_pair(app, pilot, DEAN, "ctrl+o")
        assert acts(app) == ["resume"]
        await type_keys(pilot, "", "enter")
        await type_keys(pilot, "选错了人", "enter")
        assert status(app) == "欧阳静怡带王小明（语文）的出师已撤销，接着培养。"
        assert said(app, "#about").endswith("培养中")


async def test_a_pair_is_dissolved_with_a_reason(app):
    a_pair()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_pair(app, pilot, PRINCIPAL)
        await _choose(pilot, "解除")
        assert isinstance(app.screen, ReasonScreen)
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, ReasonScreen)
        await type_keys(pilot, "师傅调离", "enter")
        assert status(app) == "欧阳静怡带王小明（语文）已解除。"
        assert "师傅调离" in said(app, "#words")


async def test_a_draft_is_changed_withdrawn_and_drafted_anew(app):
    a_pair(**DRAFTED)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_pair(app, pilot, DEAN, "ctrl+o")
        assert acts(app) == ["change", "withdraw"]
        await type_keys(pilot, "修改", "enter")
        assert isinstance(app.screen, PairingFormScreen)
        assert app.screen.query_one("#mentor", Input).value == "欧阳静怡 1003"
        app.screen.query_one("#aims", TextArea).text = "两年成骨干。"
        await type_keys(pilot, "", "ctrl+s")
        await type_keys(pilot, "", "left", "enter")
        assert "两年成骨干。" in said(app, "#words")
        await _choose(pilot, "撤回")
        await type_keys(pilot, "选错了人", "enter")
        assert "已撤回" in status(app)
        await _choose(pilot, "照样")
        await type_keys(pilot, "", "ctrl+s")
        await type_keys(pilot, "", "left", "enter")
        assert status(app).endswith("等师傅和徒弟签字。")
        assert "拟定" in said(app, "#about")
    states = [row.state for row in Pairing.select().order_by(Pairing.id)]
    assert states == [PairingState.WITHDRAWN, PairingState.DRAFTED]


async def test_what_another_did_meanwhile_is_refused_in_the_status_line(app):
    a_pair()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_pair(app, pilot, PRINCIPAL)
        await type_keys(pilot, "", "ctrl+o")
        pairings.graduate(actor_of(DEAN), 1, NOW)
        await type_keys(pilot, "解除", "enter")
        await type_keys(pilot, "调离", "enter")
        assert "已经了结" in status(app)
