"""Meetings held: by who hosted them, and by the group that held them (Z3, Z5, D3)."""

from decimal import Decimal
from typing import Any

from db.models import Activity
from yanxiu_tui.clock import local
from yanxiu_tui.services.measures.asking import Ask, Record, Window
from yanxiu_tui.services.measures.sources import SCHOOL, Part, Recipe, Source, total


def _rows(window: Window, *columns: Any) -> Any:
    return Activity.select(*columns).where(
        Activity.term.in_(window.term_ids),
        Activity.ended_at.is_null(False),
        Activity.starts_at < window.until,
    )


def _hosted(window: Window, *columns: Any) -> Any:
    return _rows(window, *columns).where(Activity.host.is_null(False))


HOSTED = Source(_hosted, Activity.host, Activity.starts_at)
HELD = Source(_rows, Activity.group, Activity.starts_at)


def sessions_led(ask: Ask) -> Recipe:
    """How many meetings somebody hosted."""
    return Recipe([Part(HOSTED, total(_of(ask)))])


def meetings_held(ask: Ask) -> Recipe:
    """How many meetings a group held; the whole school's stand under SCHOOL."""
    return Recipe([Part(HELD, total(_of(ask)))])


def _of(ask: Ask) -> Any:
    return Activity.kind.in_(ask.of) if ask.of else Activity.id.is_null(False)


def records(ask: Ask, window: Window, whose: int) -> list[Record]:
    """The meetings behind such a figure, by host or by group."""
    source = HOSTED if ask.measure == "sessions_led" else HELD
    theirs: Any = source.whose.is_null() if whose == SCHOOL else source.whose == whose
    rows = source.rows(window, Activity.starts_at, Activity.title, Activity.kind)
    found = rows.where(theirs, _of(ask)).order_by(Activity.starts_at)
    return [Record(local(at).date(), title, kind, Decimal(1)) for at, title, kind in found.tuples()]
