"""Adopting another 制度 for the term: which one, why, and what it would do."""

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from yanxiu_tui import clock
from yanxiu_tui.regulation.files import named_source
from yanxiu_tui.regulation.loader import preset_names
from yanxiu_tui.reports.ranking import summed_up
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.form import FormScreen, row
from yanxiu_tui.services import adoption, regulation
from yanxiu_tui.services.adoption import Effect
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.regulation import VersionView
from yanxiu_tui.services.school import TermView
from yanxiu_tui.widgets.pick import Pick, named


@dataclass
class Tried(Message):
    """What adopting this text would do."""

    source: str
    effect: Effect


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
        self.presets = preset_names()

    def fields(self) -> ComposeResult:
        yield row("制度", Pick(named(list(self.presets)), free=True, id="source"))
        yield row("原因", Input(id="reason", compact=True))

    def hint_for(self, field: Widget) -> str:
        if field.id == "reason":
            return "为什么换，如“教代会通过”。\n会留痕，人人可见。"
        return "选一份自带的制度，或写出\n制度文件（.toml）的完整路径。"

    def save(self) -> None:
        text = self.query_one("#source", Pick).name_or_text()
        if not text:
            self.wrong("请写出文件的路径，或选一份自带的制度。", "source")
            return
        if not self.query_one("#reason", Input).value.strip():
            self.wrong("请填写采用的原因。", "reason")
            return
        self.busy = True
        self.query_one("#hint", Static).update("正在按这份制度试算……")

        def act() -> Message:
            source = named_source(self.presets.get(text, text))
            today = clock.local(clock.now()).date()
            return Tried(source, adoption.effect(self.actor, self.term.id, source, today))

        self.ask(act)

    def on_tried(self, message: Tried) -> None:
        """Say what it would do; adopt it when that is wanted."""
        self.busy = False
        if self.focused:
            self.advise(self.focused)
        reason = self.query_one("#reason", Input).value

        def decided(sure: bool | None) -> None:
            if sure:
                self.busy = True
                self.ask(lambda: self.adopt(message.source, reason))

        question = "\n\n".join(told(message.effect))
        self.app.push_screen(ConfirmScreen(question, "采用", "再想想", careful=True), decided)

    def adopt(self, source: str, reason: str) -> Message:
        """Adopt it, in the worker."""
        return Adopted(regulation.adopt(self.actor, self.term.id, source, reason, clock.now()))

    def on_adopted(self, message: Adopted) -> None:
        self.dismiss(message.version)

    def field_of(self, sentence: str) -> str:
        return "reason" if "原因" in sentence else "source"


def told(effect: Effect) -> list[str]:
    """What adopting would do, and what it leaves as it is."""
    said = [f"采用「{effect.title}」，从现在起执行？", _scores(effect)]
    if effect.ends_evaluation:
        running = f"（{'、'.join(effect.running)}正在进行）" if effect.running else ""
        said.append(f"新制度没有四级评价，四级评价将不再计分{running}。")
    return [*said, "已经开过的活动、已经冻结的排名，仍按原来的制度。"]


def _scores(effect: Effect) -> str:
    if effect.tally is None:
        after = "采用后不再计分、排名" if effect.scored else "与现行的一样，不计分、不排名"
        return f"新制度没有教师的评分细则，{after}。"
    if not effect.scored:
        return "现行制度没有教师的评分细则；采用后全学期按新制度计分、排名。"
    moved = summed_up(effect.tally).replace("；", "；\n")
    return f"全学期按新制度重新计分：\n{moved}"
