"""领导小组: its meetings and inspections; what was found of oneself and of those one leads."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.rules.lesson_prep import Section
from yanxiu_tui.rules.steering import TO_MEND
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.earlier import TermRoom
from yanxiu_tui.screens.steering_acts import SteeringActs
from yanxiu_tui.screens.steering_form import FormReady, Kept, SteeringFormScreen, read_form
from yanxiu_tui.services import inspections, steering_views
from yanxiu_tui.services.inspections import FindingView
from yanxiu_tui.services.permission import Act, Actor, allowed
from yanxiu_tui.services.school import TermView
from yanxiu_tui.services.steering_views import Board, RecordView
from yanxiu_tui.widgets.kept_table import KeptTable
from yanxiu_tui.widgets.steering_words import (
    FINDING_COLUMNS,
    FINDING_COLUMNS_WIDE,
    RECORD_COLUMNS,
    finding_fields,
    finding_rows,
    record_rows,
)

RECORDS, FINDINGS = "会议和督查", "督查情况"
_COLUMNS = {
    RECORDS: (RECORD_COLUMNS, RECORD_COLUMNS),
    FINDINGS: (FINDING_COLUMNS, FINDING_COLUMNS_WIDE),
}
_MOST_OWED = 3
_NOTHING = {
    RECORDS: "这学期还没有会议和督查的记录，按 Ctrl+N 记一次。",
    FINDINGS: "这学期还没有您能看到的督查情况。",
}


@dataclass
class SteeringRead(Message):
    """A term's records, for those who see them, and the findings one may know of."""

    term: TermView
    board: Board | None
    findings: Sequence[FindingView]


@dataclass
class MinutesReady(Message):
    """The minutes are to be opened."""

    record: RecordView
    sections: Sequence[Section]


class SteeringScreen(TermRoom, SteeringActs):
    """One table, two lists for those who look after it all; an earlier term's at Ctrl+T."""

    ROOM_NAME = "领导小组"
    CSS_PATH = "steering.tcss"
    HELP_TEXT = """\
领导小组的专门会议（D1）和督查（D4），办结了才算。
[b]Ctrl+N[/b] 记一次会议或督查
[b]回车[/b] 写记录；[b]F6[/b] 改日期、地点、到会的人
[b]F7[/b] 督查逐条写：哪个组、哪位老师，好的、要整改的
[b]F5[/b] 到那一天写好记录就办结，定稿；[b]Delete[/b] 记错了撤回，留痕
[b]F8[/b] 公布督查情况，要整改的老师点不点名由您定
[b]F9[/b] 通报存成 Word；[b]F3[/b] 换到督查情况
督查情况里 [b]Ctrl+Y[/b] 标已整改，写做了什么（组长、领导小组；
写到自己的由别人标）；[b]Ctrl+R[/b] 没改好，退回
[b]Ctrl+T[/b] 看以前的学期，忘记的也在那里补记、办结
没公布以前，写到老师的只有本人和他的组长看得到。"""
    BINDINGS = [
        Binding(
            "enter",
            "write",
            "写记录",
            priority=True,
            key_display="回车",
            id="write",
            tooltip="一节一节写，写了就存",
        ),
        Binding("ctrl+n", "new", "记一次", id="new", tooltip="记一次会议或督查"),
        Binding("f3", "next_list", "换表", id="next_list", show=False),
        Binding("f5", "finish", "办结", id="finish", tooltip="记录定稿，算开过了"),
        Binding("f6", "change", "修改", id="change", tooltip="日期、地点、到会的人"),
        Binding("f7", "findings", "逐条", id="findings", tooltip="督查逐条写"),
        Binding("f8", "publish", "公布", id="publish", tooltip="人人看得到督查情况"),
        Binding("f9", "print", "通报", id="print", tooltip="通报存成 Word"),
        Binding("delete", "withdraw", "撤回", id="withdraw", tooltip="记错了撤回，留痕"),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.lists = [FINDINGS]
        if allowed(actor, Act.VIEW_STEERING):
            self.lists.insert(0, RECORDS)
        self.which = self.lists[0]
        self.seen: SteeringRead | None = None
        self.wanted: int | None = None

    def body(self) -> ComposeResult:
        yield Static("", id="summary", markup=False)
        yield Static("", id="nothing", markup=False)
        yield KeptTable(*_COLUMNS[self.which])

    # Reading

    def read(self) -> None:
        """Read both lists."""
        actor, records_too = self.actor, RECORDS in self.lists

        def act() -> Message:
            term = self.term_in_hand()
            board = steering_views.board(actor, term.id) if records_too else None
            return SteeringRead(term, board, inspections.seen(actor, term.id))

        self.ask(act, group="read", only_last=True)

    def on_steering_read(self, message: SteeringRead) -> None:
        self.seen = message
        self.paint()

    def paint(self) -> None:
        """Show the list in hand."""
        seen = self.seen
        if seen is None:
            return
        self.query_one("#summary", Static).update(self.summary(seen))
        if self.which == RECORDS and seen.board is not None:
            self.found, rows = seen.board.records, record_rows(seen.board.records)
        else:
            self.found, rows = seen.findings, finding_rows(seen.findings)
        self.query_one("#nothing", Static).update(_NOTHING[self.which])
        table = self.query_one(KeptTable)
        table.narrow, table.wide = _COLUMNS[self.which]
        self.show_rows(rows)
        keys = [key for key, _ in rows]
        if str(self.wanted) in keys:
            table.move_cursor(row=keys.index(str(self.wanted)))
            self.wanted = None

    def summary(self, seen: SteeringRead) -> Text:
        """Which lists there are, and what the term still owes."""
        said = Text()
        for name in self.lists:
            shown = name == self.which
            said.append(f"【{name}】" if shown else f" {name} ", "bold" if shown else "dim")
        left = sum(each.standing == TO_MEND for each in seen.findings)
        said.append(f" {TO_MEND} {left}" if left else "", "bold yellow")
        said.append("  F3 换" if len(self.lists) > 1 else "", "dim")
        said.append("" if self.running else f"  {seen.term.name}", "bold")
        if seen.board is not None and seen.board.owed:
            today = clock.local(clock.now()).date()
            said.append("\n还要办：")
            for each in seen.board.owed[:_MOST_OWED]:
                style = "bold red" if each.last < today else ""
                begun = "，在写" if each.begun else ""
                said.append(f"{each.name}（{each.last:%m-%d} 前{begun}） ", style)
        return said

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "next_list":
            return len(self.lists) > 1
        if action == "new":
            return RECORDS in self.lists and allowed(self.actor, Act.KEEP_STEERING)
        if action == "write":
            return self.record is not None and self.may(action, self.record)
        return self.may_here(action)

    # Going about

    def action_next_list(self) -> None:
        self.say("", "plain")
        self.which = self.lists[(self.lists.index(self.which) + 1) % len(self.lists)]
        self.paint()

    def action_write(self) -> None:
        record = self.record
        if record is not None:
            self.ask(
                lambda: MinutesReady(record, steering_views.sections_of(self.actor, record.id))
            )

    @on(DataTable.RowSelected)
    def enter(self) -> None:
        """Open the minutes, or a finding in full."""
        found = self.finding
        if found is None:
            self.action_write()
        else:
            screen = DetailsScreen("督查情况", finding_fields(found), self.acts_on(found))
            self.app.push_screen(screen, self.act_chosen)

    def on_minutes_ready(self, message: MinutesReady) -> None:
        from yanxiu_tui.screens.minutes import MinutesScreen

        self.app.push_screen(MinutesScreen(self.actor, message.record, message.sections))

    def action_findings(self) -> None:
        from yanxiu_tui.screens.inspection import InspectionScreen

        if self.record is not None:
            self.app.push_screen(InspectionScreen(self.actor, self.record))

    # Beginning and changing a record

    def action_new(self) -> None:
        self.ask(lambda: read_form(self.actor, None, self.term_in_hand()))

    def action_change(self) -> None:
        record = self.record
        if record is not None:
            self.ask(lambda: read_form(self.actor, record, self.term_in_hand()))

    def on_form_ready(self, message: FormReady) -> None:
        def kept(done: Kept | None) -> None:
            if done:
                self.say(done.sentence)
                self.wanted = done.record_id
                self.read()

        self.app.push_screen(SteeringFormScreen(self.actor, message), kept)
