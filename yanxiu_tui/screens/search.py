"""查找: a few words, and the plans, minutes, reflections and observations that hold them."""

from collections.abc import Sequence
from dataclasses import dataclass
from time import sleep

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from yanxiu_tui.rules.search import KIND_NAMES
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.manuscript_view import ManuscriptScreen
from yanxiu_tui.screens.room import DeskRoom, Refusal
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.search import LONGEST, Found, Hit, search
from yanxiu_tui.widgets.found_words import painted

_PAGE = 20
_PAUSE = 0.15  # seconds: whoever types on is not answered meanwhile
_HINT = "输入要找的字词，多个词用空格隔开，都有的才算找到。"


@dataclass
class FoundReady(Message):
    """What was looked for is found, or is not there; the page begins after ``offset``."""

    typed: str
    offset: int
    found: Found


class HitList(OptionList, can_focus=False):
    """Two lines a hit, steered from the input, so that the focus never leaves that."""


class SearchScreen(DeskRoom):
    """Finds as one types; Enter reads the hit under the cursor."""

    ROOM_NAME = "查找"
    CSS_PATH = "search.tcss"
    HELP_TEXT = """\
在共性教案、集体备课记录、个性化教案、反思与叙事、听课记录里找字句。
输入就找；几个词用空格隔开，都有的才列出来，最近的在前。英文和单个字按开头找。
[b]上下键[/b] 选，[b]回车[/b] 看全文；[b]F5[/b] 只看一种；[b]F7 F8[/b] 翻页。

只列出您有权看的：自己写的、本组的；组长和包组领导看得到组员的，教导处和校长看得到全校的。"""
    BINDINGS = [
        Binding("f5", "narrow", "种类", id="narrow", tooltip="只看一种，或全部都看"),
        Binding("f7", "turn(-1)", "上一页", id="previous", tooltip="前二十份"),
        Binding("f8", "turn(1)", "下一页", id="next", tooltip="后二十份"),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("pageup", "move(-5)", show=False, priority=True),
        Binding("pagedown", "move(5)", show=False, priority=True),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.kind = ""
        self.typed, self.skipped, self.more = "", 0, False
        self.hits: Sequence[Hit] = ()

    def body(self) -> ComposeResult:
        with Horizontal(id="search"):
            yield Input(id="typed", placeholder="要找的字词", max_length=LONGEST, compact=True)
            yield Static("", id="beside", markup=False)
        yield Static(_HINT, id="nothing", markup=False)
        yield HitList(compact=True, markup=False)

    def on_mount(self) -> None:
        self.query_one("#typed", Input).focus()
        self.paint()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "turn":
            return self.more if parameters == (1,) else self.skipped > 0
        return True

    @on(Input.Changed, "#typed")
    def typing(self) -> None:
        self.look()

    def look(self, offset: int = 0) -> None:
        """Look for what is typed now, as soon as nobody types on."""
        typed, kind = self.query_one("#typed", Input).value, self.kind or None

        def act() -> Message:
            sleep(_PAUSE)
            if not typed.strip() or get_current_worker().is_cancelled:
                return FoundReady("", 0, Found((), False))
            return FoundReady(typed, offset, search(self.actor, typed, kind, None, _PAGE, offset))

        self.ask(act, group="search", only_last=True)

    def on_found_ready(self, message: FoundReady) -> None:
        self.show(message.typed, message.offset, message.found)
        self.query_one("#nothing", Static).update(
            "没有找到，请少输几个字，或换一个词。" if message.typed else _HINT
        )
        self.say("", "plain")

    def on_refusal(self, message: Refusal) -> None:
        self.show("", 0, Found((), False))
        self.query_one("#nothing", Static).update(message.sentence)

    def show(self, typed: str, offset: int, found: Found) -> None:
        """Take this page in place of the one shown."""
        self.typed, self.skipped, self.more = typed, offset, found.more
        self.hits = found.hits
        self.paint()
        self.query_one(HitList).highlighted = 0 if self.hits else None
        self.refresh_bindings()

    def paint(self) -> None:
        """Lay the hits out for the width there is."""
        hits = self.query_one(HitList)
        place = hits.highlighted
        width = max(20, self.size.width - 4)
        hits.set_options(Option(_lines(each, width)) for each in self.hits)
        hits.display = bool(self.hits)
        self.query_one("#nothing").display = not self.hits
        hits.highlighted = place if self.hits else None
        self.query_one("#beside", Static).update(self._beside())

    def on_resize(self) -> None:
        self.paint()

    def _beside(self) -> str:
        kind = KIND_NAMES[self.kind] if self.kind else "全部种类"
        if not self.hits:
            return kind
        if not self.skipped and not self.more:
            return f"{kind}  找到 {len(self.hits)} 份"
        more = "，还有" if self.more else ""
        return f"{kind}  第 {self.skipped + 1} 至 {self.skipped + len(self.hits)} 份{more}"

    def action_move(self, by: int) -> None:
        hits = self.query_one(HitList)
        if hits.highlighted is not None:
            hits.highlighted = max(0, min(hits.highlighted + by, len(self.hits) - 1))

    def action_turn(self, by: int) -> None:
        self.look(max(0, self.skipped + by * _PAGE))

    def action_narrow(self) -> None:
        choices = [("", "全部种类"), *KIND_NAMES.items()]
        self.app.push_screen(ChooseScreen("只看哪一种？", choices, self.kind), self.narrowed)

    def narrowed(self, kind: str | None) -> None:
        """Look again among this kind only; ``""`` is all of them."""
        if kind is not None:
            self.kind = kind
            self.paint()
            self.look()

    @on(Input.Submitted, "#typed")
    @on(OptionList.OptionSelected)
    def read(self) -> None:
        """Read the hit under the cursor in full."""
        at = self.query_one(HitList).highlighted
        if at is not None:
            screen = ManuscriptScreen(self.actor, self.hits[at].manuscript_id, self.typed)
            self.app.push_screen(screen)


def _lines(hit: Hit, width: int) -> Text:
    """The title and whose it is, and the excerpt under it, each cut to the width."""
    title = Text(no_wrap=True)
    title.append(hit.title, "bold")
    title.append(f"  {hit.kind_name}  {hit.who}  {hit.day}", "dim")
    snippet = Text("  ").append_text(painted(hit.snippet))
    for line in (title, snippet):
        line.truncate(width)
        line.rstrip()
    return Text("\n").join((title, snippet))
