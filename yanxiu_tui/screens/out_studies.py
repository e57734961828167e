"""外出学习: one's own trips; for heads, office and leaders those of others (P8)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.earlier import TermRoom
from yanxiu_tui.screens.live import LiveListedRoom
from yanxiu_tui.screens.out_study_acts import TripActs
from yanxiu_tui.services import leave_views, out_studies
from yanxiu_tui.services.out_studies import OutStudyView
from yanxiu_tui.services.permission import Act, Actor, Scope, reach
from yanxiu_tui.services.school import TermView
from yanxiu_tui.widgets.kept_table import KeptTable
from yanxiu_tui.widgets.out_study_words import fields_of, row_of, title_of

_NARROW = {"姓名": 8, "内容": 0, "起止": 14, "汇报": 4, "状态": 8}
_WIDE = {
    "姓名": 10, "教研组": 10, "内容": 0, "地点": 10, "起止": 14, "优先": 4, "汇报": 4, "报销": 9,
    "学时": 4, "状态": 8,
}  # fmt: skip
# What the list may be narrowed to, by turns.
_ONLY = ("", "待批准", "待汇报", "汇报逾期", "待核销")


@dataclass
class TripsRead(Message):
    """What is listed of which term, and who may decide."""

    term: TermView
    found: Sequence[OutStudyView]
    deciders: Collection[int]


class OutStudiesScreen(LiveListedRoom[OutStudyView], TermRoom, TripActs):
    """A table of trips; the footer shows what this person may do with the one pointed at."""

    ROOM_NAME = "外出学习"
    CSS_PATH = "out_studies.tcss"
    HELP_TEXT = """\
[b]Ctrl+N[/b] 申请外出学习（教导处：[b]Ctrl+L[/b] 按通知登记几位老师）；批准后自动登记公假。
[b]F5[/b] 写汇报，[b]F6[/b] 交汇报（回校当天要交，交了不能再写，可以收回）；
[b]F7[/b] 材料：放在哪里，或存进文件（[b]Ctrl+O[/b] 取出）；[b]F9[/b] 改期，[b]Delete[/b] 取消。
[b]F3[/b] 看全校（本组）的或自己的，[b]F8[/b] 只看等着办的一种，[b]Ctrl+T[/b] 看以前学期的。
校长：[b]Ctrl+Y[/b] 同意、[b]Ctrl+R[/b] 不同意，右边会提示评优排在优先的老师（Z38）。
教导处：[b]Ctrl+E[/b] 通知写错了改过来；[b]Ctrl+G[/b] 在哪次会上交流；
[b]Ctrl+K[/b] 核销：超支不补、违章则罚，认定学时。
按[b]回车[/b]看全部内容和能办的每一件事。"""
    BINDINGS = [
        Binding("ctrl+n", "new", "申请", id="new", tooltip="自己申请外出学习"),
        Binding("ctrl+l", "enter", "登记", id="enter", tooltip="按通知登记几位老师"),
        Binding("f3", "turn", "换看", id="turn", tooltip="看大家的，或自己的"),
        Binding("f5", "report", "汇报", id="report", tooltip="写或看外出学习汇报"),
        Binding("f6", "hand_in", "交汇报", id="hand_in", tooltip="交上去，或收回再写"),
        Binding("f7", "materials", "材料", id="materials", tooltip="带回的材料", show=False),
        Binding("ctrl+o", "take_out", "取材料", id="take_out", tooltip="存一份材料", show=False),
        Binding("f8", "narrow", "只看", id="narrow", tooltip="只看待批准、待汇报、逾期、待核销"),
        Binding("f9", "change_days", "改期", id="change_days", tooltip="换到别的日子", show=False),
        Binding("ctrl+e", "change", "改通知", id="change", tooltip="通知写错了改过来", show=False),
        Binding("ctrl+y", "approve", "同意", id="approve", tooltip="批准，定报销限额"),
        Binding("ctrl+r", "refuse", "不同意", id="refuse", tooltip="不批准，要写理由"),
        Binding("ctrl+g", "pass_on", "交流", id="pass_on", tooltip="在哪次会上交流", show=False),
        Binding("ctrl+k", "settle", "核销", id="settle", tooltip="花费、违章和学时"),
        Binding("delete", "cancel", "取消", id="cancel", tooltip="不去了，要写原因", show=False),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.whole = self.sees_others
        self.only = self.whose = ""
        self.read_all: Sequence[OutStudyView] = ()

    @property
    def sees_others(self) -> bool:
        """Whether this person may see the trips of others."""
        return reach(self.actor, Act.VIEW_OUT_STUDY) is not Scope.NONE

    def body(self) -> ComposeResult:
        yield Static("", id="summary", markup=False)
        yield Static("没有外出学习。要申请，按 Ctrl+N。", id="nothing", markup=False)
        yield KeptTable(_NARROW, _WIDE)

    # Reading

    def read(self) -> None:
        """Read what is listed again."""
        whole = self.whole

        def act() -> Message:
            now = clock.now()
            term = self.term_in_hand()
            if whole:
                found = out_studies.trips(self.actor, term.id, now)
            else:
                found = out_studies.my_trips(self.actor, now)
            return TripsRead(term, found, leave_views.holders())

        self.ask(act, group="read", only_last=True)

    def on_trips_read(self, message: TripsRead) -> None:
        self.read_all, self.deciders = message.found, message.deciders
        self.whose = "我的外出学习"
        if self.whole:
            self.whose = self.headed(message.term, "这学期的和没办完的")
        self.show()

    def show(self) -> None:
        """Show those that it is narrowed to."""
        self.found = [view for view in self.read_all if not self.only or view.standing == self.only]
        self.query_one("#summary", Static).update(self.summary())
        self.show_rows([row_of(view) for view in self.found])

    def summary(self) -> str:
        """Whose, which, and how many of each that waits."""
        counts = [
            f"{word} {count}"
            for word in _ONLY[1:]
            if (count := sum(view.standing == word for view in self.read_all))
        ]
        only = f"只看{self.only}" if self.only else ""
        return "   ".join(filter(None, (self.whose, only, *counts)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("turn", "narrow"):
            return self.sees_others
        if action == "choose_term":
            return self.whole
        if action == "enter":
            return self.may_enter
        return self.may_here(action)

    def action_turn(self) -> None:
        self.whole = not self.whole
        self.read()

    def action_narrow(self) -> None:
        self.only = _ONLY[(_ONLY.index(self.only) + 1) % len(_ONLY)]
        self.show()

    @on(DataTable.RowSelected)
    def action_details(self) -> None:
        """Show the trip in full, with the keys that act on it."""
        view = self.current
        if view is not None:
            screen = DetailsScreen(title_of(view), fields_of(view), self.acts_on(view))
            self.app.push_screen(screen, self.act_chosen)
