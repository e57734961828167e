"""A term's activities in a table that keeps its place and fits the width there is."""

from collections.abc import Sequence
from datetime import date

from rich.text import Text
from textual.events import Resize
from textual.widgets import DataTable

from yanxiu_tui.clock import local
from yanxiu_tui.rules.calendar import WEEKDAYS
from yanxiu_tui.services.activities import STATE_NAMES, ActivityView, State

MOST_ROWS = 500
_STYLES = {
    State.PLANNED: "",
    State.OPEN: "bold green",
    State.ENDED: "yellow",
    State.CLOSED: "dim",
    State.CANCELLED: "dim strike",
}
_LIVE = (State.PLANNED, State.OPEN, State.ENDED)
# Heading and width; 内容 takes what is left. Where it is narrow, 时间 is the beginning alone.
_NARROW = {"日期": 10, "时间": 5, "内容": 0, "范围": 10, "地点": 10, "状态": 6}
_WIDE = {
    "日期": 10, "时间": 11, "内容": 0, "类型": 10, "范围": 10, "地点": 12, "主讲人": 12, "状态": 6,
}  # fmt: skip
_WIDE_FROM = 110


class ActivityTable(DataTable[Text]):
    """Rows in order of time; the cursor begins on today's or the next activity."""

    def __init__(self) -> None:
        super().__init__(cursor_type="row", zebra_stripes=True)
        self.shown: Sequence[ActivityView] = ()
        self.painted_at = 0
        self.wanted: int | None = None

    @property
    def current(self) -> ActivityView | None:
        """The activity under the cursor."""
        return self.shown[self.cursor_row] if self.shown else None

    def look_for(self, activity_id: int) -> None:
        """Put the cursor on this activity when the list is next shown."""
        self.wanted = activity_id

    def show(self, found: Sequence[ActivityView], today: date) -> None:
        """Paint these activities, at most 500, the cursor where it was if that one is there."""
        kept = self.wanted or (self.current.id if self.current else None)
        self.wanted = None
        start = max(0, _next(found, today) - MOST_ROWS // 2) if len(found) > MOST_ROWS else 0
        self.shown = found[start : start + MOST_ROWS]
        self.paint()
        ids = [each.id for each in self.shown]
        place = ids.index(kept) if kept in ids else _next(self.shown, today)
        self.move_cursor(row=place)

    def on_resize(self, event: Resize) -> None:
        if event.size.width != self.painted_at:
            place = self.cursor_row
            self.paint()
            self.move_cursor(row=place)

    def paint(self) -> None:
        """Lay the columns out for the width there is, and fill them."""
        self.painted_at = self.size.width
        columns = _WIDE if self.painted_at >= _WIDE_FROM else _NARROW
        taken = sum(columns.values()) + 2 * len(columns) + 2
        self.clear(columns=True)
        for heading, width in columns.items():
            self.add_column(heading, width=width or max(16, self.painted_at - taken))
        for each in self.shown:
            cells = _cells(each, wide=columns is _WIDE)
            self.add_row(*(cells[heading] for heading in columns), key=str(each.id))


def _next(found: Sequence[ActivityView], today: date) -> int:
    """The place of today's activity or the next one still to come, else of the last."""
    coming = (
        place
        for place, each in enumerate(found)
        if each.state in _LIVE and local(each.starts_at).date() >= today
    )
    return next(coming, max(0, len(found) - 1))


def _cells(activity: ActivityView, wide: bool) -> dict[str, Text]:
    start, end = local(activity.starts_at), local(activity.ends_at)
    values = {
        "日期": f"{start:%m-%d} 周{WEEKDAYS[start.weekday()]}",
        "时间": f"{start:%H:%M}-{end:%H:%M}" if wide else f"{start:%H:%M}",
        "内容": activity.title,
        "类型": activity.kind,
        "范围": activity.scope_name,
        "地点": activity.place,
        "主讲人": activity.presenter,
        "状态": STATE_NAMES[activity.state],
    }
    style = _STYLES[activity.state]
    return {
        heading: Text(value, style=style, no_wrap=True, overflow="crop")
        for heading, value in values.items()
    }
