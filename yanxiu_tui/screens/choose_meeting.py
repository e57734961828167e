"""Which meeting of the term? The newest on top."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.services.activities import ActivityView
from yanxiu_tui.widgets.activity_table import ActivityTable


class ChooseMeetingScreen(ModalScreen[int | None]):
    """Returns the meeting's ID, or None."""

    CSS_PATH = "choose_meeting.tcss"
    BINDINGS = [Binding("escape,f3", "dismiss(None)", "取消", id="cancel")]

    def __init__(self, meetings: Sequence[ActivityView], shown: int | None) -> None:
        super().__init__()
        self.meetings, self.shown = meetings, shown

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static("看哪次活动的考勤", classes="title")
            yield ActivityTable()
            yield Static("上下键选，回车确定，Esc 取消", classes="field")

    def on_mount(self) -> None:
        table = self.query_one(ActivityTable)
        if self.shown is not None:
            table.look_for(self.shown)
        table.show(self.meetings, clock.local(clock.now()).date())

    @on(DataTable.RowSelected)
    def chosen(self) -> None:
        current = self.query_one(ActivityTable).current
        self.dismiss(current.id if current else None)
