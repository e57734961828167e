"""通报: what a 学月's plan checks came to; frozen by the office and printed (Z17)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import Static

from yanxiu_tui import clock
from yanxiu_tui.reports.bulletin import headings, missing, row
from yanxiu_tui.rules.periods import Period
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.confirm import ConfirmScreen, ReasonScreen
from yanxiu_tui.screens.earlier import TermRoom
from yanxiu_tui.screens.paper_files import documents
from yanxiu_tui.services import bulletins, school
from yanxiu_tui.services.bulletins import Bulletin
from yanxiu_tui.services.monthly_reports import FROZEN_NAMES
from yanxiu_tui.services.permission import Act, Actor, Scope, allowed, reach
from yanxiu_tui.services.school import TermView
from yanxiu_tui.widgets.kept_table import KeptTable

_WIDTHS = {"组": 0, "组长": 8, "周检查": 6, "查人数": 6, "合格": 4, "需改进": 6, "缺": 3,
           "学月检查": 8}  # fmt: skip


@dataclass
class BulletinsRead(Message):
    """The term's 学月 begun, which may be frozen, what was, and the draft of the one in hand."""

    term: TermView
    months: Sequence[Period]
    open: Collection[int]
    frozen: Sequence[Bulletin]
    draft: Bulletin | None


@dataclass
class Frozen(Message):
    """The 通报 is frozen."""

    bulletin: Bulletin


@dataclass
class Printed(Message):
    """The sheet is in a file."""

    path: Path


class BulletinScreen(TermRoom):
    """One 通报 at a time: a frozen one, or the draft of a 学月 for the office and the heads."""

    ROOM_NAME = "教案检查通报"
    CSS_PATH = "bulletin.tcss"
    HELP_TEXT = """\
每学月汇总各组的教案检查，在教师例会上通报（Z17）。
周检查：签了几周 / 应签几周；查人数：查到几人 / 共几人；
学月检查：包组领导查的合格/需改进/缺。
[b]F3[/b] 换一个学月，看以前的版本；[b]Ctrl+T[/b] 看以前学期的
[b]F5[/b] 冻结（教导处）：按现在的检查存一版，以后补签也不变；
   再冻结另成一版，要写原因，旧的一版保留；
   新学期开始以后，上学期没冻结的还可以补冻结一次
[b]F9[/b] 打印"""
    BINDINGS = [
        Binding("f3", "choose", "换学月", id="choose", tooltip="别的学月，以前的版本"),
        Binding("f5", "freeze", "冻结", id="freeze", tooltip="存成一版，以后不变"),
        Binding("f9", "print", "打印", id="print", tooltip="存成可打印的文件"),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.number: int | None = None
        self.version = 0
        self.seen: BulletinsRead | None = None
        self.shown: Bulletin | None = None

    def body(self) -> ComposeResult:
        yield Static("", id="about", markup=False)
        yield Static("", id="nothing", markup=False)
        yield KeptTable(_WIDTHS)
        yield Static("", id="missing", markup=False)

    # Reading

    def on_mount(self) -> None:
        self.query_one(KeptTable).focus()
        self.read()

    def read(self) -> None:
        """Read what was frozen, and for those who may see it the draft of the 学月 in hand."""
        number = self.number

        def act() -> Message:
            now, term = clock.now(), self.term_in_hand()
            months, open_ = bulletins.months(term.id, now), bulletins.open_months(term.id, now)
            frozen = bulletins.bulletins(self.actor, term.id)
            at = number or (months[-1].number if months else 0)
            sees = at and reach(self.actor, Act.VIEW_WRITINGS) is Scope.SCHOOL
            draft = bulletins.draft(self.actor, term.id, at, now) if sees else None
            return BulletinsRead(term, months, open_, frozen, draft)

        self.ask(act, group="read", only_last=True)

    def go_to_term(self, term_id: int | None) -> None:
        self.number, self.version = None, 0
        super().go_to_term(term_id)

    def on_bulletins_read(self, message: BulletinsRead) -> None:
        self.seen = message
        if self.number is None and message.months:
            self.number = message.months[-1].number
        of_month = [each for each in message.frozen if each.number == self.number]
        wanted = [each for each in of_month if each.version == self.version]
        self.shown = next(iter(wanted or of_month), message.draft)
        self.paint()
        self.refresh_bindings()

    def paint(self) -> None:
        """Show the 通报 in hand."""
        told = self.shown
        term = f"{self.seen.term.name}\n" if self.seen and not self.running else ""
        about = Text(term, "bold").append_text(_about(self.number, told))
        self.query_one("#about", Static).update(about)
        nothing = self.query_one("#nothing", Static)
        nothing.update("这个学月还没有通报。" if told is None else "还没有教研组或备课组。")
        nothing.display = not (told and told.lines)
        table = self.query_one(KeptTable)
        table.display = bool(told and told.lines)
        lines = told.lines if told else ()
        cells = [dict(zip(headings(), map(Text, row(line)), strict=True)) for line in lines]
        table.show([(str(at), each) for at, each in enumerate(cells)])
        lacking = "；".join(missing(told)) if told else ""
        self.query_one("#missing", Static).update(f"缺教案的：{lacking}" if lacking else "")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "freeze":
            may = self.seen is not None and self.number in self.seen.open
            return may and allowed(self.actor, Act.FREEZE_MONTH)
        if action == "print":
            return self.shown is not None
        return True

    # What one may do here

    def action_choose(self) -> None:
        if self.seen is None:
            return
        choices = [
            (f"{each.number}:{each.version}", _named(each.number, each.version))
            for each in self.seen.frozen
        ]
        done = {each.number for each in self.seen.frozen}
        choices += [
            (f"{month.number}:0", _named(month.number, 0))
            for month in reversed(self.seen.months)
            if month.number not in done
        ]

        def chosen(key: str | None) -> None:
            if key is not None:
                self.number, self.version = map(int, key.split(":"))
                self.read()

        self.app.push_screen(ChooseScreen("看哪个学月的通报", choices), chosen)

    def action_freeze(self) -> None:
        number, seen = self.number, self.seen
        if number is None or seen is None:
            return
        term_id = seen.term.id

        def freeze(reason: str) -> None:
            now = clock.now()
            self.ask(
                lambda: Frozen(bulletins.freeze(self.actor, term_id, number, reason, now)),
                group="freeze",
            )

        if any(each.number == number for each in seen.frozen):
            screen = ReasonScreen(f"再冻结一版第 {number} 学月通报")
            self.app.push_screen(screen, lambda reason: freeze(reason) if reason else None)
        else:
            yes = FROZEN_NAMES[not self.running]
            confirm = ConfirmScreen(self.question(seen.term, number), yes)
            self.app.push_screen(confirm, lambda sure: freeze("") if sure else None)

    def question(self, term: TermView, number: int) -> str:
        """What freezing it means."""
        if self.running:
            return f"冻结第 {number} 学月通报？冻结以后，补签也不改这一版。"
        told = "按那个学期的名册和检查，写明是补冻结的；只能冻结一次。"
        return f"补冻结{term.name}第 {number} 学月通报？{told}"

    def on_frozen(self, message: Frozen) -> None:
        told = message.bulletin
        self.version = told.version
        how = FROZEN_NAMES[told.late]
        self.say(f"第 {told.number} 学月通报已{how}（第 {told.version} 版），按 F9 打印。")
        self.read()

    def action_print(self) -> None:
        told = self.shown
        if told is not None:
            self.ask(lambda: Printed(print_bulletin(told)))

    def on_printed(self, message: Printed) -> None:
        self.say(f"通报已存为 {message.path}，请打印。")


def print_bulletin(bulletin: Bulletin) -> Path:
    """Write the sheet into the user's documents, else the home folder; called in a worker."""
    from yanxiu_tui.reports.bulletin import write_bulletin
    from yanxiu_tui.reports.sheets import Letterhead

    office = school.regulation_of(school.term_view(bulletin.term_id).regulation_id).office
    version = f"第{bulletin.version}版" if bulletin.version else "未冻结"
    name = f"教案检查通报_{bulletin.term_name}_第{bulletin.number}学月_{version}.xlsx"
    path = documents() / name
    write_bulletin(path, bulletin, Letterhead(school.school_name(), office))
    return path


def _named(number: int, version: int) -> str:
    return f"第 {number} 学月  " + (f"第 {version} 版" if version else "未冻结")


def _about(number: int | None, told: Bulletin | None) -> Text:
    if told is None:
        return Text(f"第 {number} 学月" if number else "")
    text = Text(_named(told.number, told.version), "bold")
    text.append(f"  {told.first:%m-%d} 至 {told.last:%m-%d}  ", "dim")
    if told.frozen_at is not None:
        at, how = clock.local(told.frozen_at), FROZEN_NAMES[told.late]
        text.append(f"{told.frozen_by} {at:%m-%d %H:%M} {how}（{told.reason}）", "dim")
    else:
        text.append("现在的数，还没有冻结", "yellow")
    return text
