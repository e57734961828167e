"""共性教案: a unit's plan, written by the whole group section by section (Z14)."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.binding import Binding
from textual.message import Message

from yanxiu_tui import clock
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.drafts import Part
from yanxiu_tui.screens.writing import WritingRoom
from yanxiu_tui.services import plan_versions, prep_units
from yanxiu_tui.services.manuscripts import SHARED_PLAN, ManuscriptView
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.plan_versions import VersionView


@dataclass
class VersionKept(Message):
    """The plan is kept as a version."""

    view: VersionView


class PlanRoom(WritingRoom):
    """Writes a unit's plan, perhaps at a session; F9 keeps it as a version."""

    BINDINGS = [
        Binding(
            "f9", "keep_version", "存为一版", id="keep_version", tooltip="把现在的教案留成一版"
        ),
    ]

    def __init__(
        self, actor: Actor, unit_id: int = 0, session_id: int | None = None, note: str = ""
    ) -> None:
        super().__init__(actor)
        self.unit_id, self.session_id, self.note = unit_id, session_id, note

    def why_not(self, view: ManuscriptView) -> str:
        if view.may_write:
            return ""
        return "已经定稿，不能再改" if view.closed_at else "不是您的组，只能看"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "keep_version":
            plans = (each for each in self.views.values() if each.kind == SHARED_PLAN)
            return any(each.may_write for each in plans)
        return super().check_action(action, parameters)

    def action_keep_version(self) -> None:
        """Ask what to call it, once everything typed is in it."""
        self.when_kept(self.ask_for_note)

    def ask_for_note(self) -> None:
        """Keep the version with what they call it."""

        def given(note: str | None) -> None:
            if note is not None:
                self.ask(lambda: VersionKept(self.keep_version(note)))

        screen = ReasonScreen("把共性教案存为一版，以后可以对照", "说明（必填）", self.note)
        self.app.push_screen(screen, given)

    def keep_version(self, note: str) -> VersionView:
        """Ask the service; runs in the worker."""
        return plan_versions.keep(self.actor, self.unit_id, note, clock.now(), self.session_id)

    def on_version_kept(self, message: VersionKept) -> None:
        self.say(f"已存为第 {message.view.number} 版。")


class SharedPlanScreen(PlanRoom):
    """The nine sections of a unit's plan."""

    ROOM_NAME = "共性教案"
    HELP_TEXT = """\
全组一起写的共性教案（Z14）。写了就存，不用按保存；右上角写着存没存上。
[b]F7 F8[/b] 上一节、下一节；[b]Tab[/b] 到左边的目录，上下键选节
[b]F9[/b] 存为一版，以后可以对照
[b]F5[/b] 看历次版本，比较改了什么
别人在另一台电脑上写的，几秒后就看得到；两人同时写一节，会让您选留哪一段。"""
    BINDINGS = [
        Binding("f5", "versions", "历次版本", id="versions", tooltip="看历次版本，比较改了什么"),
    ]

    def __init__(self, actor: Actor, unit_id: int) -> None:
        super().__init__(actor, unit_id, note="平时修改")

    def parts(self) -> Sequence[Part]:
        unit = prep_units.unit(self.actor, self.unit_id)
        return [Part(unit.plan_id, each) for each in plan_versions.sections_of(unit.term_id)]

    def action_versions(self) -> None:
        from yanxiu_tui.screens.plan_versions import PlanVersionsScreen

        self.when_kept(lambda: self.app.push_screen(PlanVersionsScreen(self.actor, self.unit_id)))
