"""共性教案的版本: each as it stood, and what changed from one to another (Z14)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui.clock import local
from yanxiu_tui.rules.difference import Comparison, compared
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.comparison import ComparedRoom
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.listed import ListedRoom
from yanxiu_tui.services import plan_versions, prep_units
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.plan_versions import VersionView
from yanxiu_tui.widgets.kept_table import KeptTable

_NARROW = {"版": 4, "存于": 11, "谁存的": 8, "写了": 5, "说明": 0}
_WIDE = {"版": 4, "存于": 16, "谁存的": 12, "写了": 6, "说明": 0}
_NOW = "现在"


@dataclass
class VersionsRead(Message):
    """The versions of a unit's plan, and the plan as it stands now."""

    title: str
    found: Sequence[VersionView]
    standing: Mapping[str, str]
    names: Mapping[str, str]


class PlanVersionsScreen(ListedRoom[VersionView]):
    """The versions, the latest first; two of them are compared at a key."""

    ROOM_NAME = "共性教案的版本"
    CSS_PATH = "plan_versions.tcss"
    HELP_TEXT = """\
每存一版，就留下当时的共性教案，以后不再改动。
[b]回车[/b] 看这一版的全文
[b]F5[/b] 这一版比前一版改了什么
[b]F6[/b] 从这一版到现在改了什么
[b]F7[/b] 选任意一版来比

在共性教案里按 F9 存为一版。"""
    BINDINGS = [
        Binding("f5", "before", "与前一版比", id="before", tooltip="这一版改了什么"),
        Binding("f6", "now", "与现在比", id="now", tooltip="从这一版到现在改了什么"),
        Binding("f7", "any", "选一版比", id="any", tooltip="选任意一版来比"),
    ]

    def __init__(self, actor: Actor, unit_id: int) -> None:
        super().__init__(actor)
        self.unit_id = unit_id
        self.title_text = ""
        self.standing: Mapping[str, str] = {}
        self.names: Mapping[str, str] = {}

    def body(self) -> ComposeResult:
        yield Static("", id="about", markup=False)
        yield Static("还没有存过版本。在共性教案里按 F9 存为一版。", id="nothing", markup=False)
        yield KeptTable(_NARROW, _WIDE)

    def read(self) -> None:
        def act() -> Message:
            unit = prep_units.unit(self.actor, self.unit_id)
            sections = plan_versions.sections_of(unit.term_id)
            return VersionsRead(
                unit.title,
                plan_versions.versions(self.actor, unit.id),
                plan_versions.standing(self.actor, unit.id),
                {section.id: section.name for section in sections},
            )

        self.ask(act, group="read", only_last=True)

    def on_versions_read(self, message: VersionsRead) -> None:
        self.found, self.standing = message.found, message.standing
        self.title_text, self.names = message.title, message.names
        count = f"共 {len(message.found)} 版" if message.found else ""
        self.query_one("#about", Static).update(f"{message.title}  {count}")
        self.show_rows([_row(view) for view in message.found])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "before":
            return self.earlier is not None
        if action == "now":
            return self.current is not None
        return len(self.found) > 1 if action == "any" else True

    @property
    def earlier(self) -> VersionView | None:
        """The version before the one under the cursor."""
        number = self.current.number if self.current else 0
        return next((each for each in self.found if each.number < number), None)

    @on(DataTable.RowSelected)
    def action_whole(self) -> None:
        """Read the version in full."""
        view = self.current
        if view is None:
            return
        fields = [
            (name, view.sections.get(section, "（空）")) for section, name in self.names.items()
        ]
        acts = {"f5": "与前一版比"} if self.earlier else {}
        screen = DetailsScreen(f"{self.title_text} {_name(view)}", fields, acts)
        self.app.push_screen(screen, lambda key: self.action_before() if key else None)

    def action_before(self) -> None:
        if self.current and self.earlier:
            self.compare(self.earlier, self.current)

    def action_now(self) -> None:
        if self.current:
            self.compare(self.current, None)

    def action_any(self) -> None:
        view = self.current
        if view is None:
            return
        others = {str(each.id): each for each in self.found if each != view}

        def chosen(key: str | None) -> None:
            if key:
                older, newer = sorted((view, others[key]), key=lambda each: each.number)
                self.compare(older, newer)

        choices = [(key, _label(each)) for key, each in others.items()]
        self.app.push_screen(ChooseScreen(f"{_name(view)}与哪一版比", choices), chosen)

    def compare(self, old: VersionView, new: VersionView | None) -> None:
        """Show what changed from one version to another, or to what stands now."""
        to = _name(new) if new else _NOW
        title = f"{self.title_text}：从{_name(old)}到{to}"
        texts = new.sections if new else self.standing
        told = compared(title, self.names, old.sections, texts)
        self.app.push_screen(VersionsComparedScreen(self.actor, told))


class VersionsComparedScreen(ComparedRoom):
    """What changed from one version to another, section by section."""

    ROOM_NAME = "版本对照"
    HELP_TEXT = """\
左边标“改”的是改过的节，上下键看别的节。
删去的写在方括号和减号之间，添上的写在花括号和加号之间，没有记号的两边相同。"""

    def __init__(self, actor: Actor, told: Comparison) -> None:
        super().__init__(actor)
        self.comparison = told

    def compare(self) -> Comparison:
        return self.comparison


def _name(view: VersionView) -> str:
    return f"第 {view.number} 版"


def _label(view: VersionView) -> str:
    return f"{_name(view)} {local(view.kept_at):%m-%d %H:%M} {view.note}".rstrip()


def _row(view: VersionView) -> tuple[str, dict[str, Text]]:
    at = local(view.kept_at)
    return str(view.id), {
        "版": Text(str(view.number), justify="right"),
        "存于": Text(f"{at:%m-%d %H:%M}"),
        "谁存的": Text(view.kept_by),
        "写了": Text(f"{len(view.sections)} 节"),
        "说明": Text(view.note),
    }
