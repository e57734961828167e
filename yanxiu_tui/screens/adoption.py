"""Adopting another 制度 for the term: which one, and why."""

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from yanxiu_tui import clock
from yanxiu_tui.regulation.files import named_source
from yanxiu_tui.regulation.loader import PRESETS, load, preset_source
from yanxiu_tui.rules.names import Named, initials
from yanxiu_tui.screens.form import FormScreen, row
from yanxiu_tui.services import regulation
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.regulation import VersionView
from yanxiu_tui.services.school import TermView
from yanxiu_tui.widgets.pick import Pick


@dataclass
class Adopted(Message):
    """The version that is in force now."""

    version: VersionView


class AdoptionScreen(FormScreen[VersionView]):
    """A preset or a file, and the reason; mistakes in the file are named by their place."""

    FORM_NAME = "采用新的一版制度"
    YES = "采用（Ctrl+S）"

    def __init__(self, actor: Actor, term: TermView) -> None:
        super().__init__()
        self.actor, self.term = actor, term
        titles = {name: load(preset_source(name)).title for name in PRESETS}
        self.presets = [Named(name, title, initials(title)) for name, title in titles.items()]

    def fields(self) -> ComposeResult:
        yield row("制度", Pick(self.presets, free=True, id="source"))
        yield row("原因", Input(id="reason", compact=True))

    def hint_for(self, field: Widget) -> str:
        if field.id == "reason":
            return "为什么换：如“教代会通过”“第二学月起听课改为每周一节”。会留痕，人人可见。"
        return "写出制度文件（.toml）的完整路径，或选一份自带的制度。"

    def save(self) -> None:
        picked = self.query_one("#source", Pick)
        text = picked.chosen.staff_no if picked.chosen else picked.value.strip()
        reason = self.query_one("#reason", Input).value
        if not text:
            self.wrong("请写出文件的路径，或选一份自带的制度。", "source")
            return
        self.busy = True

        def act() -> Message:
            source = named_source(text)
            return Adopted(regulation.adopt(self.actor, self.term.id, source, reason, clock.now()))

        self.ask(act)

    def on_adopted(self, message: Adopted) -> None:
        self.dismiss(message.version)

    def field_of(self, sentence: str) -> str:
        return "reason" if "原因" in sentence else "source"
