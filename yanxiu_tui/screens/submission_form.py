"""交一份材料: written here, on paper, as a file, or several of them; and what the office enters."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time

from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from yanxiu_tui import clock
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.names import fold_width
from yanxiu_tui.rules.submissions import title_of
from yanxiu_tui.rules.typed import typed_time
from yanxiu_tui.screens.form import FormScreen, row, today
from yanxiu_tui.services import submissions
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.submission_receipts import Receipt
from yanxiu_tui.services.submission_views import Handed, SubmissionView
from yanxiu_tui.services.submissions import HandIn, Outcome
from yanxiu_tui.widgets.pick import Tick
from yanxiu_tui.widgets.submission_words import about

_HINTS = {
    "written": "在终端上写的这一份，空格键换是、否；交了就定稿。",
    "kept": "纸质的放在哪里，如：送教导处、档案柜三。没有纸质的不填。",
    "path": "文件的路径，也可以把文件拖进来；程序存一份，最大 20 MB。没有不填。",
    "copies": "纸质的一共几份，自己留的一份也算，写数字。",
    "day": "哪天交来的，如 10-12，也可写昨天、今天。",
    "hour": "几点交来的，如 11:30；不知道不填，那天就算按时。",
    "missing": "还缺什么，如：第三部分。什么都不缺不填。",
}
_FIELD_OF = {
    "还没有写": "written", "份数": "copies", "找到": "path", "文件": "path", "日子": "day",
    "日期": "day", "存放": "kept", "缺": "missing",
}  # fmt: skip


@dataclass
class Done(Message):
    """It is handed in, entered or received."""

    outcome: Outcome


class SubmissionForm(FormScreen[Outcome]):
    """What the forms about one paper share; returns what became of it, or None."""

    def __init__(self, actor: Actor, view: SubmissionView) -> None:
        super().__init__()
        self.actor, self.view = actor, view

    def on_mount(self) -> None:
        self.query_one("#about", Static).update(about(self.view))

    def hint_for(self, field: Widget) -> str:
        if field.id == "day":
            return self.told_day("day", _HINTS["day"])
        if field.id and field.id.startswith("part"):
            return "有的打“是”，缺的打“否”，空格键换。"
        return _HINTS.get(field.id or "", "")

    def paper_fields(self) -> ComposeResult:
        yield row("存放", Input(id="kept", compact=True))
        yield row("文件", Input(id="path", compact=True))
        yield row("份数", Input(str(self.view.copies_due), id="copies", compact=True))

    def parts_fields(self) -> ComposeResult:
        for at, part in enumerate(self.view.parts):
            yield row("" if at else "有没有", Tick(part, True, id=f"part{at}"))

    def act(self) -> Callable[[], Outcome]:
        """The fields read, and what to ask the service; Refused with the field as its reason."""
        raise NotImplementedError

    def save(self) -> None:
        self.send(self.act, lambda act: Done(act()))

    def there(self) -> list[str]:
        """The parts that are ticked."""
        parts = enumerate(self.view.parts)
        return [part for at, part in parts if self.query_one(f"#part{at}", Tick).value]

    def copies(self) -> int:
        typed = fold_width(self.text("copies"))
        if not typed.isdecimal() or len(typed) > 4:
            raise Refused("copies", "份数请写数字，如 2。")
        return int(typed)

    def paper(self, written: bool = False) -> HandIn:
        return HandIn(written, self.text("kept"), self.text("path"), self.copies())

    def on_done(self, message: Done) -> None:
        self.dismiss(message.outcome)

    def field_of(self, sentence: str) -> str:
        found = (name for word, name in _FIELD_OF.items() if word in sentence)
        return next((name for name in found if self.query(f"#{name}")), self.fallback)

    @property
    def fallback(self) -> str:
        """The field that is gone to when a refusal is about none in particular."""
        return "kept" if self.query("#kept") else "copies"


class HandInScreen(SubmissionForm):
    """交: one's own paper, or that of the group or the school."""

    YES = "交（Ctrl+S）"

    def __init__(self, actor: Actor, view: SubmissionView) -> None:
        super().__init__(actor, view)
        whose = "" if view.teacher_id else view.whose
        self.FORM_NAME = f"交{title_of(whose, view.kind_name)}"

    def fields(self) -> ComposeResult:
        if self.view.sections:
            begun = self.view.manuscript_id is not None
            yield row("这里写的", Tick("交在终端上写的", begun, id="written"))
        yield from self.paper_fields()

    def act(self) -> Callable[[], Outcome]:
        written = bool(self.view.sections) and self.query_one("#written", Tick).value
        actor, view = self.actor, self.view
        paper = self.paper(written)
        return lambda: submissions.hand_in(
            actor, view.kind, paper, clock.now(), view.group_id, view.term_id
        )


class ReceiptScreen(SubmissionForm):
    """点收: which parts are there, how many copies, what else is missing."""

    YES = "收下（Ctrl+S）"

    def __init__(self, actor: Actor, view: SubmissionView, handed: Handed) -> None:
        super().__init__(actor, view)
        self.handed = handed
        self.FORM_NAME = f"点收{view.whose}的{view.kind_name}"

    def fields(self) -> ComposeResult:
        yield from self.parts_fields()
        yield row("份数", Input(str(self.handed.copies), id="copies", compact=True))
        yield row("还缺", Input(id="missing", compact=True))

    def act(self) -> Callable[[], Outcome]:
        claim_id = self.handed.claim_id
        receipt = Receipt(self.there(), self.copies(), self.text("missing"))
        return lambda: submissions.receive(self.actor, claim_id, receipt, clock.now())


class EnterScreen(SubmissionForm):
    """登记纸质: the office enters what was brought, when it came; it is received at once."""

    YES = "登记（Ctrl+S）"

    def __init__(self, actor: Actor, view: SubmissionView) -> None:
        super().__init__(actor, view)
        self.FORM_NAME = f"登记{view.whose}交来的{view.kind_name}（登记了就算收下）"

    def fields(self) -> ComposeResult:
        yield row("日期", Input(f"{today():%Y-%m-%d}", id="day", compact=True))
        yield row("几点", Input(id="hour", compact=True))
        yield from self.paper_fields()
        yield from self.parts_fields()
        yield row("还缺", Input(id="missing", compact=True))

    def act(self) -> Callable[[], Outcome]:
        day, hour, paper = self.day(), self.hour(), self.paper()
        missing = [part for part in self.view.parts if part not in self.there()]
        missing += [self.text("missing")] if self.text("missing") else []
        view = self.view
        return lambda: submissions.enter(
            self.actor, view.kind, paper, day, clock.now(), hour, view.staff_no,
            view.group_id, missing, view.term_id,
        )  # fmt: skip

    def day(self) -> date:
        found = self.typed_day("day")
        if found is None:
            raise Refused("day", "日期请写成 10-12 这样。")
        return found

    def hour(self) -> time | None:
        typed = self.text("hour")
        found = typed_time(typed) if typed else None
        if typed and found is None:
            raise Refused("hour", "几点请写成 11:30 这样，不知道不填。")
        return found
