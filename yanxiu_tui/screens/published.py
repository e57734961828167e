"""公示与评优: the published rankings for everybody, and the way to awards and objections."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.earlier import TermRoom
from yanxiu_tui.screens.objection_forms import ObjectionForm
from yanxiu_tui.screens.paper_files import documents
from yanxiu_tui.services import frozen_views, objections, publishing
from yanxiu_tui.services.frozen_views import TEACHER, FrozenExplanation, FrozenRanking, FrozenView
from yanxiu_tui.services.objections import ObjectionView
from yanxiu_tui.services.permission import Act, Actor, allowed
from yanxiu_tui.widgets.frozen_table import FrozenTable
from yanxiu_tui.widgets.frozen_words import fields_of, heading_of, notice_of


@dataclass
class RankingRead(Message):
    """The rankings this person may see, and one of them whole."""

    found: Sequence[FrozenRanking]
    view: FrozenView | None
    waiting: int


@dataclass
class LineRead(Message):
    """One line explained."""

    told: FrozenExplanation


@dataclass
class Printed(Message):
    """The sheet is in a file."""

    path: Path


class PublishedScreen(TermRoom):
    """One ranking at a time, the newest published one first; ``ranking_id`` opens another."""

    ROOM_NAME = "公示与评优"
    CSS_PATH = "published.tcss"
    HELP_TEXT = """\
公示的考核排名，自己的一行标着“本人”。
人多时左右键翻页。
[b]回车[/b] 看自己的得分是怎么来的，依据哪一条
[b]F3[/b] 换一份排名（教师、各组，以前的版本）
[b]F5[/b] 公示期内提出异议
[b]F6[/b] 看异议和答复，教导处在这里答复
[b]F7[/b] 评优：本学期的奖项
[b]F8[/b] 冻结、校验、公示（教导处、校长）
[b]F9[/b] 打印公示（教导处、校长）；[b]Ctrl+T[/b] 看以前的学期

排名冻结以后不再变（Z37）。
异议成立的，更正后另冻结一版，旧的一版保留。
一票否决由校长决定，只写结果，不写原因（Z39）。"""
    BINDINGS = [
        Binding("f3", "choose", "切换", id="choose", tooltip="教师或各组，以前的版本"),
        Binding("f5", "object", "提异议", id="object", tooltip="公示期内提出异议"),
        Binding("f6", "objections", "异议", id="objections", tooltip="看异议和答复"),
        Binding("f7", "awards", "评优", id="awards", tooltip="本学期的奖项"),
        Binding("f8", "versions", "冻结", id="versions", tooltip="冻结、校验、公示"),
        # The footer is full; the help names it, and so does the room of F8.
        Binding("f9", "print", "打印", show=False, id="print", tooltip="公示存成可打印的文件"),
    ]

    def __init__(self, actor: Actor, ranking_id: int | None = None) -> None:
        super().__init__(actor)
        self.wanted = ranking_id
        self.found: Sequence[FrozenRanking] = ()
        self.view: FrozenView | None = None

    def body(self) -> ComposeResult:
        yield Static("", id="heading", markup=False)
        yield Static("", id="nothing", markup=False)
        yield FrozenTable()
        yield Static("", id="hint", markup=False)

    # Reading

    def on_mount(self) -> None:
        self.query_one(FrozenTable).focus()

    def on_screen_resume(self) -> None:
        self.read()

    def read(self) -> None:
        """Read what may be seen, and the ranking wanted: else the newest published one."""

        def act() -> Message:
            term = self.term_in_hand()
            found = frozen_views.versions(self.actor, term.id)
            usual = [each for each in found if each.published_at] or found
            ids = [each.id for each in found]
            shown = self.wanted if self.wanted in ids else usual[0].id if usual else None
            view = None if shown is None else frozen_views.frozen(self.actor, shown)
            return RankingRead(found, view, len(objections.waiting(self.actor)))

        self.ask(act, group="read", only_last=True)

    def on_ranking_read(self, message: RankingRead) -> None:
        self.found, self.view = message.found, message.view
        table = self.query_one(FrozenTable)
        table.display = self.view is not None
        nothing = self.query_one("#nothing", Static)
        nothing.display = self.view is None
        if self.view is None:
            more = "按 F8 冻结一版，再公示。" if frozen_views.sees_all(self.actor) else ""
            nothing.update(f"本学期还没有公示过考核排名。{more}")
        else:
            table.show(self.view, self.actor.teacher_id)
        self.query_one("#hint", Static).update("回车 看得分是怎么来的" if self.view else "")
        self.head()
        self.refresh_bindings()
        if message.waiting:
            self.say(f"有 {message.waiting} 条异议待答复，按 F6 查看。", "plain")

    @on(FrozenTable.Turned)
    def head(self) -> None:
        """Say which ranking this is, and which page of it."""
        heading = self.query_one("#heading", Static)
        heading.display = self.view is not None
        if self.view is None:
            return
        table = self.query_one(FrozenTable)
        page = f"  第 {table.page + 1}/{table.pages} 页（左右键翻页）" if table.pages > 1 else ""
        today = clock.local(clock.now()).date()
        heading.update(heading_of(self.view.ranking, today, page))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        ranking = self.view.ranking if self.view else None
        match action:
            case "choose":
                return len(self.found) > 1
            case "object":
                today = clock.local(clock.now()).date()
                return bool(
                    ranking and ranking.on_notice(today) and allowed(self.actor, Act.OBJECT)
                )
            case "versions":
                return frozen_views.sees_all(self.actor)
            case "print":
                return bool(ranking and ranking.published_at and frozen_views.sees_all(self.actor))
        return True

    # What one may do here

    def action_choose(self) -> None:
        today = clock.local(clock.now()).date()
        choices = [(str(each.id), f"{each.title}  {notice_of(each, today)}") for each in self.found]

        def chosen(key: str | None) -> None:
            if key is not None:
                self.wanted = int(key)
                self.read()

        now_shown = str(self.view.ranking.id) if self.view else ""
        self.app.push_screen(ChooseScreen("看哪一份排名", choices, now_shown), chosen)

    @on(DataTable.RowSelected)
    def explain(self) -> None:
        """Ask how this line came about; another's only for those who may see it."""
        line, view = self.query_one(FrozenTable).current, self.view
        if line is None or view is None:
            return
        mine = view.ranking.subject != TEACHER or line.whose == self.actor.teacher_id
        if not (mine or self.actor.leads or frozen_views.sees_all(self.actor)):
            self.say("只能看自己的得分明细。", "plain")
            return
        ranking_id, whose = view.ranking.id, line.whose
        self.ask(lambda: LineRead(frozen_views.explanation(self.actor, ranking_id, whose)))

    def on_line_read(self, message: LineRead) -> None:
        told = message.told
        title = f"{told.line.name}：{told.ranking.title}"
        self.app.push_screen(DetailsScreen(title, fields_of(told)))

    def action_object(self) -> None:
        if self.view is None:
            return
        ranking = self.view.ranking

        def objected(view: ObjectionView | None) -> None:
            if view:
                self.say(f"异议已提交，{ranking.office}答复后可以按 F6 查看。")

        self.app.push_screen(ObjectionForm(self.actor, ranking), objected)

    def action_objections(self) -> None:
        from yanxiu_tui.screens.objections import ObjectionsScreen

        self.app.push_screen(ObjectionsScreen(self.actor))

    def action_awards(self) -> None:
        from yanxiu_tui.screens.awards import AwardsScreen

        self.app.push_screen(AwardsScreen(self.actor))

    def action_versions(self) -> None:
        from yanxiu_tui.screens.frozen_rankings import FrozenRankingsScreen

        screen = FrozenRankingsScreen(self.actor)
        screen.term_id = self.term_id
        self.app.push_screen(screen)

    def action_print(self) -> None:
        if self.view is None:
            return
        ranking_id = self.view.ranking.id
        self.ask(lambda: Printed(print_notice(self.actor, ranking_id)))

    def on_printed(self, message: Printed) -> None:
        self.say(f"公示已存为 {message.path}，请打印张贴。")


def print_notice(actor: Actor, ranking_id: int) -> Path:
    """Write the sheet into the user's documents, else the home folder; called in a worker."""
    from yanxiu_tui.reports.notice import write_notice

    notice = publishing.notice(actor, ranking_id)
    ranking = notice.view.ranking
    name = f"公示_{ranking.subject_name}_第{ranking.version}版_{ranking.until:%Y%m%d}.xlsx"
    path = documents() / name
    write_notice(path, notice)
    return path
