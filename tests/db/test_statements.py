"""A query built once: afterwards it gives what Peewee would have given."""

from collections.abc import Sequence
from typing import Any

from db.models import Teacher
from db.statements import Statement
from tests.builders import a_teacher


def those_called_su() -> tuple[Statement, list[int]]:
    """The teachers named 苏慧 among some, and for how many values that was built."""
    built: list[int] = []

    @Statement
    def named(ids: Sequence[int]) -> Any:
        built.append(len(ids))
        return Teacher.select(Teacher.id).where(Teacher.id.in_(ids), Teacher.name == "苏慧")

    return named, built


def teachers(*names: str) -> list[int]:
    return [a_teacher(f"10{number}", name).id for number, name in enumerate(names)]


def test_it_is_built_once_for_each_number_of_values_and_answers_for_any(memory):
    named, built = those_called_su()
    su, lin, namesake = teachers("苏慧", "林远", "苏慧")
    asked = [[su, lin], [lin, namesake], [lin], [su], [su, lin]]
    assert [[row[0] for row in named.rows(ids)] for ids in asked] == [
        [su], [namesake], [], [su], [su],
    ]  # fmt: skip
    assert built == [2, 1]


def test_it_stands_after_in_beside_other_conditions(memory):
    named, _ = those_called_su()
    su, lin = teachers("苏慧", "林远")
    rows = Teacher.select().where(Teacher.staff_no != "", Teacher.id.in_(named.nested([su, lin])))
    assert [row.id for row in rows] == [su]
