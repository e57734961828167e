"""A score and a comment for whoever the cursor is on, under the list of names."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static


def mark_fields(comment: str = "评语") -> ComposeResult:
    """The two fields in one line, above them whose they are; the screen says how wide."""
    with Vertical(id="form"):
        yield Static("", id="who", markup=False)
        with Horizontal():
            yield Static("分数", classes="label")
            yield Input(id="score", compact=True, max_length=8)
            yield Static(comment, classes="label")
            yield Input(id="comment", compact=True, max_length=200)
