"""借阅: what one borrows; the 管理员 decides, hands out, takes back (Z36)."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.rules.archives import Archives
from yanxiu_tui.rules.loans import WAITING, LoanState
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.earlier import TermRoom
from yanxiu_tui.screens.live import LiveListedRoom
from yanxiu_tui.screens.loan_form import ExtendScreen, LoanChoices, LoanFormScreen, read_choices
from yanxiu_tui.screens.loan_hand_out import HandOutScreen
from yanxiu_tui.screens.loan_printing import print_register
from yanxiu_tui.services import loan_views, loans, school
from yanxiu_tui.services.loans import LoanView
from yanxiu_tui.services.permission import Act, Actor, allowed
from yanxiu_tui.services.school import TermView
from yanxiu_tui.widgets.kept_table import KeptTable
from yanxiu_tui.widgets.loan_words import fields_of, row_of, title_of

_NARROW = {"借阅人": 11, "名称": 0, "编号": 11, "应还": 5, "状态": 8}
_WIDE = {
    "借阅人": 11, "教研组": 8, "名称": 0, "编号": 11, "事由": 12, "借出": 5, "应还": 5, "归还": 5,
    "批准": 8, "状态": 9,
}  # fmt: skip
# Key, action, and what it does in words.
_STATES = {
    "approve": {LoanState.ASKED},
    "refuse": {LoanState.ASKED},
    "hand_out": {LoanState.APPROVED},
    "take_back": {LoanState.OUT},
    "extend": {LoanState.OUT},
    "withdraw": WAITING,
}


@dataclass
class LoansRead(Message):
    """What is listed, of which term, who may lend, and what the regulation says of lending."""

    term: TermView
    found: Sequence[LoanView]
    lending: Collection[int]
    rule: Archives


@dataclass
class FormReady(Message):
    """What the form needs is read."""

    choices: LoanChoices


@dataclass
class Done(Message):
    """An act is done; the sentence says which."""

    sentence: str


@dataclass
class Printed(Message):
    """The register is saved there."""

    path: Path


class LoansScreen(LiveListedRoom[LoanView], TermRoom):
    """A table of loans; the footer shows what this person may do with the one pointed at."""

    ROOM_NAME = "借阅"
    CSS_PATH = "loans.tcss"
    HELP_TEXT = """\
存档的材料，管理员（教导处）同意才能借出，签字登记，按时归还（Z36）。
[b]Ctrl+N[/b] 申请借阅；[b]回车[/b] 看一份的全部内容；[b]Delete[/b] 撤回还没领走的。
教导处：[b]F3[/b] 看全校的或自己的；[b]F5[/b] 同意，[b]F6[/b] 不同意（写理由）；
[b]F7[/b] 签字领取：借阅人当面输自己的口令；[b]F8[/b] 归还，可以写备注；
[b]F9[/b] 延期，只能一次，写原因。
[b]Ctrl+E[/b] 存本学期的借阅登记（xlsx），以前借出、开学时还没还的也在里面；
[b]Ctrl+T[/b] 看以前学期的登记，再按 [b]Ctrl+E[/b] 存那个学期的。
过了应还日期的标红，写着过期几天。"""
    ACTS = (
        ("f5", "approve", "同意"),
        ("f6", "refuse", "不同意"),
        ("f7", "hand_out", "签字领取"),
        ("f8", "take_back", "归还"),
        ("f9", "extend", "延期"),
        ("delete", "withdraw", "撤回"),
    )
    BINDINGS = [
        Binding("ctrl+n", "new", "申请", id="new", tooltip="借档案里的材料"),
        Binding("f3", "turn", "换看", id="turn", tooltip="看全校的，或自己的"),
        Binding("f5", "approve", "同意", id="approve", tooltip="同意借出"),
        Binding("f6", "refuse", "不同意", id="refuse", tooltip="不同意，要写理由"),
        Binding("f7", "hand_out", "签字领取", id="hand_out", tooltip="借阅人输口令签字，借出"),
        Binding("f8", "take_back", "归还", id="take_back", tooltip="收回，可以写备注"),
        Binding("f9", "extend", "延期", id="extend", tooltip="延期一次，要写原因"),
        Binding("delete", "withdraw", "撤回", id="withdraw", tooltip="撤回还没领走的"),
        Binding("ctrl+e", "save_register", "存登记", id="save_register", tooltip="存借阅登记"),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.whole = self.sees_all
        self.lending: Collection[int] = ()
        self.rule: Archives | None = None

    @property
    def sees_all(self) -> bool:
        """Whether this person may see everybody's."""
        return allowed(self.actor, Act.VIEW_LOANS)

    def body(self) -> ComposeResult:
        yield Static("", id="summary", markup=False)
        yield Static("还没有人借过。要借，按 Ctrl+N 申请。", id="nothing", markup=False)
        yield KeptTable(_NARROW, _WIDE)

    # Reading

    def read(self) -> None:
        """Read what is listed again."""
        whole = self.whole

        def act() -> Message:
            now, term = clock.now(), self.term_in_hand()
            rule = school.regulation_of(school.current_term(now).regulation_id).archives
            return LoansRead(term, self.listed(term, whole, now), loan_views.lenders(), rule)

        self.ask(act, group="read", only_last=True)

    def listed(self, term: TermView, whole: bool, now: datetime) -> Sequence[LoanView]:
        """Everybody's, of an earlier term its register; or one's own. Called in a worker."""
        if not whole:
            return loans.my_loans(self.actor, now)
        if self.running:
            return loans.loans(self.actor, now)
        return loans.register(self.actor, term.id, now)

    def on_loans_read(self, message: LoansRead) -> None:
        self.found, self.lending, self.rule = message.found, message.lending, message.rule
        self.query_one("#summary", Static).update(self.summary(message.term))
        self.show_rows([row_of(view) for view in message.found])

    def summary(self, term: TermView) -> str:
        """How many wait, are out and overdue; or which earlier term's register it is."""
        asked = sum(view.state is LoanState.ASKED for view in self.found)
        out = sum(view.state is LoanState.OUT for view in self.found)
        late = sum(view.overdue > 0 for view in self.found)
        whose = self.headed(term, "全校") if self.whole else "我的借阅"
        return f"{whose}   待批准 {asked} 份   借出 {out} 份   过期未还 {late} 份"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("turn", "save_register"):
            return self.sees_all
        if action == "choose_term":
            return self.whole
        return self.may_here(action)

    def may(self, action: str, view: LoanView) -> bool:
        """Whether this person may do this with this loan; the service has the last word."""
        if view.state not in _STATES[action] or (action == "extend" and view.extended_from):
            return False
        if action == "withdraw":
            return view.borrower_id == self.actor.teacher_id
        return loan_views.may_lend(self.actor, view.borrower_id, self.lending)

    def action_turn(self) -> None:
        # One's own are of every term.
        self.whole, self.term_id = not self.whole, None
        self.say("", "plain")
        self.read()

    @on(DataTable.RowSelected)
    def action_details(self) -> None:
        """Show the loan in full, with the keys that act on it."""
        view = self.current
        if view is not None:
            acts = self.acts_on(view)
            self.app.push_screen(
                DetailsScreen(title_of(view), fields_of(view), acts), self.act_chosen
            )

    # Asking

    def action_new(self) -> None:
        self.ask(lambda: FormReady(read_choices(self.actor)))

    def on_form_ready(self, message: FormReady) -> None:
        def asked(view: LoanView | None) -> None:
            if view is not None:
                self.say(f"已申请借「{view.title}」，等管理员同意。")

        self.app.push_screen(LoanFormScreen(self.actor, message.choices), asked)

    def action_withdraw(self) -> None:
        view = self.current
        if view is None:
            return

        self.once_sure(
            f"撤回{title_of(view)}？",
            lambda: self.do(lambda: loans.withdraw(self.actor, view.id, clock.now()), "已撤回"),
            "撤回",
        )

    # Lending

    def action_approve(self) -> None:
        view = self.current
        if view:
            self.do(lambda: loans.approve(self.actor, view.id, clock.now()), "已同意，等来签字领取")

    def action_refuse(self) -> None:
        view = self.current
        if view is None:
            return

        def given(opinion: str | None) -> None:
            if opinion is not None:
                self.do(lambda: loans.refuse(self.actor, view.id, opinion, clock.now()), "未批准")

        label = "不同意的理由（必填，本人能看到）"
        self.app.push_screen(ReasonScreen(f"不同意{title_of(view)}", label), given)

    def action_hand_out(self) -> None:
        if self.current:
            self.app.push_screen(HandOutScreen(self.actor, self.current), self.told("已签字领取"))

    def action_take_back(self) -> None:
        view = self.current
        if view is None:
            return

        def given(note: str | None) -> None:
            if note is not None:
                self.do(lambda: loans.take_back(self.actor, view.id, clock.now(), note), "已归还")

        label = "备注：材料是否完好，缺什么"
        self.app.push_screen(ReasonScreen(f"归还{title_of(view)}", label, "完好"), given)

    def action_extend(self) -> None:
        if self.current and self.rule:
            screen = ExtendScreen(self.actor, self.current, self.rule.loan_days)
            self.app.push_screen(screen, self.told("已延期"))

    def told(self, done: str) -> Callable[[LoanView | None], None]:
        """What to say once a form has done it."""

        def tell(view: LoanView | None) -> None:
            if view is not None:
                self.say(f"{title_of(view)}{done}，{view.due_on:%m月%d日} 以前归还。")

        return tell

    def do(self, act: Callable[[], LoanView], done: str) -> None:
        """Run an act in a worker and say what was done."""
        self.ask(lambda: Done(f"{title_of(act())}{done}。"))

    def on_done(self, message: Done) -> None:
        self.say(message.sentence)
        self.read()

    # The register

    def action_save_register(self) -> None:
        self.ask(lambda: Printed(print_register(self.actor, self.term_in_hand())), group="print")

    def on_printed(self, message: Printed) -> None:
        self.say(f"借阅登记已存为 {message.path}")
