"""What is done with a trip in 「外出学习」, for the room that lists them (P8)."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual.message import Message

from yanxiu_tui import clock
from yanxiu_tui.rules.out_study import OutStudyState, report_title
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.listed import ListedRoom
from yanxiu_tui.screens.out_study_forms import (
    ApproveScreen,
    DaysScreen,
    MaterialsScreen,
    SettleScreen,
    TripFormScreen,
    read_choices,
)
from yanxiu_tui.screens.out_study_notice import read_notice
from yanxiu_tui.screens.paper import PaperScreen
from yanxiu_tui.screens.paper_files import new_file
from yanxiu_tui.services import activities, out_studies, out_study_views
from yanxiu_tui.services.activities import State
from yanxiu_tui.services.out_studies import OutStudyView
from yanxiu_tui.services.permission import Act, Actor, allowed
from yanxiu_tui.widgets.out_study_words import money, title_of

_NO_NEED = "0"
_STANDING = (OutStudyState.ASKED, OutStudyState.APPROVED)


@dataclass
class Done(Message):
    """An act is done; the sentence says which."""

    sentence: str


@dataclass
class FormReady(Message):
    """What a form needs is read; ``told`` hears what came of it."""

    screen: Any
    told: Callable[[Any], None]


@dataclass
class ReportReady(Message):
    """The report is there to be written or read."""

    screen: PaperScreen


def _notice_of(view: OutStudyView) -> tuple[object, ...]:
    """What tells those sent together."""
    return view.notice, view.title, view.place, view.first, view.last


class TripActs(ListedRoom[OutStudyView]):
    """A room that lists trips, and what may be done with the one under the cursor."""

    ACTS = (
        ("f5", "report", "汇报"),
        ("f6", "hand_in", "交汇报"),
        ("f7", "materials", "材料"),
        ("ctrl+o", "take_out", "取材料"),
        ("f9", "change_days", "改期"),
        ("ctrl+e", "change", "改通知"),
        ("ctrl+y", "approve", "同意"),
        ("ctrl+r", "refuse", "不同意"),
        ("ctrl+g", "pass_on", "交流"),
        ("ctrl+k", "settle", "核销"),
        ("delete", "cancel", "取消"),
    )

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.deciders: Collection[int] = ()

    def do(self, act: Callable[[], OutStudyView], done: str) -> None:
        """Run an act in a worker and say what was done."""
        self.ask(lambda: Done(f"{title_of(act())}{done}。"))

    def on_done(self, message: Done) -> None:
        self.say(message.sentence)
        self.read()

    def on_form_ready(self, message: FormReady) -> None:
        self.app.push_screen(message.screen, message.told)

    def on_report_ready(self, message: ReportReady) -> None:
        self.app.push_screen(message.screen)

    @property
    def may_enter(self) -> bool:
        """Whether this person enters notices for others."""
        return allowed(self.actor, Act.ENTER_OUT_STUDY)

    def acts_on(self, view: OutStudyView) -> dict[str, str]:
        """The keys that act on this trip, in words."""
        acts = super().acts_on(view)
        if view.reported_at is not None and "f6" in acts:
            acts["f6"] = "收回汇报"
        return acts

    def may(self, action: str, view: OutStudyView) -> bool:
        """Whether this person may do this with this trip; the service has the last word."""
        own = view.teacher_id == self.actor.teacher_id
        approved = view.state is OutStudyState.APPROVED
        match action:
            case "approve" | "refuse":
                asked = view.state is OutStudyState.ASKED
                return asked and out_study_views.may_decide(
                    self.actor, view.teacher_id, self.deciders
                )
            case "report":
                return view.reported_at is not None or (own and approved)
            case "hand_in":
                return own and approved and view.settled_at is None
            case "change":
                return self.may_enter and view.state in _STANDING and view.settled_at is None
            case "materials":
                return approved and (own or self.may_enter)
            case "take_out":
                return view.file_id is not None
            case "pass_on":
                return approved and self.may_enter
            case "settle":
                reported = approved and view.reported_at is not None
                return reported and not own and allowed(self.actor, Act.SETTLE_OUT_STUDY)
            case _:
                open_ = view.state in _STANDING and view.reported_at is None
                return open_ and (own or self.may_enter)

    # Asking

    def action_new(self) -> None:
        self.open_form(for_others=False)

    def action_enter(self) -> None:
        self.open_form(for_others=True)

    def open_form(self, for_others: bool) -> None:
        """The form for one trip of one's own, or for a notice."""

        def told(views: Sequence[OutStudyView] | None) -> None:
            if views:
                names = "、".join(view.teacher_name for view in views)
                self.say(f"已提交{names}老师的外出学习「{views[0].title}」，等待审批。")

        self.ask(lambda: FormReady(TripFormScreen(self.actor, read_choices(for_others)), told))

    def push(self, screen: Any, done: str) -> None:
        """Open a form about the trip in hand, and say what it did."""

        def told(views: Sequence[OutStudyView] | None) -> None:
            if views:
                self.say(f"{title_of(*views)}{done}。")

        self.app.push_screen(screen, told)

    def action_change_days(self) -> None:
        if self.current:
            self.push(DaysScreen(self.actor, self.current), "已改期，等待审批")

    def action_change(self) -> None:
        """Put the notice right for all whom it sends."""
        view = self.current
        if view is None:
            return

        def told(views: Sequence[OutStudyView] | None) -> None:
            if views:
                self.say(f"{title_of(*views)}的通知已改。")

        self.ask(lambda: FormReady(read_notice(self.actor, view.id), told))

    def action_cancel(self) -> None:
        label = "取消的原因（必填）；批准过的，公假随即作废。"
        self.with_reason("取消", label, out_studies.cancel, "已取消")

    # Deciding

    def action_approve(self) -> None:
        """Let the one in hand go, and those whom the same notice sends on the same days."""
        view = self.current
        if view is not None:
            notice = _notice_of(view)
            others = [
                each
                for each in self.found
                if each.id != view.id and _notice_of(each) == notice and self.may("approve", each)
            ]
            self.push(ApproveScreen(self.actor, view, others), "已批准，公假已登记")

    def action_refuse(self) -> None:
        label = "不同意的理由（必填，本人能看到）"
        self.with_reason("不同意", label, out_studies.refuse, "未批准")

    def with_reason(
        self, what: str, label: str, act: Callable[..., OutStudyView], done: str
    ) -> None:
        """Ask for the reason, then do it."""
        view = self.current
        if view is None:
            return

        def given(reason: str | None) -> None:
            if reason is not None:
                self.do(lambda: act(self.actor, view.id, reason, clock.now()), done)

        self.app.push_screen(ReasonScreen(f"{what}：{title_of(view)}", label), given)

    # Brought home

    def action_report(self) -> None:
        view = self.current
        if view is None:
            return

        def act() -> Message:
            own = view.teacher_id == self.actor.teacher_id and view.reported_at is None
            number = (
                out_studies.begin_report(self.actor, view.id, clock.now())
                if own
                else view.report_id or 0
            )
            title = report_title(view.title)
            return ReportReady(PaperScreen(self.actor, number, title, view.rule.sections))

        self.ask(act)

    def action_hand_in(self) -> None:
        view = self.current
        if view is None:
            return

        def act() -> Message:
            handed = out_studies.hand_in(self.actor, view.id, clock.now())
            return Done(f"{title_of(handed)}的汇报已交，{'迟交' if handed.late else '按时'}。")

        if view.reported_at is None:
            self.ask(act)
            return

        question = "汇报已经交了。收回再写？按时还是迟交，从重新交的时候算。"
        self.once_sure(
            question,
            lambda: self.do(
                lambda: out_studies.take_back(self.actor, view.id, clock.now()), "的汇报已收回"
            ),
            "收回",
            careful=True,
        )

    def action_materials(self) -> None:
        if self.current:
            self.push(MaterialsScreen(self.actor, self.current), "的材料已登记")

    def action_take_out(self) -> None:
        view = self.current
        if view is None:
            return

        def act() -> Message:
            name = Path(view.file_name)
            path = new_file(name.stem, name.suffix.lstrip(".") or "bin")
            taken = out_studies.take_materials_out(self.actor, view.id, path, clock.now())
            return Done(f"「{view.title}」的材料已存为 {taken}")

        self.ask(act)

    # What the office does

    def action_pass_on(self) -> None:
        view = self.current
        if view is None:
            return

        def act() -> Message:
            found = [
                each
                for each in activities.activities(view.term_id)
                if each.state is not State.CANCELLED
                and clock.local(each.starts_at).date() >= view.first
            ]
            # Those of the whole school and of the teacher's own group first.
            found.sort(key=lambda each: each.group_name not in ("", view.group_name))
            held = [
                (
                    str(each.id),
                    f"{clock.local(each.starts_at):%m-%d} {each.title}（{each.scope_name}）",
                )
                for each in found
            ]
            choices = [(_NO_NEED, "没有必要交流"), *held]
            return FormReady(ChooseScreen("在哪次会上交流？", choices), picked)

        def picked(key: str | None) -> None:
            if key is not None:
                meeting = int(key) or None
                self.do(
                    lambda: out_studies.pass_on(self.actor, view.id, meeting, clock.now()),
                    "的交流已登记",
                )

        self.ask(act)

    def action_settle(self) -> None:
        if self.current is None:
            return

        def told(views: Sequence[OutStudyView] | None) -> None:
            if views:
                self.say(f"{title_of(views[0])}已核销，报销 {money(views[0].pays)}。")

        self.app.push_screen(SettleScreen(self.actor, self.current), told)
