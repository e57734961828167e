"""督查逐条: what was found of which group or teacher, good or to be mended (D4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widget import Widget
from textual.widgets import DataTable, Input, Static

from yanxiu_tui import clock
from yanxiu_tui.rules.names import Named, initials
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.finding_acts import FindingActs
from yanxiu_tui.screens.form import FormScreen, row
from yanxiu_tui.services import inspections, people, prep_groups
from yanxiu_tui.services.inspections import SCHOOL, FindingDraft, FindingView
from yanxiu_tui.services.permission import Act, Actor, allowed
from yanxiu_tui.services.prep_groups import GroupView
from yanxiu_tui.services.steering_views import RecordView
from yanxiu_tui.widgets.kept_table import KeptTable
from yanxiu_tui.widgets.pick import Pick, Tick
from yanxiu_tui.widgets.steering_words import (
    FINDING_COLUMNS,
    FINDING_COLUMNS_WIDE,
    finding_fields,
    finding_rows,
)

_HINTS = {
    "whose": "组名、老师的姓名首字母；\n不写就是全校。",
    "good": "空格键换：是，做得好；\n否，要整改。",
    "words": "一句话，如：集体备课记录完整。",
}


def _without_day(columns: Mapping[str, int]) -> Mapping[str, int]:
    """The columns of one inspection, which was on one day."""
    return {name: width for name, width in columns.items() if name != "日期"}


@dataclass
class FindingsRead(Message):
    """What the inspection found so far."""

    found: Sequence[FindingView]


@dataclass
class FormReady(Message):
    """Of whom something can be found."""

    groups: Sequence[GroupView]
    people: Sequence[Named]


@dataclass
class Written(Message):
    """One more is written down, or one struck out."""

    sentence: str


class InspectionScreen(FindingActs[FindingView]):
    """The findings of one inspection; written until it is finished, marked as mended since."""

    ROOM_NAME = "督查逐条"
    CSS_PATH = "steering.tcss"
    HELP_TEXT = """\
查到什么写什么，一条一句，写明是哪个组或哪位老师。
[b]Ctrl+N[/b] 添一条；[b]Delete[/b] 划去写错的，留有痕迹
办结以后不能再改，整改好了按 [b]Ctrl+Y[/b] 标，写做了什么；
[b]Ctrl+R[/b] 没改好，退回。没公布以前，写到老师的
只有本人和他的组长看得到。"""
    BINDINGS = [
        Binding("ctrl+n", "new", "添一条", id="new", tooltip="写一条查到的情况"),
        Binding("delete", "strike", "划去", id="strike", tooltip="划去写错的"),
    ]

    def __init__(self, actor: Actor, record: RecordView) -> None:
        super().__init__(actor)
        self.record = record

    def body(self) -> ComposeResult:
        yield Static(f"{self.record.title}  {self.record.day:%m-%d}", id="summary", markup=False)
        yield Static("还没有写，按 Ctrl+N 添一条。", id="nothing", markup=False)
        yield KeptTable(_without_day(FINDING_COLUMNS), _without_day(FINDING_COLUMNS_WIDE))

    def read(self) -> None:
        self.ask(
            lambda: FindingsRead(inspections.of_record(self.actor, self.record.id)),
            group="read", only_last=True,
        )  # fmt: skip

    def on_findings_read(self, message: FindingsRead) -> None:
        self.found = message.found
        self.show_rows(finding_rows(self.found))

    @on(DataTable.RowSelected)
    def in_full(self) -> None:
        found = self.current
        if found is not None:
            screen = DetailsScreen("督查情况", finding_fields(found), self.acts_on(found))
            self.app.push_screen(screen, self.act_chosen)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action not in ("new", "strike"):
            return self.may_here(action)
        writes = self.record.finished_at is None and allowed(self.actor, Act.KEEP_STEERING)
        return writes and (action == "new" or bool(self.found))

    def action_new(self) -> None:
        self.ask(lambda: FormReady(prep_groups.my_groups(self.actor), people.everybody()))

    def on_form_ready(self, message: FormReady) -> None:
        def written(sentence: str | None) -> None:
            if sentence:
                self.say(sentence)
                self.read()

        self.app.push_screen(FindingFormScreen(self.actor, self.record.id, message), written)

    def action_strike(self) -> None:
        found = self.current
        if found is None:
            return

        def act() -> Message:
            inspections.strike(self.actor, found.id, clock.now())
            return Written("已划去。")

        def answered(sure: bool | None) -> None:
            if sure:
                self.ask(act)

        self.app.push_screen(ConfirmScreen(f"划去「{found.whose}：{found.words}」？"), answered)

    def on_written(self, message: Written) -> None:
        self.say(message.sentence)
        self.read()


class FindingFormScreen(FormScreen[str]):
    """Returns a sentence that says what was written down, or None."""

    FORM_NAME = "添一条"

    def __init__(self, actor: Actor, record_id: int, ready: FormReady) -> None:
        super().__init__()
        self.actor, self.record_id = actor, record_id
        self.groups = {f"{each.name} {each.kind_name}": each.id for each in ready.groups}
        self.offered = [
            *(Named(each.kind_name, each.name, initials(each.name)) for each in ready.groups),
            *ready.people,
        ]

    def fields(self) -> ComposeResult:
        yield row("对象", Pick(self.offered, id="whose"))
        yield row("情况", Input(id="words", compact=True))
        yield row("结果", Tick("做得好", True, id="good"))

    def hint_for(self, field: Widget) -> str:
        return _HINTS.get(field.id or "", "")

    def save(self) -> None:
        typed = self.query_one("#whose", Pick)
        whose = typed.meant()
        if whose is None and typed.value.strip() not in ("", SCHOOL):
            self.wrong("没有认出这个组或这位老师，请用上下键选定。", "whose")
            return
        group_id = self.groups.get(f"{whose.name} {whose.staff_no}") if whose else None
        draft = FindingDraft(
            self.query_one("#words", Input).value, self.query_one("#good", Tick).value, group_id,
            whose.staff_no if whose and group_id is None else "",
        )  # fmt: skip

        def act() -> Message:
            made = inspections.add(self.actor, self.record_id, draft, clock.now())
            return Written(f"已写下：{made.whose}。")

        self.busy = True
        self.ask(act)

    def on_written(self, message: Written) -> None:
        self.dismiss(message.sentence)

    def field_of(self, sentence: str) -> str:
        return "words" if "情况" in sentence else "whose"
