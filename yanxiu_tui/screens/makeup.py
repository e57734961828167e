"""后补任务: who owes what 公假 made them miss, and who confirmed that it was made up (Z28)."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.clock import local
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.room import DeskRoom
from yanxiu_tui.services import makeup
from yanxiu_tui.services.makeup import TaskView

_COLUMNS = (("活动日期", 8), ("姓名", 11), ("活动内容", 26), ("情况", 4), ("补学情况", 20))


@dataclass
class TasksRead(Message):
    """All the tasks this person may confirm."""

    tasks: Sequence[TaskView]


@dataclass
class Confirmed(Message):
    """Somebody has made up what they missed."""

    task: TaskView


class MakeupScreen(DeskRoom):
    """A table; Enter confirms the one pointed at."""

    ROOM_NAME = "后补任务"
    HELP_TEXT = """\
请公假（含产假）缺席的活动，「培训内容自行后补」（Z28）。
老师补学以后，由组长或教导处选中那一行，按 [b]回车[/b]，写明怎样补的，就算完成。
自己的补学要请别人确认。"""
    BINDINGS = [
        Binding("f5", "confirm", "确认已补", id="confirm", tooltip="写明怎样补的，记为完成")
    ]

    tasks: Sequence[TaskView] = ()

    def body(self) -> ComposeResult:
        yield Static("没有后补任务。有人请公假缺席，活动结束后会列在这里。", id="nothing")
        yield DataTable(cursor_type="row", zebra_stripes=True)

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        for label, width in _COLUMNS:
            table.add_column(label, width=width)
        table.focus()
        self.read()

    def read(self) -> None:
        """Read the tasks again."""
        self.ask(lambda: TasksRead(makeup.tasks(self.actor)), group="read", only_last=True)

    def on_tasks_read(self, message: TasksRead) -> None:
        # What is owed stands first.
        self.tasks = sorted(message.tasks, key=lambda task: task.done_at is not None)
        table = self.query_one(DataTable)
        kept = table.cursor_row
        table.clear()
        table.add_rows(_row(task) for task in self.tasks)
        table.move_cursor(row=min(kept, max(0, len(self.tasks) - 1)))
        table.display = bool(self.tasks)
        self.query_one("#nothing").display = not self.tasks

    @on(DataTable.RowSelected)
    def action_confirm(self) -> None:
        """Ask how it was made up, and confirm it."""
        table = self.query_one(DataTable)
        if not table.row_count:
            return
        task = self.tasks[table.cursor_row]
        if task.done_at is not None:
            self.say(f"{task.teacher_name}老师的这次补学已由{task.confirmed_by}确认。", "plain")
            return

        def confirm(note: str | None) -> None:
            if note is not None:
                self.ask(lambda: Confirmed(self.confirm(task, note)))

        title = f"{task.teacher_name}：{task.title}"
        self.app.push_screen(ReasonScreen(title, "怎样补的（如：看录像、抄笔记、交心得）"), confirm)

    def confirm(self, task: TaskView, note: str) -> TaskView:
        """Ask the service; runs in the worker."""
        return makeup.confirm(self.actor, task.teacher_id, task.activity_id, note, clock.now())

    def on_confirmed(self, message: Confirmed) -> None:
        self.say(f"{message.task.teacher_name}老师的补学已确认。")
        self.read()


def _row(task: TaskView) -> tuple[str, ...]:
    held = local(task.starts_at)
    state = "已补" if task.done_at else "待补"
    return f"{held:%m-%d}", task.teacher_name, task.title, state, task.note
