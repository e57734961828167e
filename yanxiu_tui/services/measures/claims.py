"""Figures of granted claims: the 学时 granted on them, and papers handed in on time or not."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from db.models import Claim
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.rules.submissions import STANDING_NAMES, Standing, received
from yanxiu_tui.services.measures.asking import Ask, Record, Window
from yanxiu_tui.services.measures.sources import Part, Recipe, Source, total

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
_ON_TIME = Claim.complete & (Claim.due_at.is_null() | (Claim.handed_at < Claim.due_at))
_LATE = Claim.complete & (Claim.handed_at >= Claim.due_at)
_INCOMPLETE = ~Claim.complete


def submissions(ask: Ask) -> Recipe:
    """How many papers came on time, late, incomplete."""
    return _submissions(CLAIMS, ask)


def group_submissions(ask: Ask) -> Recipe:
    """The same of what leaders handed in for their groups."""
    return _submissions(OF_GROUPS, ask)


def _submissions(source: Source, ask: Ask) -> Recipe:
    kinds = Claim.kind.in_(ask.of)
    parts = [Part(source, total(kinds & how)) for how in (_ON_TIME, _LATE, _INCOMPLETE)]
    return Recipe(parts, lambda *counts: counts, (_ZERO,) * 3)


def records(ask: Ask, window: Window, whose: int) -> list[Record]:
    """The papers behind a figure of a teacher, or of a group."""
    source = OF_GROUPS if ask.measure == "group_submissions" else CLAIMS
    columns = Claim.last, Claim.title, Claim.due_at, Claim.handed_at, Claim.complete
    rows = source.rows(window, *columns)
    found = rows.where(source.whose == whose, Claim.kind.in_(ask.of))
    return [_record(*row) for row in found.order_by(Claim.last, Claim.id).tuples()]


def _record(
    last: date, title: str, due_at: datetime | None, handed_at: datetime, complete: bool
) -> Record:
    how = Standing.ON_TIME if complete else Standing.INCOMPLETE
    if due_at is not None:
        how = received(handed_at, due_at, complete)
    return Record(last, title, STANDING_NAMES[how], Decimal(1))
