"""待办: the most urgent first, and how much of it waits in each room."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.rules.todo import Todo, by_room, by_urgency

NOW = datetime(2026, 11, 16, tzinfo=UTC)
DUE = st.none() | st.integers(-500, 500).map(lambda hours: NOW + timedelta(hours=hours))
TODOS = st.lists(st.builds(Todo, st.sampled_from("abc"), st.text(max_size=3), DUE))


@given(TODOS)
def test_nothing_is_lost_and_what_is_due_earlier_comes_first(todos):
    found = by_urgency(todos)
    assert sorted(map(repr, found)) == sorted(map(repr, todos))
    dated = [each.due_at for each in found if each.due_at]
    assert dated == sorted(dated)
    assert all(each.due_at is None for each in found[len(dated) :])


@given(TODOS)
def test_what_is_due_at_the_same_time_keeps_its_order(todos):
    undated = [each for each in todos if each.due_at is None]
    assert [each for each in by_urgency(todos) if each.due_at is None] == undated


def test_a_room_says_how_much_waits_of_each_kind():
    todos = [
        Todo("pairings", "5 项待签", None, "待签", 5),
        Todo("loans", "归还一本"),
        Todo("pairings", "2 对待考核", NOW, "考核", 2),
        Todo("loans", "归还两本"),
        Todo("submissions", "9 份过期", NOW, "", 9),
    ]
    assert by_room(todos) == {"pairings": {"待签": 5, "考核": 2}, "loans": {"待办": 2}}
