"""研修活动: the term's activities; plan, open, end, and hand in their papers (Z5-Z8)."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import Static

from yanxiu_tui import clock
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.calendar import week_of_term
from yanxiu_tui.screens.activity_choices import Choices, read_choices
from yanxiu_tui.screens.activity_detail import Past, past_screen, read_past, series_screen
from yanxiu_tui.screens.activity_filter import ALL, FilterScreen, choices, passing
from yanxiu_tui.screens.activity_form import ActivityFormScreen
from yanxiu_tui.screens.documents import DocumentsScreen
from yanxiu_tui.screens.earlier import TermRoom
from yanxiu_tui.screens.meeting_acts import MeetingActs
from yanxiu_tui.services import activities, documents, planning, school
from yanxiu_tui.services.activities import ActivityView, State
from yanxiu_tui.services.documents import Document
from yanxiu_tui.services.permission import Act, Actor, allowed
from yanxiu_tui.services.planning import Draft, Series
from yanxiu_tui.services.school import TermView
from yanxiu_tui.widgets.activity_table import ActivityTable


@dataclass
class ActivitiesRead(Message):
    """The term, its regulation, and the activities this person may follow."""

    term: TermView
    regulation: Regulation
    found: Sequence[ActivityView]


@dataclass
class FormReady(Message):
    """What the form needs is read."""

    choices: Choices
    changing: ActivityView | None = None
    draft: Draft | None = None


@dataclass
class PastRead(Message):
    """One activity with what became of it."""

    past: Past


@dataclass
class PapersRead(Message):
    """The papers of an activity."""

    activity: ActivityView
    papers: Sequence[Document]


class ActivitiesScreen(TermRoom, MeetingActs):
    """A table of the term; the footer shows what may be done with the one under the cursor."""

    ROOM_NAME = "研修活动"
    AHEAD = True
    CSS_PATH = "activities.tcss"
    HELP_TEXT = """\
本学期的研修活动：安排、开放签到、散会、交材料。
[b]Ctrl+N[/b] 新建，可以每周重复；[b]回车[/b] 修改，已结束的只看详情和经过
[b]F5[/b] 开放签到，应到名单从此固定；[b]F6[/b] 结束，出勤结果就此确定
[b]F7[/b] 重新开放（写原因，留痕）；[b]F8[/b] 登记方案、简报、总结
[b]Delete[/b] 取消还没开始的活动（写原因）；[b]F3[/b] 只看一部分；[b]Ctrl+T[/b] 看别的学期

四定：定时间、定内容、定主讲人、定地点（Z8）。大型活动交齐材料才能结束；
没交齐可以先散会，老师不用等。"""
    BINDINGS = [
        Binding("ctrl+n", "new", "新建", id="new", tooltip="安排一次活动，或每周一次"),
        Binding(
            "enter",
            "details",
            "详情",
            priority=True,
            show=False,
            id="details",
            tooltip="修改，或看详情和经过",
        ),
        Binding("f3", "filter", "筛选", show=False, id="filter", tooltip="只看一部分活动"),
        Binding("f5", "open", "开放", id="open", tooltip="应到名单从此固定"),
        Binding("f6", "finish", "结束", id="finish", tooltip="停止签到，出勤结果就此确定"),
        Binding("f7", "reopen", "重开", id="reopen", tooltip="重新开放，要写原因"),
        Binding("f8", "papers", "材料", id="papers", tooltip="登记方案、简报、总结"),
        Binding("delete", "call_off", "取消活动", id="call_off", tooltip="取消还没开始的活动"),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.term: TermView | None = None
        self.regulation: Regulation | None = None
        self.filter = ALL

    def body(self) -> ComposeResult:
        yield Static("", id="heading", markup=False)
        yield Static("", id="empty", markup=False)
        yield ActivityTable()

    @property
    def current(self) -> ActivityView | None:
        """The activity under the cursor."""
        return self.query_one(ActivityTable).current

    # Reading

    def read(self) -> None:
        """Read the term's activities."""

        def act() -> Message:
            term = self.term_in_hand()
            regulation = school.regulation_of(term.regulation_id)
            return ActivitiesRead(term, regulation, activities.visible(self.actor, term.id))

        self.ask(act, group="read", only_last=True)

    def on_activities_read(self, message: ActivitiesRead) -> None:
        self.term, self.regulation, self.found = message.term, message.regulation, message.found
        self.paint()

    def paint(self) -> None:
        """Show the activities the filter lets through, or say that there are none."""
        if self.term is None:
            return
        shown = passing(self.filter, self.found)
        today = clock.local(clock.now()).date()
        goes_on = self.term.starts_on <= today <= self.term.ends_on
        week = f"第 {week_of_term(today, self.term.starts_on)} 周　" if goes_on else ""
        self.query_one("#heading", Static).update(
            f"{self.term.name}　{week}{self.filter} {len(shown)} 次（F3 筛选，回车看详情）"
        )
        empty = "没有这样的活动，按 F3 换一种看法。"
        if not self.found:
            empty = "本学期还没有安排活动，按 Ctrl+N 新建一次。"
        self.query_one("#empty", Static).update(empty)
        self.query_one("#empty").display = not shown
        table = self.query_one(ActivityTable)
        table.display = bool(shown)
        table.show(shown, today)
        table.focus()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.may_here(action)

    def action_filter(self) -> None:
        def chosen(name: str | None) -> None:
            if name:
                self.filter = name
                self.paint()

        self.app.push_screen(FilterScreen(choices(self.found), self.filter), chosen)

    # Planning and changing

    def action_new(self) -> None:
        self.ask(lambda: FormReady(read_choices(self.actor, clock.now())))

    def action_details(self) -> None:
        """Change what may still be changed by this person; show the rest."""
        activity, regulation, actor = self.current, self.regulation, self.actor
        if activity is None or regulation is None:
            return
        hosting = activity.is_run_by(actor.teacher_id)
        may = allowed(actor, Act.PLAN_ACTIVITY, activity.group_id, hosting)
        if may and activity.state in (State.PLANNED, State.OPEN):
            self.ask(
                lambda: FormReady(
                    read_choices(actor, clock.now()), activity, planning.draft_of(activity.id)
                )
            )
        else:
            self.ask(lambda: PastRead(read_past(activity, regulation)))

    def on_form_ready(self, message: FormReady) -> None:
        form = ActivityFormScreen(self.actor, message.choices, message.changing, message.draft)
        self.app.push_screen(form, self.saved)

    def on_past_read(self, message: PastRead) -> None:
        self.app.push_screen(past_screen(message.past))

    def saved(self, result: ActivityView | Series | None) -> None:
        """Say what was planned or changed, and put the cursor on it."""
        if isinstance(result, Series):
            self.say(f"已安排 {len(result.ids)} 次，跳过 {len(result.days.skipped)} 次。")
            self.app.push_screen(series_screen(result))
        elif result is not None:
            self.say(f"「{result.title}」已保存。")
            self.query_one(ActivityTable).look_for(result.id)

    # Papers

    def action_papers(self) -> None:
        activity = self.current
        if activity is not None:
            self.ask(lambda: PapersRead(activity, documents.documents(activity.id)))

    def on_papers_read(self, message: PapersRead) -> None:
        def handed_in(names: list[str] | None) -> None:
            if names:
                self.say(f"已登记{'、'.join(names)}。")

        if self.regulation is not None:
            screen = DocumentsScreen(self.actor, message.activity, self.regulation, message.papers)
            self.app.push_screen(screen, handed_in)
