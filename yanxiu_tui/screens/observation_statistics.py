"""听课统计: who heard how many lessons in a month; frozen by the office once it is over (Z24)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.reports.observation_statistics import headings, rows, sentence
from yanxiu_tui.rules.numbers import plain
from yanxiu_tui.rules.periods import Period
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.confirm import ConfirmScreen, ReasonScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.earlier import TermRoom
from yanxiu_tui.screens.listed import ListedRoom
from yanxiu_tui.services import observation_statistics as statistics
from yanxiu_tui.services import school
from yanxiu_tui.services.monthly_reports import FROZEN_NAMES
from yanxiu_tui.services.observation_statistics import MonthLine, MonthStatistics
from yanxiu_tui.services.permission import Act, Actor, allowed
from yanxiu_tui.services.school import TermView
from yanxiu_tui.widgets.kept_table import KeptTable

_NARROW = {
    "姓名": 10, "教研组": 0, "本月": 4, "集中": 4, "随机": 4, "补录": 4, "冲突": 4, "累计": 4,
    "定额": 9, "还差": 4,
}  # fmt: skip
_WIDE = {
    "序号": 4, "姓名": 12, "教研组": 0, "本月": 4, "集中": 4, "随机": 4, "申报": 4, "补录": 4,
    "冲突": 4, "累计": 4, "定额": 14, "还差": 4,
}  # fmt: skip


@dataclass
class StatisticsRead(Message):
    """The term's months begun, which may be frozen, what was, and the month in hand as it is."""

    term: TermView
    months: Sequence[Period]
    open: Collection[int]
    frozen: Sequence[MonthStatistics]
    live: MonthStatistics


@dataclass
class Frozen(Message):
    """The month is frozen."""

    statistics: MonthStatistics


@dataclass
class Printed(Message):
    """The sheet is in a file."""

    path: Path


class ObservationStatisticsScreen(TermRoom, ListedRoom[MonthLine]):
    """One month at a time, as it was frozen last or, before that, as it stands."""

    ROOM_NAME = "听课统计"
    CSS_PATH = "observation_statistics.tcss"
    HELP_TEXT = """\
每月末统计每位老师听课的节数（Z24）。写了过程和评语并完成的才算（Z22）。
集中、随机是在这里记的；申报是纸质记录经教导处审核的；累计是开学到这个月末。
定额写着完成/应有，还差是到学期末。[b]回车[/b] 看一位老师的各项定额。
[b]F3[/b] 换月份，看以前冻结的版本；[b]Ctrl+T[/b] 看以前学期的
[b]F5[/b] 冻结（教导处）：月份过完以后存成一版，以后补记也不变；
   再冻结另成一版，要写原因，旧的一版保留；
   新学期开始以后，上学期没冻结的还可以补冻结一次
[b]F9[/b] 打印
组长看本组的老师。"""
    BINDINGS = [
        Binding("f3", "choose", "换月份", id="choose", tooltip="别的月份，冻结的版本"),
        Binding("f5", "freeze", "冻结", id="freeze", tooltip="存成一版，以后不变"),
        Binding("f9", "print", "打印", id="print", tooltip="存成可打印的文件"),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.number: int | None = None
        self.version: int | None = None
        self.seen: StatisticsRead | None = None
        self.shown: MonthStatistics | None = None

    def body(self) -> ComposeResult:
        yield Static("", id="about", markup=False)
        yield Static("没有可看的老师。", id="nothing", markup=False)
        yield KeptTable(_NARROW, _WIDE)

    # Reading

    def read(self) -> None:
        """Read what was frozen, and the month in hand."""
        number = self.number

        def act() -> Message:
            now, term = clock.now(), self.term_in_hand()
            months, open_ = statistics.months(term.id, now), statistics.open_months(term.id, now)
            at = number or (months[-1].number if months else 1)
            live = statistics.live(self.actor, term.id, at, now)
            frozen = statistics.frozen(self.actor, term.id)
            return StatisticsRead(term, months, open_, frozen, live)

        self.ask(act, group="read", only_last=True)

    def go_to_term(self, term_id: int | None) -> None:
        self.number = self.version = None
        super().go_to_term(term_id)

    def on_statistics_read(self, message: StatisticsRead) -> None:
        self.seen, self.number = message, message.live.number
        of_month = [each for each in message.frozen if each.number == self.number]
        if self.version is None:
            self.shown = of_month[0] if of_month else message.live
        else:
            wanted = (each for each in of_month if each.version == self.version)
            self.shown = next(wanted, message.live)
        self.found = self.shown.lines
        self.paint(self.shown)
        self.refresh_bindings()

    def paint(self, shown: MonthStatistics) -> None:
        """Show the month in hand."""
        self.query_one("#about", Static).update(self.about(shown))
        self.query_one("#nothing").display = not shown.lines
        table = self.query_one(KeptTable)
        table.display = bool(shown.lines)
        cells = [dict(zip(headings(), map(Text, row), strict=True)) for row in rows(shown)]
        keys = [str(line.teacher_id) for line in shown.lines]
        table.show(list(zip(keys, cells, strict=True)))

    def about(self, shown: MonthStatistics) -> Text:
        """Which month, whether it is frozen, and what it came to."""
        term = self.seen.term if self.seen else None
        said = Text(self.headed(term, f"{shown.name}  ") if term else "", style="bold")
        said.append(_standing(shown, self.over(shown)))
        return said.append(f"\n{sentence(shown)}", style="not bold")

    def over(self, shown: MonthStatistics) -> bool:
        """Whether the month is over."""
        return shown.last < clock.local(clock.now()).date()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "freeze":
            shown, open_ = self.shown, self.seen.open if self.seen else ()
            may = shown is not None and shown.number in open_ and self.over(shown)
            return may and allowed(self.actor, Act.FREEZE_MONTH)
        if action == "print":
            return self.shown is not None
        return True

    # What one may do here

    def action_choose(self) -> None:
        if self.seen is None:
            return
        choices = []
        for month in reversed(self.seen.months):
            name = f"{month.first.year}年{month.first.month}月"
            choices.append((f"{month.number}/0", f"{name} 现在的记录"))
            choices += [
                (f"{month.number}/{each.version}", f"{name} {_standing(each, True)}")
                for each in self.seen.frozen
                if each.number == month.number
            ]
        shown = self.shown
        current = f"{shown.number}/{shown.version}" if shown else ""
        self.app.push_screen(ChooseScreen("看哪个月", choices, current), self.choose)

    def choose(self, key: str | None) -> None:
        """Show this month, in this version."""
        if key:
            number, version = key.split("/")
            self.number, self.version = int(number), int(version)
            self.read()

    @on(DataTable.RowSelected)
    def action_details(self) -> None:
        """Show one teacher's month in full."""
        line, shown = self.current, self.shown
        if line is not None and shown is not None:
            title = f"{line.name} {line.staff_no}：{shown.name}听课"
            self.app.push_screen(DetailsScreen(title, _fields(line)))

    def action_freeze(self) -> None:
        shown = self.shown
        if shown is None or self.seen is None:
            return
        number, term_id = shown.number, shown.term_id
        versions = [each.version for each in self.seen.frozen if each.number == number]

        def freeze(reason: str) -> None:
            now = clock.now()
            self.ask(lambda: Frozen(statistics.freeze(self.actor, term_id, number, reason, now)))

        def decided(sure: bool | None) -> None:
            if sure:
                freeze("")

        def given(reason: str | None) -> None:
            if reason is not None:
                freeze(reason)

        if versions:
            label = f"已有 {len(versions)} 版；再冻结一版的原因（留痕，必填）"
            self.app.push_screen(ReasonScreen(f"冻结{shown.name}听课统计", label), given)
        else:
            yes = FROZEN_NAMES[not self.running]
            self.app.push_screen(ConfirmScreen(self.question(shown), yes), decided)

    def question(self, shown: MonthStatistics) -> str:
        """What freezing it means."""
        if self.running:
            return f"把{shown.name}的听课统计冻结？以后补记的不会改变这一版。"
        told = "按那个学期的名册，写明是补冻结的；只能冻结一次。"
        return f"补冻结{shown.name}的听课统计？{told}"

    def on_frozen(self, message: Frozen) -> None:
        done = message.statistics
        self.version, how = done.version, FROZEN_NAMES[done.late]
        self.say(f"{done.name}听课统计已{how}，第 {self.version} 版。按 F9 打印。")
        self.read()

    def action_print(self) -> None:
        shown = self.shown
        if shown is not None:
            self.ask(lambda: Printed(_written(shown)))

    def on_printed(self, message: Printed) -> None:
        self.say(f"听课统计表已存为 {message.path}")


def _standing(shown: MonthStatistics, over: bool) -> str:
    """``第 1 版，11-02 何静冻结``; else how it stands."""
    if shown.frozen_at is None:
        return "现在的记录，还没有冻结" if over else "现在的记录，这个月还没过完"
    by, how = shown.frozen_by or "操作员", FROZEN_NAMES[shown.late]
    reason = f"，{shown.reason}" if shown.version > 1 else ""
    return f"第 {shown.version} 版，{clock.local(shown.frozen_at):%m-%d} {by}{how}{reason}"


def _fields(line: MonthLine) -> list[tuple[str, str]]:
    kinds = f"集中 {line.concentrated}，随机 {line.drop_in}，申报 {plain(line.claimed)}"
    fields = [("本月", f"{plain(line.month)} 节（{kinds}）"), ("累计", f"{plain(line.term)} 节")]
    for each in line.quotas:
        short = f"，还差 {plain(each.short)}" if each.short else "，已完成"
        fields.append((each.name, f"{plain(each.done)}/{plain(each.need)}{short}"))
    if line.late:
        fields.append(("补录", f"{line.late} 节"))
    if line.conflicts:
        fields.append(("冲突", f"{line.conflicts} 条，在「听课」的全部里按 F5 看"))
    return fields


def _written(shown: MonthStatistics) -> Path:
    """Write the sheet; runs in the worker."""
    from yanxiu_tui.reports.observation_statistics import write_statistics
    from yanxiu_tui.reports.sheets import Letterhead
    from yanxiu_tui.screens.paper_files import new_file

    office = school.regulation_of(school.term_view(shown.term_id).regulation_id).office
    path = new_file(f"听课统计_{shown.name}", "xlsx")
    write_statistics(path, shown, Letterhead(school.school_name(), office))
    return path
