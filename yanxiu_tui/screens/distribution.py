"""How the scores are spread, drawn with characters."""

from collections import Counter
from collections.abc import Sequence

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from yanxiu_tui.rules.distribution import Bin, spread
from yanxiu_tui.rules.numbers import plain
from yanxiu_tui.services.ranking import RankLine

_STEPS = 12
_BAR = {False: 30, True: 60}


class DistributionScreen(ModalScreen[None]):
    """Bars from the highest scores down, each with its number and its grades."""

    CSS_PATH = "distribution.tcss"
    BINDINGS = [Binding("escape,enter,f6", "dismiss(None)", "返回", id="close")]

    def __init__(self, title: str, lines: Sequence[RankLine]) -> None:
        super().__init__()
        self.title_text = title
        self.lines = [line for line in lines if line.ranked.place is not None]
        self.others = len(lines) - len(self.lines)

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(self.title_text, classes="title", markup=False)
            yield Static("", id="bars", markup=False)
            yield Static("", id="grades", markup=False)
            yield Static("Esc 返回", classes="field")

    def on_mount(self) -> None:
        self.query_one("#grades", Static).update(self.grades())

    def on_resize(self) -> None:
        self.query_one("#bars", Static).update(self.bars())

    def bars(self) -> Text:
        """A bar a step of scores."""
        bins = spread([line.score for line in self.lines], _STEPS)
        if not bins:
            return Text("还没有人得分。")
        most = max(each.number for each in bins)
        width = _BAR[self.size.width >= 100]
        labels = [f"{plain(each.low)} 起" for each in bins]
        longest = max(map(len, labels))
        # An old Windows console draws the block two columns wide.
        block = "#" if self.app.has_class("-ascii") else "█"
        rows = []
        for each, label in zip(bins, labels, strict=True):
            length = max(round(each.number * width / most), 1) if each.number else 0
            row = Text(f"{label:>{longest}} ")
            row.append(block * length, style="bold cyan")
            row.append(f" {each.number} 人", style="bold" if each.number else "dim")
            row.append(f"  {self.grades_in(each)}", style="dim")
            rows.append(row)
        return Text("\n").join(rows)

    def grades_in(self, step: Bin) -> str:
        """The grades of those within a step, the better first."""
        found = [line.ranked.grade for line in self.lines if step.low <= line.score < step.high]
        return "、".join(dict.fromkeys(filter(None, found)))

    def grades(self) -> str:
        """How many have which grade."""
        counts = Counter(line.ranked.grade for line in self.lines if line.ranked.grade)
        said = [f"{grade} {count} 人" for grade, count in counts.items()]
        if self.others:
            said.append(f"不排名次 {self.others} 人")
        return "   ".join(said)
