"""Small questions: yes or no, or a reason in a line."""

from typing import TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

Answer = TypeVar("Answer")


class _Asking(ModalScreen[Answer]):
    """Two buttons; left and right go from one to the other, Enter presses the one in focus."""

    BINDINGS = [
        Binding("left", "to('yes')", show=False),
        Binding("right", "to('no')", show=False),
    ]

    def action_to(self, name: str) -> None:
        self.query_one(f"#{name}", Button).focus()


class ConfirmScreen(_Asking[bool]):
    """Ask before something that cannot simply be undone."""

    BINDINGS = [Binding("escape", "dismiss(False)", "不", id="no")]

    def __init__(
        self, question: str, yes: str = "确定", no: str = "不", careful: bool = False
    ) -> None:
        """``careful`` puts Enter on the answer that changes nothing."""
        super().__init__()
        self.question, self.yes, self.no, self.careful = question, yes, no, careful

    def on_mount(self) -> None:
        self.query_one("#no" if self.careful else "#yes", Button).focus()

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(self.question, markup=False)
            with Horizontal(classes="buttons"):
                yield Button(self.yes, variant="primary", id="yes")
                yield Button(f"{self.no}（Esc）", id="no")
            yield Static("左右键选，回车确定", classes="field", markup=False)

    @on(Button.Pressed)
    def decided(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")


class LineScreen(_Asking[Answer | None]):
    """Ask for a line of text; a screen says how to ``take`` it, and what of it is ``wrong``."""

    BINDINGS = [Binding("escape", "dismiss(None)", "取消", id="cancel")]

    def __init__(self, title: str, label: str = "原因（留痕，必填）", value: str = "") -> None:
        super().__init__()
        self.title_text, self.label, self.value = title, label, value

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(self.title_text, classes="title", markup=False)
            yield Static(self.label, markup=False)
            yield Input(self.value, id="reason")
            yield Static("", classes="wrong", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("确定", variant="primary", id="yes")
                yield Button("取消（Esc）", id="no")
            yield Static("写完按回车；按 Tab 到按钮，左右键选", classes="field", markup=False)

    @on(Input.Submitted)
    @on(Button.Pressed, "#yes")
    def given(self) -> None:
        reason = self.query_one("#reason", Input).value.strip()
        if not reason:
            self.wrong("请填写后再确定。")
            return
        self.take(reason)

    @property
    def changed(self) -> bool:
        """Whether something else stands in the line than at first."""
        return self.query_one("#reason", Input).value != self.value

    def take(self, typed: str) -> None:
        """Do what the line is asked for."""
        raise NotImplementedError

    def wrong(self, sentence: str) -> None:
        """Say what is wrong with the line, which stays to be typed anew."""
        self.query_one(".wrong", Static).update(sentence)
        self.query_one("#reason", Input).focus().select_all()

    @on(Button.Pressed, "#no")
    def cancelled(self) -> None:
        self.dismiss(None)


class ReasonScreen(LineScreen[str]):
    """Ask for what is kept on record, such as the reason of a correction."""

    def take(self, typed: str) -> None:
        self.dismiss(typed)
