"""Rosters to import: the office's, or one of a few people."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from yanxiu_tui.roster.check import read_roster
from yanxiu_tui.roster.model import Column, Person, Reading
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services.permission import Actor

DATA = Path(__file__).parent.parent / "data"
NOW = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
OPERATOR = Actor(None, "操作员", "机器", frozenset({Role.OPERATOR}))
STATED = frozenset(Column)


def office() -> Reading:
    return read_roster(DATA / "roster_office.xlsx", date(2026, 9, 1))


def roster(*people: Person) -> Reading:
    return Reading(people, source="花名册.xlsx")


def person(staff_no: str, name: str, **said: object) -> Person:
    return replace(Person(staff_no, name, "表", 2, stated=STATED), **said)
