"""Signing in by phone, at the right of 签到台: the QR, and the same in digits for other phones."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Size
from textual.message import Message
from textual.widgets import Static

from yanxiu_tui import clock
from yanxiu_tui.phone_child import PageState
from yanxiu_tui.screens.room import Caller, Refusal
from yanxiu_tui.services import phone_codes, phones
from yanxiu_tui.services.activities import ActivityView, State, is_today
from yanxiu_tui.services.phone_codes import Codes
from yanxiu_tui.widgets.qr import Qr, matrix

# What the rest of 签到台 needs, and what the words need where no QR fits.
_LEFT, _WORDS = 40, 33
_UNFIT = "窗口太小，画不下二维码：请放大窗口，或在手机上打开网址、输入数字。"


@dataclass
class SecretRead(Message):
    """What all codes follow from; kept in memory only."""

    secret: str


@dataclass
class LatestRead(Message):
    """Who signed in by phone last."""

    names: Sequence[str]


class PhoneTrouble(Static):
    """One line that says why no phone can sign in, while that is wanted."""

    DEFAULT_CSS = """
    PhoneTrouble { height: auto; max-height: 2; padding: 0 2; color: $text-warning; }
    """

    def __init__(self) -> None:
        super().__init__("", markup=False)

    def on_mount(self) -> None:
        self.watch(self.app, "phone_page", self.hear)

    def hear(self, state: PageState) -> None:
        """Say what there is to say."""
        self.display = bool(state.trouble)
        self.update(f"手机签到：{state.trouble}")


class PhonePanel(Caller, Vertical):
    """Shown while the page is served and the meeting takes sign-ins; the codes change by itself.

    Nothing is read for a new code: it follows from the secret and the time.
    """

    DEFAULT_CSS = """
    PhonePanel { display: none; width: auto; height: 100%; background: $surface; }
    PhonePanel Static { width: 100%; height: 1fr; text-align: center; }
    """

    def __init__(self, activity: ActivityView | None) -> None:
        super().__init__()
        self.served_at = self.secret = ""
        self.activity = activity
        self.names: Sequence[str] = ()
        self.folded = False

    def compose(self) -> ComposeResult:
        yield Qr()
        yield Static("", markup=False)

    def on_mount(self) -> None:
        self.watch(self.app, "phone_page", self.hear)
        self.set_interval(1, self.tick)

    def on_resize(self) -> None:
        self.tick()

    def hear(self, state: PageState) -> None:
        """Begin to show codes, or cease, with the page."""
        self.served_at = state.served_at
        self.show(self.activity)

    def on_secret_read(self, message: SecretRead) -> None:
        self.secret = message.secret
        self.tick()

    def on_refusal(self, message: Refusal) -> None:
        """The meeting itself is read every second, and says what is wrong."""
        message.stop()

    def show(self, activity: ActivityView | None) -> None:
        """Show the codes of this meeting, and who has signed in to it by now."""
        self.activity = activity
        if self.served_at and not self.secret:
            self.ask(_read_secret, group="secret")
        if activity and self.served_at:
            self.ask(lambda: LatestRead(phones.latest(activity.id)), "latest", only_last=True)
        self.tick()

    def on_latest_read(self, message: LatestRead) -> None:
        self.names = message.names
        self.tick()

    @property
    def on_offer(self) -> bool:
        """Whether a phone can sign in to this meeting now, and the keyboard leaves room for it."""
        activity, now = self.activity, clock.now()
        opened = activity is not None and activity.state is State.OPEN and is_today(activity, now)
        fits = self.screen.size.width >= _LEFT + _WORDS
        return bool(opened and self.served_at and self.secret and fits)

    def fold(self) -> None:
        """Hide the codes, or show them again."""
        self.folded = not self.folded
        self.tick()

    def tick(self) -> None:
        """Paint what stands now."""
        shown = self.on_offer and not self.folded
        if shown != self.display:
            self.display = shown
            self.screen.refresh_bindings()
        if shown and self.activity:
            self.paint(phone_codes.codes(self.secret, self.activity.id, clock.now()))

    def paint(self, codes: Codes) -> None:
        """The QR with as much room as there is, and the words beneath it."""
        height = self.screen.size.height - 2
        room = Size(self.screen.size.width - _LEFT, height - 1)
        drawn = self.query_one(Qr).draw(f"{self.served_at}/{codes.scanned}", room)
        self.styles.width = drawn.width or _WORDS
        self.query_one(Static).update(self.words(codes, height - drawn.height, drawn.width > 0))

    def words(self, codes: Codes, lines: int, drawn: bool) -> str:
        """The same without a camera, in so many lines."""
        typed = " ".join((codes.typed[:3], codes.typed[3:6], codes.typed[6:]))
        where = self.served_at.removeprefix("http://")
        if not drawn:
            return "\n".join(("", _UNFIT, "", where, typed))
        first = f"手机扫码签到，{codes.scanned_left:2} 秒后换码"
        last = f"刚签到：{'、'.join(self.names)}" if self.names else ""
        if lines < 4:
            return "\n".join(filter(None, (f"{first}　或打开 {where} 输入 {typed}", last)))
        return "\n".join((first, f"或打开 {where}", f"输入 {typed}", last))


def _read_secret() -> SecretRead:
    # The library that draws takes a tenth of a second to import: here nobody waits for it.
    matrix("")
    return SecretRead(phone_codes.secret())
