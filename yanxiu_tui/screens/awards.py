"""评优: the awards of the term, known to everybody; those who may decide go on to 提名."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.listed import ListedRoom
from yanxiu_tui.services import awards, frozen_views, school
from yanxiu_tui.services.awards import AwardView
from yanxiu_tui.services.permission import Act, Actor, allowed
from yanxiu_tui.services.school import TermView
from yanxiu_tui.widgets.kept_table import MOST_ROWS, KeptTable, Row, as_cells

_NARROW = {"奖项": 20, "获奖": 14, "理由": 0, "评定": 14}
_WIDE = {**_NARROW, "奖项": 26}


@dataclass
class AwardsRead(Message):
    """The term and its awards."""

    term: TermView
    found: Sequence[AwardView]


@dataclass
class Withdrawn(Message):
    """An award was taken back."""

    view: AwardView


class AwardsScreen(ListedRoom[AwardView]):
    """An award a row, by award."""

    ROOM_NAME = "评优"
    CSS_PATH = "awards.tcss"
    HELP_TEXT = """\
本学期评定的奖项，评定以后大家都能看到。
[b]回车[/b] 看评定的理由
[b]F5[/b] 提名：看每个奖项提名了谁、谁只差一点
[b]F6[/b] 历年评优：各学期评定过的，按获奖人、组、奖项看
[b]Delete[/b] 撤销光标上的评定（写原因，留痕）

提名只是建议，评谁由校长等人决定（Z19、Z38）。
被一票否决的不评（Z39）。"""
    ACTS = (("delete", "withdraw", "撤销"),)
    BINDINGS = [
        Binding("f5", "propose", "提名", id="propose", tooltip="看提名，评定奖项"),
        Binding("f6", "history", "历年", id="history", tooltip="各学期评定过的奖项"),
        Binding("delete", "withdraw", "撤销", id="withdraw", tooltip="撤销光标上的评定"),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.term: TermView | None = None

    def body(self) -> ComposeResult:
        yield Static("", id="heading", markup=False)
        yield Static("", id="nothing", markup=False)
        yield KeptTable(_NARROW, _WIDE)

    def read(self) -> None:
        """Read the term's awards."""

        def act() -> Message:
            term = school.current_term(clock.now())
            return AwardsRead(term, awards.awards(term.id)[:MOST_ROWS])

        self.ask(act, group="read", only_last=True)

    def on_awards_read(self, message: AwardsRead) -> None:
        self.term, self.found = message.term, message.found
        kinds = len({each.award_id for each in self.found})
        counted = f"  {kinds} 个奖项，{len(self.found)} 个获奖" if self.found else ""
        self.query_one("#heading", Static).update(f"{message.term.name}{counted}")
        more = "按 F5 看提名。" if frozen_views.sees_all(self.actor) else ""
        nothing = self.query_one("#nothing", Static)
        nothing.update(f"本学期还没有评定奖项。{more}")
        self.show_rows([self.row(each) for each in self.found])

    def row(self, view: AwardView) -> Row:
        """An award in cells, one's own picked out."""
        mine = view.staff_no == self.actor.staff_no != ""
        cells = {
            "奖项": view.name,
            "获奖": f"{view.who}（本人）" if mine else view.who,
            "理由": view.reason,
            "评定": f"{clock.local(view.decided_at):%m-%d} {view.decided_by}",
        }
        return str(view.id), as_cells(cells, "bold yellow" if mine else "")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "propose":
            return frozen_views.sees_all(self.actor)
        if action == "withdraw":
            return self.current is not None and allowed(self.actor, Act.DECIDE_AWARD)
        return True

    @on(DataTable.RowSelected)
    def read_in_full(self) -> None:
        """Show one in full."""
        view = self.current
        if view is None:
            return
        at = clock.local(view.decided_at)
        fields = [
            ("奖项", view.name),
            ("获奖", " ".join(filter(None, (view.who, view.staff_no)))),
            ("理由", view.reason),
            ("评定", f"{view.decided_by}，{at:%Y-%m-%d %H:%M}"),
        ]
        self.app.push_screen(DetailsScreen(view.name, fields))

    def action_propose(self) -> None:
        from yanxiu_tui.screens.proposals import ProposalsScreen

        if self.term:
            self.app.push_screen(ProposalsScreen(self.actor, self.term))

    def action_history(self) -> None:
        from yanxiu_tui.screens.award_history import AwardHistoryScreen

        self.app.push_screen(AwardHistoryScreen(self.actor))

    def action_withdraw(self) -> None:
        view = self.current
        if view is None:
            return

        def given(reason: str | None) -> None:
            if reason:
                self.ask(
                    lambda: Withdrawn(awards.withdraw(self.actor, view.id, reason, clock.now()))
                )

        self.app.push_screen(ReasonScreen(f"撤销{view.who}的{view.name}"), given)

    def on_withdrawn(self, message: Withdrawn) -> None:
        self.say(f"{message.view.who}的{message.view.name}已撤销。")
        self.read()
