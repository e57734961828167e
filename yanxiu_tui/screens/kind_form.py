"""A form that begins with a kind, which decides what else it asks for."""

from collections.abc import Mapping
from typing import Generic, TypeVar

from textual import on
from textual.widgets import Input, OptionList

from yanxiu_tui.screens.form import FormScreen, Result
from yanxiu_tui.widgets.pick import Pick

Kind = TypeVar("Kind")


class KindForm(FormScreen[Result], Generic[Result, Kind]):
    """``kinds`` by their names; each is shown while it is only pointed at."""

    kinds: Mapping[str, Kind]

    def on_mount(self) -> None:
        self.show_kind(None)

    @property
    def kind(self) -> Kind | None:
        """The kind that stands in its field."""
        meant = self.query_one("#kind", Pick).meant()
        return self.kinds[meant.name] if meant else None

    @on(Input.Changed, "#kind")
    def kind_typed(self) -> None:
        self.show_kind(self.kind)

    @on(OptionList.OptionHighlighted, "#candidates")
    def kind_pointed_at(self, event: OptionList.OptionHighlighted) -> None:
        if self.focused and self.focused.id == "kind":
            self.show_kind(self.kinds.get(str(event.option.prompt)))

    def show_kind(self, kind: Kind | None) -> None:
        """Say what a kind is, and show only what it has a use for."""
        raise NotImplementedError
