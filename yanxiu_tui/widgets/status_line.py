"""One line, always in the same place, that says what has just happened."""

from textual.widgets import Static


class StatusLine(Static):
    """What was done, or why not. Kept until something else happens: nobody has to be quick."""

    DEFAULT_CSS = """
    StatusLine {
        dock: bottom;
        height: auto;
        max-height: 3;
        min-height: 1;
        padding: 0 1;
        margin-bottom: 1;
        color: $text-muted;
    }
    StatusLine.done { color: $text-success; text-style: bold; }
    StatusLine.wrong { color: $text-error; text-style: bold; }
    """

    def __init__(self) -> None:
        super().__init__("", markup=False)

    def say(self, sentence: str, kind: str = "done") -> None:
        """Show the sentence; ``kind`` is done, wrong or plain."""
        self.set_classes("" if kind == "plain" else kind)
        self.update(sentence)
