"""试算: another weight or another regulation, and who moves; nothing is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.reports.ranking import MOVED, full_changed, moves, summed_up
from yanxiu_tui.rules.names import told_apart
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.room import DeskRoom, Refusal
from yanxiu_tui.screens.what_if_forms import RegulationScreen, Trial, WeightScreen
from yanxiu_tui.services import regulation, school, what_if
from yanxiu_tui.services.permission import Act, Actor, allowed
from yanxiu_tui.services.what_if import Move
from yanxiu_tui.widgets.narrow import fold

_MOST_ROWS = 500
_WIDTHS = {"姓名": 10, "升降": 6, "原名次": 6, "新名次": 6, "原得分": 8, "新得分": 8,
           "原等次": 8, "新等次": 8}  # fmt: skip


@dataclass
class PresentRead(Message):
    """The term and the regulation in force."""

    term_id: int
    regulation: Regulation
    last: date


@dataclass
class Tried(Message):
    """Who moves under the trial, and what it comes to in words."""

    trial: Trial
    moves: Sequence[Move]
    summary: str


@dataclass
class Adopted(Message):
    """The tried regulation is the school's now."""

    title: str


class WhatIfScreen(DeskRoom):
    """F3 another weight, F5 another regulation; Enter compares one teacher under both."""

    ROOM_NAME = "试算"
    CSS_PATH = "what_if.tcss"
    HELP_TEXT = """\
看换了规定名次怎么变；试算什么都不保存。
[b]F3[/b] 换一项的分值。
[b]F5[/b] 换一份制度：自带的，或文件。
变动大的在上面。[b]回车[/b] 对照一位老师两边的每一项。
换制度试算之后，校长、副校长可以按 [b]F8[/b] 采用。
采用要写明原因，从此按新制度计算。
已经冻结的排名和开过的活动仍按原来的版本（Z1）。"""
    BINDINGS = [
        Binding("f3", "weight", "换分值", id="weight", tooltip="换一项的分值试算"),
        Binding("f5", "regulation", "换制度", id="regulation", tooltip="换一份制度试算"),
        Binding("f8", "adopt", "采用", id="adopt", tooltip="写明原因，采用试算的制度"),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.present: PresentRead | None = None
        self.tried: Tried | None = None

    def body(self) -> ComposeResult:
        yield Static(
            "还没有试算：按 F3 换一项的分值，或按 F5 换一份制度。", id="tried", markup=False
        )
        yield Static("", id="summary", markup=False)
        yield DataTable(cursor_type="row", zebra_stripes=True)

    # Reading

    def on_mount(self) -> None:
        self.query_one(DataTable).display = False

        def act() -> Message:
            now = clock.now()
            term = school.current_term(now)
            in_force = school.regulation_of(term.regulation_id)
            return PresentRead(term.id, in_force, clock.local(now).date())

        self.ask(act)

    def on_present_read(self, message: PresentRead) -> None:
        self.present = message
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "adopt":
            whole = self.tried is not None and bool(self.tried.trial.source)
            return whole and allowed(self.actor, Act.ADOPT_REGULATION)
        return action not in ("weight", "regulation") or self.present is not None

    # Trying

    def action_weight(self) -> None:
        if self.present:
            items = self.present.regulation.scoring.items
            self.app.push_screen(WeightScreen(self.present.term_id, items), self.try_it)

    def action_regulation(self) -> None:
        self.app.push_screen(RegulationScreen(), self.try_it)

    def try_it(self, trial: Trial | None) -> None:
        """Rank everybody both ways."""
        present = self.present
        if trial is None or present is None:
            return
        self.query_one("#tried", Static).update("正在试算……")

        def act() -> Message:
            found = what_if.what_if(self.actor, present.term_id, trial.regulation, present.last)
            before, after = present.regulation.scoring, trial.regulation.scoring
            tally = what_if.tally(found, before, after)
            return Tried(trial, found, f"{full_changed(before, after)}{summed_up(tally)}")

        self.ask(act, group="try", only_last=True)

    def on_refusal(self, message: Refusal) -> None:
        words = f"试算：{self.tried.trial.words}" if self.tried else "还没有试算。"
        self.query_one("#tried", Static).update(words)

    def on_tried(self, message: Tried) -> None:
        self.tried = message
        self.query_one("#tried", Static).update(f"试算：{message.trial.words}")
        table = self.query_one(DataTable)
        table.display = True
        self.paint()
        table.move_cursor(row=0)
        table.focus()
        more = len(message.moves) - _MOST_ROWS
        self.say(f"只列出变动最大的 {_MOST_ROWS} 人。" if more > 0 else "", "plain")
        self.refresh_bindings()

    # Painting

    def on_resize(self) -> None:
        self.paint()

    def paint(self) -> None:
        """Fill the table, those who move most first."""
        if self.tried is None:
            return
        self.query_one("#summary", Static).update(fold(self.tried.summary, self.size.width - 2))
        table = self.query_one(DataTable)
        kept, shown = table.cursor_row, self.tried.moves[:_MOST_ROWS]
        table.clear(columns=True)
        wide = self.size.width >= 100
        for label, width in _WIDTHS.items():
            table.add_column(Text(label, justify=_side(label)), width=width + 4 * wide)
        names = told_apart(move.staff for move in self.tried.moves)
        for move, cells in zip(shown, moves(shown, names), strict=True):
            said = dict(zip(MOVED, cells, strict=True))
            table.add_row(*(_cell(label, said[label], move) for label in _WIDTHS))
        table.move_cursor(row=kept)

    # Acting

    @on(DataTable.RowSelected)
    def compare(self, event: DataTable.RowSelected) -> None:
        """One teacher under both regulations."""
        from yanxiu_tui.screens.ranking_comparison import ComparisonScreen

        if self.tried and self.present and self.tried.moves:
            staff = self.tried.moves[event.cursor_row].staff
            trial, present = self.tried.trial, self.present
            self.app.push_screen(
                ComparisonScreen(self.actor, present.term_id, staff, present.last, trial)
            )

    def action_adopt(self) -> None:
        if self.tried is None or self.present is None:
            return
        trial, term_id = self.tried.trial, self.present.term_id

        def decided(reason: str | None) -> None:
            if reason:
                self.ask(lambda: self.adopt(term_id, trial, reason))

        title = f"从现在起采用「{trial.regulation.title}」"
        self.app.push_screen(ReasonScreen(title), decided)

    def adopt(self, term_id: int, trial: Trial, reason: str) -> Message:
        """Adopt it, in the worker."""
        regulation.adopt(self.actor, term_id, trial.source, reason, clock.now())
        return Adopted(trial.regulation.title)

    def on_adopted(self, message: Adopted) -> None:
        if self.tried and self.present:
            self.present.regulation = self.tried.trial.regulation
        self.tried = None
        self.query_one("#tried", Static).update(f"现行制度：{message.title}")
        self.query_one("#summary", Static).update("")
        self.query_one(DataTable).display = False
        self.refresh_bindings()
        self.say(f"已采用「{message.title}」，排名从现在起按它计算。")


def _cell(label: str, words: str, move: Move) -> Text:
    if label == "姓名":
        return Text(words, no_wrap=True)
    if label == "升降":
        return Text(words, style="bold green" if move.up > 0 else "bold red" if move.up else "dim")
    changed = label == "新等次" and move.grade != move.new_grade
    return Text(words, style="bold" if changed else "", justify=_side(label))


def _side(label: str) -> Literal["left", "right"]:
    """Figures stand to the right, and so do their headings."""
    return "right" if label.endswith(("名次", "得分")) else "left"
