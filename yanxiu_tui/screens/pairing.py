"""One pair: its agreement in words, how far both are, and everything that happened (§8)."""

from collections.abc import Callable

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from yanxiu_tui.rules.pairings import PairingState
from yanxiu_tui.screens import pairing_acts as acts
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.confirm import ConfirmScreen, ReasonScreen
from yanxiu_tui.screens.pairing_addendum_form import AddendumFormReady, AddendumFormScreen
from yanxiu_tui.screens.pairing_addendum_form import read_form as read_addendum_form
from yanxiu_tui.screens.pairing_form import PairingFormReady, PairingFormScreen, read_form
from yanxiu_tui.screens.pairing_graduate import LevelsRead, PairingGraduateScreen, read_levels
from yanxiu_tui.screens.pairing_log import PairingLogRoom, PairRead
from yanxiu_tui.services.pairing_log import EntryView
from yanxiu_tui.services.pairing_views import PairingView
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.widgets.agreement_words import agreement_of, notices_of, state_of, title_of
from yanxiu_tui.widgets.kept_table import KeptTable
from yanxiu_tui.widgets.pairing_words import NARROW, WIDE


class PairingScreen(PairingLogRoom):
    """The timeline and the agreement, side by side where there is room; else F3 turns over."""

    ROOM_NAME = "师徒结对"
    CSS_PATH = "pairing.tcss"
    HELP_TEXT = """\
上面是本学期双方做到多少，下面是经过；[b]F3[/b] 换到协议全文。
[b]F5[/b] 签字：看过协议，用自己的口令签。
   师傅、徒弟先签，学校最后签，签了就不再改。
[b]Ctrl+N[/b] 记一条指导、试讲、交流；听课、公开课从听课记录来。
[b]F6[/b] 签认对方记的这一条，签了才算数；[b]F7[/b] 全签认。
[b]Delete[/b] 作废记错的。[b]回车[/b] 看这一条的全部内容。
[b]F8[/b] 期末考核。[b]F9[/b] 打印协议书（Word，一式三份）。
[b]Ctrl+O[/b] 办理：补充协议、出师、解除等，列出您能办的。"""
    BINDINGS = [
        Binding("f3", "turn_over", "协议", id="turn_over", tooltip="协议全文和经过之间换"),
        Binding("f5", "sign", "签字", id="sign", tooltip="看过协议，用口令签字"),
        Binding("f9", "print", "打印", id="print", tooltip="存成可打印的协议书"),
        Binding("ctrl+o", "acts", "办理", id="acts", tooltip="补充协议、出师、解除等"),
    ]

    def __init__(self, actor: Actor, pairing_id: int) -> None:
        super().__init__(actor, pairing_id)
        self.may_do: list[tuple[str, str]] = []

    def body(self) -> ComposeResult:
        yield Static("", id="about", markup=False)
        yield Static("", id="progress", markup=False)
        yield Static("", id="notices", markup=False)
        with Horizontal(id="halves"):
            yield KeptTable(NARROW, WIDE)
            with VerticalScroll(id="agreement"):
                yield Static("", id="words", markup=False)

    # Reading

    def show(self, message: PairRead) -> None:
        first, view = self.view is None, message.view
        super().show(message)
        self.may_do, notices = acts.offered(view), notices_of(view)
        if self.to_sign:
            notices.append(f"{len(self.to_sign)} 条记录等您签认，请选中按 F6。")
        self.query_one("#about", Static).update(_about(view))
        self.query_one("#notices", Static).update("\n".join(notices))
        self.query_one("#notices").display = bool(notices)
        self.query_one("#words", Static).update(agreement_of(view))
        if first and view.state is PairingState.DRAFTED:
            self.action_turn_over()
        self.refresh_bindings()

    @property
    def entry(self) -> EntryView | None:
        """The entry under the cursor, while the timeline is what one is in."""
        return super().entry if isinstance(self.focused, KeptTable) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "sign":
                return self.view is not None and self.view.waits_for_me
            case "acts":
                return bool(self.may_do)
            case "print":
                return self.view is not None
        return super().check_action(action, parameters)

    def action_turn_over(self) -> None:
        """Go from the timeline to the agreement, or back."""
        reading = self.query_one("#agreement").has_focus
        self.query_one("#halves").set_class(not reading, "-words")
        self.set_focus(self.query_one(KeptTable if reading else VerticalScroll))
        self.refresh_bindings()

    # Signing and printing

    def action_sign(self) -> None:
        view = self.view
        if view is None:
            return

        def signed(after: PairingView | None) -> None:
            if after is not None:
                self.say(acts.signed_words(view, after))

        self.app.push_screen(acts.sign_screen(self.actor, view), signed)

    def action_print(self) -> None:
        self.with_view(lambda view: self.do(lambda: acts.print_agreement(self.actor, view)))

    # What Ctrl+O offers

    def action_acts(self) -> None:
        self.app.push_screen(ChooseScreen("办理什么", self.may_do), self.do_chosen)

    async def do_chosen(self, action: str | None) -> None:
        """Do what was chosen."""
        if action:
            await self.run_action(action)

    def action_change(self) -> None:
        self.ask(lambda: read_form(self.actor, like=self.pairing_id))

    def action_anew(self) -> None:
        self.ask(lambda: read_form(self.actor, like=self.pairing_id, anew=True))

    def on_pairing_form_ready(self, message: PairingFormReady) -> None:
        def kept(view: PairingView | None) -> None:
            if view is not None:
                # One made anew is another pair: this is its page from now on.
                self.pairing_id = view.id
                self.say(f"{title_of(view)}的协议已存好，等师傅和徒弟签字。")
                self.read()

        self.app.push_screen(PairingFormScreen(self.actor, message), kept)

    def action_addendum(self) -> None:
        self.with_view(lambda view: self.ask(lambda: read_addendum_form(view)))

    def on_addendum_form_ready(self, message: AddendumFormReady) -> None:
        def drafted(view: PairingView | None) -> None:
            if view is not None:
                self.say("补充协议已拟好，双方签字以后生效。")

        self.app.push_screen(AddendumFormScreen(self.actor, message), drafted)

    def action_drop_addendum(self) -> None:
        def asked(view: PairingView) -> None:
            question = "撤回还没签好的补充协议吗？"
            self.app.push_screen(ConfirmScreen(question, "撤回", careful=True), decided)

        def decided(sure: bool | None) -> None:
            if sure:
                self.with_view(lambda view: self.do(lambda: acts.drop_addendum(self.actor, view)))

        self.with_view(asked)

    def action_graduate(self) -> None:
        self.with_view(lambda view: self.ask(lambda: read_levels(view)))

    def on_levels_read(self, message: LevelsRead) -> None:
        def graduated(view: PairingView | None) -> None:
            if view is not None:
                level = f"，骨干级别 {view.promoted_to}" if view.promoted_to else ""
                self.say(f"{view.apprentice_name}老师出师了{level}。")

        self.app.push_screen(PairingGraduateScreen(self.actor, message), graduated)

    def action_dissolve(self) -> None:
        self.with_reason("解除", "原因（必填，双方能看到）；做过的事仍然算数", acts.dissolve)

    def action_resume(self) -> None:
        self.with_reason("撤销", "原因（留痕，必填）", acts.resume)

    def action_withdraw(self) -> None:
        self.with_reason("撤回协议", "原因（留痕，必填）", acts.withdraw)

    def with_reason(
        self, word: str, label: str, act: Callable[[Actor, PairingView, str], str]
    ) -> None:
        """Ask for the reason, then do it."""

        def asked(view: PairingView) -> None:
            def given(reason: str | None) -> None:
                if reason is not None:
                    self.do(lambda: act(self.actor, view, reason))

            self.app.push_screen(ReasonScreen(f"{word}：{title_of(view)}", label), given)

        self.with_view(asked)

    def with_view(self, act: Callable[[PairingView], object]) -> None:
        """Do it with the pair, once that is read."""
        if self.view is not None:
            act(self.view)


def _about(view: PairingView) -> Text:
    said = Text(title_of(view), style="bold", no_wrap=True, overflow="ellipsis")
    said.append(f"　{view.first} 至 {view.last}　", "")
    return said.append_text(state_of(view))
