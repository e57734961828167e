"""异议: what was said against the published rankings, and the answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.listed import ListedRoom
from yanxiu_tui.screens.objection_forms import AnswerForm
from yanxiu_tui.screens.ranking_explanation import ExplanationScreen
from yanxiu_tui.services import frozen_views, objections, school
from yanxiu_tui.services.frozen_views import FrozenRanking
from yanxiu_tui.services.objections import ObjectionView
from yanxiu_tui.services.permission import Act, allowed
from yanxiu_tui.widgets.kept_table import KeptTable, Row, as_cells

MOST_ROWS = 200
_WIDTHS = {"时间": 11, "姓名": 11, "排名": 18, "内容": 0, "状态": 6}


@dataclass
class ObjectionsRead(Message):
    """The term's objections that this person may read."""

    found: Sequence[ObjectionView]


@dataclass
class RankingFound(Message):
    """The ranking this teacher objects to."""

    ranking: FrozenRanking
    teacher_id: int


class ObjectionsScreen(ListedRoom[ObjectionView]):
    """Those that wait first; F5 answers the one under the cursor, F6 shows what it is about."""

    ROOM_NAME = "异议"
    CSS_PATH = "objections.tcss"
    HELP_TEXT = """\
对公示排名的异议和答复，待答复的在最上面。
老师看自己的，教导处看全部。
[b]回车[/b] 看全文
[b]F5[/b] 答复：定成立或不成立，写明核对的结果
[b]F6[/b] 看这位老师的得分：每一项和它的记录，
   按现在的记录、现行的制度，算到那一版截止的日子

异议成立的，先到考勤表、申报等处更正，
再另冻结一版，原因写异议编号，旧的一版保留。
自己的异议由别人答复。"""
    ACTS = (("f5", "answer", "答复"), ("f6", "score", "看得分"))
    BINDINGS = [
        Binding("f5", "answer", "答复", id="answer", tooltip="答复光标上的异议"),
        Binding("f6", "score", "看得分", id="score", tooltip="看这位老师的得分和记录"),
    ]

    def body(self) -> ComposeResult:
        yield Static("没有异议。公示期内可以在公示的排名里按 F5 提出。", id="nothing", markup=False)
        yield KeptTable(_WIDTHS)

    def read(self) -> None:
        """Read the term's objections."""

        def act() -> Message:
            term = school.current_term(clock.now())
            return ObjectionsRead(objections.objections(self.actor, term.id)[:MOST_ROWS])

        self.ask(act, group="read", only_last=True)

    def on_objections_read(self, message: ObjectionsRead) -> None:
        self.found = message.found
        self.show_rows([_row(each) for each in self.found])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.may_here(action)

    def may(self, action: str, view: ObjectionView) -> bool:
        """Whether to offer it; the service has the last word."""
        if action == "score":
            return frozen_views.sees_all(self.actor)
        return (
            view.upheld is None
            and view.teacher_id != self.actor.teacher_id
            and allowed(self.actor, Act.ANSWER_OBJECTION)
        )

    @on(DataTable.RowSelected)
    def read_in_full(self) -> None:
        """Show one in full, with the key that answers it."""
        view = self.current
        if view is None:
            return
        fields = [
            ("编号", str(view.id)),
            ("提出", f"{_at(view)} {view.name}"),
            ("排名", view.ranking_title),
            ("内容", view.words),
            ("状态", view.state_name),
        ]
        if view.answered_at:
            at = clock.local(view.answered_at)
            fields.append(("答复", f"{view.answer}\n{view.answered_by}，{at:%m-%d %H:%M}"))
        self.app.push_screen(DetailsScreen("异议", fields, self.acts_on(view)), self.act_chosen)

    def action_answer(self) -> None:
        view = self.current
        if view is None:
            return

        def answered(told: ObjectionView | None) -> None:
            if told:
                more = "更正后请另冻结一版。" if told.upheld else ""
                self.say(f"{told.name}老师的异议已答复：{told.state_name}。{more}")

        self.app.push_screen(AnswerForm(self.actor, view), answered)

    def action_score(self) -> None:
        view = self.current
        if view is None:
            return
        ranking_id, teacher_id = view.ranking_id, view.teacher_id
        self.ask(lambda: RankingFound(frozen_views.find(self.actor, ranking_id), teacher_id))

    def on_ranking_found(self, message: RankingFound) -> None:
        ranking = message.ranking
        self.app.push_screen(
            ExplanationScreen(self.actor, ranking.term_id, message.teacher_id, ranking.until)
        )


def _at(view: ObjectionView) -> str:
    return f"{clock.local(view.at):%m-%d %H:%M}"


def _row(view: ObjectionView) -> Row:
    cells = {"时间": _at(view), "姓名": view.name, "排名": view.ranking_title, "内容": view.words}
    style = "bold yellow" if view.upheld is None else ""
    return str(view.id), {**as_cells(cells), "状态": Text(view.state_name, style)}
