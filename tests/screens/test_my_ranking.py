"""我的考核: one's own points, of this term and of an earlier one to its end; nobody else's."""

from datetime import date, timedelta

import pytest

from db.models import Teacher, Term
from tests.builders import MACHINE, NOW, a_term_after
from tests.screens.conftest import SIZES, in_last_term, settle, type_keys
from tests.screens.seen import rows, said, status
from tests.services.ranked import SCHEME, TODAY, a_ranked_school, adopt
from yanxiu_tui import clock
from yanxiu_tui.app import YanxiuApp
from yanxiu_tui.screens.ranking_explanation import ExplanationScreen, MyRankingScreen
from yanxiu_tui.services import credentials

WITHOUT_HEADS = 'who = [{ not_roles = ["principal", "vice_principal"] }]'


@pytest.fixture
def school(sqlite_memory):
    """The school of tests/services/ranked."""
    return a_ranked_school()


@pytest.fixture
def app(school):
    """The program at that school."""
    return YanxiuApp("示范中学")


@pytest.fixture
def in_spring(school, monkeypatch):
    """The next term is in its first days."""
    a_term_after(school.cast.term)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(weeks=19))


def _actor(staff_no):
    return credentials.actor_for(credentials.find_teacher(staff_no), MACHINE)


async def _open(app, pilot, screen):
    await settle(pilot)
    app.push_screen(screen)
    await settle(pilot)


async def test_a_teacher_opens_their_own_and_is_refused_anothers(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, MyRankingScreen(_actor("1001")))
        assert said(app, "#who").startswith("苏慧（语文组）  第 1/6 名")
        assert "升 3 名" in said(app, "#months")
        app.pop_screen()
        await _open(app, pilot, ExplanationScreen(_actor("1001"), 1, school.id_of("吴越"), TODAY))
        assert "没有办理这件事的权限" in status(app)
        assert rows(app) == []


async def test_whoever_is_not_judged_is_told_so(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, MyRankingScreen(_actor("1005")))
        assert "不在考核名单里" in status(app)
        assert said(app, "#who") == ""


async def test_an_earlier_term_is_shown_to_its_end(app, in_spring):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, MyRankingScreen(_actor("1001")))
        assert "得分 0" in said(app, "#who") and said(app, "#months") == ""
        await in_last_term(pilot)
        term, head = said(app, "#who").splitlines()
        assert term == "2026—2027学年第一学期"
        assert head.startswith("苏慧（语文组）  第 1/6 名  得分 ")
        assert head.endswith("截至 1月20日")
        assert "→ 1月20日 1/6" in said(app, "#months")
        await type_keys(pilot, "", "down", "enter")
        assert [row[0] for row in rows(app)] == ["2026-09-10", "2026-10-10"]
        await type_keys(pilot, "", "escape", "ctrl+t", "up", "enter")
        assert "得分 0" in said(app, "#who") and said(app, "#months") == ""


async def test_who_was_not_judged_then_is_told_so_and_shown_no_other_terms_points(app, school):
    Teacher.update(created_at=NOW).where(Teacher.name == "苏慧").execute()
    Term.create(
        name="2025—2026学年第二学期", starts_on=date(2026, 2, 23), ends_on=date(2026, 7, 10),
        regulation=school.cast.term.regulation,
    )  # fmt: skip
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, MyRankingScreen(_actor("1001")))
        assert rows(app)
        await in_last_term(pilot)
        assert "不在考核名单里" in status(app)
        assert (said(app, "#who"), said(app, "#months"), rows(app)) == ("", "", [])


async def test_nobody_is_offered_a_veto_of_themselves(app, school):
    adopt(school.cast, SCHEME.replace(WITHOUT_HEADS, ""))
    principal = _actor("1005")
    async with app.run_test(size=(80, 24)) as pilot:
        other = ExplanationScreen(principal, school.term_id, school.id_of("吴越"), TODAY)
        await _open(app, pilot, other)
        assert other.check_action("give", ())
        await _open(app, pilot, MyRankingScreen(principal))
        assert said(app, "#who").startswith("钱立")
        assert not app.screen.check_action("give", ())


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_an_earlier_term_looks_like_this(app, in_spring, snap_compare, size):
    async def show(pilot):
        await _open(app, pilot, MyRankingScreen(_actor("1001")))
        await in_last_term(pilot)

    assert snap_compare(app, terminal_size=size, run_before=show)
