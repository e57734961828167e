"""提名: whom the frozen rankings propose for an award, who just missed it; people decide."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.rules.names import Named
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.room import DeskRoom
from yanxiu_tui.services import awards, people
from yanxiu_tui.services.awards import Proposal, Proposed
from yanxiu_tui.services.frozen_views import TEACHER
from yanxiu_tui.services.permission import Act, Actor, allowed
from yanxiu_tui.services.school import TermView

MOST_ROWS = 500


@dataclass
class ProposalsRead(Message):
    """Every award with those proposed for it."""

    found: Sequence[Proposal]


@dataclass
class StaffRead(Message):
    """Everybody who could be given an award nobody proposed them for."""

    people: Sequence[Named]


@dataclass
class Decided(Message):
    """An award was decided; the sentence says for whom."""

    sentence: str


class ProposalsScreen(DeskRoom):
    """One award at a time: those proposed above, those who just missed it below."""

    ROOM_NAME = "评优提名"
    CSS_PATH = "proposals.tcss"
    HELP_TEXT = """\
一次看一个奖项：上面是排名提名的，
下面是只差一点的和差在哪里。
[b]回车[/b] 看全部理由
[b]F3[/b] 换一个奖项
[b]F5[/b] 评给光标上的这一位，没有被提名的要写理由
[b]F6[/b] 提名的全部评定
[b]F7[/b] 评给另一位老师（写理由）

提名根据最近冻结的排名和截止那天的记录，只是建议。
评谁由校长、副校长、领导小组组长决定。
被一票否决的不提名（Z39），自己不能评自己。"""
    BINDINGS = [
        Binding("f3", "choose", "换奖项", id="choose", tooltip="看另一个奖项的提名"),
        Binding("f5", "decide", "评定", id="decide", tooltip="评给光标上的这一位"),
        Binding("f6", "decide_all", "全部评定", id="decide_all", tooltip="提名的全部评定"),
        Binding("f7", "another", "另评", id="another", tooltip="评给没有提名的老师，写理由"),
    ]

    def __init__(self, actor: Actor, term: TermView) -> None:
        super().__init__(actor)
        self.term = term
        self.found: Sequence[Proposal] = ()
        self.award_id = ""

    def body(self) -> ComposeResult:
        yield Static("", id="heading", markup=False)
        yield Static("", id="nothing", markup=False)
        yield DataTable(cursor_type="row", zebra_stripes=True)

    @property
    def proposal(self) -> Proposal | None:
        """The award that is shown."""
        named = (each for each in self.found if each.award_id == self.award_id)
        return next(named, self.found[0] if self.found else None)

    @property
    def listed(self) -> Sequence[Proposed]:
        """The rows of the table."""
        shown = self.proposal
        return [*shown.proposed, *shown.near][:MOST_ROWS] if shown else ()

    @property
    def current(self) -> Proposed | None:
        """The one under the cursor."""
        at = self.query_one(DataTable).cursor_row
        return self.listed[at] if at < len(self.listed) else None

    # Reading

    def on_mount(self) -> None:
        self.query_one(DataTable).focus()

    def on_screen_resume(self) -> None:
        self.read()

    def read(self) -> None:
        """Read who is proposed for what."""
        term_id = self.term.id
        self.ask(
            lambda: ProposalsRead(awards.proposals(self.actor, term_id)),
            group="read",
            only_last=True,
        )

    def on_proposals_read(self, message: ProposalsRead) -> None:
        self.found = message.found
        self.paint()

    def on_resize(self) -> None:
        self.paint()

    def paint(self) -> None:
        """Show the award, as wide as the screen is, and leave the cursor where it was."""
        shown = self.proposal
        self.query_one("#heading", Static).update(_heading(shown) if shown else "")
        nothing = self.query_one("#nothing", Static)
        nothing.update(self.why_nobody())
        nothing.display = not self.listed
        table: DataTable[Text] = self.query_one(DataTable)
        table.display = bool(self.listed)
        kept = table.cursor_row
        table.clear(columns=True)
        widths = {"提名": 6, "姓名": 14, "教研组": 12, "理由": 0, "评定": 4}
        if shown and shown.to != TEACHER:
            widths = {"提名": 6, shown.to_name: 22, "理由": 0, "评定": 4}
        taken = sum(widths.values()) + 2 * len(widths) + 1
        for heading, width in widths.items():
            table.add_column(heading, width=width or max(10, self.size.width - taken))
        for each in self.listed:
            who = [each.line.name, each.line.group_name] if each.line.staff_no else [each.line.name]
            cells = [
                "差一点" if each.lacks else "提名",
                *who,
                "，".join(each.lacks or each.said),
                "已评" if each.decided else "",
            ]
            style = "dim" if each.lacks else ""
            table.add_row(*(Text(cell, style, no_wrap=True, overflow="ellipsis") for cell in cells))
        table.move_cursor(row=kept)
        self.refresh_bindings()

    def why_nobody(self) -> str:
        """What to say when no line is shown."""
        shown = self.proposal
        if shown is None:
            return "本校制度没有规定奖项（awards）。"
        if shown.ranking is None:
            return f"{shown.to_name}排名还没有冻结，请先在“冻结”里冻结一版。"
        return "没有人达到条件，也没有人只差一点。"

    @on(DataTable.RowHighlighted)
    def pointed_at(self) -> None:
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        decides, shown = allowed(self.actor, Act.DECIDE_AWARD), self.proposal
        match action:
            case "choose":
                return len(self.found) > 1
            case "decide":
                return decides and self.current is not None and not self.current.decided
            case "decide_all":
                return (
                    decides
                    and shown is not None
                    and any(not each.decided for each in shown.proposed)
                )
            case "another":
                return decides and shown is not None and shown.to == TEACHER
        return True

    # What one may do here

    @on(DataTable.RowSelected)
    def read_in_full(self) -> None:
        """Show one with all the grounds."""
        one, shown = self.current, self.proposal
        if one is None or shown is None:
            return
        fields = [
            ("奖项", f"{shown.name}：{shown.says}"),
            ("依据", f"{shown.clause.id}「{shown.clause.words}」"),
            ("符合", "\n".join(one.said) or "无"),
            ("差在", "\n".join(one.lacks) or "无"),
            ("评定", "已评" if one.decided else "还没有"),
        ]
        self.app.push_screen(DetailsScreen(one.line.name, fields))

    def action_choose(self) -> None:
        shown = self.proposal
        choices = [(each.award_id, f"{each.name}（{each.to_name}）") for each in self.found]

        def chosen(key: str | None) -> None:
            if key is not None:
                self.award_id = key
                self.query_one(DataTable).move_cursor(row=0)
                self.paint()

        at = shown.award_id if shown else ""
        self.app.push_screen(ChooseScreen("看哪个奖项", choices, at), chosen)

    def action_decide(self) -> None:
        one, shown = self.current, self.proposal
        if one is None or shown is None:
            return
        who = one.line.staff_no or one.line.name
        if one.lacks:
            title = f"{one.line.name}没有被提名为{shown.name}：{'，'.join(one.lacks)}"
            self.with_reason(title, shown, who)
            return

        question = f"评{one.line.name}为{shown.name}？评定后大家都能看到。"
        self.once_sure(question, lambda: self.decide(shown, who, ""), "评定")

    def action_decide_all(self) -> None:
        shown = self.proposal
        if shown is None:
            return
        left = sum(not each.decided for each in shown.proposed)

        def act() -> Message:
            count = awards.decide_proposed(self.actor, self.term.id, shown.award_id, clock.now())
            own = "自己的由其他领导评定。" if count < left else ""
            return Decided(f"{shown.name}已评 {count} 个。{own}")

        question = f"把提名的 {left} 个都评为{shown.name}？评定后大家都能看到。"
        self.once_sure(question, lambda: self.ask(act), "全部评定")

    def action_another(self) -> None:
        self.ask(lambda: StaffRead(people.everybody()))

    def on_staff_read(self, message: StaffRead) -> None:
        from yanxiu_tui.screens.find import FindScreen

        shown = self.proposal
        if shown is None:
            return
        names = {each.staff_no: each.name for each in message.people}

        def found(staff_no: str | None) -> None:
            if staff_no:
                self.with_reason(f"评{names[staff_no]}为{shown.name}", shown, staff_no)

        self.app.push_screen(FindScreen(f"{shown.name}另评谁", message.people), found)

    def with_reason(self, title: str, shown: Proposal, who: str) -> None:
        """Ask why, then decide."""

        def given(reason: str | None) -> None:
            if reason:
                self.decide(shown, who, reason)

        self.app.push_screen(ReasonScreen(title, "评定的理由（大家都能看到，必填）"), given)

    def decide(self, shown: Proposal, who: str, reason: str) -> None:
        """Give the award, in a worker."""

        def act() -> Message:
            made = awards.decide(self.actor, self.term.id, shown.award_id, who, reason, clock.now())
            return Decided(f"{made.who}已评为{made.name}。")

        self.ask(act)

    def on_decided(self, message: Decided) -> None:
        self.say(message.sentence)
        self.read()


def _heading(shown: Proposal) -> str:
    basis = f"根据{shown.ranking.title}（截至 {shown.ranking.until}）" if shown.ranking else ""
    return f"{shown.name}（{shown.to_name}）  {shown.clause.id}  {basis}\n{shown.says}"
