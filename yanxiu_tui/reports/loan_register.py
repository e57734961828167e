"""借阅登记: what was lent, to whom, until when (DOMAIN §8, Z36), 宋体4号, an A4 page across."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from yanxiu_tui.reports import listing
from yanxiu_tui.reports.listing import Listing

# Heading and width; together they fill an A4 page laid across between its margins.
_COLUMNS: Mapping[str, float] = {
    "借阅人": 12, "部门": 16, "名称编号": 26, "事由": 18, "借出": 14, "应还": 14, "归还": 14,
    "批准": 12, "备注": 14,
}  # fmt: skip
HEADINGS = tuple(_COLUMNS)
_LEFT = ("名称编号", "事由", "备注")
_EMPTY_ROWS = 6  # to write in by hand


def write(path: Path, rows: Sequence[Sequence[str]], school: str, under: str = "") -> None:
    """The register as an A4 xlsx; a row has the words of HEADINGS. Refused when unwritable.

    ``under`` stands below the title: the term, the office that keeps it.
    """
    empty = [("",) * len(HEADINGS)] * (_EMPTY_ROWS if len(rows) < _EMPTY_ROWS else 0)
    title = f"{school}校本研修档案借阅登记"
    listing.write(
        path,
        Listing("借阅登记", title, under, _COLUMNS, [*rows, *empty], _LEFT, across=True),
    )
