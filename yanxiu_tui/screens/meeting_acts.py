"""The course of a meeting from the list of activities: opened, closed, opened again, called off."""

from collections.abc import Callable
from dataclasses import dataclass

from textual.message import Message

from yanxiu_tui import clock
from yanxiu_tui.errors import Refused
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.listed import ListedRoom
from yanxiu_tui.services import attendance, meeting, planning
from yanxiu_tui.services.activities import ActivityView, State

# The states in which a key has something to do.
_STATES = {
    "open": (State.PLANNED,),
    "finish": (State.OPEN, State.ENDED),
    "reopen": (State.ENDED, State.CLOSED),
    "call_off": (State.PLANNED,),
    "papers": (State.PLANNED, State.OPEN, State.ENDED, State.CLOSED),
}


@dataclass
class Done(Message):
    """An act is done; the sentence says which."""

    sentence: str


@dataclass
class PapersMissing(Message):
    """A large activity cannot be closed yet, but the meeting may end."""

    activity: ActivityView
    sentence: str


class MeetingActs(ListedRoom[ActivityView]):
    """The keys of a list of activities."""

    ACTS = (
        ("f5", "open", "开放"),
        ("f6", "finish", "结束"),
        ("f7", "reopen", "重开"),
        ("f8", "papers", "材料"),
        ("delete", "call_off", "取消活动"),
    )

    def may(self, action: str, view: ActivityView) -> bool:
        """Whether it is in a state for that; the service has the last word."""
        return view.state in _STATES[action]

    def action_open(self) -> None:
        activity = self.current
        if activity is None:
            return

        def act() -> Message:
            opened = meeting.open_activity(self.actor, activity.id, clock.now())
            expected = attendance.board(opened.id).tally.expected
            return Done(f"「{opened.title}」已开放签到，应到 {expected} 人。")

        start = clock.local(activity.starts_at)
        self.once_sure(
            f"现在开放签到吗？应到名单从此固定。\n\n「{activity.title}」"
            f"{start:%m月%d日 %H:%M}，{activity.place}，{activity.scope_name}",
            lambda: self.ask(act),
            "开放签到",
        )

    def action_finish(self) -> None:
        activity = self.current
        if activity is None:
            return

        def act() -> Message:
            try:
                closed = meeting.close_activity(self.actor, activity.id, clock.now())
            except Refused as refusal:
                if refusal.reason == "papers_missing" and activity.state is State.OPEN:
                    return PapersMissing(activity, str(refusal))
                raise
            return Done(f"「{closed.title}」已结束。")

        question = f"结束「{activity.title}」吗？结束后不再签到，出勤结果就此确定。"
        self.once_sure(question, lambda: self.ask(act), "结束")

    def on_papers_missing(self, message: PapersMissing) -> None:
        def act() -> Message:
            ended = meeting.end_activity(self.actor, message.activity.id, clock.now())
            return Done(f"「{ended.title}」已散会。材料交齐（F8）后再按 F6 结束。")

        self.say(message.sentence, "wrong")
        question = f"{message.sentence}\n\n现在散会吗？散会后不再签到。"
        self.once_sure(question, lambda: self.ask(act), "散会")

    def action_reopen(self) -> None:
        def act(activity: ActivityView, reason: str) -> Message:
            meeting.reopen_activity(self.actor, activity.id, reason, clock.now())
            return Done(f"「{activity.title}」已重新开放签到。")

        self.with_reason("重新开放", act)

    def action_call_off(self) -> None:
        def act(activity: ActivityView, reason: str) -> Message:
            planning.cancel(self.actor, activity.id, reason, clock.now())
            return Done(f"「{activity.title}」已取消。")

        self.with_reason("取消活动", act)

    def with_reason(self, title: str, act: Callable[[ActivityView, str], Message]) -> None:
        """Do it to the activity under the cursor once a reason is given."""
        activity = self.current
        if activity is None:
            return

        def given(reason: str | None) -> None:
            if reason:
                self.ask(lambda: act(activity, reason))

        self.app.push_screen(ReasonScreen(f"{title}：{activity.title}"), given)

    def on_done(self, message: Done) -> None:
        self.say(message.sentence)
        self.read()
