"""申报审核: what waits to be decided first; the office also enters for others here."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.screens.claim_form import ClaimChoices, ClaimFormScreen, read_choices
from yanxiu_tui.screens.claim_grant import ClaimGrantScreen, Given
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.earlier import TermRoom
from yanxiu_tui.screens.listed import ListedRoom
from yanxiu_tui.services import claim_views, claims
from yanxiu_tui.services.claims import ClaimView, Pile
from yanxiu_tui.services.permission import Act, Actor, allowed
from yanxiu_tui.services.school import TermView
from yanxiu_tui.widgets.claim_words import fields_of, row_of, title_of
from yanxiu_tui.widgets.kept_table import MOST_ROWS, KeptTable

_NARROW = {
    "姓名": 8, "日期": 5, "类别": 8, "名称": 0, "数量": 6, "学时": 4, "材料": 4, "状态": 6,
}  # fmt: skip
_WIDE = {
    "姓名": 12, "教研组": 10, "日期": 5, "类别": 14, "名称": 0, "数量": 7, "级别": 6, "学时": 4,
    "材料": 4, "状态": 6, "审核": 8,
}  # fmt: skip


@dataclass
class ClaimsRead(Message):
    """What waits and what is decided, and who may decide."""

    term: TermView
    found: Sequence[ClaimView]
    deciders: Collection[int]


@dataclass
class FormReady(Message):
    """What the form needs is read."""

    choices: ClaimChoices


@dataclass
class Done(Message):
    """An act is done; the sentence says which."""

    sentence: str
    kind: str = "done"


class ClaimDecisionsScreen(TermRoom, ListedRoom[ClaimView]):
    """A table of claims; the footer shows what this person may do with one."""

    ROOM_NAME = "申报审核"
    CSS_PATH = "claim_decisions.tcss"
    HELP_TEXT = """\
待审核的在最上面，先交的在前；后面是本学期已经审过的。按[b]回车[/b]看全部内容和条文。
[b]Ctrl+T[/b] 看以前学期审过的；审错了照样可以撤销。
[b]F5[/b] 通过，学时可以改；[b]F6[/b] 不通过，写理由；[b]F7[/b] 材料不完整，算交了但记不完整。
[b]F8[/b] 全部通过：列着的待审核都按申报的学时通过，自己的和超过学时上限的留下。
[b]F9[/b] 撤销：审错了收回，写原因。自己的申报要由别人审核。
[b]Ctrl+N[/b] 代为登记：教导处替老师登记，登记了就算通过。
组长在这里看本组老师的申报，审核由教导处办理。"""
    ACTS = (
        ("f5", "grant", "通过"),
        ("f6", "refuse", "不通过"),
        ("f7", "incomplete", "不完整"),
        ("f9", "revoke", "撤销"),
    )
    BINDINGS = [
        Binding("f5", "grant", "通过", id="grant", tooltip="审核通过，学时可以改"),
        Binding("f6", "refuse", "不通过", id="refuse", tooltip="不通过，要写理由"),
        Binding("f7", "incomplete", "不完整", id="incomplete", tooltip="材料不完整"),
        Binding("f8", "grant_all", "全部通过", id="grant_all", tooltip="待审核的都按申报通过"),
        Binding("f9", "revoke", "撤销", id="revoke", tooltip="审错了，收回，要写原因"),
        Binding("ctrl+n", "enter", "登记", id="enter", tooltip="替老师登记，登记了就算通过"),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.deciders: Collection[int] = ()

    def body(self) -> ComposeResult:
        yield Static("", id="summary", markup=False)
        yield Static("这个学期还没有人申报。", id="nothing", markup=False)
        yield KeptTable(_NARROW, _WIDE)

    # Reading

    def read(self) -> None:
        """Read what waits, in the order it came, and what the term brought.

        Together with the current term stands what waits of any.
        """

        def act() -> Message:
            term = self.term_in_hand()
            of = None if self.running else term.id
            waiting = claims.claims(self.actor, of, ClaimState.ASKED, limit=MOST_ROWS)
            latest = claims.claims(self.actor, term.id, limit=MOST_ROWS)
            known = {view.id for view in waiting}
            decided = [
                view
                for view in latest
                if view.state is not ClaimState.ASKED and view.id not in known
            ]
            return ClaimsRead(term, [*waiting, *decided][:MOST_ROWS], claim_views.holders())

        self.ask(act, group="read", only_last=True)

    def on_claims_read(self, message: ClaimsRead) -> None:
        self.found, self.deciders = message.found, message.deciders
        waiting = sum(view.state is ClaimState.ASKED for view in message.found)
        head = self.headed(message.term, f"待审核 {waiting} 份")
        self.query_one("#summary", Static).update(head)
        self.show_rows([row_of(view) for view in message.found])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "grant_all":
            return bool(self.pile())
        if action == "enter":
            return self.running and allowed(self.actor, Act.CLAIM_FOR_OTHERS)
        return self.may_here(action)

    def may(self, action: str, view: ClaimView) -> bool:
        """Whether this person may do this with this claim; the service has the last word."""
        state = ClaimState.GRANTED if action == "revoke" else ClaimState.ASKED
        return view.state is state and claim_views.may_decide(
            self.actor, view.teacher_id, self.deciders
        )

    def pile(self) -> list[int]:
        """All that wait and that this person may decide on."""
        return [view.id for view in self.found if self.may("grant", view)]

    @on(DataTable.RowSelected)
    def action_details(self) -> None:
        """Show the claim in full, with the keys that act on it."""
        view = self.current
        if view is None:
            return
        acts = self.acts_on(view)
        self.app.push_screen(DetailsScreen(title_of(view), fields_of(view), acts), self.act_chosen)

    # Deciding

    def action_grant(self) -> None:
        view = self.current
        if view is None:
            return
        if not view.takes_hours:
            self.grant(view, Given(Decimal(0), ""))
            return

        def given(found: Given | None) -> None:
            if found is not None:
                self.grant(view, found)

        self.app.push_screen(ClaimGrantScreen(view), given)

    def grant(self, view: ClaimView, given: Given, complete: bool = True) -> None:
        """Ask the service in a worker."""

        def act() -> ClaimView:
            return claims.grant(
                self.actor, view.id, given.hours, complete, given.opinion, clock.now()
            )

        self.do(act, "已通过" if complete else "已通过，记不完整")

    def action_incomplete(self) -> None:
        view = self.current
        if view is None:
            return

        def given(opinion: str | None) -> None:
            if opinion is not None:
                self.grant(view, Given(view.hours_asked, opinion), complete=False)

        label = "哪里不完整（必填，本人能看到）。算交了，但记不完整。"
        self.app.push_screen(ReasonScreen(title_of(view), label), given)

    def action_refuse(self) -> None:
        self.with_reason("不通过的理由（必填，本人能看到）", claims.refuse, "未通过")

    def action_revoke(self) -> None:
        self.with_reason(
            "撤销的原因（必填，本人能看到）；此后不再算数。", claims.revoke, "的通过已撤销"
        )

    def with_reason(self, label: str, act: Callable[..., ClaimView], done: str) -> None:
        """Ask for the reason, then do it."""
        view = self.current
        if view is None:
            return

        def given(reason: str | None) -> None:
            if reason is not None:
                self.do(lambda: act(self.actor, view.id, reason, clock.now()), done)

        self.app.push_screen(ReasonScreen(title_of(view), label), given)

    def action_grant_all(self) -> None:
        ids = self.pile()

        def work() -> Message:
            return _told(claims.grant_many(self.actor, ids, clock.now()))

        question = f"{len(ids)} 份待审核的申报都按申报的学时通过？"
        self.once_sure(question, lambda: self.ask(work), "全部通过", careful=True)

    def do(self, act: Callable[[], ClaimView], done: str) -> None:
        """Run an act in a worker and say what was done."""
        self.ask(lambda: Done(f"{title_of(act())}{done}。"))

    def on_done(self, message: Done) -> None:
        self.say(message.sentence, message.kind)
        self.read()

    # Entering for another

    def action_enter(self) -> None:
        self.ask(lambda: FormReady(read_choices(self.actor, for_others=True)))

    def on_form_ready(self, message: FormReady) -> None:
        def entered(view: ClaimView | None) -> None:
            if view is not None:
                self.say(f"已登记{title_of(view)}，算通过。")

        self.app.push_screen(ClaimFormScreen(self.actor, message.choices), entered)


def _told(pile: Pile) -> Done:
    if not pile.left:
        return Done(f"{pile.granted} 份申报已通过。")
    more = f"等 {len(pile.left)} 份" if len(pile.left) > 1 else ""
    first = pile.left[0].removesuffix("。")
    return Done(f"{pile.granted} 份已通过，留下 {len(pile.left)} 份：{first}{more}。", "wrong")
