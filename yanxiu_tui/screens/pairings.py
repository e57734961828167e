"""师徒结对: one's own pairs first, the school's at a glance with state and progress (§8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.rules.pairings import PairingState
from yanxiu_tui.screens.listed import ListedRoom
from yanxiu_tui.screens.pairing_acts import print_agreement, sign_screen, signed_words
from yanxiu_tui.screens.pairing_form import PairingFormReady, PairingFormScreen, read_form
from yanxiu_tui.services import pairing_progress, pairing_views
from yanxiu_tui.services.pairing_progress import PairProgress
from yanxiu_tui.services.pairing_views import PairingView
from yanxiu_tui.services.permission import Act, Actor, Scope, allowed, reach
from yanxiu_tui.widgets.agreement_words import NARROW, WIDE, row_of, title_of
from yanxiu_tui.widgets.kept_table import KeptTable

MINE, ALL = "mine", "all"
_NOTHING = {
    MINE: "您还没有师徒结对。结对由教导处和校领导拟定，拟好以后在这里签字。",
    ALL: "还没有师徒结对。",
}


@dataclass
class PairsRead(Message):
    """A list of pairs, how far each is, and who has been silent for how many days."""

    which: str
    found: Sequence[PairingView]
    skipped: int = 0
    made: Mapping[int, Sequence[PairProgress]] = field(default_factory=dict)
    silent: Mapping[int, int] = field(default_factory=dict)


@dataclass
class Done(Message):
    """An act is done; the sentence says which."""

    sentence: str


class PairingsScreen(ListedRoom[PairingView]):
    """One table, two lists for those who see more than their own; Enter opens a pair's page."""

    ROOM_NAME = "师徒结对"
    CSS_PATH = "pairings.tcss"
    HELP_TEXT = """\
[b]回车[/b] 打开一对：协议、进度、经过，记录、考核等都在里面办。
[b]F3[/b] 换表：我的师徒、全校（组长看本组成员的）。
待签字的在最前，了结的在后。
师傅做到、徒弟做到：本学期应做的次数里做了多少。
久无记录的写着多少[b]天无记录[/b]；期满没了结的写着[b]已到期[/b]。
[b]F5[/b] 签字：看过协议，用自己的口令签。
   师傅、徒弟先签，学校最后签。
[b]F9[/b] 打印协议书（Word，一式三份）。
教导处和校领导：[b]Ctrl+N[/b] 拟定一对，[b]F6[/b] 看全校的结对建议。"""
    ACTS = (("f5", "sign", "签字"), ("f9", "print", "打印"))
    BINDINGS = [
        Binding("ctrl+n", "new", "拟定", id="new", tooltip="拟定一份师徒结对协议"),
        Binding("f3", "next_list", "换表", id="next_list", tooltip="我的师徒、全校"),
        Binding("f5", "sign", "签字", id="sign", tooltip="看过协议，用口令签字"),
        Binding("f6", "proposals", "推荐", id="proposals", tooltip="全校还没有师傅的，配谁合适"),
        Binding("f9", "print", "打印", id="print", tooltip="存成可打印的协议书"),
        Binding("left", "turn(-1)", show=False),
        Binding("right", "turn(1)", show=False),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        scope = reach(actor, Act.VIEW_PAIRINGS)
        self.names = {MINE: "我的师徒"}
        if scope is not Scope.NONE:
            self.names[ALL] = "全校" if scope is Scope.SCHOOL else "本组"
        self.which = ALL if scope is Scope.SCHOOL else MINE
        self.skipped = 0

    def body(self) -> ComposeResult:
        yield Static("", id="summary", markup=False)
        yield Static("", id="nothing", markup=False)
        yield KeptTable(NARROW, WIDE)

    # Reading

    def read(self) -> None:
        """Read the list that is shown."""
        which, skipped, actor = self.which, self.skipped, self.actor

        def act() -> Message:
            now = clock.now()
            found = (
                pairing_views.mine(actor, now)
                if which == MINE
                else pairing_views.pairings(actor, now, offset=skipped)
            )
            ids = [view.id for view in found]
            made, silent = pairing_progress.progress(ids, now), pairing_progress.silent(ids, now)
            return PairsRead(which, found, skipped, made, silent)

        self.ask(act, group="read", only_last=True)

    def on_pairs_read(self, message: PairsRead) -> None:
        if not message.found and message.skipped:
            self.skipped = max(0, message.skipped - pairing_views.MOST)
            self.read()
            return
        self.found = message.found
        self.query_one("#summary", Static).update(self.summary(message))
        nothing = self.query_one("#nothing", Static)
        nothing.update(self.nothing(message.which))
        self.show_rows(
            [
                row_of(view, message.made.get(view.id, ()), message.silent.get(view.id, 0))
                for view in message.found
            ]
        )

    def summary(self, message: PairsRead) -> Text:
        """Which lists there are, the one shown in brackets, and how many pairs are how far."""
        said = Text()
        for each, name in self.names.items():
            shown = each == message.which
            said.append(f"【{name}】" if shown else f" {name} ", "bold" if shown else "dim")
        running = sum(view.state is PairingState.SIGNED for view in message.found)
        drafted = sum(view.state is PairingState.DRAFTED for view in message.found)
        said.append(f"  已签 {running} 对" + (f"，拟定 {drafted} 对" if drafted else ""))
        waiting = sum(view.waits_for_me for view in message.found)
        if waiting:
            said.append(f"  待我签 {waiting} 份", "bold yellow")
        if message.silent:
            said.append(f"  {len(message.silent)} 对久无记录", "bold red")
        if message.skipped or len(message.found) == pairing_views.MOST:
            first = message.skipped + 1
            said.append(f"  第 {first} 至 {message.skipped + len(message.found)} 对，左右键翻页")
        return said

    def nothing(self, which: str) -> str:
        """What an empty list says, and how to begin."""
        begin = "要拟定一对，按 Ctrl+N；F6 看谁配谁合适。"
        return _NOTHING[which] + (begin if allowed(self.actor, Act.DRAFT_PAIRING) else "")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "new" | "proposals":
                return allowed(self.actor, Act.DRAFT_PAIRING)
            case "next_list":
                return len(self.names) > 1
            case "sign":
                return self.current is not None and self.current.waits_for_me
            case "print":
                return self.current is not None
        return True

    # Going about

    def action_next_list(self) -> None:
        lists = list(self.names)
        self.which = lists[(lists.index(self.which) + 1) % len(lists)]
        self.skipped = 0
        self.read()

    def action_turn(self, by: int) -> None:
        most = pairing_views.MOST
        if self.which != ALL or (by > 0 and len(self.found) < most):
            return
        skipped = max(0, self.skipped + by * most)
        if skipped != self.skipped:
            self.skipped = skipped
            self.read()

    @on(DataTable.RowSelected)
    def open_pair(self) -> None:
        """Open the pair's own page."""
        if self.current is not None:
            self.open(self.current.id)

    def open(self, pairing_id: int) -> None:
        from yanxiu_tui.screens.pairing import PairingScreen

        self.app.push_screen(PairingScreen(self.actor, pairing_id))

    def action_proposals(self) -> None:
        from yanxiu_tui.screens.pairing_proposals import PairingProposalsScreen

        self.app.push_screen(PairingProposalsScreen(self.actor))

    # Acting

    def action_new(self) -> None:
        self.ask(lambda: read_form(self.actor))

    def on_pairing_form_ready(self, message: PairingFormReady) -> None:
        def kept(view: PairingView | None) -> None:
            if view is not None:
                self.say(f"{title_of(view)}已拟定，等师傅和徒弟签字。")

        self.app.push_screen(PairingFormScreen(self.actor, message), kept)

    def action_sign(self) -> None:
        view = self.current
        if view is None:
            return

        def signed(after: PairingView | None) -> None:
            if after is not None:
                self.say(signed_words(view, after))

        self.app.push_screen(sign_screen(self.actor, view), signed)

    def action_print(self) -> None:
        view = self.current
        if view is not None:
            self.ask(lambda: Done(print_agreement(self.actor, view)))

    def on_done(self, message: Done) -> None:
        self.say(message.sentence)
