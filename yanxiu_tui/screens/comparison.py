"""Two texts of a plan side by side in time: section by section, what went and what came."""

from collections.abc import Callable
from dataclasses import dataclass

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static

from yanxiu_tui import clock
from yanxiu_tui.rules.difference import Comparison, SectionChange
from yanxiu_tui.screens.room import DeskRoom
from yanxiu_tui.services import personal_changes
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.personal_plans import PersonalPlanView
from yanxiu_tui.widgets.difference import LEGEND, painted
from yanxiu_tui.widgets.section_list import EMPTY, SectionList

_CHANGED, _SAME = "改", "同"


@dataclass
class Compared(Message):
    """The two texts, compared."""

    told: Comparison


@dataclass
class Done(Message):
    """Something was taken over, or the plan follows the newest version."""

    sentence: str


class ComparedRoom(DeskRoom):
    """Shows what ``compare`` gives: the sections at the left, the difference of one beside them."""

    CSS_PATH = "comparison.tcss"

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.told: Comparison | None = None

    def body(self) -> ComposeResult:
        yield Static("", id="about", markup=False)
        with Horizontal():
            yield SectionList()
            with VerticalScroll(id="text"):
                yield Static("", id="pieces", markup=False)

    def compare(self) -> Comparison:
        """Ask the service; runs in the worker."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self.query_one("#text").border_subtitle = Content(LEGEND)
        self.query_one(SectionList).focus()
        self.read()

    def read(self) -> None:
        self.ask(lambda: Compared(self.compare()), group="read", only_last=True)

    def on_compared(self, message: Compared) -> None:
        first = self.told is None
        told = self.told = message.told
        words = f"改了 {told.changed} 节" if told.changed else "没有改动"
        self.query_one("#about", Static).update(Text(f"{told.title}  {words}", style="bold"))
        sections = self.query_one(SectionList)
        sections.show([(each.name, _mark(each)) for each in told.sections])
        if first:
            changed = [at for at, each in enumerate(told.sections) if each.changed]
            sections.highlighted = (changed or [0])[0]
        self.show()

    @property
    def current(self) -> SectionChange | None:
        """The section under the cursor."""
        at = self.query_one(SectionList).highlighted
        return self.told.sections[at] if self.told and at is not None else None

    @on(OptionList.OptionHighlighted)
    def show(self) -> None:
        """Show the section under the cursor."""
        section = self.current
        if section is not None:
            shown = painted(section.pieces) if section.pieces else Text("两边都没有写。", "dim")
            self.query_one("#pieces", Static).update(shown)
            self.query_one("#text").scroll_home(animate=False)
        self.refresh_bindings()


class ComparisonScreen(ComparedRoom):
    """What the teacher changed in a 个性化教案, against the version it was made from."""

    ROOM_NAME = "与共性教案对照"
    HELP_TEXT = """\
个性化教案和它所依据的那一版共性教案，逐节对照。
左边标“改”的，是按本班实际补充、调整过的（Z15）；上下键看别的节。
删去的写在方括号和减号之间，添上的写在花括号和加号之间，没有记号的两边相同。"""

    def __init__(self, actor: Actor, plan: PersonalPlanView) -> None:
        super().__init__(actor)
        self.plan = plan

    def compare(self) -> Comparison:
        return personal_changes.changes(self.actor, self.plan.id)


class NewsScreen(ComparisonScreen):
    """What the group changed in its plan since; the teacher decides what to take over."""

    ROOM_NAME = "共性教案有新版"
    HELP_TEXT = """\
共性教案在您做个性化教案以后又改过。左边标“改”的是改过的节。
您的教案不会自动改，由您决定：
[b]F5[/b] 这一节改用新版的，您原来写的留底
[b]F9[/b] 看过了：以后与新版对照，您写的一个字也不动"""
    BINDINGS = [
        Binding("f5", "take", "这节用新版", id="take", tooltip="您原来写的留底"),
        Binding("f9", "follow", "以后对照新版", id="follow", tooltip="看过了，以后与新版对照"),
    ]

    def compare(self) -> Comparison:
        return personal_changes.news(self.actor, self.plan.id)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        own = self.plan.teacher_id == self.actor.teacher_id
        if action == "take":
            return own and self.current is not None and self.current.changed
        return own if action == "follow" else True

    def action_take(self) -> None:
        section = self.current
        if section is None:
            return

        def act() -> Message:
            personal_changes.take(self.actor, self.plan.id, section.section, clock.now())
            return Done(f"「{section.name}」已改用第 {self.plan.newest} 版，您原来写的留底。")

        question = f"「{section.name}」改用第 {self.plan.newest} 版的？您原来写的留底，不会丢。"
        self.confirmed(question, "改用", act)

    def action_follow(self) -> None:
        def act() -> Message:
            personal_changes.follow(self.actor, self.plan.id, clock.now())
            return Done("")

        question = f"以后与第 {self.plan.newest} 版对照？您写的不变，提示不再出现。"
        self.confirmed(question, "对照新版", act)

    def confirmed(self, question: str, yes: str, act: Callable[[], Message]) -> None:
        """Do it when they are sure."""

        self.once_sure(question, lambda: self.ask(act), yes)

    def on_done(self, message: Done) -> None:
        if message.sentence:
            self.say(message.sentence)
        else:
            self.action_back()


def _mark(section: SectionChange) -> str:
    if section.changed:
        return _CHANGED
    return _SAME if section.pieces else EMPTY
