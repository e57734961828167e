"""两处同时写了一节: what differs, and three ways to settle it; nothing is lost by any."""

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from yanxiu_tui.rules.difference import difference
from yanxiu_tui.screens.drafts import Answer
from yanxiu_tui.widgets.difference import LEGEND, painted

_ANSWERS: tuple[Answer, ...] = ("both", "mine", "theirs")


class ClashScreen(ModalScreen[Answer]):
    """Returns which text shall stand; Esc, like Enter, keeps both."""

    CSS_PATH = "clash.tcss"
    BINDINGS = [
        Binding("escape", "dismiss('both')", "两段都留", id="both"),
        Binding("left", "step(-1)", show=False),
        Binding("right", "step(1)", show=False),
        Binding("up", "scroll(-1)", show=False, priority=True),
        Binding("down", "scroll(1)", show=False, priority=True),
        Binding("pageup", "scroll(-8)", show=False, priority=True),
        Binding("pagedown", "scroll(8)", show=False, priority=True),
    ]

    def __init__(self, section: str, who: str, theirs: str, mine: str) -> None:
        super().__init__()
        self.section, self.who = section, who or "别的终端"
        self.theirs, self.mine = theirs, mine

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(
                f"「{self.section}」{self.who}刚才也写了，没有覆盖任何一边。",
                classes="title", markup=False,
            )  # fmt: skip
            yield Static(f"从{self.who}的到您的：{LEGEND}", markup=False)
            with VerticalScroll(can_focus=False):
                yield Static(painted(difference(self.theirs, self.mine)))
            with Horizontal(classes="buttons"):
                yield Button("两段都留", variant="primary", id="both")
                yield Button("用我的", id="mine")
                yield Button("用对方的", id="theirs")
            yield Static(
                "左右键选，回车确定；上下键翻看。没有用上的留底，Ctrl+G 看。",
                classes="field", markup=False,
            )  # fmt: skip

    def on_mount(self) -> None:
        self.query_one("#both").focus()

    def action_step(self, step: int) -> None:
        ids = list(_ANSWERS)
        at = ids.index(self.focused.id) if self.focused and self.focused.id in ids else 0
        self.query_one(f"#{ids[(at + step) % len(ids)]}").focus()

    def action_scroll(self, lines: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    @on(Button.Pressed)
    def decided(self, event: Button.Pressed) -> None:
        for answer in _ANSWERS:
            if event.button.id == answer:
                self.dismiss(answer)
