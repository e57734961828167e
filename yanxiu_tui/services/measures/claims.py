"""Figures of granted claims: how much of what kind, of which level, handed in when."""

from datetime import date
from decimal import Decimal
from typing import Any

from db.models import Claim
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.rules.measures import WORK
from yanxiu_tui.services.measures.asking import Ask, Record, Window
from yanxiu_tui.services.measures.sources import Part, Recipe, Source, one

_ZERO = Decimal(0)


def _rows(window: Window, *columns: Any) -> Any:
    return Claim.select(*columns).where(
        Claim.term.in_(window.term_ids),
        Claim.state == ClaimState.GRANTED,
        Claim.last <= window.last,
    )


def _rows_of_groups(window: Window, *columns: Any) -> Any:
    return _rows(window, *columns).where(Claim.group.is_null(False))


CLAIMS = Source(_rows, Claim.teacher, Claim.last)
OF_GROUPS = Source(_rows_of_groups, Claim.group, Claim.last)
_ON_TIME = Claim.complete & (Claim.due_on.is_null() | (Claim.last <= Claim.due_on))
_LATE = Claim.complete & (Claim.last > Claim.due_on)
_INCOMPLETE = ~Claim.complete


def amount(ask: Ask) -> Recipe:
    """How much was done, in the unit of its kind; with levels, how many records of each.

    What the office found incomplete counts for nothing (Z22).
    """
    kinds = _kinds(ask) & Claim.complete
    if not ask.levels:
        return Recipe([Part(CLAIMS, one(kinds, Claim.amount))])
    parts = [Part(CLAIMS, one(kinds & (Claim.level == level))) for level in ask.levels]
    return Recipe(parts, lambda *counts: counts, (_ZERO,) * len(parts))


def submissions(ask: Ask) -> Recipe:
    """How many papers came on time, late, incomplete."""
    return _submissions(CLAIMS, ask)


def group_submissions(ask: Ask) -> Recipe:
    """The same of what leaders handed in for their groups."""
    return _submissions(OF_GROUPS, ask)


def _submissions(source: Source, ask: Ask) -> Recipe:
    kinds = _kinds(ask)
    parts = [Part(source, one(kinds & how)) for how in (_ON_TIME, _LATE, _INCOMPLETE)]
    return Recipe(parts, lambda *counts: counts, (_ZERO,) * 3)


def _kinds(ask: Ask) -> Any:
    return Claim.kind.in_(WORK.get(ask.measure, ask.of))


def records(ask: Ask, window: Window, whose: int) -> list[Record]:
    """The claims behind a figure of a teacher, or of a group."""
    source = OF_GROUPS if ask.measure == "group_submissions" else CLAIMS
    rows = source.rows(
        window, Claim.last, Claim.title, Claim.level, Claim.amount, Claim.due_on, Claim.complete
    )
    found = rows.where(source.whose == whose, _kinds(ask)).order_by(Claim.last, Claim.id)
    return [_record(ask, *row) for row in found.tuples() if not ask.levels or row[2] in ask.levels]


def _record(
    ask: Ask,
    last: date,
    title: str,
    level: str,
    amount: Decimal,
    due_on: date | None,
    complete: bool,
) -> Record:
    if ask.measure.endswith("submissions"):
        late = complete and due_on is not None and last > due_on
        how = "不完整" if not complete else "迟交" if late else "按时"
        return Record(last, title, how, Decimal(1))
    if not complete:
        return Record(last, title, "不完整，不计", _ZERO)
    return Record(last, title, level, Decimal(1) if ask.levels else amount)
