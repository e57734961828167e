"""The last line: what the keys do here."""

from typing import Any

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

# Left out where there is no room for all, this one first: they are the same on every screen.
_SPARED = ("f4", "f2")


class KeyLine(Footer):
    """Textual's own, each key styled once: it begins as a compact one and is styled anew twice.

    It is told with every step into another field, and laid out again only if other keys count.
    Where all keys find no room it draws them closer, and then leaves some out: none is cut off.
    """

    shown: list[tuple[Binding, bool, str]] | None = None
    spared: frozenset[str] = frozenset()

    def compose(self) -> ComposeResult:
        if self._bindings_ready:
            self.shown = _keys(self.screen)
            close, self.spared = self.room()
            self.set_reactive(Footer.compact, close)
            self.set_class(close, "-compact")
        for child in super().compose():
            if isinstance(child, FooterKey):
                if child.key in self.spared:
                    continue
                child.set_reactive(FooterKey.compact, self.compact)
            yield child

    def room(self) -> tuple[bool, frozenset[str]]:
        """Whether the keys must stand close, and which are left out, for the width there is."""
        first = {each.action: each for each, _, _ in reversed(self.shown or [])}
        words = {
            each.key: self.app.get_key_display(each) + each.description for each in first.values()
        }
        left = self.app.size.width + 1 - sum(map(cell_len, words.values()))
        if 3 * len(words) <= left:
            return False, frozenset()
        spared: list[str] = []
        for key in _SPARED:
            if 2 * (len(words) - len(spared)) > left and key in words:
                spared.append(key)
                left += cell_len(words[key])
        return True, frozenset(spared)

    def on_resize(self) -> None:
        if self._bindings_ready and self.room() != (self.compact, self.spared):
            self.call_after_refresh(self.recompose)

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
