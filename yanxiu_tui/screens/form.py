"""A form whose fields stand beside what helps to fill them: a hint, and candidates."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from textual import on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import DescendantFocus
from textual.message import Message
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Input, OptionList, Static, TextArea
from textual.widgets.option_list import Option

from yanxiu_tui import clock
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.calendar import WEEKDAYS
from yanxiu_tui.rules.typed import typed_date
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.room import Caller, Refusal
from yanxiu_tui.widgets.pick import MOST_OFFERED, Pick, Tick, label_of

Result = TypeVar("Result")
Read = TypeVar("Read")
FIELDS = "Input, Tick, TextArea, #yes"


class FormScreen(Caller, ModalScreen[Result | None]):
    """Enter goes to the next field, Ctrl+S saves; what was typed stays when it is refused.

    A form says which ``fields`` it has, what each takes (``hint_for``), how to ``save``, and which
    field a refusal is about (``field_of``).
    """

    CSS_PATH = "form.tcss"
    FORM_NAME = ""
    YES = "保存（Ctrl+S）"
    BINDINGS = [
        Binding("escape", "leave", "取消", id="cancel"),
        Binding("ctrl+s", "save", "保存", id="save"),
        Binding("up", "choose(-1)", show=False, priority=True),
        Binding("down", "choose(1)", show=False, priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.busy = False
        self.opening: list[str | bool] = []

    def compose(self) -> ComposeResult:
        with Vertical(classes="box", id="form"):
            yield Static(self.FORM_NAME, classes="title")
            with Horizontal(id="fields"):
                with VerticalScroll(can_focus=False):
                    yield from self.fields()
                with Vertical(id="aside"):
                    yield Static("", id="hint", markup=False)
                    yield OptionList(id="candidates", compact=True, markup=False)
                    yield Static("", id="about", markup=False)
            with Horizontal(id="foot"):
                yield Static("", classes="wrong", markup=False)
                yield Button(self.YES, variant="primary", id="yes")
                yield Button("取消（Esc）", id="no")

    def fields(self) -> ComposeResult:
        """The rows of the form, made with ``row``."""
        yield from ()

    def hint_for(self, field: Widget) -> str:
        """What this field takes, or what its text is understood as."""
        return ""

    def save(self) -> None:
        """Read the fields and ask the service."""

    def field_of(self, sentence: str) -> str:
        """The id of the field that can mend what this refusal says."""
        return ""

    # What forms read out of their fields

    def text(self, name: str) -> str:
        """What stands in a field."""
        return self.query_one(f"#{name}", Input).value.strip()

    def typed_day(self, name: str) -> date | None:
        """The day that stands in a field; None when it is none."""
        return typed_date(self.text(name), today())

    def told_day(self, name: str, hint: str) -> str:
        """What the day in a field is understood as; the hint when it is none."""
        day = self.typed_day(name)
        return f"{day:%Y-%m-%d} 周{WEEKDAYS[day.weekday()]}" if day else hint

    def send(self, read: Callable[[], Read], act: Callable[[Read], Message]) -> None:
        """Read the fields and act on that in a worker; what cannot be read is said at its field.

        ``read`` raises Refused with the field as its reason.
        """
        try:
            found = read()
        except Refused as refusal:
            self.wrong(str(refusal), refusal.reason)
            return
        self.busy = True
        self.ask(lambda: act(found))

    def on_mount(self) -> None:
        self.query_one("#candidates").can_focus = False
        self.opening = self.filled()
        self.query(FIELDS).first().focus()

    @on(DescendantFocus)
    def entered(self, event: DescendantFocus) -> None:
        self.advise(event.widget)

    @on(Input.Changed)
    @on(TextArea.Changed)
    def typing(self, event: Input.Changed | TextArea.Changed) -> None:
        if event.control.has_focus:
            self.query_one(".wrong", Static).update("")
            self.advise(event.control)

    def filled(self) -> list[str | bool]:
        """What stands in the fields."""
        return [_value(field) for field in self.query("Input, Tick, TextArea")]

    @property
    def changed(self) -> bool:
        """Whether something else stands in the fields than at first."""
        return self.filled() != self.opening

    def advise(self, field: Widget) -> None:
        """Show what the field takes, and the candidates its text may mean."""
        candidates = self.query_one("#candidates", OptionList)
        offered = field.offered() if isinstance(field, Pick) else []
        candidates.set_options(Option(label_of(each)) for each in offered)
        candidates.display = bool(offered)
        candidates.highlighted = field.suggested if isinstance(field, Pick) else None
        said = [self.hint_for(field), _offer(field, _rows_of(candidates))]
        self.query_one("#hint", Static).update("\n".join(filter(None, said)))

    def action_choose(self, step: int) -> None:
        if isinstance(self.focused, TextArea):
            raise SkipAction
        candidates = self.query_one("#candidates", OptionList)
        if candidates.display and candidates.option_count:
            at = candidates.highlighted
            first = 0 if step > 0 else candidates.option_count - 1
            candidates.highlighted = first if at is None else (at + step) % candidates.option_count

    @on(OptionList.OptionSelected, "#candidates")
    def clicked(self, event: OptionList.OptionSelected) -> None:
        self.take(event.option_index)

    @on(Input.Submitted)
    def next_field(self, event: Input.Submitted) -> None:
        candidates = self.query_one("#candidates", OptionList)
        if isinstance(event.input, Pick) and candidates.highlighted is not None:
            self.take(candidates.highlighted)
        else:
            self.go_on()

    def go_on(self) -> None:
        """Go to the next field of the form, in its order.

        ``focus_next`` goes by where fields are laid out, and one shown a moment ago is not yet.
        """
        fields = [
            field
            for field in self.query(FIELDS)
            if all(part.display for part in field.ancestors_with_self)
        ]
        if self.focused in fields:
            self.set_focus(fields[(fields.index(self.focused) + 1) % len(fields)])

    def take(self, index: int) -> None:
        """Put a candidate into the field in hand and go on."""
        if isinstance(self.focused, Pick):
            self.focused.value = label_of(self.focused.offered()[index])
            self.go_on()

    @on(Button.Pressed)
    def pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "yes":
            self.action_save()
        else:
            self.action_leave()

    def action_leave(self) -> None:
        """Leave; when something else stands in the fields than at first, ask."""

        def decided(sure: bool | None) -> None:
            if sure:
                self.dismiss(None)

        if self.changed:
            question = "填的还没有保存，要离开吗？"
            self.app.push_screen(ConfirmScreen(question, "离开", "接着填", careful=True), decided)
        else:
            self.dismiss(None)

    def action_save(self) -> None:
        if not self.busy:
            self.save()

    def on_refusal(self, message: Refusal) -> None:
        self.busy = False
        self.wrong(message.sentence, self.field_of(message.sentence))

    def wrong(self, sentence: str, name: str) -> None:
        """Say what is wrong and go to the field that can mend it, to be typed anew."""
        self.query_one(".wrong", Static).update(sentence)
        field = self.query_one(f"#{name}").focus()
        if isinstance(field, Input):
            field.select_all()


def today() -> date:
    """The day on the school's calendar."""
    return clock.local(clock.now()).date()


def row(label: str, *fields: Widget) -> Horizontal:
    """A label and what stands behind it."""
    return Horizontal(Static(label, classes="label"), *fields, classes="row")


def _value(field: Widget) -> str | bool:
    if isinstance(field, TextArea):
        return field.text
    assert isinstance(field, Input | Tick)
    return field.value


def _offer(field: Widget, rows: float) -> str:
    """What the candidates alone do not show: that there is none, or more than have room."""
    if not isinstance(field, Pick):
        return ""
    count = len(field.offered())
    if count == 0 and field.value.strip() and not field.free:
        return "没有这一项。"
    if count > rows:
        more = "以上" if count == MOST_OFFERED else ""
        return f"共 {count} 项{more}，上下键翻。"
    return ""


def _rows_of(candidates: OptionList) -> float:
    """How many candidates are seen at once."""
    most = candidates.styles.max_height
    return most.value if most else 0
