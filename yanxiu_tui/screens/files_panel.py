"""材料: the photos and files of a meeting, by the path each is kept at (Z34)."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from yanxiu_tui import clock
from yanxiu_tui.clock import local
from yanxiu_tui.screens.pages import Panel
from yanxiu_tui.screens.room import Caller
from yanxiu_tui.screens.writing import WritingRoom
from yanxiu_tui.services import activity_files
from yanxiu_tui.services.activity_files import FileView
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.widgets.kept_table import KeptTable, Row

_NARROW = {"存放的路径": 0, "说明": 12, "本机": 4}
_WIDE = {"存放的路径": 0, "说明": 20, "本机": 6, "登记": 18}


@dataclass
class FilesRead(Message):
    """The files of the meeting."""

    found: Sequence[FileView]


@dataclass
class FileAdded(Message):
    """A file is on the list."""

    view: FileView


class FilesPanel(Caller, Panel):
    """A table of files, and two fields to add one; the files themselves stay where they are."""

    TITLE = "材料"
    BINDINGS = [
        Binding("f5", "take_off", "取下", id="take_off", tooltip="从清单上取下，文件不动"),
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
    ]

    def __init__(self, actor: Actor, activity_id: int, may_write: bool) -> None:
        super().__init__()
        self.actor, self.activity_id, self.may_write = actor, activity_id, may_write
        self.found: Sequence[FileView] = ()

    def compose(self) -> ComposeResult:
        yield KeptTable(_NARROW, _WIDE)
        yield Static("写照片或文件的路径，回车，再写说明，回车", id="how", markup=False)
        with Horizontal():
            yield Static("路径", classes="label")
            yield Input(id="where", compact=True)
            yield Static("说明", classes="label")
            yield Input(id="caption", compact=True)

    def on_mount(self) -> None:
        self.query_one(KeptTable).can_focus = False
        self.query_one(Horizontal).display = self.query_one("#how").display = self.may_write
        self.read()

    @property
    def room(self) -> WritingRoom:
        assert isinstance(self.screen, WritingRoom)
        return self.screen

    @property
    def current(self) -> FileView | None:
        """The file under the cursor."""
        at = self.query_one(KeptTable).current
        return self.found[at] if at is not None else None

    def enter(self) -> None:
        (self.query_one("#where") if self.may_write else self.room.sections_list).focus()
        self.read()

    def read(self) -> None:
        self.ask(
            lambda: FilesRead(activity_files.files(self.actor, self.activity_id)),
            group="files",
            only_last=True,
        )

    def on_files_read(self, message: FilesRead) -> None:
        self.found = message.found
        self.query_one(KeptTable).show([_row(view) for view in message.found])
        self.mark = str(len(message.found))
        self.room.tell()
        self.refresh_bindings()

    def action_step(self, step: int) -> None:
        table = self.query_one(KeptTable)
        table.move_cursor(row=table.cursor_row + step)

    @on(Input.Submitted, "#where")
    def on_to_caption(self) -> None:
        self.query_one("#caption").focus()

    @on(Input.Submitted, "#caption")
    def add(self) -> None:
        where, caption = (self.query_one(name, Input).value for name in ("#where", "#caption"))
        self.ask(
            lambda: FileAdded(
                activity_files.add(self.actor, self.activity_id, where, caption, clock.now())
            )
        )

    def on_file_added(self, message: FileAdded) -> None:
        for field in self.query(Input):
            field.value = ""
        self.query_one("#where").focus()
        if message.view.there:
            self.room.say("已登记。")
        else:
            self.room.say("已登记。这台电脑上没有找到它，请核对路径；在别处存着就不用管。", "plain")
        self.read()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.may_write and self.current is not None if action == "take_off" else True

    def action_take_off(self) -> None:
        view = self.current
        if view is None:
            return

        def act() -> Message:
            activity_files.take_off(self.actor, view.id, clock.now())
            return FilesRead(activity_files.files(self.actor, self.activity_id))

        question = f"从清单上取下「{view.caption or view.where_kept}」？文件本身不动。"
        self.once_sure(question, lambda: self.ask(act), "取下")


def _row(view: FileView) -> Row:
    return str(view.id), {
        "存放的路径": Text(view.where_kept),
        "说明": Text(view.caption),
        "本机": Text("有" if view.there else "没有", style="" if view.there else "yellow"),
        "登记": Text(f"{view.added_by} {local(view.added_at):%m-%d %H:%M}"),
    }
