"""Pages of a room to write in: sections at the left, the one that is written, going about."""

from collections.abc import Sequence

from textual import on
from textual.binding import Binding
from textual.containers import Vertical
from textual.events import DescendantFocus
from textual.widgets import OptionList

from yanxiu_tui.screens.keeping import KeepingRoom
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.widgets.editor import Editor
from yanxiu_tui.widgets.section_list import SectionList


class Panel(Vertical):
    """Something else to fill in than a text, listed after the sections with its ``mark``."""

    TITLE = ""
    mark = ""

    def enter(self) -> None:
        """The cursor comes in."""

    @property
    def unsaved(self) -> bool:
        """Whether anything finished here is not kept yet."""
        return False

    def flush(self) -> None:
        """Keep it at once."""


class PagedRoom(KeepingRoom):
    """Shows one page at a time: an editor of a section, or a panel after them.

    ``PAIRED`` names two sections that stand side by side.
    """

    PAIRED: tuple[str, str] | tuple[()] = ()
    BINDINGS = [
        Binding(
            "f7",
            "step(-1)",
            "换节",
            key_display="f7/8",
            id="previous",
            tooltip="F7 上一节，F8 下一节",
        ),
        Binding("f8", "step(1)", "下一节", id="next", show=False),
        Binding("f6", "other", "换边", id="other", tooltip="到并排的另一节"),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.beside: list[Panel] = []
        self.at = 0

    def panels(self) -> Sequence[Panel]:
        """What is filled in here beside the sections."""
        return ()

    @property
    def pages(self) -> list[Editor | Panel]:
        """Everything that is filled in, in the order it is listed."""
        return [*self.editors, *self.beside]

    @property
    def sections_list(self) -> SectionList:
        """The list at the left."""
        return self.query_one(SectionList)

    @property
    def shown(self) -> set[int]:
        """The numbers of the pages that are seen now."""
        pair = {at for at, each in enumerate(self.drafts) if each.part.section.id in self.PAIRED}
        return pair if self.at in pair else {self.at}

    def show(self, at: int, focus: bool = True) -> None:
        """Write this section; what was typed in the last one is kept now."""
        self.flush()
        self.at = at
        shown = self.shown
        for number, page in enumerate(self.pages):
            page.display = number in shown
        self.sections_list.highlighted = at
        if focus:
            self.enter()
        self.tell()

    def enter(self) -> None:
        """Put the cursor into what is written now."""
        page = self.pages[self.at]
        if isinstance(page, Panel):
            page.enter()
        else:
            page.focus()

    def action_step(self, step: int) -> None:
        if self.pages:
            self.show((self.at + step) % len(self.pages))

    def action_other(self) -> None:
        others = self.shown - {self.at}
        if others:
            self.show(others.pop())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return bool(self.PAIRED) if action == "other" else True

    @on(OptionList.OptionHighlighted, "#sections")
    def pointed_at(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_index != self.at:
            self.show(event.option_index, focus=False)

    @on(OptionList.OptionSelected, "#sections")
    def chosen(self) -> None:
        self.enter()

    @on(DescendantFocus)
    def entered(self, event: DescendantFocus) -> None:
        """Tab goes from one of a pair to the other."""
        if event.widget in self.pages:
            at = self.pages.index(event.widget)
            if at != self.at:
                self.show(at, focus=False)
