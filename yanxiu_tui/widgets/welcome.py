"""What a teacher reads from two metres away after signing in."""

from rich.align import Align
from rich.console import Group
from rich.text import Text
from textual.widgets import Static


class Welcome(Static):
    """A full, coloured panel: the name in large type, what was recorded, and when."""

    DEFAULT_CSS = """
    Welcome {
        width: 1fr; height: 1fr; display: none;
        background: $success-darken-2; color: white; text-style: bold;
        content-align: center middle;
    }
    Welcome.late { background: $warning-darken-3; }
    Welcome.again { background: $primary-darken-1; }
    """

    def greet(self, drawn: list[str], word: str, detail: str, kind: str) -> None:
        """Show a name already drawn, a word such as 已签到 and a detail; ``kind`` colours it."""
        name = Text("\n".join(drawn), no_wrap=True)
        lines = Group(
            Align.center(name), Text(), Text(word, justify="center"), Text(detail, justify="center")
        )
        self.set_classes(kind)
        self.update(lines)
