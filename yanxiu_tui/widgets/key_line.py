"""The last line: what the keys do here."""

from textual.app import ComposeResult
from textual.widgets import Footer
from textual.widgets._footer import FooterKey


class KeyLine(Footer):
    """Textual's own, each key styled once: it begins as a compact one and is styled anew twice.

    The line is laid out again whenever other keys count, with every step into another field.
    """

    def compose(self) -> ComposeResult:
        for child in super().compose():
            if isinstance(child, FooterKey):
                child.set_reactive(FooterKey.compact, self.compact)
            yield child
