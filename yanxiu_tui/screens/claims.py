"""申报: what one has claimed in a term, what came of it, and claiming more (DOMAIN §8)."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.screens.claim_form import ClaimChoices, ClaimFormScreen, read_choices
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.earlier import TermRoom
from yanxiu_tui.screens.listed import ListedRoom
from yanxiu_tui.services import claims
from yanxiu_tui.services.claims import ClaimView
from yanxiu_tui.services.school import TermView
from yanxiu_tui.widgets.claim_words import fields_of, row_of, title_of
from yanxiu_tui.widgets.kept_table import KeptTable

_NARROW = {"日期": 5, "类别": 14, "名称": 0, "数量": 7, "学时": 4, "材料": 4, "状态": 6}
_WIDE = {
    "起止": 14, "类别": 18, "名称": 0, "数量": 8, "级别": 6, "学时": 5, "材料": 4, "状态": 6,
    "审核": 10,
}  # fmt: skip


@dataclass
class MyClaimsRead(Message):
    """One's own claims of the term."""

    term: TermView
    found: Sequence[ClaimView]


@dataclass
class FormReady(Message):
    """What the form needs is read."""

    choices: ClaimChoices


@dataclass
class Withdrawn(Message):
    """A claim is taken back."""

    view: ClaimView


class ClaimsScreen(TermRoom, ListedRoom[ClaimView]):
    """A table of one's own claims; the footer shows what may be done with the one pointed at."""

    ROOM_NAME = "申报"
    CSS_PATH = "claims.tcss"
    HELP_TEXT = """\
听课、反思、公开课、论文、自修等，在这里申报；教导处审核通过，
才算进定额、学时和评分。参加活动的学时按签到自动算，不用申报。
[b]Ctrl+N[/b] 填申报：选类别，右边会显示按什么计、能不能认定学时、条文。
[b]回车[/b] 看一份申报的全部内容和审核意见；[b]Delete[/b] 撤回还没审核的。
[b]Ctrl+T[/b] 看以前学期的：申报了什么，认定了多少。

有期限的计划、总结、材料不在这里，请到「上交」里交。"""
    ACTS = (("delete", "withdraw", "撤回"),)
    BINDINGS = [
        Binding("ctrl+n", "new", "填申报", id="new", tooltip="申报做了的一件事"),
        Binding("delete", "withdraw", "撤回", id="withdraw", tooltip="撤回还没审核的申报"),
    ]

    def body(self) -> ComposeResult:
        yield Static("", id="summary", markup=False)
        yield Static("", id="nothing", markup=False)
        yield KeptTable(_NARROW, _WIDE)

    def read(self) -> None:
        """Read one's own claims again."""

        def act() -> Message:
            term = self.term_in_hand()
            return MyClaimsRead(term, claims.my_claims(self.actor, term.id))

        self.ask(act, group="read", only_last=True)

    def on_my_claims_read(self, message: MyClaimsRead) -> None:
        self.found = message.found
        counts = [
            f"{name} {sum(view.state is state for view in message.found)} 份"
            for state, name in (
                (ClaimState.ASKED, "待审核"),
                (ClaimState.GRANTED, "已通过"),
                (ClaimState.REFUSED, "未通过"),
            )
        ]
        head = self.headed(message.term, "   ".join(counts))
        self.query_one("#summary", Static).update(head)
        nothing = self.query_one("#nothing", Static)
        how = "要申报，按 Ctrl+N。" if self.running else ""
        nothing.update(f"这个学期还没有申报过。{how}")
        self.show_rows([row_of(view) for view in message.found])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.running if action == "new" else self.may_here(action)

    def may(self, action: str, view: ClaimView) -> bool:
        """Whether it may be taken back; the service has the last word."""
        return view.state is ClaimState.ASKED

    def action_new(self) -> None:
        self.ask(lambda: FormReady(read_choices(self.actor, for_others=False)))

    def on_form_ready(self, message: FormReady) -> None:
        if message.choices.kinds(bool(self.actor.leads)):
            self.app.push_screen(ClaimFormScreen(self.actor, message.choices), self.claimed)
        else:
            self.say("本校制度还没有规定可以申报什么，请找教导处。", "wrong")

    def claimed(self, view: ClaimView | None) -> None:
        """Say what was claimed."""
        if view is None:
            return
        self.say(f"已提交{view.kind_name}「{view.title}」，等待审核。")

    @on(DataTable.RowSelected)
    def action_details(self) -> None:
        """Show the claim in full."""
        view = self.current
        if view is None:
            return
        title, acts = f"{view.kind_name}「{view.title}」", self.acts_on(view)
        self.app.push_screen(DetailsScreen(title, fields_of(view), acts), self.act_chosen)

    def action_withdraw(self) -> None:
        view = self.current
        if view is None:
            return

        self.once_sure(
            f"撤回{title_of(view)}？",
            lambda: self.ask(lambda: Withdrawn(claims.withdraw(self.actor, view.id, clock.now()))),
            "撤回",
        )

    def on_withdrawn(self, message: Withdrawn) -> None:
        self.say(f"{message.view.kind_name}「{message.view.title}」已撤回。")
        self.read()
