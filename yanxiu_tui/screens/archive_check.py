"""检查一份成长档案: what is missing stands there already; an opinion, and what was found (P5)."""

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from yanxiu_tui import clock
from yanxiu_tui.rules.archives import percent
from yanxiu_tui.screens.form import FormScreen, row
from yanxiu_tui.services import archive_checks
from yanxiu_tui.services.archives import Checked, GrowthLine
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.widgets.pick import Tick

_HINTS = {
    "complete": "按空格改。与程序算的不一样，要写意见。",
    "opinion": "可以不写，本人看得到。",
}


@dataclass
class Kept(Message):
    """It is checked."""

    checked: Checked


class ArchiveCheckScreen(FormScreen[Checked]):
    """Returns the check as it was kept, or None."""

    YES = "检查（Ctrl+S）"

    def __init__(self, actor: Actor, term_id: int, line: GrowthLine) -> None:
        super().__init__()
        self.actor, self.term_id, self.line = actor, term_id, line
        self.FORM_NAME = f"检查{line.staff.name}老师的成长档案"

    def fields(self) -> ComposeResult:
        before = self.line.checked
        whole = before.complete if before else self.line.complete
        yield row("结论", Tick("齐全", whole, id="complete"))
        yield row("意见", Input(before.opinion if before else "", id="opinion", compact=True))

    def on_mount(self) -> None:
        said = [f"程序算的：完整 {percent(self.line.completeness)}。"]
        if self.line.lacking:
            said.append(f"缺：{'、'.join(self.line.lacking)}。")
        if self.line.checked:
            said.append(f"{clock.local(self.line.checked.at):%m-%d} 检查过一次，再检查以这次为准。")
        self.query_one("#about", Static).update("\n".join(said))

    def hint_for(self, field: Widget) -> str:
        return _HINTS.get(field.id or "", "")

    def save(self) -> None:
        complete = self.query_one("#complete", Tick).value
        opinion = self.query_one("#opinion", Input).value
        self.busy = True

        def act() -> Message:
            whose, now = self.line.staff.id, clock.now()
            found = archive_checks.check(self.actor, self.term_id, whose, opinion, now, complete)
            return Kept(found)

        self.ask(act)

    def on_kept(self, message: Kept) -> None:
        self.dismiss(message.checked)

    def field_of(self, sentence: str) -> str:
        return "opinion"
