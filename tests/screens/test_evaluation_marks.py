"""四级评价 (D9): marks typed one after the other, kept at once, nothing typed is lost."""

from dataclasses import replace
from decimal import Decimal
from threading import Event

import pytest
from textual.widgets import Input

from db.models import Mark, Term
from tests.screens.conftest import SIZES, at_desk, settle, type_keys
from tests.screens.evaluating import TEACHER, a_term_under_way, actor_of, gives, open_marking
from tests.screens.seen import rows, said, status
from tests.services.evaluating import closed, evaluated, opened
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.evaluation_marks import MarkingScreen
from yanxiu_tui.services import evaluation_marks


@pytest.fixture
def term(school) -> Term:
    """The term, with 四级评价 in its regulation."""
    return evaluated(Term.get())


@pytest.fixture
def peer(term) -> int:
    """教师互评, open: 1007 marks 1001, 1003 and 1005."""
    return opened(term, "teacher", "peer")


def _kept() -> dict[str, Decimal]:
    return {mark.teacher.staff_no: mark.score for mark in Mark.select()}


async def test_a_score_and_enter_are_kept_at_once_and_the_next_is_at_hand(app, peer):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_marking(app, pilot, peer)
        assert "正在评：苏慧（语文组）" in said(app, "#who")
        await type_keys(pilot, "95", "enter")
        assert _kept() == {"1001": Decimal(95)}
        assert status(app) == "苏慧：95 分，已保存。"
        assert "正在评：欧阳静怡" in said(app, "#who")
        assert "已评 1/3" in said(app, "#about")


@pytest.fixture
def slow(monkeypatch) -> Event:
    """Marks are kept only once this is set."""
    give, ready = evaluation_marks.give_marks, Event()

    def later(*asked):
        ready.wait(timeout=120)
        return give(*asked)

    monkeypatch.setattr(evaluation_marks, "give_marks", later)
    return ready


async def test_somebody_who_types_on_while_the_network_is_slow_loses_nothing(app, peer, slow):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_marking(app, pilot, peer)
        await pilot.press(*"95", "enter", *"88.5", "enter", *"７０", "enter")
        assert _kept() == {}
        slow.set()
        await settle(pilot)
        await settle(pilot)
        assert _kept() == {"1001": 95, "1003": Decimal("88.5"), "1005": 70}
        assert "都评完了" in status(app)


async def test_leaving_waits_for_what_is_on_its_way(app, peer, slow):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_marking(app, pilot, peer)
        await pilot.press(*"95", "enter", *"88", "enter", "escape")
        assert isinstance(app.screen, MarkingScreen)
        slow.set()
        await settle(pilot)
        await settle(pilot)
        assert not isinstance(app.screen, MarkingScreen)
    assert _kept() == {"1001": 95, "1003": 88}


async def test_a_comment_is_kept_with_the_score(app, peer):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_marking(app, pilot, peer)
        await type_keys(pilot, "95", "tab")
        await type_keys(pilot, "肯钻研", "enter")
        assert rows(app)[0][2:] == ["95", "肯钻研"]
        assert isinstance(app.focused, Input)
        assert app.focused.id == "score"
    assert (Mark.get().score, Mark.get().comment) == (Decimal(95), "肯钻研")


async def test_what_is_no_score_stays_to_be_typed_over(app, peer):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_marking(app, pilot, peer)
        await type_keys(pilot, "105", "enter")
        assert "分数应为 0 至 100" in status(app)
        assert "正在评：苏慧" in said(app, "#who")
        await type_keys(pilot, "", "down")
        assert "正在评：苏慧" in said(app, "#who")
        await type_keys(pilot, "99", "enter")
    assert _kept() == {"1001": Decimal(99)}


async def test_a_mark_is_changed_by_typing_over_it(app, peer):
    gives(TEACHER, peer, _1001="60")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_marking(app, pilot, peer)
        assert "正在评：欧阳静怡" in said(app, "#who")
        await type_keys(pilot, "", "up")
        await type_keys(pilot, "90", "enter")
    assert _kept() == {"1001": Decimal(90)}


async def test_the_arrows_and_ctrl_s_keep_what_was_typed(app, peer):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_marking(app, pilot, peer)
        await type_keys(pilot, "91", "down")
        await type_keys(pilot, "92", "ctrl+s")
        assert "正在评：欧阳静怡" in said(app, "#who")
        await type_keys(pilot, "", "ctrl+s")
        assert "没有要保存的" in status(app)
    assert _kept() == {"1001": Decimal(91), "1003": Decimal(92)}


async def test_leaving_with_a_score_typed_but_not_entered_asks_first(app, peer):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_marking(app, pilot, peer)
        await type_keys(pilot, "91", "escape")
        assert isinstance(app.screen, ConfirmScreen)
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, MarkingScreen)
        await type_keys(pilot, "", "enter")
        await type_keys(pilot, "", "escape")
        assert not isinstance(app.screen, MarkingScreen)
    assert _kept() == {"1001": Decimal(91)}


async def test_a_stage_that_closed_meanwhile_says_whose_score_was_not_kept(app, peer):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_marking(app, pilot, peer)
        closed(peer)
        await type_keys(pilot, "91", "enter")
        assert "苏慧的分数没有保存：这个阶段的评价已经结束" in status(app)
        assert rows(app)[0][2] == "91 未存"
        await type_keys(pilot, "", "escape")
        assert isinstance(app.screen, ConfirmScreen)
    assert _kept() == {}


async def test_a_score_that_could_not_be_kept_is_kept_by_entering_it_again(app, peer, monkeypatch):
    give = evaluation_marks.give_marks

    def broken(*_):
        raise OSError("no network")

    async with app.run_test(size=(80, 24)) as pilot:
        await open_marking(app, pilot, peer)
        monkeypatch.setattr(evaluation_marks, "give_marks", broken)
        await type_keys(pilot, "91", "enter")
        assert rows(app)[0][2] == "91 未存"
        monkeypatch.setattr(evaluation_marks, "give_marks", give)
        await type_keys(pilot, "", "up")
        await type_keys(pilot, "", "enter")
        assert rows(app)[0][2] == "91"
    assert _kept() == {"1001": Decimal(91)}


async def test_a_closed_stage_can_only_be_looked_at(app, peer):
    gives(TEACHER, peer, _1001="60")
    closed(peer)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_marking(app, pilot, peer)
        assert "只能看自己打的分" in status(app)
        assert not app.screen.query_one("#form").display
        assert rows(app)[0][2] == "60"


async def test_who_marks_nobody_in_a_stage_is_told_so(app, term):
    stage = opened(term, "teacher", "principal")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_marking(app, pilot, stage)
        assert "没有要您评的" in said(app, "#nothing")
        await type_keys(pilot, "", "down", "enter", "ctrl+s", "escape")
        assert not isinstance(app.screen, MarkingScreen)


async def test_somebody_without_the_right_is_refused_by_the_service(app, peer):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, TEACHER)
        nobody = replace(actor_of(TEACHER), roles=frozenset())
        app.push_screen(MarkingScreen(nobody, peer))
        await settle(pilot)
        assert "没有办理这件事的权限" in status(app)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_marking_looks_like_this(app, term, snap_compare, size):
    stage = a_term_under_way(term)

    async def show(pilot):
        await open_marking(app, pilot, stage)
        await type_keys(pilot, "86", "tab")
        await type_keys(pilot, "认真负责")

    assert snap_compare(app, terminal_size=size, run_before=show)
