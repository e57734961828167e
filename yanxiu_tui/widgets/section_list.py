"""The sections of a text beside its editor: what each is called, and whether it is empty."""

from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text
from textual.widgets import OptionList

FILLED, EMPTY = "有", "空"
_LONGEST = 14


class SectionList(OptionList):
    """Rows of a name and a mark; the row under the cursor is the one being written."""

    DEFAULT_CSS = """
    SectionList {
        height: 1fr; padding: 0; border: round $border-blurred; scrollbar-size-vertical: 1;
    }
    SectionList:focus { border: round $accent; }
    """

    def __init__(self) -> None:
        super().__init__(id="sections", compact=True, markup=False)
        self.shown: list[tuple[str, str]] = []

    def show(self, rows: Sequence[tuple[str, str]]) -> None:
        """Show these names with their marks; only what changed is painted again."""
        if len(rows) != len(self.shown):
            width = max((min(cell_len(name), _LONGEST) for name, _ in rows), default=0)
            self.styles.width = width + 6
            self.set_options(_row(name, mark, width) for name, mark in rows)
        else:
            width = int(self.styles.width.value) - 6 if self.styles.width else 0
            for at, (name, mark) in enumerate(rows):
                if (name, mark) != self.shown[at]:
                    self.replace_option_prompt_at_index(at, _row(name, mark, width))
        self.shown = list(rows)


def _row(name: str, mark: str, width: int) -> Text:
    row = Text(name, no_wrap=True)
    row.truncate(width, overflow="ellipsis")
    row.pad_right(width - row.cell_len + 1)
    row.append(mark, style="dim" if mark in (EMPTY, "0") else "bold green")
    return row
