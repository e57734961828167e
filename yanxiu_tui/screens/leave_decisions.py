"""请假审批: what waits to be decided first; papers are registered here as well (Z28-Z30)."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.leave import LeaveState
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.earlier import TermRoom
from yanxiu_tui.screens.evidence import EvidenceScreen
from yanxiu_tui.screens.leave_printing import print_slip
from yanxiu_tui.screens.listed import ListedRoom
from yanxiu_tui.services import covering, leave, leave_views, school
from yanxiu_tui.services.covering import CoveredMeeting
from yanxiu_tui.services.leave import LeaveView
from yanxiu_tui.services.permission import Act, Actor, allowed
from yanxiu_tui.services.school import TermView
from yanxiu_tui.widgets.kept_table import KeptTable
from yanxiu_tui.widgets.leave_words import (
    OTHERS,
    OTHERS_WIDE,
    fields_of,
    owed_of,
    row_of,
    title_of,
)


@dataclass
class LeavesRead(Message):
    """What waits and what is decided, the regulation, and who may decide."""

    term: TermView
    found: Sequence[LeaveView]
    regulation: Regulation
    deciders: Collection[int]


@dataclass
class MeetingsRead(Message):
    """The meetings that one leave covers."""

    view: LeaveView
    covered: Sequence[CoveredMeeting]


@dataclass
class Done(Message):
    """An act is done; the sentence says which."""

    sentence: str


class LeaveDecisionsScreen(TermRoom, ListedRoom[LeaveView]):
    """A table of everybody's leave; the footer shows what this person may do with one."""

    ROOM_NAME = "请假审批"
    AHEAD = True
    CSS_PATH = "leave_decisions.tcss"
    HELP_TEXT = """\
待批的在最上面，后面是本学期已经办过的。按[b]回车[/b]看全部内容和条文。
[b]F5[/b] 同意，[b]F6[/b] 不同意（写理由），[b]F9[/b] 撤销批准（批错了收回，写原因）：
由校本研修领导小组组长审批（Z29），自己的假由别人批。证明没交齐的不能批准，急诊等特殊情况除外（Z30）。
[b]F7[/b] 登记交来的证明，[b]F8[/b] 替老师销假，[b]Delete[/b] 替老师撤回：由教导处办理。
[b]Ctrl+E[/b] 把请假条存成 Word 文件；[b]Ctrl+T[/b] 看别的学期的。

事由只有本人、教导处和审批人能看。"""
    ACTS = (
        ("f5", "approve", "同意"), ("f6", "refuse", "不同意"), ("f7", "receive", "登记证明"),
        ("f8", "come_back", "销假"), ("f9", "revoke", "撤销批准"), ("delete", "withdraw", "撤回"),
        ("ctrl+e", "print", "打印"),
    )  # fmt: skip
    BINDINGS = [
        Binding("f5", "approve", "同意", id="approve", tooltip="批准这次请假"),
        Binding("f6", "refuse", "不同意", id="refuse", tooltip="不批准，要写理由"),
        Binding("f7", "receive", "登记证明", id="receive", tooltip="登记交来的证明"),
        Binding("f8", "come_back", "销假", id="come_back", tooltip="替老师销假"),
        Binding("f9", "revoke", "撤销批准", id="revoke", tooltip="批准错了，收回，要写原因"),
        Binding("delete", "withdraw", "撤回", id="withdraw", tooltip="替老师撤回还没审批的"),
        Binding("ctrl+e", "print", "打印", id="print", tooltip="请假条存成 Word 文件"),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.regulation: Regulation | None = None
        self.deciders: Collection[int] = ()

    def body(self) -> ComposeResult:
        yield Static("", id="waiting", markup=False)
        yield Static("这个学期还没有人请假。", id="nothing", markup=False)
        yield KeptTable(OTHERS, OTHERS_WIDE)

    # Reading

    def read(self) -> None:
        """Read what waits, the most urgent first, and what the term brought.

        Together with the current term stands what waits of any.
        """

        def act() -> Message:
            term = self.term_in_hand()
            of = None if self.running else term.id
            waiting = leave.leaves(self.actor, of, (LeaveState.ASKED,))
            waiting.sort(key=lambda view: view.starts_at)
            ours = leave.leaves(self.actor, term.id)
            known = {view.id for view in waiting}
            decided = [
                view for view in ours if view.state is not LeaveState.ASKED and view.id not in known
            ]
            regulation = school.regulation_of(term.regulation_id)
            return LeavesRead(term, [*waiting, *decided], regulation, leave_views.holders())

        self.ask(act, group="read", only_last=True)

    def on_leaves_read(self, message: LeavesRead) -> None:
        self.found = message.found
        self.regulation, self.deciders = message.regulation, message.deciders
        waiting = sum(view.state is LeaveState.ASKED for view in message.found)
        owing = sum(view.owing for view in message.found)
        counts = f"待批 {waiting} 张   还欠证明 {owing} 张"
        self.query_one("#waiting", Static).update(self.headed(message.term, counts))
        self.show_rows([row_of(view) for view in message.found])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.may_here(action)

    def may(self, action: str, view: LeaveView) -> bool:
        """Whether this person may do this with this leave; the service has the last word."""
        match action:
            case "approve" | "refuse" | "revoke":
                state = LeaveState.APPROVED if action == "revoke" else LeaveState.ASKED
                return view.state is state and leave_views.may_decide(
                    self.actor, view.teacher_id, self.deciders
                )
            case "print":
                return True
            case "receive":
                return view.owing and allowed(self.actor, Act.RECEIVE_EVIDENCE)
            case "come_back":
                approved = view.state is LeaveState.APPROVED
                return approved and allowed(self.actor, Act.ASK_LEAVE_FOR_OTHERS)
            case _:
                asked = view.state is LeaveState.ASKED
                return asked and allowed(self.actor, Act.ASK_LEAVE_FOR_OTHERS)

    # Reading one in full

    @on(DataTable.RowSelected)
    def action_details(self) -> None:
        """Show the leave in full, with the keys that act on it."""
        view = self.current
        if view:
            self.ask(lambda: MeetingsRead(view, covering.meetings_covered(self.actor, view.id)))

    def on_meetings_read(self, message: MeetingsRead) -> None:
        view, regulation = message.view, self.regulation
        if regulation is None or self.current != view or not self.is_active:
            return
        screen = DetailsScreen(
            title_of(view), fields_of(view, regulation, message.covered), self.acts_on(view)
        )
        self.app.push_screen(screen, self.act_chosen)

    # Deciding

    def action_approve(self) -> None:
        view = self.current
        if view is None:
            return

        def given(opinion: str | None) -> None:
            if opinion is not None:
                self.do(lambda: leave.approve(self.actor, view.id, clock.now(), opinion), "已批准")

        label = f"{self.clause(view)}审批意见"
        self.app.push_screen(ReasonScreen(f"同意{title_of(view)}", label, "同意"), given)

    def action_refuse(self) -> None:
        view = self.current
        if view is None:
            return

        def given(opinion: str | None) -> None:
            if opinion is not None:
                self.do(lambda: leave.refuse(self.actor, view.id, opinion, clock.now()), "未批准")

        label = f"{self.clause(view)}不同意的理由（必填，本人能看到）"
        self.app.push_screen(ReasonScreen(f"不同意{title_of(view)}", label), given)

    def action_revoke(self) -> None:
        view = self.current
        if view is None:
            return

        def given(reason: str | None) -> None:
            if reason is not None:
                self.do(
                    lambda: leave.revoke(self.actor, view.id, reason, clock.now()), "的批准已撤销"
                )

        label = "撤销的原因（必填，本人能看到）；覆盖的活动不再算请假。"
        self.app.push_screen(ReasonScreen(f"撤销批准：{title_of(view)}", label), given)

    def clause(self, view: LeaveView) -> str:
        """The clause that the decision follows, as lines above a question."""
        kind = self.regulation.leave_kind(view.kind) if self.regulation else None
        return f"{kind.clause.id}「{kind.clause.words}」\n\n" if kind else ""

    # What the office does

    def action_receive(self) -> None:
        view = self.current
        if view is None:
            return

        def picked(papers: tuple[str, ...] | None) -> None:
            if papers:
                self.do(lambda: self.receive(view, papers), "的证明已登记")

        owed = dict(zip(view.owed_kinds, view.owed, strict=True))
        self.app.push_screen(EvidenceScreen(f"登记证明：{title_of(view)}", owed), picked)

    def receive(self, view: LeaveView, papers: Sequence[str]) -> LeaveView:
        """Register the papers one by one; the leave as it stands then."""
        for paper in papers:
            view = leave.receive_evidence(self.actor, view.id, paper, clock.now())
        return view

    def action_come_back(self) -> None:
        view = self.current
        if view:
            question = f"给{title_of(view)}销假？此后开始的活动不再算请假。"
            self.sure(question, "销假", leave.come_back, view)

    def action_withdraw(self) -> None:
        view = self.current
        if view:
            self.sure(f"撤回{title_of(view)}？", "撤回", leave.withdraw, view)

    def action_print(self) -> None:
        view = self.current
        if view:
            self.ask(lambda: Done(print_slip(self.actor, view)))

    def sure(
        self,
        question: str,
        yes: str,
        act: Callable[[Actor, int, datetime], LeaveView],
        view: LeaveView,
    ) -> None:
        """Ask, then do it."""

        self.once_sure(
            question,
            lambda: self.do(lambda: act(self.actor, view.id, clock.now()), f"已{yes}"),
            yes,
        )

    def do(self, act: Callable[[], LeaveView], done: str) -> None:
        """Run an act in a worker and say what was done, and what is still owed."""
        office = self.regulation.office if self.regulation else ""

        def work() -> Message:
            view = act()
            return Done(f"{title_of(view)}{done}。{owed_of(view, office)}")

        self.ask(work)

    def on_done(self, message: Done) -> None:
        self.say(message.sentence)
        self.read()
