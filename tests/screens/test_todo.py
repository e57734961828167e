"""待办: the whole list, the most urgent first, each a key away from where it is done."""

from datetime import timedelta

import pytest
from textual.widgets import DataTable

from tests.builders import NOW
from tests.screens.conftest import SIZES, at_desk, type_keys
from tests.screens.seen import said
from yanxiu_tui.rules.todo import Todo, by_urgency
from yanxiu_tui.screens.leave import LeaveScreen
from yanxiu_tui.screens.submissions import SubmissionsScreen
from yanxiu_tui.screens.todo import TodoScreen
from yanxiu_tui.services import todo

DAY = timedelta(days=1)


@pytest.fixture
def waits(monkeypatch):
    """So much waits for whoever comes."""
    found = [
        Todo("personal_data", "核对我的资料"),
        Todo("evaluation", "销假：家中有事", NOW - 3 * DAY, board="leave"),
        Todo("observations", "3 节被听的课待确认", NOW + DAY),
        Todo("evaluation", "6 项评价要打分", NOW + 20 * DAY),
    ]
    monkeypatch.setattr(todo, "todos", lambda actor, now: by_urgency(found))
    return found


async def _open(pilot):
    await at_desk(pilot, "1007")
    await type_keys(pilot, "", "f5")


def _rows(app) -> list[list[str]]:
    table = app.screen.query_one(DataTable)
    return [[str(cell) for cell in table.get_row_at(at)] for at in range(table.row_count)]


async def test_it_lists_what_waits_and_enter_goes_there(app, waits):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        assert _rows(app) == [
            ["已过期3天", "销假：家中有事", "请假"],
            ["明天", "3 节被听的课待确认", "听课"],
            ["还有20天", "6 项评价要打分", "四级评价"],
            ["", "核对我的资料", "我的资料"],
        ]
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, LeaveScreen)
        waits.pop(1)
        await type_keys(pilot, "", "escape")
        assert len(_rows(app)) == 3


@pytest.mark.parametrize("way", [("right", "right"), ("f5",)], ids=["desk", "list"])
async def test_what_is_of_last_term_is_gone_to_in_that_term(app, last_term, monkeypatch, way):
    late = Todo("submissions", "交上学期的个人研修总结", NOW - 90 * DAY, term_id=last_term.id)
    monkeypatch.setattr(todo, "todos", lambda *_: [late])
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1007")
        await type_keys(pilot, "", *way, "enter")
        assert isinstance(app.screen, SubmissionsScreen)
        assert said(app, "#summary").startswith(last_term.name)


async def test_two_things_in_the_same_words_stand_one_below_the_other(app, waits):
    waits += [Todo("personal_data", "核对我的资料"), Todo("personal_data", "核对我的资料", NOW)]
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        assert [row[1] for row in _rows(app)].count("核对我的资料") == 3


async def test_where_nothing_waits_it_says_so(app, waits):
    waits.clear()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        assert app.screen.query_one("#nothing").display
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, TodoScreen)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_it_looks_like_this(snap_compare, app, waits, size):
    assert snap_compare(app, terminal_size=size, run_before=_open)
