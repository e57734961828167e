"""Another weight for one item of a 细则, all else in proportion: what a "what if" asks."""

from decimal import Decimal
from typing import Any

import msgspec

from yanxiu_tui.rules.items import AnyItem, PerEvent
from yanxiu_tui.rules.scoring import Scheme, cents

# What of an item is points, and grows with its weight.
_POINTS = (
    "full", "each", "otherwise", "floor", "on_time", "late", "incomplete", "absent", "most",
    "least", "points",
)  # fmt: skip
_TABLES = ("tiers", "places", "levels")


def reweighted(scheme: Scheme, item_id: str, best: Decimal) -> Scheme:
    """The scheme with that item giving at most ``best`` points; an item without a top, each.

    Raises KeyError when there is no such item.
    """
    items = {item.id: item for item in scheme.items}
    item = items[item_id]
    items[item_id] = _times(item, best / weight(item))
    full = scheme.full
    if full is not None and not item.bonus:
        full += scheme.best(items[item_id]) - scheme.best(item)
    return msgspec.structs.replace(scheme, items=list(items.values()), full=full)


def weight(item: AnyItem) -> Decimal:
    """The most an item gives; of a ledger, what one event gives."""
    if isinstance(item, PerEvent):
        return abs(item.each)
    return item.best or Decimal(0)


def _times(part: Any, factor: Decimal) -> Any:
    changes: dict[str, Any] = {
        name: cents(value * factor)
        for name in _POINTS
        if isinstance(value := getattr(part, name, None), Decimal)
        and name in part.__struct_fields__
    }
    for name in _TABLES:
        if name in part.__struct_fields__:
            changes[name] = [_times(line, factor) for line in getattr(part, name)]
    return msgspec.structs.replace(part, **changes)
