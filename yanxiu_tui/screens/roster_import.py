"""导入名册: a file, what it would change or what is wrong in it, and only then the import."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from yanxiu_tui import clock
from yanxiu_tui.roster.changes import ImportPlan, Listed
from yanxiu_tui.roster.model import Reading
from yanxiu_tui.screens.room import Caller, Refusal
from yanxiu_tui.services import teachers
from yanxiu_tui.services.files import typed_path
from yanxiu_tui.services.permission import Actor

_BLANK = "（空）"


@dataclass
class FileRead(Message):
    """What the file holds; ``plan`` is None when it has faults."""

    reading: Reading
    plan: ImportPlan | None


@dataclass
class TakenIn(Message):
    """The roster is imported."""

    plan: ImportPlan


def summary(plan: ImportPlan) -> str:
    """The plan in one sentence."""
    return (
        f"新增 {len(plan.added)} 人，修改 {plan.people_changed} 人，不变 {plan.unchanged} 人，"
        f"不再列出 {len(plan.missing)} 人，新建 {len(plan.new_groups)} 个组。"
    )


def told_plan(plan: ImportPlan) -> str:
    """Everything an import would change, in words."""
    changed = [
        f"{each.staff_no} {each.name}　{each.field}：{each.old or _BLANK} 改为 {each.new or _BLANK}"
        for each in plan.changed
    ]
    sections = [
        summary(plan),
        _section("说明", plan.notes),
        _section("修改", changed),
        _section("不再列出（保留，不删除）", _people(plan.missing)),
        _section("新建的组", ["、".join(plan.new_groups)] if plan.new_groups else []),
        _section("新增", _people(plan.added)),
    ]
    return "\n\n".join(filter(None, sections))


def told_faults(reading: Reading) -> str:
    """Every fault of a file, by sheet, row and column."""
    head = f"「{reading.source}」有 {len(reading.faults)} 处要改，改好后再导入；没有导入任何人。"
    return "\n".join([head, "", *map(str, reading.faults)])


class RosterImportScreen(Caller, ModalScreen[ImportPlan | None]):
    """Returns what was imported, or None. Nothing is written before it has been shown."""

    BINDINGS = [
        Binding("escape", "dismiss(None)", "取消", id="cancel"),
        Binding("ctrl+s", "take_in", "导入", id="save"),
        Binding("pageup", "scroll(-1)", show=False, priority=True),
        Binding("pagedown", "scroll(1)", show=False, priority=True),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__()
        self.actor = actor
        self.reading: Reading | None = None
        self.busy = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static("导入名册", classes="title")
            yield Static("花名册文件（xlsx 或 csv，可以把文件拖进来），按回车读取")
            yield Input(id="path", compact=True)
            with VerticalScroll(can_focus=False):
                yield Static("", id="told", markup=False)
            with Horizontal(id="foot"):
                yield Static("", classes="wrong", markup=False)
                yield Button("确认导入（Ctrl+S）", variant="primary", id="yes", disabled=True)
                yield Button("取消（Esc）", id="no")

    @on(Input.Changed)
    def typing(self) -> None:
        self.forget()
        self.query_one(".wrong", Static).update("")

    def forget(self) -> None:
        """What was read no longer stands for what is typed."""
        self.reading = None
        self.query_one("#yes", Button).disabled = True
        self.query_one("#told", Static).update("")

    @on(Input.Submitted)
    def read(self, event: Input.Submitted) -> None:
        """Read the file and ask what it would change."""
        if not event.value.strip() or self.busy:
            return
        self.busy = True
        typed = event.value
        self.query_one("#told", Static).update("正在读取……")

        def act() -> Message:
            from yanxiu_tui.roster.check import read_roster

            reading = read_roster(typed_path(typed), clock.local(clock.now()).date())
            plan = None if reading.faults else teachers.plan_import(self.actor, reading)
            return FileRead(reading, plan)

        self.ask(act)

    def on_file_read(self, message: FileRead) -> None:
        self.busy = False
        if message.plan is None:
            self.query_one("#told", Static).update(told_faults(message.reading))
            self.query_one(".wrong", Static).update("改好文件后按回车再读，PgDn 翻看。")
            return
        self.reading = message.reading
        self.query_one("#told", Static).update(told_plan(message.plan))
        button = self.query_one("#yes", Button)
        button.disabled = False
        button.focus()

    @on(Button.Pressed)
    def pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "yes":
            self.action_take_in()
        else:
            self.dismiss(None)

    def action_take_in(self) -> None:
        """Import what has been shown."""
        reading = self.reading
        if reading is None or self.busy:
            return
        self.busy = True
        self.ask(lambda: TakenIn(teachers.import_roster(self.actor, reading, clock.now())))

    def on_taken_in(self, message: TakenIn) -> None:
        self.dismiss(message.plan)

    def on_refusal(self, message: Refusal) -> None:
        self.busy = False
        self.forget()
        self.query_one(".wrong", Static).update(message.sentence)
        self.query_one("#path", Input).focus()

    def action_scroll(self, direction: int) -> None:
        scroll = self.query_one(VerticalScroll)
        scroll.scroll_page_down() if direction > 0 else scroll.scroll_page_up()


def _section(title: str, lines: Sequence[str]) -> str:
    return "\n".join([f"{title}：", *lines]) if lines else ""


def _people(listed: Sequence[Listed]) -> list[str]:
    return [f"{each.staff_no} {each.name}" for each in listed]
