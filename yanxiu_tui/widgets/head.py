"""The head line: which screen this is, who is here, and the school's clock."""

from rich.text import Text
from textual.reactive import reactive
from textual.widget import Widget

from yanxiu_tui import clock
from yanxiu_tui.rules.calendar import WEEKDAYS


class Head(Widget):
    """One line at the top; the clock ticks by the minute."""

    DEFAULT_CSS = """
    Head {
        dock: top;
        height: 1;
        background: $primary;
        color: $text;
        text-style: bold;
    }
    """

    now = reactive("")

    def __init__(self, room: str, who: str = "") -> None:
        super().__init__()
        self.room = room
        self.who = who

    def on_mount(self) -> None:
        self.tick()
        self.set_interval(1, self.tick)

    def tick(self) -> None:
        """Show what the clock says now."""
        at = clock.local(clock.now())
        self.now = f"{at.month}月{at.day}日 星期{WEEKDAYS[at.weekday()]} {at:%H:%M}"

    def render(self) -> Text:
        school = getattr(self.app, "school_name", "")
        left = Text("  ".join(filter(None, (f" {school}", self.room))), no_wrap=True)
        right = Text("  ".join(filter(None, (self.who, f"{self.now} "))))
        left.truncate(max(0, self.size.width - right.cell_len - 1), overflow="ellipsis")
        left.pad_right(max(0, self.size.width - left.cell_len - right.cell_len))
        return left + right
