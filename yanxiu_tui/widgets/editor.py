"""A multi-line editor for Chinese prose: soft wrap, Tab leaves, others' words come in quietly."""

from textual.binding import Binding
from textual.widgets import TextArea

from yanxiu_tui.rules.difference import changed_span


class Editor(TextArea, inherit_bindings=False):
    """Edits one section, whose name stands on its border."""

    DEFAULT_CSS = """
    Editor { border: round $border-blurred; padding: 0 1; scrollbar-size-vertical: 1; }
    Editor:focus { border: round $accent; }
    """

    BINDINGS = [
        # Function keys are the room's.
        *(
            each
            for each in Binding.make_bindings(TextArea.BINDINGS)
            if each.key not in ("f6", "f7")
        ),
        Binding("ctrl+home", "go(False)", show=False),
        Binding("ctrl+end", "go(True)", show=False),
    ]

    def __init__(self, name: str, hint: str, text: str, read_only: bool) -> None:
        super().__init__(
            text, soft_wrap=True, tab_behavior="focus", read_only=read_only,
            highlight_cursor_line=False, placeholder=hint,
        )  # fmt: skip
        self.border_title = name

    def on_resize(self) -> None:
        # Textual has wrapped already, but at the width there was before.
        self.call_after_refresh(self.wrap_again)

    def wrap_again(self) -> None:
        """Wrap at the width there is now."""
        self.soft_wrap = False
        self.soft_wrap = True

    def action_go(self, end: bool) -> None:
        """Go to the beginning or the end of the text."""
        self.move_cursor(self.document.end if end else (0, 0))

    def take(self, text: str) -> None:
        """Show a text that came from elsewhere; the cursor stays by the words it stands at.

        It is not one's own to undo, and neither is anything before it.
        """
        before = self.text
        start, end, insert = changed_span(before, text)
        self.replace(insert, _place(before, start), _place(before, end))
        self.history.clear()


def _place(text: str, index: int) -> tuple[int, int]:
    """The line and the column of a character."""
    before = text[:index]
    return before.count("\n"), index - before.rfind("\n") - 1
