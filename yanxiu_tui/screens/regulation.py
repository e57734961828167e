"""制度: what this term's regulation says, in words with its clauses; its versions; a new one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Static

from yanxiu_tui import clock
from yanxiu_tui.regulation.loader import pinned
from yanxiu_tui.regulation.words import describe
from yanxiu_tui.screens.adoption import AdoptionScreen
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.paper_files import documents
from yanxiu_tui.screens.room import DeskRoom
from yanxiu_tui.services import regulation, school
from yanxiu_tui.services.permission import Act, Actor, allowed
from yanxiu_tui.services.regulation import VersionView
from yanxiu_tui.services.school import TermView

# What a clause is indented by in a regulation's words.
_CLAUSE = "    "


@dataclass
class VersionsRead(Message):
    """Every version of the term, and the one to show with what it says."""

    term: TermView
    versions: Sequence[VersionView]
    shown: VersionView
    lines: Sequence[str]


@dataclass
class Exported(Message):
    """Where the text of a version was written."""

    path: Path


class RegulationScreen(DeskRoom):
    """The whole regulation in words; those who may adopt another one here."""

    ROOM_NAME = "制度"
    CSS_PATH = "regulation.tcss"
    HELP_TEXT = """\
本学期执行的校本研修制度。
每条规定后面是条款号和原文，上下键、翻页键滚动。
[b]F5[/b] 看以前采用过的版本
[b]F6[/b] 把这一版另存为文件，改好以后再试算、采用
[b]F7[/b] 采用新的一版（校长、副校长），要写明原因
   采用之前，会先告诉您谁升谁降

全学期的得分按新的一版重新计算。
以前开的活动、冻结的排名仍按当时的版本。
只想试一试，到“考核排名”里按 F7 试算。"""
    BINDINGS = [
        Binding("f5", "versions", "历次版本", id="versions", tooltip="以前采用过哪些，为什么换"),
        Binding("f6", "export", "另存为文件", id="export", tooltip="写成 TOML 文件，可以修改"),
        Binding("f7", "adopt", "采用新版", id="adopt", tooltip="检查、采用一份制度文件"),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.read: VersionsRead | None = None

    def body(self) -> ComposeResult:
        yield Static("", id="version", markup=False)
        with VerticalScroll(id="words"):
            yield Static("正在读取……", id="said", markup=False)

    def on_mount(self) -> None:
        self.query_one("#words").focus()
        self.show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "adopt" or allowed(self.actor, Act.ADOPT_REGULATION)

    def show(self, version_id: int | None = None) -> None:
        """Read the versions, and what one of them says: the one in force unless told."""

        def act() -> Message:
            term = school.current_term(clock.now())
            versions = regulation.versions(term.id)
            wanted = version_id or term.regulation_id
            shown = next(each for each in versions if each.id == wanted)
            lines = describe(pinned(regulation.source_of(shown.id)))
            return VersionsRead(term, versions, shown, lines)

        self.ask(act, group="read", only_last=True)

    def on_versions_read(self, message: VersionsRead) -> None:
        self.read = message
        self.query_one("#version", Static).update(_heading(message.term, message.shown))
        self.query_one("#said", Static).update(_styled(message.lines))
        self.query_one("#words").scroll_home(animate=False)

    def action_versions(self) -> None:
        if self.read is None:
            return
        choices = [(str(each.id), _line(each)) for each in self.read.versions]

        def chosen(version_id: str | None) -> None:
            if version_id:
                self.show(int(version_id))

        title = f"{self.read.term.name}采用过的制度"
        self.app.push_screen(ChooseScreen(title, choices, str(self.read.shown.id)), chosen)

    def action_export(self) -> None:
        if self.read is None:
            return
        shown = self.read.shown

        def act() -> Message:
            from yanxiu_tui.regulation.files import write_regulation_file

            path = _file_for(shown)
            write_regulation_file(path, regulation.source_of(shown.id))
            return Exported(path)

        self.ask(act)

    def on_exported(self, message: Exported) -> None:
        self.say(f"已写入「{message.path}」，用记事本就能改；改好先试算，再采用。")

    def action_adopt(self) -> None:
        def adopted(version: VersionView | None) -> None:
            if version:
                self.say(f"已采用「{version.title}」，从现在起执行。")
                self.show()

        if self.read:
            self.app.push_screen(AdoptionScreen(self.actor, self.read.term), adopted)


def _heading(term: TermView, version: VersionView) -> Text:
    state = "现行" if version.in_force else "已被新版代替"
    head = Text(f"{term.name}  {version.title}", style="bold")
    adopted = f"{_day(version.adopted_at)} {version.by}采用（{state}）：{version.reason}"
    head.append(f"\n{adopted}", "dim")
    return head


def _line(version: VersionView) -> str:
    state = "（现行）" if version.in_force else ""
    return f"{_day(version.adopted_at)} {version.title}{state} {version.by}：{version.reason}"


def _day(at: datetime) -> str:
    return f"{clock.local(at):%Y-%m-%d}"


def _styled(lines: Sequence[str]) -> Group:
    """Headings stand out, clauses step back, and so do their further lines."""
    return Group(*map(_said, lines))


def _said(line: str) -> RenderableType:
    if line.startswith("【"):
        return Text(f"\n{line}", "bold")
    if line.startswith(_CLAUSE):
        # Without a blank, or the long word behind it begins a line of its own.
        words = Text(line.strip().replace(" 「", "「", 1), "dim")
        return Padding(words, (0, 0, 0, len(_CLAUSE)))
    return Text(line)


def _file_for(version: VersionView) -> Path:
    return documents() / f"制度_{version.name}_第{version.id}版.toml"
