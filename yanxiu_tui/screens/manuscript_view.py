"""One 文稿 to read: all its sections, what was looked for marked in them."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Static

from yanxiu_tui.screens.room import DeskRoom
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.reading import Reading, reading
from yanxiu_tui.widgets.found_words import marked


@dataclass
class ReadingReady(Message):
    """The manuscript is read."""

    reading: Reading


class ManuscriptScreen(DeskRoom):
    """Nothing is changed here; ``typed`` is what brought the reader to it."""

    ROOM_NAME = "文稿"
    CSS_PATH = "manuscript_view.tcss"
    HELP_TEXT = """\
这里只看不改。上下键、翻页键、Home、End 移动，Esc 返回。
【】里是刚才查找的字句。要修改，请到「备课」「教案与反思」或「听课」里打开。"""

    def __init__(self, actor: Actor, manuscript_id: int, typed: str = "") -> None:
        super().__init__(actor)
        self.manuscript_id, self.typed = manuscript_id, typed

    def body(self) -> ComposeResult:
        yield Static("", id="about", markup=False)
        with VerticalScroll():
            yield Static("", id="text", markup=False)

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()
        self.ask(lambda: ReadingReady(reading(self.actor, self.manuscript_id)), group="read")

    def on_reading_ready(self, message: ReadingReady) -> None:
        found = message.reading
        about = f"　听 {found.about}" if found.about else ""
        closed = "　已定稿" if found.closed else ""
        self.query_one("#about", Static).update(
            f"{found.kind_name}「{found.title}」　{found.who}{about}　{found.day}{closed}"
        )
        self.query_one("#text", Static).update(_painted(found.parts, self.typed))


def _painted(parts: Sequence[tuple[str, str]], typed: str) -> Text:
    """Each section under its name; one not filled in says so."""
    painted = []
    for name, text in parts:
        words = marked(text, typed) if text.strip() else Text("（未填）", "dim")
        painted.append(Text.assemble((f"{name}\n", "bold"), words))
    return Text("\n\n").join(painted)
