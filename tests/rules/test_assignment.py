"""The assignment problem, against every answer there is and another way of solving it."""

from itertools import permutations

import networkx
from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.rules.assignment import assign


@st.composite
def gains(draw, rows=4, columns=4, most=12):
    """What each column gains each row; below zero it must not be taken."""
    height, width = draw(st.integers(0, rows)), draw(st.integers(0, columns))
    number = st.integers(-4, most)
    return [draw(st.lists(number, min_size=width, max_size=width)) for _ in range(height)]


def total(table, found) -> int:
    return sum(row[at] for row, at in zip(table, found, strict=True) if at is not None)


def by_trying_all(table) -> int:
    """The most that any answer gains."""
    width = len(table[0]) if table else 0
    seats = [*range(width), *([None] * len(table))]
    return max(total(table, found) for found in set(permutations(seats, len(table))))


def by_flow(table) -> int:
    """The same as the cheapest flow through a network."""
    graph = networkx.DiGraph()
    graph.add_node("from", demand=-len(table))
    graph.add_node("to", demand=len(table))
    for row, each in enumerate(table):
        graph.add_edge("from", ("row", row), capacity=1, weight=0)
        graph.add_edge(("row", row), "to", capacity=1, weight=0)
        for column, gain in enumerate(each):
            graph.add_edge(("row", row), ("column", column), capacity=1, weight=-gain)
            graph.add_edge(("column", column), "to", capacity=1, weight=0)
    return -networkx.min_cost_flow_cost(graph)


def greedily(table) -> list[int | None]:
    """Row by row the best that is left."""
    left = set(range(len(table[0]))) if table else set()
    found: list[int | None] = []
    for row in table:
        best = max(left, key=lambda column: row[column], default=None)
        found.append(None if best is None or row[best] < 0 else best)
        left.discard(found[-1])
    return found


@given(gains())
def test_no_answer_at_all_gains_more(table):
    assert total(table, assign(table)) == by_trying_all(table)


@given(gains(rows=25, columns=30, most=100))
def test_another_way_of_solving_it_comes_to_the_same(table):
    assert total(table, assign(table)) == (by_flow(table) if table else 0)


@given(gains(rows=12, columns=12, most=100))
def test_it_never_gains_less_than_giving_each_the_best_that_is_left(table):
    assert total(table, assign(table)) >= total(table, greedily(table))


@given(gains(rows=12, columns=12))
def test_no_column_is_given_twice_and_none_that_loses(table):
    found = assign(table)
    taken = [column for column in found if column is not None]
    assert len(found) == len(table)
    assert len(set(taken)) == len(taken)
    assert all(table[row][at] >= 0 for row, at in enumerate(found) if at is not None)


def test_somebody_makes_room_where_all_gain_by_it():
    assert assign([[9, 8], [9, 0]]) == [1, 0]


def test_whoever_nothing_is_left_for_goes_without():
    assert assign([[5], [7]]) == [None, 0]
    assert assign([[], []]) == [None, None]
    assert assign([]) == []
