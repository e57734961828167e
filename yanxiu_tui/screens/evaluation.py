"""四级评价: what I have to mark, what I was given, and the office's opening and closing (D9)."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui.rules.evaluation import SUBJECT_NAMES
from yanxiu_tui.screens.details import DetailsScreen, Field
from yanxiu_tui.screens.evaluation_acts import StageActs
from yanxiu_tui.screens.evaluation_marks import MarkingScreen
from yanxiu_tui.screens.evaluation_results import ResultsScreen
from yanxiu_tui.screens.evaluation_words import (
    average_fields,
    closed_for,
    comment_fields,
    heading,
    own_averages,
    stage_cells,
    waits,
    whose,
)
from yanxiu_tui.screens.room import Refusal
from yanxiu_tui.services import evaluation, evaluation_results
from yanxiu_tui.services.evaluation import StageState, StageView
from yanxiu_tui.services.evaluation_results import OwnResults
from yanxiu_tui.services.permission import Act, Actor, allowed
from yanxiu_tui.services.school import TermView

_COLUMNS = {"对象": 6, "阶段": 6, "权重": 5, "状态": 6, "我要评": 15}
_FOR_OFFICE = {"全校已交": 12}
_LAST = ("时间", 10)
_NOTHING = "这个学期没有要您评的。"
_WAIT = "教导处开放后，要评的会列在这里。"


@dataclass
class StagesRead(Message):
    """The stages that concern this person, and their own results."""

    term: TermView
    stages: Sequence[StageView]
    own: OwnResults


@dataclass
class OwnRead(Message):
    """One's own results in full."""

    fields: Sequence[Field]


class EvaluationScreen(StageActs):
    """The stages above, one's own averages below; Enter marks, or shows what came of it."""

    ROOM_NAME = "四级评价"
    CSS_PATH = "evaluation.tcss"
    HELP_TEXT = """\
「教师自评、小组互评、校长导评、指导组审评」（D9）
评的是教师、教研组和校领导。

[b]回车[/b] 进行中的给人打分，已结束的看结果
[b]F9[/b] 我的平均分和评语，不记名，阶段结束后才有

结束以前谁也看不到别人打的分，教导处只看到交了多少。
教导处：[b]F5[/b] 开放，已结束的重新开放要写原因，留痕
　　　　[b]F6[/b] 结束　　[b]F7[/b] 谁还没评完
　　　　[b]F8[/b] 看所有人的平均分和综合得分
[b]Ctrl+T[/b] 看以前学期的评价和结果"""
    BINDINGS = [
        Binding("f5", "open", "开放", id="open", tooltip="开放这个阶段；已结束的重新开放"),
        Binding("f6", "close", "结束", id="close_stage", tooltip="结束以后不能再评分"),
        Binding("f7", "unfinished", "没评完", id="unfinished", tooltip="还没有评完的老师"),
        Binding("f8", "results", "结果", id="results", tooltip="各阶段平均分和综合得分"),
        Binding("f9", "own", "我的", id="own", tooltip="我的平均分和评语，不记名"),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.shown: StagesRead | None = None
        self.views: Sequence[StageView] = ()

    def body(self) -> ComposeResult:
        yield Static("", id="term", markup=False)
        yield Static("", id="nothing", markup=False)
        yield DataTable(cursor_type="row", zebra_stripes=True)
        yield Static("", id="own", markup=False)

    @property
    def current(self) -> StageView | None:
        """The stage under the cursor."""
        return self.views[self.query_one(DataTable).cursor_row] if self.views else None

    @property
    def oversees(self) -> bool:
        """Whether this person sees the evaluation of the whole school."""
        return allowed(self.actor, Act.VIEW_EVALUATION)

    # Reading

    def on_mount(self) -> None:
        self.query_one(DataTable).focus()

    def on_screen_resume(self) -> None:
        self.read()

    def read(self) -> None:
        """Read the stages and one's own results."""

        def act() -> Message:
            term = self.term_in_hand()
            return StagesRead(
                term,
                evaluation.stages(self.actor, term.id),
                evaluation_results.my_results(self.actor, term.id),
            )

        self.ask(act, group="read", only_last=True)

    def on_stages_read(self, message: StagesRead) -> None:
        first, self.shown, self.term = self.shown is None, message, message.term
        self.views = [each for each in message.stages if self.oversees or each.mine]
        self.query_one("#nothing", Static).update(_NOTHING + (_WAIT if self.running else ""))
        self.query_one("#term", Static).update(heading(message.term, self.views))
        self.query_one("#own", Static).update(own_averages(message.own))
        self.paint()
        if first:
            waiting = [row for row, view in enumerate(self.views) if waits(view)]
            self.query_one(DataTable).move_cursor(row=waiting[0] if waiting else 0)
        self.refresh_bindings()

    def go_to_term(self, term_id: int | None) -> None:
        self.shown = None
        super().go_to_term(term_id)

    def on_refusal(self, message: Refusal) -> None:
        if message.group == "read":
            self.shown, self.term, self.views = None, None, ()
            for line in ("#term", "#own"):
                self.query_one(line, Static).update("")
            self.query_one("#nothing", Static).update(message.sentence)
            self.paint()

    def on_resize(self) -> None:
        self.paint()

    def paint(self) -> None:
        """Fill the table and leave the cursor where it was."""
        table = self.query_one(DataTable)
        kept = table.cursor_row
        table.clear(columns=True)
        columns = {**_COLUMNS, **(_FOR_OFFICE if self.oversees else {})}
        for label, width in (*columns.items(), _LAST):
            table.add_column(label, width=width)
        table.add_rows(stage_cells(view) for view in self.views)
        table.move_cursor(row=min(kept, max(0, len(self.views) - 1)))
        table.display = bool(self.views)
        self.query_one("#nothing").display = not self.views

    # Which keys are offered

    @on(DataTable.RowHighlighted)
    def pointed_at(self) -> None:
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        view = self.current
        runs = view is not None and allowed(self.actor, Act.RUN_EVALUATION)
        match action:
            case "open":
                return runs and view is not None and view.state is not StageState.OPEN
            case "close":
                return runs and view is not None and view.state is StageState.OPEN
            case "unfinished":
                return self.oversees and view is not None and view.state is StageState.OPEN
            case "results":
                return self.oversees and view is not None
            case "own":
                return self.shown is not None and bool(self.shown.own.lines)
            case _:
                return True

    # What everybody does

    @on(DataTable.RowSelected)
    def enter(self) -> None:
        """Mark in an open stage; see what a closed one came to."""
        view = self.current
        if view is None:
            return
        if view.state is StageState.PLANNED or view.id is None:
            self.say(f"{view.title}还没有开放，由教导处开放。", "plain")
        elif view.state is StageState.OPEN and view.mine:
            self.app.push_screen(MarkingScreen(self.actor, view.id))
        elif view.state is StageState.OPEN:
            self.say(f"{view.title}没有要您评的。", "plain")
        elif self.oversees:
            self.action_results()
        else:
            self.action_own()

    def action_own(self) -> None:
        """Show one's own averages and comments."""
        if self.shown is None or not self.shown.own.lines:
            self.say("还没有您的结果，阶段结束后才有。", "plain")
            return
        term, own = self.shown.term, self.shown.own

        def act() -> Message:
            fields: list[Field] = []
            for line in own.lines:
                closed = closed_for(own, line)
                fields += average_fields(whose(line), line, own.stages, closed)
                found = evaluation_results.comments(self.actor, term.id, line.kind, line.subject.id)
                fields += comment_fields(found)
            return OwnRead(fields)

        self.ask(act)

    def on_own_read(self, message: OwnRead) -> None:
        title = "我的评价结果（不记名）"
        if self.term is not None:
            title = self.headed(self.term, title)
        self.app.push_screen(DetailsScreen(title, message.fields))

    def action_results(self) -> None:
        view, shown = self.current, self.shown
        if view is not None and shown is not None:
            whose = self.headed(shown.term, SUBJECT_NAMES[view.subject])
            self.app.push_screen(ResultsScreen(self.actor, shown.term.id, view.subject, whose))
