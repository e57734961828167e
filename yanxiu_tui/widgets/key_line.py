"""The last line: what the keys do here."""

from typing import Any

from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Footer
from textual.widgets._footer import FooterKey


class KeyLine(Footer):
    """Textual's own, each key styled once: it begins as a compact one and is styled anew twice.

    It is told with every step into another field, and laid out again only if other keys count.
    """

    shown: list[tuple[Binding, bool, str]] | None = None

    def compose(self) -> ComposeResult:
        if self._bindings_ready:
            self.shown = _keys(self.screen)
        for child in super().compose():
            if isinstance(child, FooterKey):
                child.set_reactive(FooterKey.compact, self.compact)
            yield child

    def bindings_changed(self, screen: Screen[Any]) -> None:
        if self.shown != _keys(screen):
            super().bindings_changed(screen)


def _keys(screen: Screen[Any]) -> list[tuple[Binding, bool, str]]:
    """What the keys of this screen do now, as far as it is shown."""
    return [
        (each.binding, each.enabled, each.tooltip)
        for each in screen.active_bindings.values()
        if each.binding.show
    ]
