"""A few teachers and their figures, given by hand to a scheme that ships with the program."""

from decimal import Decimal

from yanxiu_tui.regulation.loader import load, preset_source
from yanxiu_tui.rules.applies import Person
from yanxiu_tui.rules.scoring import Result, score


def d(number: object) -> Decimal:
    return Decimal(str(number))


def a_person(number: int, *roles: str, **known: object) -> Person:
    return Person(number, f"{number:03}", frozenset(roles), **known)


def scored(preset: str, people: list[Person], **columns: list) -> list[Result]:
    """Everybody's result under a preset; a bare number is a figure of one, None no figure."""
    figures = {
        item: {
            person.id: each if each is None else tuple(map(d, _tuple(each)))
            for person, each in zip(people, column, strict=True)
        }
        for item, column in columns.items()
    }
    return score(load(preset_source(preset)).scoring, people, figures)


def points(result: Result) -> list[Decimal]:
    """What each item gave."""
    return [given.points for given in result.items]


def _tuple(figure: object) -> tuple:
    return figure if isinstance(figure, tuple) else (figure,)
