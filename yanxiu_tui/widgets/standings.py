"""Every expected teacher, by group, each with a written status."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from rich.cells import cell_len
from rich.text import Text
from textual.containers import VerticalScroll
from textual.geometry import Size
from textual.widget import Widget

from yanxiu_tui.rules.attendance import CAME, Departure, Status
from yanxiu_tui.rules.names import told_apart
from yanxiu_tui.services.attendance import Line

# One written character each: colour is never the only sign.
MARKS = {
    Status.EXPECTED: "未",
    Status.PRESENT: "到",
    Status.LATE: "迟",
    Status.ABSENT: "缺",
    Status.OFFICIAL_LEAVE: "公",
    Status.PERSONAL_LEAVE: "事",
    Status.SICK_LEAVE: "病",
}
STYLES = {
    Status.EXPECTED: "dim",
    Status.PRESENT: "bold green",
    Status.LATE: "bold yellow",
    Status.ABSENT: "bold red",
    Status.OFFICIAL_LEAVE: "cyan",
    Status.PERSONAL_LEAVE: "cyan",
    Status.SICK_LEAVE: "cyan",
}
DEPARTURE_MARKS = {Departure.LEFT_EARLY: "退", Departure.LEFT_MIDWAY: "离"}
LEGEND = "到=已到 迟=迟到 未=未到 公/事/病=请假 缺=缺席 退=早退 离=中途离场"
_NAME_WIDTH = 9
_GROUP_WIDTH = 14
_WIDE, _WIDE_GROUP_WIDTH = 100, 20
_CELL_WIDTH = _NAME_WIDTH + 3


class Standings(VerticalScroll, can_focus=False):
    """The roster of a meeting as it stands now; give it lines with ``show``."""

    DEFAULT_CSS = """
    Standings { padding: 0 1; scrollbar-size-vertical: 1; }
    """

    def compose(self) -> Iterable[Widget]:
        yield _Names()

    def show(self, lines: Sequence[Line]) -> None:
        """Paint these lines."""
        self.query_one(_Names).show(lines)


class _Names(Widget):
    """The names themselves, flowing into as many columns as there is room for."""

    # The rows are as wide as there is room: nothing is left to wrap.
    DEFAULT_CSS = """
    _Names { height: auto; width: 1fr; text-wrap: nowrap; text-overflow: clip; }
    """

    lines: Sequence[Line] = ()
    # As it was last drawn, and how wide: it is asked for again and again while nothing changes.
    drawn, drawn_width = Text(), -1

    def show(self, lines: Sequence[Line]) -> None:
        self.lines, self.drawn_width = lines, -1
        self.refresh(layout=True)

    def render(self) -> Text:
        return self._draw(self.size.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self._draw(width).plain.count("\n") + 1

    def _draw(self, width: int) -> Text:
        if width != self.drawn_width:
            self.drawn, self.drawn_width = Text("\n").join(_rows(self.lines, width)), width
        return self.drawn


def _rows(lines: Sequence[Line], given: int) -> list[Text]:
    width = max(given, _GROUP_WIDTH + _NAME_WIDTH)
    group_width = _WIDE_GROUP_WIDTH if width >= _WIDE else _GROUP_WIDTH
    names = told_apart(lines)
    rows = []
    for group, members in groupby(lines, key=lambda line: line.group_name):
        rows += _group_rows(group, list(members), names, width, group_width)
    return rows


def _group_rows(
    group: str, members: Sequence[Line], names: Mapping[str, str], width: int, group_width: int
) -> list[Text]:
    came = sum(line.status in CAME for line in members)
    name = Text(group or "未编组", style="bold")
    name.truncate(group_width - 6, overflow="ellipsis")
    head = Text().append_text(name)
    head.append(f" {came}/{len(members)}", style="dim")
    _pad(head, group_width)
    rows, row = [], head
    for line in members:
        cell = _cell(line, names[line.staff_no])
        if row.cell_len + cell.cell_len > width:
            rows.append(row)
            row = Text(" " * group_width)
        row.append_text(cell)
    return [*rows, row]


def _cell(line: Line, name: str) -> Text:
    cell = Text(name, style=STYLES[line.status] if line.status in CAME else "")
    # A long name takes two columns, so that the ones below still stand in line.
    _pad(cell, _NAME_WIDTH if cell.cell_len < _NAME_WIDTH else _NAME_WIDTH + _CELL_WIDTH)
    if line.departure:
        cell.append(DEPARTURE_MARKS[line.departure], style="bold yellow")
    else:
        cell.append(MARKS[line.status], style=STYLES[line.status])
    cell.append(" ")
    return cell


def _pad(text: Text, width: int) -> None:
    text.append(" " * max(0, width - cell_len(text.plain)))
