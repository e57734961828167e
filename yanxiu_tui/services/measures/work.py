"""Figures of work done: lessons heard and given, 备课, reflections, and whatever was claimed.

All of it stands in the one view ``work``, records of the terminal beside granted paper.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from peewee import JOIN

from db.models import Teacher, Work
from yanxiu_tui.rules.items import Figure
from yanxiu_tui.rules.measures import WORK as KINDS
from yanxiu_tui.rules.scoring import cents
from yanxiu_tui.services.measures.asking import Ask, Record, Window, exact
from yanxiu_tui.services.measures.sources import Part, Recipe, Source, total

_ZERO = Decimal(0)


def _rows(window: Window, *columns: Any) -> Any:
    return Work.select(*columns).where(Work.term.in_(window.term_ids), Work.day <= window.last)


def _complete(window: Window, *columns: Any) -> Any:
    return _rows(window, *columns).where(Work.complete)


WORK = Source(_complete, Work.teacher, Work.day, Work.kind)


def amount(ask: Ask) -> Recipe:
    """How much was done, in the unit of its kind; with levels, how many records of each.

    What the office found incomplete counts for nothing (Z22).
    """
    kinds = _kinds(ask)
    these = Work.kind.in_(kinds)
    if not ask.levels:
        return Recipe([Part(WORK, total(these, Work.amount), kinds)])
    parts = [Part(WORK, total(these & (Work.level == level)), kinds) for level in ask.levels]
    return Recipe(parts, lambda *found: found, (_ZERO,) * len(parts))


def mean(ask: Ask) -> Recipe:
    """The mean of what was granted, and of how many; nothing where nothing was."""
    these = Work.kind.in_(ask.of)
    parts = [Part(WORK, total(these, each), ask.of) for each in (Work.amount, 1)]

    def divide(amount: Decimal, count: Decimal) -> Figure:
        return (cents(amount / count), count) if count else None

    return Recipe(parts, divide, None)


def _kinds(ask: Ask) -> tuple[str, ...]:
    return KINDS.get(ask.measure, ask.of)


def records(ask: Ask, window: Window, teacher_id: int) -> list[Record]:
    """The records behind a figure of a teacher; a lesson's with who taught it, or who heard it."""
    rows = _rows(window, Work.day, Work.title, Work.level, Work.amount, Work.complete, Teacher.name)
    found = (
        rows.join(Teacher, JOIN.LEFT_OUTER, on=Teacher.id == Work.other)
        .where(Work.teacher == teacher_id, Work.kind.in_(_kinds(ask)))
        .order_by(Work.day, Work.title)
    )
    return [_record(ask, *row) for row in found.tuples() if not ask.levels or row[2] in ask.levels]


def _record(
    ask: Ask,
    day: date,
    title: str,
    level: str,
    amount: Decimal,
    complete: bool,
    other: str | None,
) -> Record:
    if not complete:
        return Record(day, title, "不完整，不计", _ZERO)
    return Record(day, title, other or level, Decimal(1) if ask.levels else exact(amount))
