"""各组排名: how the groups of one kind stand; Enter explains one, item by item (Z19)."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.reports.ranking import points_of
from yanxiu_tui.rules.roles import GROUP_KIND_NAMES, GroupKind
from yanxiu_tui.rules.scoring import State
from yanxiu_tui.screens.earlier import TermRoom
from yanxiu_tui.screens.points import ExplanationRead, PointsScreen
from yanxiu_tui.screens.ranking_item import ItemScreen
from yanxiu_tui.screens.room import DeskRoom, Refusal
from yanxiu_tui.services import group_ranking
from yanxiu_tui.services.explaining import Explanation, ItemExplained
from yanxiu_tui.services.group_ranking import GroupLine, GroupRankingView
from yanxiu_tui.services.measures.asking import Record
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.school import TermView

_FIXED = 2


@dataclass
class GroupsRead(Message):
    """The groups of one kind as they stand today."""

    view: GroupRankingView


class GroupRankingScreen(TermRoom):
    """A line a group, a column an item; a digit chooses the kind."""

    ROOM_NAME = "各组排名"
    CSS_PATH = "group_ranking.tcss"
    HELP_TEXT = """\
截至今天各组的名次和得分，后面每一项一列（Z19）。带“暂”的还有项目待定。
[b]1 2 3[/b] 看教研组、备课组、年级组；上下键选一个组，按[b]回车[/b]看每一分怎么来的。
[b]左右键[/b] 看后面的项目。“人数”是计分的组员；一票否决的不计（Z39）。"""
    BINDINGS = [
        Binding(str(number), f"kind('{kind}')", name, id=kind, tooltip=f"各{name}的排名")
        for number, (kind, name) in enumerate(GROUP_KIND_NAMES.items(), 1)
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.kind = GroupKind.RESEARCH
        self.view: GroupRankingView | None = None

    def body(self) -> ComposeResult:
        yield Static("正在计算……", id="about", markup=False)
        yield DataTable(cursor_type="row", zebra_stripes=True, fixed_columns=_FIXED)

    # Reading

    def on_mount(self) -> None:
        self.query_one(DataTable).focus()

    def on_screen_resume(self) -> None:
        self.read()

    def read(self) -> None:
        """Read the ranking of the term in hand."""
        kind = self.kind

        def act() -> Message:
            term = self.term_in_hand()
            last = min(clock.local(clock.now()).date(), term.ends_on)
            return GroupsRead(group_ranking.group_ranking(self.actor, term.id, kind, last))

        self.ask(act, group="read", only_last=True)

    def on_refusal(self, message: Refusal) -> None:
        self.view = None
        self.query_one("#about", Static).update("")
        self.query_one(DataTable).clear(columns=True)

    def on_groups_read(self, message: GroupsRead) -> None:
        self.view = message.view
        self.paint()

    def paint(self) -> None:
        """Fill the table, the cursor on the line it was on."""
        if self.view is None:
            return
        view, table = self.view, self.query_one(DataTable)
        self.query_one("#about", Static).update(_about(view))
        kept = table.cursor_row
        table.clear(columns=True)
        table.display = bool(view.lines)
        rows = [_headings(view), *(_cells(line, bool(view.scheme.bands)) for line in view.lines)]
        for column in zip(*rows, strict=True):
            table.add_column(column[0], width=max(cell.cell_len for cell in column))
        table.add_rows(rows[1:])
        table.move_cursor(row=kept)

    # Acting

    def action_kind(self, kind: str) -> None:
        self.kind = GroupKind(kind)
        self.query_one(DataTable).move_cursor(row=0)
        self.on_screen_resume()

    @on(DataTable.RowSelected)
    def explain(self, event: DataTable.RowSelected) -> None:
        """Why this group stands here."""
        if self.view is None:
            return
        found = group_ranking.explained(self.view, self.view.lines[event.cursor_row])
        self.app.push_screen(GroupPointsScreen(self.actor, self.view.term, found))


class GroupPointsScreen(PointsScreen):
    """A group's points; what its members made is shown member by member."""

    HELP_TEXT = """\
这个组每一项得了几分、满分几分、怎么算的；最下面一行把各项加起来，就是得分（Z19）。
选中一项按[b]回车[/b]，看它的每一条记录和依据的条文。组长只能看本组的记录。"""

    def __init__(self, actor: Actor, term: TermView, found: Explanation) -> None:
        super().__init__(actor)
        self.term, self.found = term, found

    def explanation(self) -> Message:
        return ExplanationRead(self.term, self.found, None, "")

    def item_screen(self, shown: ExplanationRead, item: ItemExplained) -> DeskRoom:
        one = shown.found
        return GroupItemScreen(self.actor, shown.term.id, one.staff, item, one.last)


class GroupItemScreen(ItemScreen):
    """One item of one group."""

    HELP_TEXT = """\
这一项的得分、算法、依据的条文，和算进去的每一条记录；由组员得来的，一人一行。
评价只列平均分，不列谁打了几分（D9）。记录有错，请找教导处更正，得分随即重算。"""

    def read(self) -> Sequence[Record]:
        """Read the records, in the worker."""
        return group_ranking.records(
            self.actor, self.term_id, self.staff.id, self.item.id, self.last
        )


def _about(view: GroupRankingView) -> str:
    name = GROUP_KIND_NAMES[view.kind]
    if not view.lines:
        return f"还没有可以排名的{name}：没有这一类组，或者组员都还没有得分。"
    return f"{view.term.name}  {name}  共 {len(view.lines)} 组，截至 {view.last:%m-%d}"


def _headings(view: GroupRankingView) -> list[Text]:
    left = ["名次", "组", "得分", *(["等次"] if view.scheme.bands else [])]
    # Figures stand to the right, and so do their headings.
    right = ["人数", *(item.name for item in view.scheme.items)]
    return [*map(Text, left), *(Text(name, justify="right") for name in right)]


def _cells(line: GroupLine, graded: bool) -> list[Text]:
    result = line.ranked.result
    score = Text(f"{result.score + 0:>6f}", style="bold")
    score.append(" 暂" if result.pending else "", style="yellow")
    grade = [Text(line.ranked.grade)] if graded else []
    return [
        Text(str(line.ranked.place or "")),
        Text(line.group_name, no_wrap=True),
        score,
        *grade,
        Text(str(line.members), justify="right"),
        *(
            Text(points_of(each), "" if each.state is State.COUNTED else "dim", justify="right")
            for each in result.items
        ),
    ]
