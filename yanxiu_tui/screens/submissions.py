"""上交: what oneself and one's groups owe, the most urgent first; written and handed in here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.earlier import TermRoom
from yanxiu_tui.screens.live import LiveListedRoom
from yanxiu_tui.screens.paper import PaperScreen, print_paper
from yanxiu_tui.screens.submission_form import HandInScreen
from yanxiu_tui.services import submissions
from yanxiu_tui.services.permission import Act, Scope, reach
from yanxiu_tui.services.school import TermView
from yanxiu_tui.services.submission_views import SubmissionView
from yanxiu_tui.services.submissions import Outcome, Writing
from yanxiu_tui.widgets.kept_table import KeptTable
from yanxiu_tui.widgets.submission_words import fields_of, row_of, summary_of, told

_NARROW = {"哪天": 11, "还有": 11, "材料": 0, "谁": 16, "状态": 14}
_WIDE = {"哪天": 11, "还有": 11, "材料": 0, "谁": 22, "交来": 11, "缺": 16, "状态": 14}


@dataclass
class MineRead(Message):
    """What oneself and one's groups owe."""

    found: Sequence[SubmissionView]
    now: datetime
    term: TermView


@dataclass
class Begun(Message):
    """A paper is begun, or opened again, to be written."""

    writing: Writing


@dataclass
class TakenBack(Message):
    """What was handed in is taken back."""

    outcome: Outcome


@dataclass
class Printed(Message):
    """A copy is written there."""

    path: Path


class SubmissionsScreen(LiveListedRoom[SubmissionView], TermRoom):
    """A table of papers that are due; Enter hands in the one pointed at, or shows it in full."""

    ROOM_NAME = "上交"
    CSS_PATH = "submissions.tcss"
    HELP_TEXT = """\
您和您带的组要交的计划、总结、课题和材料，最急的在最上面；没写几点的到 23:59 为止。
[b]回车[/b] 交：在这里写的、纸质的（写放在哪里）、文件（写路径），都有就都填。交过的看全部内容。
[b]F5[/b] 在这里写，写了就存，写好再回来交；[b]F9[/b] 把写的存成 Word。
[b]Delete[/b] 撤回教导处还没收的；收了以后缺的，补齐再交一次。
[b]F3[/b] 看谁还没交：教导处看全校的，组长看本组的。[b]Ctrl+T[/b] 看以前学期的，欠的还可以补交。"""
    ACTS = (("f5", "write", "写"), ("delete", "withdraw", "撤回"), ("f9", "save_word", "存Word"))
    BINDINGS = [
        Binding(
            "enter",
            "open",
            "交、看",
            priority=True,
            key_display="回车",
            id="open",
            tooltip="交这一份；交过的看全部内容",
        ),
        Binding("f5", "write", "写", id="write", tooltip="在这里写这一份"),
        Binding("delete", "withdraw", "撤回", id="withdraw", tooltip="撤回还没收的"),
        Binding("f9", "save_word", "存Word", id="save_word", tooltip="写的存成 Word"),
        Binding("f3", "board", "谁还没交", id="board", tooltip="全校或本组的"),
    ]

    def body(self) -> ComposeResult:
        yield Static("", id="summary", markup=False)
        nothing = "本校制度没有规定您要交什么。全校要交的，按 F1 看怎么查。"
        yield Static(nothing, id="nothing", markup=False)
        yield KeptTable(_NARROW, _WIDE)

    def read(self) -> None:
        """Read again what one owes."""

        def act() -> Message:
            now, term = clock.now(), self.term_in_hand()
            return MineRead(submissions.mine(self.actor, term.id, now), now, term)

        self.ask(act, group="read", only_last=True)

    def on_mine_read(self, message: MineRead) -> None:
        self.found = message.found
        head = self.headed(message.term, summary_of(message.found))
        self.query_one("#summary", Static).update(head)
        self.show_rows([row_of(view, message.now) for view in message.found])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "board":
            return reach(self.actor, Act.VIEW_CLAIMS) > Scope.NONE
        return self.may_here(action)

    def may(self, action: str, view: SubmissionView) -> bool:
        """Whether this may be done with that paper; the service has the last word."""
        if action == "write":
            return view.owing and bool(view.sections)
        if action == "withdraw":
            return _may_withdraw(view)
        return view.manuscript_id is not None

    # What one may do here

    @on(DataTable.RowSelected)
    def action_open(self) -> None:
        """Hand in what is owed; show the rest in full."""
        view = self.current
        if view is None:
            return
        if view.owing:
            self.app.push_screen(HandInScreen(self.actor, view), self.handed_in)
        else:
            title, acts = f"{view.whose} {view.kind_name}", self.acts_on(view)
            self.app.push_screen(DetailsScreen(title, fields_of(view), acts), self.act_chosen)

    def handed_in(self, done: Outcome | None) -> None:
        """Say what was handed in."""
        if done is not None:
            self.say(f"「{done.title}」已交，{told(done)}", "wrong" if done.missing else "done")

    def action_write(self) -> None:
        view = self.current
        if view is None:
            return

        def act() -> Message:
            now = clock.now()
            return Begun(
                submissions.write_here(self.actor, view.kind, now, view.group_id, view.term_id)
            )

        self.ask(act)

    def on_begun(self, message: Begun) -> None:
        writing = message.writing
        self.app.push_screen(
            PaperScreen(self.actor, writing.manuscript_id, writing.title, writing.sections)
        )

    def action_withdraw(self) -> None:
        view = self.current
        if view is None or view.handed is None:
            return
        claim_id = view.handed.claim_id

        def act() -> Message:
            return TakenBack(submissions.withdraw(self.actor, claim_id, clock.now()))

        question = f"撤回{view.whose}的{view.kind_name}？"
        self.once_sure(question, lambda: self.ask(act), "撤回")

    def on_taken_back(self, message: TakenBack) -> None:
        self.say(f"「{message.outcome.title}」已撤回，还没有交。")
        self.read()

    def action_save_word(self) -> None:
        view = self.current
        if view is None or view.manuscript_id is None:
            return
        number, title, sections = view.manuscript_id, view.kind_name, view.sections
        self.ask(lambda: Printed(print_paper(self.actor, number, title, sections)))

    def on_printed(self, message: Printed) -> None:
        self.say(f"已存为 {message.path}")

    def action_board(self) -> None:
        from yanxiu_tui.screens.submission_board import SubmissionBoardScreen

        self.app.push_screen(SubmissionBoardScreen(self.actor))


def _may_withdraw(view: SubmissionView) -> bool:
    waits = view.handed is not None and view.handed.received_at is None
    return waits or (view.by == "school" and view.handed is not None)
