"""期末考核: judged with what both did in sight; sealed once another has judged (§8)."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from textual.widgets import Input, Static

from db.models import PairingAssessment
from tests.screens.conftest import SIZES, at_desk, settle, type_keys
from tests.screens.pairs import APPRENTICE, DEAN, MENTOR, PRINCIPAL, a_pair, actor_of
from tests.screens.seen import wrong
from yanxiu_tui import clock
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.desk import DeskScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.pairing_assessment import read_sheet, sheet_screen
from yanxiu_tui.services import pairing_assessments
from yanxiu_tui.services.pairing_assessments import AssessmentDraft

TERM_END = datetime(2027, 1, 8, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def term_end(frozen, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: TERM_END)


@pytest.fixture
def pair(school):
    return a_pair()


async def _open(app, pilot, pair, staff_no: str = MENTOR) -> list:
    await at_desk(pilot, staff_no)
    made: list = []
    actor = actor_of(staff_no)
    app.push_screen(sheet_screen(actor, read_sheet(actor, pair.id)), made.append)
    await settle(pilot)
    return made


def _give(staff_no: str, pair, mentor_score, apprentice_score, words="") -> None:
    scores = [None if each is None else Decimal(each) for each in (mentor_score, apprentice_score)]
    pairing_assessments.give(actor_of(staff_no), pair.id, AssessmentDraft(*scores, words), TERM_END)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
async def test_the_mentor_judges_the_apprentice_with_what_was_done_in_sight(app, pair, size):
    async with app.run_test(size=size) as pilot:
        made = await _open(app, pilot, pair)
        about = str(app.screen.query_one("#about", Static).content)
        assert about == "听师傅的课 0/8 节\n公开课 0/2 节"
        assert not app.screen.query("#mentor")
        app.screen.query_one("#apprentice", Input).value = "９２。5"
        await type_keys(pilot, "", "enter")
        await type_keys(pilot, "肯钻研进步快", "ctrl+s")
        assert isinstance(app.screen, ConfirmScreen)
        assert "徒弟王小明 92.5 分" in app.screen.question
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, DeskScreen)
    row = PairingAssessment.get()
    assert (row.role, row.apprentice_score, row.words) == (
        "mentor", Decimal("92.5"), "肯钻研进步快",
    )  # fmt: skip
    assert made[0].own.apprentice_score == Decimal("92.5")


async def test_the_office_judges_both(app, pair):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, pair, DEAN)
        await type_keys(pilot, "90", "enter")
        await type_keys(pilot, "85", "ctrl+s")
        assert "师傅欧阳静怡 90 分，徒弟王小明 85 分" in app.screen.question
        await type_keys(pilot, "", "enter")
    row = PairingAssessment.get()
    assert (row.mentor_score, row.apprentice_score) == (90, 85)


async def test_what_is_no_score_is_refused_and_nothing_is_kept(app, pair):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, pair, APPRENTICE)
        for typed in ("", "很好", "101", "9.999", "-3"):
            app.screen.query_one("#mentor", Input).value = typed
            await type_keys(pilot, "", "ctrl+s")
            assert "师傅得分请写 0 到 100" in wrong(app)
        app.screen.query_one("#mentor", Input).value = "95"
        await type_keys(pilot, "", "ctrl+s", "escape")
        assert app.screen.query_one("#mentor", Input).value == "95"
    assert not PairingAssessment.select().exists()


async def test_ones_own_stands_in_the_form_until_another_has_judged(app, pair):
    _give(MENTOR, pair, None, 9, "好")
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, pair)
        assert app.screen.query_one("#apprentice", Input).value == "9"
        app.screen.query_one("#apprentice", Input).value = "90"
        _give(APPRENTICE, pair, 95, None)
        await type_keys(pilot, "", "ctrl+s", "enter")
        assert "别人也评了，不能再改" in wrong(app)
    assert PairingAssessment.get(PairingAssessment.role == "mentor").apprentice_score == 9


async def test_who_does_not_judge_reads_how_far_it_is(app, pair):
    _give(MENTOR, pair, None, 90, "进步很快")
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, pair, PRINCIPAL)
        assert isinstance(app.screen, DetailsScreen)
        fields = dict(app.screen.fields)
        assert fields["师傅评"].startswith("已评")
        assert "90" not in str(fields)
        assert fields["徒弟评"] == "还没有评"


async def test_when_all_three_are_in_it_is_read_with_what_it_comes_to(app, pair):
    _give(MENTOR, pair, None, 90, "进步很快")
    _give(APPRENTICE, pair, 96, None)
    _give(DEAN, pair, 88, 85)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, pair, PRINCIPAL)
        fields = dict(app.screen.fields)
        assert fields["师傅评"] == "徒弟 90 分，进步很快"
        assert fields["教导处评"] == "师傅 88 分，徒弟 85 分"
        assert (fields["师傅得分"], fields["徒弟得分"]) == ("91.43", "87.14")


async def test_before_the_terms_end_it_says_from_when_on(app, pair, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 2, 4, tzinfo=UTC))
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, pair)
        assert isinstance(app.screen, DetailsScreen)
        assert "12月23日起可以评" in dict(app.screen.fields)[""]


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_form_looks_like_this(app, pair, snap_compare, size):
    async def show(pilot):
        await _open(app, pilot, pair, DEAN)
        await type_keys(pilot, "90", "enter")
        await type_keys(pilot, "85", "enter")
        await type_keys(pilot, "师徒都尽心")

    assert snap_compare(app, terminal_size=size, run_before=show)
