"""停研日: the term, its weeks, and the days on which there is no 研修."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.rules.calendar import WEEKDAYS, Exempt, week_of_term
from yanxiu_tui.screens.calendar_form import ExemptDaysScreen
from yanxiu_tui.screens.earlier import TermRoom
from yanxiu_tui.services import activities, school
from yanxiu_tui.services.activities import State
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.school import TermView

# 原因 takes what is left.
_COLUMNS = {"起": 15, "止": 15, "天数": 4, "原因": 0, "来源": 8}
_LEAST_REASON = 20
_WEEK_WIDTH = 19


@dataclass
class CalendarRead(Message):
    """The term, the school's own days off, the public holidays, and years still unpublished."""

    term: TermView
    own: Sequence[Exempt]
    public: Sequence[Exempt]
    unpublished: Sequence[int]


@dataclass
class Changed(Message):
    """Days were added or removed."""

    sentence: str


class CalendarScreen(TermRoom):
    """A table of the days off above the weeks of the term; of the next one, too, once prepared."""

    AHEAD = True
    ROOM_NAME = "停研日"
    CSS_PATH = "calendar.tcss"
    HELP_TEXT = """\
本学期不安排研修的日子：考试周、运动会等由学校自己定，节假日按国家安排。
每周重复的活动会自动跳过这些日子，不影响每周一次的考核（Z3）。
[b]Ctrl+N[/b] 添加；[b]Delete[/b] 删除学校自己定的。节假日不用添加，也不能删除。
已经安排好的活动不会改动，需要时请到“研修活动”里取消或改期。
[b]Ctrl+T[/b] 看别的学期；开好的新学期也可以先添加。"""
    BINDINGS = [
        Binding("ctrl+n", "add", "添加", id="add", tooltip="添加学校自己的停研日"),
        Binding("delete", "remove", "删除", id="remove", tooltip="删除学校自己定的停研日"),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.term: TermView | None = None
        self.days: list[tuple[Exempt, bool]] = []
        self.unpublished: Sequence[int] = ()

    def body(self) -> ComposeResult:
        yield Static("", id="term", markup=False)
        yield DataTable(cursor_type="row", zebra_stripes=True)
        yield Static("", id="none", markup=False)
        yield Static("", id="weeks", markup=False)

    def on_mount(self) -> None:
        self.query_one(DataTable).focus()
        self.read()

    def read(self) -> None:
        """Read the term's days off."""

        def act() -> Message:
            term = self.term_in_hand()
            return CalendarRead(
                term,
                school.exempt_days(term.id),
                school.public_holidays(term),
                school.unpublished_years(term),
            )

        self.ask(act, group="read", only_last=True)

    def on_calendar_read(self, message: CalendarRead) -> None:
        self.term, self.unpublished = message.term, message.unpublished
        self.days = sorted(
            [(days, True) for days in message.own] + [(days, False) for days in message.public],
            key=lambda each: (each[0].first, each[0].last),
        )
        self.paint()

    def on_resize(self) -> None:
        self.paint()

    def paint(self) -> None:
        """Show what has been read, the cursor where it was."""
        if self.term is None:
            return
        today = clock.local(clock.now()).date()
        self.query_one("#term", Static).update(_about(self.term, today, self.unpublished))
        table = self.query_one(DataTable)
        kept = table.cursor_row
        table.clear(columns=True)
        rest = self.size.width - sum(_COLUMNS.values()) - 2 * len(_COLUMNS) - 2
        for heading, width in _COLUMNS.items():
            table.add_column(heading, width=width or max(_LEAST_REASON, rest))
        for days, own in self.days:
            table.add_row(*_cells(days, own))
        table.move_cursor(row=min(kept, max(0, len(self.days) - 1)))
        table.display = bool(self.days)
        empty = "" if self.days else "这学期还没有停研日，按 Ctrl+N 添加考试周、运动会等。"
        self.query_one("#none", Static).update(empty)
        self.query_one("#none").display = not self.days
        self.query_one("#weeks", Static).update(self.weeks(self.term, today))
        self.refresh_bindings()

    def weeks(self, term: TermView, today: date) -> Text:
        """The weeks of the term, as many in a row as there is room for."""
        off = [days for days, _ in self.days]
        last = week_of_term(term.ends_on, term.starts_on)
        monday = term.starts_on - timedelta(days=term.starts_on.weekday())
        across = max(1, (self.size.width - 2) // _WEEK_WIDTH)
        text = Text()
        for number in range(1, last + 1):
            first = monday + timedelta(weeks=number - 1)
            text.append_text(_week(number, first, today, off))
            text.append("\n" if number % across == 0 else "")
        text.rstrip()
        return text

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("add", "remove"):
            return self.term is not None and clock.local(clock.now()).date() <= self.term.ends_on
        return True

    def action_add(self) -> None:
        if self.term is not None:
            screen = ExemptDaysScreen(self.actor, self.term)
            self.app.push_screen(screen, self.added)

    def added(self, days: Exempt | None) -> None:
        """Say what is free now, and which activities are planned on those days all the same."""
        term = self.term
        if days is None or term is None:
            return

        def act() -> Message:
            planned = [
                each
                for each in activities.activities(term.id, (State.PLANNED,))
                if days.first <= clock.local(each.starts_at).date() <= days.last
            ]
            sentence = f"已添加停研日：{_span(days)}，{days.reason}。"
            if planned:
                sentence += f"这几天已安排的 {len(planned)} 次活动没有改动，请到研修活动里处理。"
            return Changed(sentence)

        self.ask(act)

    def action_remove(self) -> None:
        """Remove the days under the cursor, if they are the school's own."""
        term = self.term
        if term is None or not self.days:
            return
        days, own = self.days[self.query_one(DataTable).cursor_row]
        if not own:
            self.say(f"{days.reason}是节假日，按国家安排，不能删除。", "wrong")
            return

        def act() -> Message:
            school.remove_exempt_days(self.actor, term.id, days, clock.now())
            return Changed(f"已删除停研日：{_span(days)}，{days.reason}。")

        question = f"删除停研日 {_span(days)}（{days.reason}）吗？这几天又可以安排研修。"
        self.once_sure(question, lambda: self.ask(act), "删除")

    def on_changed(self, message: Changed) -> None:
        self.say(message.sentence)
        self.read()


def _about(term: TermView, today: date, unpublished: Sequence[int]) -> str:
    weeks = week_of_term(term.ends_on, term.starts_on)
    now = week_of_term(today, term.starts_on)
    where = f"，现在第 {now} 周" if term.starts_on <= today <= term.ends_on else ""
    line = f"{term.name}　{term.starts_on} 至 {term.ends_on}　共 {weeks} 周{where}"
    if unpublished:
        years = "、".join(map(str, unpublished))
        line += f"\n{years} 年的节假日还没有公布，请先把放假的日子添加进来。"
    return line


def _cells(days: Exempt, own: bool) -> tuple[Text, ...]:
    count = (days.last - days.first).days + 1
    values = (_day(days.first), _day(days.last), str(count), days.reason)
    source = Text("学校自定", style="bold") if own else Text("节假日", style="dim")
    return (*(Text(value, no_wrap=True, overflow="crop") for value in values), source)


def _week(number: int, first: date, today: date, off: Sequence[Exempt]) -> Text:
    """``7 10-12至10-18 停`` in a fixed width; the week of today stands out."""
    last = first + timedelta(days=6)
    free = any(days.first <= last and first <= days.last for days in off)
    now = " reverse" if first <= today <= last else ""
    text = Text.assemble((f"{number:>2} ", f"bold{now}"), (f"{first:%m-%d}至{last:%m-%d}", now))
    text.append(" 停" if free else "", style="yellow")
    return text.append(" " * (_WEEK_WIDTH - text.cell_len))


def _day(day: date) -> str:
    return f"{day} 周{WEEKDAYS[day.weekday()]}"


def _span(days: Exempt) -> str:
    return str(days.first) if days.first == days.last else f"{days.first} 至 {days.last}"
