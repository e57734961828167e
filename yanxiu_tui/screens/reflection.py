"""教后反思、教育叙事: written by oneself alone, all prompts optional, handed in (Z16, X1, P6)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from textual.binding import Binding
from textual.message import Message

from yanxiu_tui import clock
from yanxiu_tui.rules.lesson_prep import Section
from yanxiu_tui.screens.writing import WritingRoom
from yanxiu_tui.services import reflections
from yanxiu_tui.services.manuscripts import ManuscriptView
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.reflections import ReflectionView


@dataclass
class Handed(Message):
    """It is handed in, or taken back."""

    view: ReflectionView


class ReflectionScreen(WritingRoom):
    """The prompts at the left; what is handed in may be taken back and written on."""

    ROOM_NAME = "教后反思"
    HELP_TEXT = """\
想到什么写什么：几个方面都可以不写，长短不限（Z16）。写了就存，不用按保存。
[b]F7 F8[/b] 上一节、下一节
[b]F5[/b] 交：交了才算数，从交的那天算；教完很久才交的，记补录
[b]F9[/b] 收回：交了还想改，收回再写，改好再交"""
    BINDINGS = [
        Binding("f5", "hand_in", "交", id="hand_in", tooltip="交了才算数", priority=True),
        Binding("f9", "take_back", "收回", id="take_back", tooltip="收回再写", priority=True),
    ]

    def __init__(self, actor: Actor, view: ReflectionView) -> None:
        super().__init__(actor, view.manuscript_id)
        self.view = view
        self.ROOM_NAME = view.kind_name

    def sections(self) -> Sequence[Section]:
        return reflections.sections(self.view.id)

    def heading(self) -> str:
        whose = "" if self.own else f"{self.view.teacher_name}  "
        return f"{whose}{self.view.title}  {handed_in(self.view)}"

    def why_not(self, view: ManuscriptView) -> str:
        if self.own and view.closed_at:
            return "交了，要改按 F9 收回"
        return super().why_not(view)

    @property
    def own(self) -> bool:
        """Whether it is the reader's own."""
        return self.view.teacher_id == self.actor.teacher_id

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "hand_in":
            return self.own and self.view.handed_on is None
        if action == "take_back":
            return self.own and self.view.handed_on is not None
        return super().check_action(action, parameters)

    def action_hand_in(self) -> None:
        self.when_kept(lambda: self.hand(reflections.hand_in))

    def action_take_back(self) -> None:
        self.hand(reflections.take_back)

    def hand(self, act: Callable[[Actor, int, datetime], ReflectionView]) -> None:
        """Hand it in or take it back, in a worker."""
        self.ask(lambda: Handed(act(self.actor, self.view.id, clock.now())), group="hand")

    def on_handed(self, message: Handed) -> None:
        self.view = message.view
        self.say(said_of(self.view))
        self.read()
        self.refresh_bindings()


def handed_in(view: ReflectionView) -> str:
    """Whether it counts, and from when: ``未交``, ``已交 10-14``, ``已交 10-14 补录``."""
    if view.handed_on is None:
        return "未交"
    return f"已交 {view.handed_on:%m-%d}" + (" 补录" if view.late_entry else "")


def said_of(view: ReflectionView) -> str:
    """What to say once it is handed in or taken back."""
    if view.handed_on is None:
        return f"「{view.title}」已收回，可以接着写；写好再交才算。"
    late = "离教完已久，记补录。" if view.late_entry else ""
    return f"{view.kind_name}「{view.title}」已交。{late}"
