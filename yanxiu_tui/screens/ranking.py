"""考核排名: the whole term's ranking, page by page; Enter explains a line (Z37)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import DataTable, Input, Static

from yanxiu_tui import clock
from yanxiu_tui.rules.names import rank, told_apart
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.earlier import TermRoom
from yanxiu_tui.screens.ranking_lines import Lines, put_in_order, scopes_of, whose
from yanxiu_tui.screens.room import Refusal
from yanxiu_tui.services.permission import Act, Actor, Scope, reach
from yanxiu_tui.services.ranking import RankingView, RankLine, groups_in, ranking
from yanxiu_tui.widgets.ranking_table import PAGE, RankingTable

_EXPLAIN = "回车 看得分说明"
_BESIDE = f"{_EXPLAIN}  F6 看分布  F9 看各组"
_NOBODY = "没有找到"


@dataclass
class RankingRead(Message):
    """The ranking as it stands today, and the groups there are in it."""

    view: RankingView
    groups: Sequence[tuple[int, str]]


@dataclass
class Written(Message):
    """The file is written."""

    path: Path
    people: int


class RankingScreen(TermRoom):
    """Typing finds a person; the arrows move, turn pages and shift the columns of the items."""

    ROOM_NAME = "考核排名"
    CSS_PATH = "ranking.tcss"
    HELP_TEXT = """\
截至今天的名次、得分、等次和每一项的得分（Z37）。
带“暂”的还有项目待定。一票否决的不排名次（Z39）。
输入姓名首字母、姓名或工号，光标跳到那位老师。
[b]回车[/b] 看每一分怎么来的。
[b]左右键[/b] 看别的项目。
[b]PageUp、PageDown、Home、End[/b] 翻页。
[b]F3[/b] 只看一个组、学科或青年教师，名次仍是全校的。
[b]F5[/b] 按哪一列排。
[b]F6[/b] 看得分分布。
[b]F7[/b] 换一个分值或制度，看谁升谁降。
[b]F8[/b] 写成表格：一张排名，一张得分说明。
[b]F9[/b] 看各组的排名。[b]Ctrl+T[/b] 看以前的学期。
组长只看到本组老师。"""
    BINDINGS = [
        Binding("f3", "scope", "范围", id="scope", tooltip="全校、一个组、一个学科、青年教师"),
        Binding("f5", "order", "排序", id="order", tooltip="按哪一列排"),
        Binding("f6", "spread", "分布", show=False, id="spread", tooltip="得分分布图"),
        Binding("f7", "what_if", "试算", id="what_if", tooltip="换分值或制度，看谁升谁降"),
        Binding("f8", "export", "导出", id="export", tooltip="写成表格文件"),
        Binding("f9", "groups", "各组", show=False, id="groups", tooltip="各组的排名"),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("left,ctrl+left", "shift(-1)", show=False, priority=True),
        Binding("right,ctrl+right", "shift(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("home", "edge(0)", show=False, priority=True),
        Binding("end", "edge(-1)", show=False, priority=True),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.view: RankingView | None = None
        self.groups: Sequence[tuple[int, str]] = ()
        self.names: dict[str, str] = {}
        self.lines: Lines = ()
        self.scope, self.order = "", ""
        self.start = 0

    def body(self) -> ComposeResult:
        with Horizontal(id="search"):
            yield Input(id="typed", placeholder="输入姓名首字母、姓名或工号找人", compact=True)
            yield Static(_BESIDE, id="beside", markup=False)
        yield Static("正在计算……", id="about", markup=False)
        yield RankingTable()

    # Reading

    def on_mount(self) -> None:
        self.query_one("#typed", Input).focus()

    def on_screen_resume(self) -> None:
        self.read()

    def read(self) -> None:
        """Read the ranking of the term in hand."""

        def act() -> Message:
            term = self.term_in_hand()
            last = min(clock.local(clock.now()).date(), term.ends_on)
            view = ranking(self.actor, term.id, last)
            return RankingRead(view, groups_in(view))

        self.ask(act, group="read", only_last=True)

    def on_refusal(self, message: Refusal) -> None:
        if self.view is None:
            self.query_one("#about", Static).update("")

    def on_ranking_read(self, message: RankingRead) -> None:
        self.view, self.groups = message.view, message.groups
        self.names = told_apart(line.staff for line in message.view.lines)
        self.set_out()
        self.refresh_bindings()

    @property
    def at(self) -> int:
        """Which line the cursor is on."""
        return self.start + self.query_one(RankingTable).cursor_row

    @property
    def current(self) -> RankLine | None:
        """The line under the cursor."""
        return self.lines[self.at] if self.at < len(self.lines) else None

    def set_out(self) -> None:
        """Narrow and order the lines again, the cursor on whom it was."""
        if self.view is None:
            return
        whose = self.current.staff.id if self.current else None
        self.lines = put_in_order(self.view, self.scope, self.order)
        ids = [line.staff.id for line in self.lines]
        self.paint(ids.index(whose) if whose in ids else 0)

    # Painting: only ever the page the cursor is on

    def paint(self, at: int) -> None:
        """Build the rows of the page that line ``at`` is on, and of no other."""
        if self.view is None:
            return
        self.start = at // PAGE * PAGE
        page = self.lines[self.start : self.start + PAGE]
        table = self.query_one(RankingTable)
        table.show(page, self.names, self.view.scheme, self.size.width, at - self.start)
        self.say_where()

    def say_where(self) -> None:
        """What is shown: whose, in which order, which page, which items."""
        if self.view is None:
            return
        table = self.query_one(RankingTable)
        labels = dict(scopes_of(self.view, self.groups))
        order = self.order_names().get(self.order, "名次")
        pages = max(1, -(-len(self.lines) // PAGE))
        pending = sum(line.ranked.result.pending for line in self.lines)
        items = len(self.view.scheme.items)
        said = [
            f"{labels.get(self.scope, '')}，按{order}",
            f"第 {self.start // PAGE + 1}/{pages} 页 共 {len(self.lines)} 人",
            f"{pending} 人暂定" if pending else "",
            f"各项得分 {table.first + 1}-{table.first + table.fitting}/{items}（左右键）"
            if table.fitting < items
            else "",
        ]
        self.query_one("#about", Static).update("   ".join(filter(None, said)))

    def on_resize(self) -> None:
        self.paint(self.at)

    # Moving

    def go(self, at: int) -> None:
        """Put the cursor on a line; the page is turned only when it is on another."""
        at = max(0, min(at, len(self.lines) - 1))
        if at // PAGE * PAGE != self.start:
            self.paint(at)
        else:
            self.query_one(RankingTable).move_cursor(row=at - self.start)

    def action_move(self, by: int) -> None:
        self.go(self.at + by)

    def action_page(self, by: int) -> None:
        self.go(self.at + by * max(1, self.query_one(RankingTable).size.height - 1))

    def action_edge(self, at: int) -> None:
        self.go(at if at == 0 else len(self.lines) - 1)

    def action_shift(self, by: int) -> None:
        if self.view and self.query_one(RankingTable).shift(by, len(self.view.scheme.items)):
            self.paint(self.at)

    @on(Input.Changed, "#typed")
    def typing(self, event: Input.Changed) -> None:
        """Jump to whom the text may mean."""
        typed = event.value.strip()
        found = rank(typed, [line.staff for line in self.lines], 1) if typed else []
        said = _BESIDE
        if found:
            ids = [line.staff.id for line in self.lines]
            self.go(ids.index(found[0].id))
            said = f"{self.names[found[0].staff_no]}  {_EXPLAIN}"
        elif typed:
            said = _NOBODY
        self.query_one("#beside", Static).update(said)

    # Acting

    @on(Input.Submitted, "#typed")
    @on(DataTable.RowSelected)
    def explain(self) -> None:
        """Why this person stands here."""
        from yanxiu_tui.screens.ranking_explanation import ExplanationScreen

        line, view = self.current, self.view
        if line and view and self.query_one("#beside", Static).content != _NOBODY:
            screen = ExplanationScreen(self.actor, view.term.id, line.staff.id, view.last)
            self.app.push_screen(screen)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("scope", "order", "spread", "export"):
            return self.view is not None
        if action == "what_if":
            return reach(self.actor, Act.VIEW_RANKING) is Scope.SCHOOL and self.view is not None
        return True

    def action_scope(self) -> None:
        def chosen(scope: str | None) -> None:
            if scope is not None:
                self.scope = scope
                self.set_out()

        if self.view:
            scopes = scopes_of(self.view, self.groups)
            self.app.push_screen(ChooseScreen("看哪些人", scopes, self.scope), chosen)

    def order_names(self) -> dict[str, str]:
        """The columns the lines can be put in order of."""
        items = self.view.scheme.items if self.view else ()
        fixed = {"": "名次", "name": "姓名", "group": "教研组"}
        return fixed | {f"item:{item.id}": item.name for item in items}

    def action_order(self) -> None:
        def chosen(order: str | None) -> None:
            if order is not None:
                self.order = order
                self.bring_forward(order)
                self.set_out()
                self.action_edge(0)

        choices = list(self.order_names().items())
        self.app.push_screen(ChooseScreen("按哪一列排", choices, self.order), chosen)

    def bring_forward(self, order: str) -> None:
        """Let the column of an item be the first shown."""
        keys = [f"item:{item.id}" for item in self.view.scheme.items] if self.view else []
        if order in keys:
            self.query_one(RankingTable).first = keys.index(order)

    def action_spread(self) -> None:
        from yanxiu_tui.screens.distribution import DistributionScreen

        if self.view:
            title = whose(self.actor, self.view, self.groups, self.scope) or "全校"
            self.app.push_screen(DistributionScreen(f"得分分布（{title}）", self.lines))

    def action_what_if(self) -> None:
        from yanxiu_tui.screens.what_if import WhatIfScreen

        self.app.push_screen(WhatIfScreen(self.actor))

    def action_groups(self) -> None:
        from yanxiu_tui.screens.group_ranking import GroupRankingScreen

        screen = GroupRankingScreen(self.actor)
        screen.term_id = self.term_id
        self.app.push_screen(screen)

    def action_export(self) -> None:
        from yanxiu_tui.screens.ranking_lines import written

        view, scope = self.view, self.scope
        if view is None:
            return
        label = whose(self.actor, view, self.groups, scope)
        self.say("正在写表格……", "plain")
        self.ask(lambda: Written(*written(self.actor, view, scope, label)), group="export")

    def on_written(self, message: Written) -> None:
        self.say(f"已写入「{message.path}」，共 {message.people} 人。")
