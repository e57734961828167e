"""公开课: what is announced, who comes, and the record of it begun at one key (X7, P9, X3)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.earlier import TermRoom
from yanxiu_tui.screens.listed import ListedRoom
from yanxiu_tui.screens.open_lesson_form import LessonChoices, LessonFormScreen, read_choices
from yanxiu_tui.services import observations, open_lessons
from yanxiu_tui.services.observations import ObservationView
from yanxiu_tui.services.open_lessons import Guest, LessonDraft, LessonView
from yanxiu_tui.services.school import TermView
from yanxiu_tui.widgets.kept_table import KeptTable
from yanxiu_tui.widgets.lesson_words import fields_of, row_of, title_of, when_of

_NARROW = {
    "日期": 5, "周": 2, "节": 2, "类别": 8, "执教": 8, "班级": 9, "课题": 0, "报名": 5, "状态": 6,
}  # fmt: skip
_WIDE = {
    "日期": 5, "周": 2, "节": 2, "类别": 8, "执教": 10, "教研组": 10, "学科": 6, "班级": 10,
    "课题": 0, "地点": 12, "报名": 6, "状态": 8,
}  # fmt: skip


@dataclass
class LessonsRead(Message):
    """What is announced for a term."""

    term: TermView
    found: Sequence[LessonView]


@dataclass
class FormReady(Message):
    """What the form needs is read; with the lesson where one is changed."""

    choices: LessonChoices
    draft: LessonDraft | None = None
    lesson_id: int = 0


@dataclass
class InFull(Message):
    """One lesson and who comes to it."""

    view: LessonView
    guests: Sequence[Guest]


@dataclass
class Begun(Message):
    """The record of a lesson, to be written."""

    view: ObservationView


@dataclass
class Done(Message):
    """An act is done; the sentence says which."""

    sentence: str


class OpenLessonsScreen(TermRoom, ListedRoom[LessonView]):
    """What is to come first; the footer shows what may be done with the lesson pointed at."""

    ROOM_NAME = "公开课"
    CSS_PATH = "open_lessons.tcss"
    HELP_TEXT = """\
公开课、观摩课、研究课、同课异构在这里预告，同事报名来听。还没上的在前，最近的最先。
[b]Ctrl+N[/b] 预告；组长和教导处可以替老师预告。同一位老师、同一个班一节只能有一处。
[b]回车[/b] 看全部内容和谁来听；[b]F5[/b] 报名，[b]F6[/b] 退出报名。
[b]F7[/b] 记听课：上课当天起，执教、课题、班级等自动填好，直接写过程和评语。
[b]F8[/b] 修改，[b]Delete[/b] 取消（写原因）：本人、组长、教导处，没人记听课以前。
有人完成了听课记录，这节公开课才算数。[b]Ctrl+T[/b] 看以前学期的。"""
    ACTS = (
        ("f5", "sign_up", "报名"),
        ("f6", "withdraw", "退出"),
        ("f7", "record", "记听课"),
        ("f8", "change", "修改"),
        ("delete", "cancel", "取消这节课"),
    )
    BINDINGS = [
        Binding("ctrl+n", "new", "预告", id="new", tooltip="预告一节课，让同事来听"),
        Binding("f5", "sign_up", "报名", id="sign_up", tooltip="报名来听这节课"),
        Binding("f6", "withdraw", "退出", id="withdraw", tooltip="报了名又来不了"),
        Binding("f7", "record", "记听课", id="record", tooltip="听了这节课，写听课记录"),
        Binding("f8", "change", "修改", id="change", tooltip="改时间、地点、座位等"),
        Binding("delete", "cancel", "取消", id="cancel_lesson", tooltip="不上了，写明原因"),
    ]

    def body(self) -> ComposeResult:
        yield Static("", id="summary", markup=False)
        yield Static("", id="nothing", markup=False)
        yield KeptTable(_NARROW, _WIDE)

    # Reading

    def read(self) -> None:
        """Read what is announced."""

        def act() -> Message:
            term = self.term_in_hand()
            return LessonsRead(term, open_lessons.lessons(self.actor, term.id, clock.now()))

        self.ask(act, group="read", only_last=True)

    def on_lessons_read(self, message: LessonsRead) -> None:
        self.found = message.found
        coming = [each for each in self.found if not each.over and each.cancelled_at is None]
        mine = sum(each.i_come for each in coming)
        said = f"还没上的 {len(coming)} 节" + (f"，我报名 {mine} 节" if mine else "")
        said = said if self.running else f"共 {len(self.found)} 节"
        self.query_one("#summary", Static).update(self.headed(message.term, said))
        how = "要预告一节课，按 Ctrl+N。" if self.running else ""
        self.query_one("#nothing", Static).update(f"这个学期还没有预告。{how}")
        self.show_rows([row_of(view) for view in self.found])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.running if action == "new" else self.may_here(action)

    def may(self, action: str, view: LessonView) -> bool:
        """Whether this person may do this with this lesson; the service has the last word."""
        if view.cancelled_at is not None:
            return False
        match action:
            case "sign_up":
                return not (view.over or view.i_come or view.mine or view.full)
            case "withdraw":
                return view.i_come and not view.over
            case "record":
                return not view.mine and view.day <= clock.local(clock.now()).date()
        return view.may_change and not view.heard

    @on(DataTable.RowSelected)
    def action_details(self) -> None:
        """Show the lesson in full, with who comes."""
        view = self.current
        if view is not None:
            self.ask(lambda: InFull(view, open_lessons.guests(view.id)))

    def on_in_full(self, message: InFull) -> None:
        if self.is_active and self.current == message.view:
            view = message.view
            acts = self.acts_on(view)
            screen = DetailsScreen(title_of(view), fields_of(view, message.guests), acts)
            self.app.push_screen(screen, self.act_chosen)

    # Announcing

    def action_new(self) -> None:
        self.ask(lambda: FormReady(read_choices(self.actor, self.term_in_hand())))

    def action_change(self) -> None:
        view = self.current
        if view is None:
            return

        def act() -> Message:
            draft = open_lessons.draft_of(self.actor, view.id)
            choices = read_choices(self.actor, self.term_in_hand(), view.id)
            return FormReady(choices, draft, view.id)

        self.ask(act)

    def on_form_ready(self, message: FormReady) -> None:
        def kept(view: LessonView | None) -> None:
            if view is not None:
                done = "已改" if message.lesson_id else "已预告"
                self.say(f"{done}：{title_of(view)}，{when_of(view)}。")

        screen = LessonFormScreen(self.actor, message.choices, message.draft, message.lesson_id)
        self.app.push_screen(screen, kept)

    def action_cancel(self) -> None:
        view = self.current
        if view is None:
            return

        def given(reason: str | None) -> None:
            if reason is not None:
                self.do(
                    lambda: open_lessons.cancel(self.actor, view.id, reason, clock.now()), "已取消"
                )

        label = f"取消的原因（必填，已报名的 {view.coming} 人能看到）"
        self.app.push_screen(ReasonScreen(title_of(view), label), given)

    # Coming to one

    def action_sign_up(self) -> None:
        view = self.current
        if view is not None:
            self.do(lambda: open_lessons.sign_up(self.actor, view.id, clock.now()), "已报名")

    def action_withdraw(self) -> None:
        view = self.current
        if view is not None:
            self.do(lambda: open_lessons.withdraw(self.actor, view.id, clock.now()), "已退出报名")

    def action_record(self) -> None:
        view = self.current
        if view is not None:
            self.ask(lambda: Begun(observations.begin_at(self.actor, view.id, clock.now())))

    def on_begun(self, message: Begun) -> None:
        from yanxiu_tui.screens.observation import ObservationRoom

        self.app.push_screen(ObservationRoom(self.actor, message.view))

    def do(self, act: Callable[[], LessonView], done: str) -> None:
        """Run an act in a worker and say what was done."""

        def work() -> Message:
            view = act()
            return Done(f"{done}：{title_of(view)}，{when_of(view)}。")

        self.ask(work)

    def on_done(self, message: Done) -> None:
        self.say(message.sentence)
        self.read()
