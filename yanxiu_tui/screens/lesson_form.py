"""A form about one lesson: the fields that say on which day and in which 节次 it is."""

from datetime import date
from typing import TypeVar

from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Input, Static

from yanxiu_tui import clock
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.names import fold_width
from yanxiu_tui.screens.form import FormScreen, row

Result = TypeVar("Result")


class LessonForm(FormScreen[Result]):
    """``DAY_HINT`` says how a day may be written, ``periods`` how many 节次 a day has."""

    DAY_HINT = ""
    periods = 0

    def time_row(self, day: date | None, period: int | None) -> ComposeResult:
        """The day and the 节次, in one line."""
        yield row(
            "日期",
            Input(f"{day:%m-%d}" if day else "", id="day", compact=True),
            Static("  第几节", classes="label"),
            Input(str(period) if period else "", id="period", compact=True),
        )

    def hint_for(self, field: Widget) -> str:
        if field.id == "day":
            return self.told_day("day", self.DAY_HINT)
        if field.id == "period":
            return f"第几节，写 1 到 {self.periods}。"
        return ""

    def day(self) -> date:
        """The day as it is meant; Refused when it is none."""
        day = self.typed_day("day")
        if day is None:
            raise Refused("day", f"日期请写成 {clock.local(clock.now()):%m-%d} 这样。")
        return day

    def period(self) -> int:
        """The 节次; Refused when it is no number."""
        return self.number("period", f"节次请写 1 到 {self.periods} 的数字。")

    def number(self, name: str, sentence: str) -> int:
        """The number in a field; Refused with the sentence when there is none."""
        typed = fold_width(self.text(name))
        if not (typed.isascii() and typed.isdigit() and len(typed) < 6):
            raise Refused(name, sentence)
        return int(typed)
