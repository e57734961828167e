"""A page of the ranking: places and names stay, the columns of the items shift beside them."""

from collections.abc import Iterable, Mapping, Sequence

from rich.cells import cell_len
from rich.text import Text
from textual.widgets import DataTable

from yanxiu_tui.reports.ranking import points_of
from yanxiu_tui.rules.items import AnyItem
from yanxiu_tui.rules.numbers import plain
from yanxiu_tui.rules.scoring import Scheme, State
from yanxiu_tui.services.ranking import RankLine

PAGE = 200
_PADDING = 2
_SCROLLBAR = 1
_WIDE = 100
_FIXED = 5
# The narrowest and the widest a column gets, on a narrow and on a wide screen.
_NAME = ((6, 10), (8, 16))
_GROUP = ((6, 10), (6, 16))
_ITEM = ((6, 8), (6, 14))


class RankingTable(DataTable[str | Text], can_focus=False):
    """At most PAGE rows; steered from the input above it, so that the focus never leaves that.

    ``first`` is the first item column shown and ``fitting`` how many are.
    """

    def __init__(self) -> None:
        super().__init__(cursor_type="row", zebra_stripes=True, header_height=2)
        self.first = 0
        self.fitting = 0

    def show(
        self,
        lines: Sequence[RankLine],
        names: Mapping[str, str],
        scheme: Scheme,
        width: int,
        row: int,
    ) -> None:
        """Paint these lines, the cursor on ``row``; columns as wide as the screen allows."""
        columns = self._columns(lines, names, scheme, width)
        shown = range(self.first, self.first + self.fitting)
        self.clear(columns=True)
        for at, (heading, each) in enumerate(columns):
            # Figures stand to the right, and so do their headings.
            right = at == 0 or at >= _FIXED
            self.add_column(Text(heading, justify="right" if right else "left"), width=each)
        self.add_rows(_cells(line, names, shown) for line in lines)
        self.move_cursor(row=max(0, min(row, len(lines) - 1)))

    def shift(self, by: int, items: int) -> bool:
        """Shift the item columns; False when there is nothing further that way."""
        first = max(0, min(self.first + by, items - self.fitting))
        moved, self.first = first != self.first, first
        return moved

    def _columns(
        self,
        lines: Sequence[RankLine],
        names: Mapping[str, str],
        scheme: Scheme,
        width: int,
    ) -> list[tuple[str, int]]:
        wide = width >= _WIDE
        grades = (cell_len(line.ranked.grade) for line in lines)
        fixed = [
            ("名次", 4),
            ("姓名", _fitted((names[line.staff.staff_no] for line in lines), _NAME[wide])),
            ("教研组", _fitted((line.staff.research_group for line in lines), _GROUP[wide])),
            ("得分", 9),
            ("等次", max(4, *grades, 0)),
        ]
        left = width - _SCROLLBAR - sum(each + _PADDING for _, each in fixed)
        worth = [_worth(item, scheme) for item in scheme.items]
        pairs = list(zip(scheme.items, worth, strict=True))
        widths = [_fitted([item.name, each], _ITEM[wide]) for item, each in pairs]
        self.first = min(self.first, max(0, _last_first(widths, left)))
        shown = []
        for (item, points), each in zip(pairs[self.first :], widths[self.first :], strict=True):
            left -= each + _PADDING
            if left < 0:
                break
            shown.append((f"{_short(item.name, each)}\n{points}", each))
        self.fitting = len(shown)
        return [*fixed, *shown]


def _worth(item: AnyItem, scheme: Scheme) -> str:
    """The second line of a heading, so that nobody takes points for a count."""
    best = scheme.best(item)
    return f"满分{plain(best)}" if best else "加减分"


def _last_first(widths: Sequence[int], left: int) -> int:
    """The first column shown when the last one just fits."""
    first = len(widths)
    while first and (left := left - widths[first - 1] - _PADDING) >= 0:
        first -= 1
    return min(first, len(widths) - 1)


def _fitted(texts: Iterable[str], limits: tuple[int, int]) -> int:
    longest = max(map(cell_len, texts), default=0)
    return max(limits[0], min(longest, limits[1]))


def _short(text: str, width: int) -> str:
    """The beginning of a text that has this many columns."""
    short = Text(text)
    short.truncate(width)
    return short.plain.rstrip()


def _cells(line: RankLine, names: Mapping[str, str], shown: range) -> list[str | Text]:
    result = line.ranked.result
    score = Text(f"{result.score + 0:>6f}", style="bold")
    score.append(" 暂" if result.pending else "", style="yellow")
    cells: list[str | Text] = [
        Text(str(line.ranked.place or ""), justify="right"),
        Text(names[line.staff.staff_no], no_wrap=True),
        Text(line.staff.research_group, no_wrap=True),
        score,
        Text(line.ranked.grade, style="" if line.ranked.place else "bold red"),
    ]
    for at in shown:
        given = result.items[at]
        style = "" if given.state is State.COUNTED else "dim"
        cells.append(Text(points_of(given), style=style, justify="right"))
    return cells
