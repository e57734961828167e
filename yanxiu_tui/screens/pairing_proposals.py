"""结对建议: a mentor proposed for everybody who needs one; people decide (形式2)."""

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.listed import ListedRoom
from yanxiu_tui.screens.pairing_form import PairingFormReady, PairingFormScreen, read_form
from yanxiu_tui.services import pairing_proposals
from yanxiu_tui.services.pairing_proposals import Proposal, Proposals
from yanxiu_tui.services.pairing_views import PairingView
from yanxiu_tui.widgets.kept_table import KeptTable
from yanxiu_tui.widgets.proposal_words import fields_of, match_of, nothing_of, row_of, summary_of

_NARROW = {"徒弟": 8, "学科": 8, "师傅": 8, "分": 3, "主要理由": 0}
_WIDE = {"徒弟": 12, "学科": 10, "年级": 10, "师傅": 12, "分": 3, "理由": 0}


@dataclass
class ProposalsRead(Message):
    """The plan for the whole school."""

    seen: Proposals


class PairingProposalsScreen(ListedRoom[Proposal]):
    """An apprentice a row; F5 opens the agreement with both filled in."""

    ROOM_NAME = "结对建议"
    CSS_PATH = "pairing_proposals.tcss"
    HELP_TEXT = """\
给每位还没有师傅的青年教师建议一位师傅，全校一起算：
先让有师傅的人最多，再让同学科的最多，再求总分最高。
分数满分 100：同学科 50，同年级 20，骨干级别 10，教龄 10，徒弟少 10。
谁能做师傅、一位带几人，按本校制度；解除过的一对不再建议。
[b]回车[/b] 看每一分的来历和别的人选
[b]F5[/b] 照建议拟协议：两人、学科、职责和定额都填好，可以改
[b]F6[/b] 换一位师傅再拟

这里只是建议，什么也不写；拟好协议、三方签字以后才算结对。"""
    ACTS = (("f5", "draft", "拟协议"), ("f6", "another", "换师傅"))
    BINDINGS = [
        Binding("f5", "draft", "拟协议", id="draft", tooltip="照建议拟师徒协议"),
        Binding("f6", "another", "换师傅", id="another", tooltip="从别的人选里挑一位"),
    ]

    def body(self) -> ComposeResult:
        yield Static("", id="summary", markup=False)
        yield Static("", id="nothing", markup=False)
        yield KeptTable(_NARROW, _WIDE)

    # Reading

    def read(self) -> None:
        """Read the plan again: what was drafted meanwhile changes it."""
        self.ask(
            lambda: ProposalsRead(pairing_proposals.proposals(self.actor, clock.now())),
            group="read",
            only_last=True,
        )

    def on_proposals_read(self, message: ProposalsRead) -> None:
        self.found = message.seen.found
        self.query_one("#summary", Static).update(summary_of(message.seen))
        nothing = self.query_one("#nothing", Static)
        nothing.update(nothing_of(message.seen))
        self.show_rows([row_of(each) for each in self.found])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.may_here(action)

    def may(self, action: str, view: Proposal) -> bool:
        """Whether there is somebody to draft it with, or somebody else."""
        return bool(view.best if action == "draft" else view.others)

    @on(DataTable.RowSelected)
    def in_full(self) -> None:
        """Show one with every point and the next best."""
        one = self.current
        if one is None:
            return
        screen = DetailsScreen(one.apprentice.name, fields_of(one), self.acts_on(one))
        self.app.push_screen(screen, self.act_chosen)

    # Deciding

    def action_draft(self) -> None:
        one = self.current
        if one is not None and one.best is not None:
            self.draft(one, one.best.mentor.staff_no)

    def action_another(self) -> None:
        one = self.current
        if one is None:
            return
        choices = [(each.mentor.staff_no, match_of(each)) for each in one.others]

        def chosen(staff_no: str | None) -> None:
            if staff_no is not None:
                self.draft(one, staff_no)

        title = f"{one.apprentice.name}换哪位师傅"
        self.app.push_screen(ChooseScreen(title, choices), chosen)

    def draft(self, one: Proposal, mentor_no: str) -> None:
        """Open the agreement of these two, filled in from the regulation's template."""
        self.ask(lambda: read_form(self.actor, mentor_no, one.apprentice.staff_no))

    def on_pairing_form_ready(self, message: PairingFormReady) -> None:
        def kept(view: PairingView | None) -> None:
            if view is not None:
                self.say(f"已拟定：{view.mentor_name}带{view.apprentice_name}，请两人签字。")

        self.app.push_screen(PairingFormScreen(self.actor, message), kept)
