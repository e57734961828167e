"""Which of the term's activities to look at."""

from collections.abc import Callable, Iterable

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from yanxiu_tui.services.activities import ActivityView, State

ALL = "全部"
_OVER = (State.CLOSED, State.CANCELLED)
_FILTERS: dict[str, Callable[[ActivityView], bool]] = {
    ALL: lambda _: True,
    "还没结束的": lambda activity: activity.state not in _OVER,
    "已结束的": lambda activity: activity.state in _OVER,
    "已散会的": lambda activity: activity.state is State.ENDED,
    "大型的": lambda activity: activity.large,
}


def choices(found: Iterable[ActivityView]) -> list[str]:
    """The filters that make sense for these activities: by state, then by whose they are."""
    return [*_FILTERS, *dict.fromkeys(sorted(activity.scope_name for activity in found))]


def passing(name: str, found: Iterable[ActivityView]) -> list[ActivityView]:
    """The activities a filter lets through; any other name is that of a scope."""
    test = _FILTERS.get(name, lambda activity: activity.scope_name == name)
    return [activity for activity in found if test(activity)]


class FilterScreen(ModalScreen[str | None]):
    """Returns the name of the filter picked, or None."""

    BINDINGS = [Binding("escape,f3", "dismiss(None)", "取消", id="cancel")]

    def __init__(self, names: list[str], chosen: str) -> None:
        super().__init__()
        self.names, self.chosen = names, chosen

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static("看哪些活动", classes="title")
            yield OptionList(*map(Option, self.names), markup=False, compact=True)
            yield Static("上下键选，回车确定，Esc 取消", classes="field")

    def on_mount(self) -> None:
        options = self.query_one(OptionList)
        options.highlighted = self.names.index(self.chosen) if self.chosen in self.names else 0

    @on(OptionList.OptionSelected)
    def picked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self.names[event.option_index])
