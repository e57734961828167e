"""证书登记: who has earned an entry for the 学年, who has one, each one's 《报告册》 (P12, D8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.reports.certificates import standing
from yanxiu_tui.rules.numbers import plain
from yanxiu_tui.screens.certificate_form import CertificateFormScreen
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.listed import ListedRoom
from yanxiu_tui.services import certificates, report_book, school
from yanxiu_tui.services.certificates import CertificateLine, CertificatePage, CertificateView
from yanxiu_tui.services.permission import Act, Actor, allowed
from yanxiu_tui.widgets.kept_table import KeptTable, Row, as_cells

_NARROW = {"姓名": 12, "学时": 5, "证书编号": 12, "结果": 6, "登记": 6, "说明": 0}
_WIDE = {
    "工号": 8, "姓名": 14, "教研组": 14, "学时": 6, "证书编号": 16, "结果": 6, "登记": 6, "说明": 0,
}  # fmt: skip
EVERYBODY, EARNED, ENTERED = "全部", "可登记", "已登记"
_LISTS = (EVERYBODY, EARNED, ENTERED)
_STYLES: Mapping[str, str] = {ENTERED: "bold green", EARNED: "bold yellow"}


@dataclass
class PageRead(Message):
    """A 学年 as it stands, and which years there are."""

    years: Sequence[int]
    page: CertificatePage


@dataclass
class Done(Message):
    """An act is done; the sentence says which."""

    sentence: str


class CertificatesScreen(ListedRoom[CertificateLine]):
    """A teacher a row, with what the records of the year say of them."""

    ROOM_NAME = "证书登记"
    CSS_PATH = "certificates.tcss"
    HELP_TEXT = """\
每学年一次：按两个学期的记录，谁达到本校制度的条件。
[b]左右键[/b] 换学年；[b]F3[/b] 换表：全部、可登记、已登记。
[b]F5[/b] 登记光标上的：编号、结果；学时从记录来，不用填。
   没有达到的也可以登记，要写明原因。
[b]F6[/b] 一次登记全部可登记的。
[b]F7[/b] 更正、[b]Delete[/b] 撤销光标上的（写原因，留痕）。
[b]F8[/b] 证书登记册（xlsx，A4，盖章用）。
[b]F9[/b] 这位老师的《报告册》（Word，A4）：考勤、学时、听课、
   反思、成果、师徒、考核、评优都从记录来；
   本人总结、意见和盖章留空。
登记了的自动进个人成长档案（P12）。"""
    ACTS = (
        ("f5", "enter", "登记"), ("f7", "correct", "更正"), ("delete", "withdraw", "撤销"),
        ("f9", "book", "报告册"),
    )  # fmt: skip
    BINDINGS = [
        Binding("f3", "next_list", "换表", id="next_list", tooltip="全部、可登记、已登记"),
        Binding("f5", "enter", "登记", id="enter", tooltip="登记光标上的"),
        Binding("f6", "enter_all", "全部登记", id="enter_all", tooltip="登记全部可登记的"),
        Binding("f7", "correct", "更正", id="correct", tooltip="更正光标上的"),
        Binding("delete", "withdraw", "撤销", id="withdraw", tooltip="撤销光标上的"),
        Binding("f8", "register", "登记册", id="register", tooltip="存成可打印的登记册"),
        Binding("f9", "book", "报告册", id="book", tooltip="存成这位老师的《报告册》"),
        Binding("left", "turn(1)", show=False),
        Binding("right", "turn(-1)", show=False),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.page: CertificatePage | None = None
        self.years: Sequence[int] = ()
        self.year: int | None = None
        self.which = EVERYBODY

    def body(self) -> ComposeResult:
        yield Static("", id="summary", markup=False)
        yield Static("", id="nothing", markup=False)
        yield KeptTable(_NARROW, _WIDE)

    # Reading

    def read(self) -> None:
        """Read the year that is shown, at first the present one."""
        actor, year = self.actor, self.year

        def act() -> Message:
            now = clock.now()
            shown = year if year is not None else certificates.newest_year(now)
            return PageRead(certificates.school_years(now), certificates.page(actor, shown, now))

        self.ask(act, group="read", only_last=True)

    def on_page_read(self, message: PageRead) -> None:
        self.years, self.page, self.year = message.years, message.page, message.page.year
        self.paint()

    def paint(self) -> None:
        """Fill the table with the list that is shown."""
        if self.page is None:
            return
        self.found = [line for line in self.page.lines if self.which in (EVERYBODY, standing(line))]
        self.query_one("#summary", Static).update(self.summary(self.page))
        nothing = self.query_one("#nothing", Static)
        nothing.update(f"{self.page.year_name}没有{self.which}的。")
        self.show_rows([_row(line) for line in self.found])

    def summary(self, page: CertificatePage) -> Text:
        """Which year, which list, how many, and what is asked."""
        names = [standing(line) for line in page.lines]
        said = Text(f"{page.year_name} ", "bold")
        for each in _LISTS:
            count = len(names) if each == EVERYBODY else names.count(each)
            shown = each == self.which
            said.append(
                f"【{each} {count}】" if shown else f" {each} {count} ", "bold" if shown else "dim"
            )
        said.append(f" {page.name}：{page.says or '没有写条件'}", "dim")
        return said

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        line = self.current
        may = allowed(self.actor, Act.ENTER_CERTIFICATE)
        entered = line is not None and line.certificate is not None
        match action:
            case "enter":
                return may and line is not None and not entered
            case "enter_all":
                return may and self.page is not None and any(e.proposed for e in self.page.lines)
            case "correct" | "withdraw":
                return may and entered
            case "register":
                return self.page is not None and any(e.certificate for e in self.page.lines)
            case "book":
                return line is not None
        return True

    # Going about

    def action_next_list(self) -> None:
        self.which = _LISTS[(_LISTS.index(self.which) + 1) % len(_LISTS)]
        self.paint()

    def action_turn(self, by: int) -> None:
        if self.year in self.years:
            at = self.years.index(self.year) + by
            if 0 <= at < len(self.years):
                self.year = self.years[at]
                self.read()

    @on(DataTable.RowSelected)
    def read_in_full(self) -> None:
        """Show what the records say, and the entry."""
        if self.current is not None and self.page is not None:
            fields = _fields(self.current, self.page)
            self.app.push_screen(DetailsScreen(self.current.staff.name, fields))

    # Acting

    def action_enter(self) -> None:
        self.fill_in()

    def action_correct(self) -> None:
        self.fill_in()

    def fill_in(self) -> None:
        """Open the form for whoever is under the cursor."""
        line = self.current
        if line is None or self.page is None:
            return
        done = "已更正" if line.certificate else "已登记"

        def kept(view: CertificateView | None) -> None:
            if view is not None:
                self.say(f"{line.staff.name}{done}。")

        self.app.push_screen(CertificateFormScreen(self.actor, self.page, line), kept)

    def action_enter_all(self) -> None:
        if self.page is None:
            return
        page = self.page
        count = sum(each.proposed for each in page.lines)

        def act() -> Message:
            done = certificates.enter_proposed(self.actor, page.year, clock.now())
            return Done(f"已登记 {done} 人。自己的请由他人登记。")

        question = f"{page.year_name}达到条件、还没有登记的 {count} 人，都登记为合格？"
        self.once_sure(question, lambda: self.ask(act), "登记")

    def action_withdraw(self) -> None:
        line = self.current
        made = line.certificate if line else None
        if line is None or made is None:
            return
        name = line.staff.name

        def act(reason: str) -> Message:
            certificates.withdraw(self.actor, made.id, reason, clock.now())
            return Done(f"{name}的登记已撤销。")

        def given(reason: str | None) -> None:
            if reason:
                self.ask(lambda: act(reason))

        self.app.push_screen(ReasonScreen(f"撤销{name}的证书登记"), given)

    def action_register(self) -> None:
        if self.page is not None:
            page = self.page
            self.ask(lambda: Done(f"证书登记册已存为 {_register(page)}。"))

    def action_book(self) -> None:
        line = self.current
        if line is not None and self.year is not None:
            staff_no, year = line.staff.staff_no, self.year
            self.ask(lambda: Done(f"《报告册》已存为 {print_book(self.actor, staff_no, year)}。"))

    def on_done(self, message: Done) -> None:
        self.say(message.sentence)
        self.read()


def print_book(actor: Actor, staff_no: str, year: int) -> str:
    """Write somebody's 《报告册》; where it stands. Called in a worker."""
    from yanxiu_tui.reports.report_book import write_report_book
    from yanxiu_tui.screens.paper_files import new_file

    book = report_book.report_book(actor, staff_no, year, clock.now())
    path = new_file(f"{book.staff.name}{book.year_name}报告册", "docx")
    write_report_book(path, book)
    return str(path)


def _register(page: CertificatePage) -> str:
    from yanxiu_tui.reports.certificates import write_register
    from yanxiu_tui.screens.paper_files import new_file

    path = new_file(f"{page.year_name}{page.name}登记册", "xlsx")
    write_register(path, page, school.school_name())
    return str(path)


def _row(line: CertificateLine) -> Row:
    made, name = line.certificate, standing(line)
    cells = {
        "工号": line.staff.staff_no,
        "姓名": line.staff.name,
        "教研组": line.staff.research_group,
        "学时": plain(made.hours if made else line.hours),
        "证书编号": line.number,
        "结果": made.result if made else "",
        "说明": "，".join(line.lacks or line.met),
    }
    state = Text(name, _STYLES.get(name, "dim"))
    return line.staff.staff_no, {**as_cells(cells), "登记": state}


def _fields(line: CertificateLine, page: CertificatePage) -> list[tuple[str, str]]:
    made = line.certificate
    fields = [
        ("学年", f"{page.year_name}（{'、'.join(page.terms)}）"),
        ("学时", f"{plain(line.hours)}（按现在的记录）"),
    ]
    fields += [("达到", each) for each in line.met]
    fields += [("未达到", each) for each in line.lacks]
    if made is not None:
        at = clock.local(made.entered_at)
        fields += [
            ("证书编号", made.number or "没有填"),
            ("结果", f"{made.result}，登记时 {plain(made.hours)} 学时"),
            ("备注", made.note),
            ("登记", f"{made.entered_by}，{at:%Y-%m-%d %H:%M}"),
        ]
    fields.append(("依据", f"{page.clause.id}「{page.clause.words}」"))
    return [each for each in fields if each[1]]
