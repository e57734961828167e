"""我的资料: everything the program keeps on somebody, who else may see it, and how long."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.room import DeskRoom
from yanxiu_tui.services import personal_data
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.personal_data import Kept, KeptSection
from yanxiu_tui.services.personal_rows import KeptPart
from yanxiu_tui.widgets.kept_table import KeptTable

_NARROW = {"类别": 10, "条数": 4, "从": 8, "到": 8, "谁还看得到": 0}
_WIDE = {**_NARROW, "谁还看得到": 38, "留多久": 0}


@dataclass
class KeptRead(Message):
    """What is kept on the person."""

    kept: Kept


@dataclass
class CopyWritten(Message):
    """A copy of all of it is in a file."""

    path: Path


class PersonalDataScreen(DeskRoom):
    """A line a subject; Enter tells more. ``staff_no`` is another's, "" one's own."""

    ROOM_NAME = "我的资料"
    CSS_PATH = "personal_data.tcss"
    HELP_TEXT = """\
程序里留着关于您的什么，一类一行：多少条、从何时到何时、谁还看得到、留多久。
选中一类按[b]回车[/b]，看里面都有什么。
[b]F6[/b] 把全部资料存一份（xlsx，一类一页），连同您自己写的文字；存一次留一条痕迹。
口令谁也看不到，只看得到有没有。有错的，请找教导处更正。

离职以后，学校可以按规定删除：只留工号和考勤、排名的数字，姓名等都删去。
教导处在教师名册里按 [b]F9[/b]，看光标上的老师的资料。"""
    BINDINGS = [
        Binding("f6", "copy", "存一份", id="copy", tooltip="把全部资料存成 xlsx"),
    ]

    def __init__(self, actor: Actor, staff_no: str = "") -> None:
        super().__init__(actor)
        self.staff_no = staff_no or actor.staff_no
        if self.staff_no != actor.staff_no:
            self.ROOM_NAME = "个人资料"
        self.kept: Kept | None = None

    def body(self) -> ComposeResult:
        yield Static("", id="told", markup=False)
        yield KeptTable(_NARROW, _WIDE)

    def on_mount(self) -> None:
        self.query_one(KeptTable).focus()

    def on_screen_resume(self) -> None:
        self.ask(lambda: KeptRead(personal_data.kept_on(self.actor, self.teacher_id())))

    def teacher_id(self) -> int:
        """Whose data this is; asked in a worker."""
        return personal_data.number_of(self.staff_no)

    def on_kept_read(self, message: KeptRead) -> None:
        kept = self.kept = message.kept
        whose = "您" if kept.staff_no == self.actor.staff_no else f"{kept.name}（{kept.staff_no}）"
        count = sum(section.count for section in kept.sections)
        self.query_one("#told", Static).update(f"关于{whose}，程序里一共留着 {count} 条：")
        self.query_one(KeptTable).show([(each.name, _cells(each)) for each in kept.sections])

    @on(DataTable.RowSelected)
    def chosen(self) -> None:
        """Tell what there is of the subject under the cursor."""
        at = self.query_one(KeptTable).current
        if self.kept is None or at is None:
            return
        section = self.kept.sections[at]
        parts = [(part.words, _part(part)) for part in section.parts if part.count]
        fields = [
            *(parts or [("没有", "")]),
            ("谁还看得到", section.seen_by),
            ("留多久", section.kept_for),
        ]
        self.app.push_screen(DetailsScreen(section.name, fields))

    def action_copy(self) -> None:
        """Write all of it to a file of one's own."""

        def act() -> Message:
            from yanxiu_tui.reports import personal_data as workbook
            from yanxiu_tui.screens.paper_files import new_file

            now = clock.now()
            path = new_file(f"个人资料_{self.staff_no}_{clock.local(now):%Y%m%d}", "xlsx")
            personal_data.export(
                self.actor, self.teacher_id(), lambda copy: workbook.write(path, copy), now
            )
            return CopyWritten(path)

        self.say("正在存……", "plain")
        self.ask(act)

    def on_copy_written(self, message: CopyWritten) -> None:
        self.say(f"已存为 {message.path}，里面是个人资料，取走后请删掉。")


def _cells(section: KeptSection) -> dict[str, Text]:
    words = {
        "类别": section.name,
        "条数": f"{section.count:>4}",
        "从": _short(section.first),
        "到": _short(section.last),
        "谁还看得到": section.seen_by,
        "留多久": section.kept_for,
    }
    style = "" if section.count else "dim"
    return {name: Text(each, style, no_wrap=True) for name, each in words.items()}


def _part(part: KeptPart) -> str:
    days = f"，{part.first} 至 {part.last}" if part.first else ""
    return f"{part.count} 条{days}"


def _short(day: date | None) -> str:
    return f"{day:%y-%m-%d}" if day else ""
