"""工作台 counts what waits beside its rooms, for whoever may do it."""

from datetime import timedelta

import pytest
from textual.widgets import Static

from db.models import Claim, Leave, Objection, PairingEntry, Ranking, Teacher, Term
from tests.builders import NOW
from tests.screens.conftest import SIZES, at_desk, type_keys
from tests.screens.desk import menu
from tests.screens.pairs import a_pair
from tests.services.evaluating import evaluated, opened
from yanxiu_tui import clock
from yanxiu_tui.rules.todo import Todo
from yanxiu_tui.services import todo

pytestmark = pytest.mark.usefixtures("alone")


async def test_leave_that_waits_for_a_decision_is_counted_for_the_head(app):
    Leave.create(
        teacher=Teacher.get(staff_no="1007"), kind="personal", reason="家中有事",
        starts_at=NOW, ends_at=NOW + timedelta(hours=2), asked_at=NOW,
    )  # fmt: skip
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1001")
        assert any("请假审批" in line and line.endswith("待批1") for line in menu(app))
        await type_keys(pilot, "", "escape")
        await at_desk(pilot, "1007")
        assert not any("待批" in line for line in menu(app))


def _due(app, room) -> str:
    """What waits beside a room."""
    line = next(line for line in menu(app) if line.lstrip("0123456789 ").startswith(room))
    return line.partition(f"{room} ")[2]


async def test_beside_a_room_stand_the_two_most_urgent_kinds(app, monkeypatch):
    waiting = [
        Todo("submissions", "交组工作计划", NOW, "待交"),
        Todo("submissions", "2 份上交的材料等您接收", short="待收", count=2),
        Todo("submissions", "9 份材料过期还没有交", short="过期", count=9),
    ]
    monkeypatch.setattr(todo, "todos", lambda *_: waiting)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1002")
        assert _due(app, "上交") == "待交1 待收2"


async def test_claims_that_wait_are_counted_for_the_office_and_nobody_else(app):
    for state in ("asked", "asked", "granted"):
        Claim.create(
            term=Term.get(), teacher=Teacher.get(staff_no="1007"), kind="observation",
            title="听课", first=NOW.date(), last=NOW.date(), state=state, asked_at=NOW,
        )  # fmt: skip
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1002")
        assert _due(app, "申报审核") == "待审2"
        await at_desk(pilot, "1007")
        assert not any("待审" in line for line in menu(app))


async def test_marks_to_give_are_counted_for_the_principal_while_the_stage_is_open(app):
    term = evaluated(Term.get())
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1001")
        assert not any("要评" in line for line in menu(app))
        opened(term, "teacher", "principal")
        await at_desk(pilot, "1001")
        # Everybody but the principal.
        assert _due(app, "四级评价") == f"要评{Teacher.select().count() - 1}"
        await at_desk(pilot, "1007")
        assert not any("要评" in line for line in menu(app))


async def test_objections_are_counted_for_whoever_may_answer_but_not_ones_own(app):
    term = Term.get()
    ranking = Ranking.create(
        term=term, regulation=term.regulation, subject="teacher", version=1, until=NOW.date(),
        digest="", frozen_at=NOW, published_at=NOW,
    )  # fmt: skip
    for staff_no in ("1007", "1002"):
        teacher = Teacher.get(staff_no=staff_no)
        Objection.create(ranking=ranking, teacher=teacher, words="我没有迟到", at=NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1002")
        assert _due(app, "公示与评优") == "待答1"
        await at_desk(pilot, "1007")
        assert not any("待答" in line for line in menu(app))


async def test_what_waits_in_pairs_is_counted_and_ones_own_pair_stands_in_a_line(app, monkeypatch):
    pair = a_pair()
    PairingEntry.create(
        pairing=pair, kind="guidance", day=NOW.date(), title="一起备课", recorded_at=NOW,
        recorded_by=pair.mentor_id,
    )  # fmt: skip
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1007")
        assert any(line.endswith("师徒结对 待签1") for line in menu(app))
        said = str(app.screen.query_one("#pairs", Static).content)
        assert said == "师傅 欧阳静怡：听师傅的课 0/8 节   公开课 0/2 节"
        await at_desk(pilot, "1003")
        assert any(line.endswith("师徒结对") for line in menu(app))
        assert "徒弟 王小明：听徒弟的课 0/8 节" in str(
            app.screen.query_one("#pairs", Static).content
        )
        await at_desk(pilot, "1001")
        assert not app.screen.query_one("#pairs").display
        monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=90))
        await at_desk(pilot, "1007")
        assert any(line.endswith("师徒结对 考核1 待签1") for line in menu(app))
        assert "90 天没有记录" in str(app.screen.query_one("#pairs", Static).content)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_a_desk_with_a_pair_looks_like_this(app, snap_compare, size):
    a_pair()

    async def open_desk(pilot):
        await at_desk(pilot, "1003")

    assert snap_compare(app, terminal_size=size, run_before=open_desk)
