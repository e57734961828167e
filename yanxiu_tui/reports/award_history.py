"""历年评优: every award decided, for a terminal and as an A4 sheet (Z19, Z38, D10, D11)."""

from collections.abc import Sequence
from pathlib import Path

from yanxiu_tui.reports.listing import Listing, write
from yanxiu_tui.services.award_history import PastAward

_COLUMNS = {"学期": 33, "奖项": 28, "获奖": 16, "工号": 10, "评定": 15, "理由": 40}
HEADINGS = tuple(_COLUMNS)


def rows(found: Sequence[PastAward]) -> list[tuple[str, ...]]:
    """A row an award."""
    return [
        (each.term, each.name, each.who, each.staff_no, f"{each.decided_on}", each.reason)
        for each in found
    ]


def write_history(path: Path, found: Sequence[PastAward], school: str, whose: str = "") -> None:
    """The awards as an A4 xlsx; Refused when it cannot be written."""
    listing = Listing(
        sheet="历年评优",
        title=f"{school}{whose}历年评优",
        under=f"共 {len(found)} 项",
        columns=_COLUMNS,
        rows=rows(found),
        left=("学期", "理由"),
        across=True,
    )
    write(path, listing)
