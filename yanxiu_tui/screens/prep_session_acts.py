"""What a leader does with one 备课, a step at each F5: open it, end it, sign its record."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from textual.binding import Binding
from textual.message import Message

from yanxiu_tui import clock
from yanxiu_tui.screens.confirm import ConfirmScreen, ReasonScreen
from yanxiu_tui.screens.prep_parts import print_record
from yanxiu_tui.screens.room import DeskRoom
from yanxiu_tui.services import meeting, prep_sessions
from yanxiu_tui.services.activities import State
from yanxiu_tui.services.permission import Act, allowed
from yanxiu_tui.services.prep_sessions import SessionView


@dataclass
class Done(Message):
    """An act is done; the sentence says which."""

    sentence: str


class SessionActs(DeskRoom):
    """A room with the keys of the ``session`` under its cursor; it says how to ``read`` again."""

    BINDINGS = [
        Binding("f5", "open", "开放", id="open", tooltip="开放签到，应到名单从此固定"),
        Binding("f5", "end", "结束", id="end", tooltip="停止签到，出勤结果就此确定"),
        Binding("f5", "sign", "签字", id="sign", tooltip="组长签字，签了不能再改"),
        Binding("f5", "unsign", "撤签", id="unsign", tooltip="撤回签字，要写原因"),
        Binding("f9", "print", "打印", id="print", tooltip="存成 Word 文件"),
    ]

    @property
    def session(self) -> SessionView | None:
        """The session under the cursor."""
        raise NotImplementedError

    def read(self) -> None:
        """Read again what is listed."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action not in ("open", "end", "sign", "unsign", "print"):
            return super().check_action(action, parameters)
        session = self.session
        if session is None:
            return False
        may_run = allowed(self.actor, Act.RUN_ACTIVITY, session.group_id)
        may_sign = allowed(self.actor, Act.SIGN_PREP, session.group_id)
        return {
            "open": session.state is State.PLANNED and may_run,
            "end": session.state is State.OPEN and may_run,
            "sign": session.may_sign,
            "unsign": session.signed_at is not None and may_sign,
            "print": True,
        }[action]

    def action_open(self) -> None:
        self.sure(
            "现在给「{}」开放签到吗？应到名单从此固定，老师到签到台签到。", "开放签到",
            lambda session: meeting.open_activity(self.actor, session.activity_id, clock.now()),
            "「{}」已开放签到。开完再按 F5 结束。",
        )  # fmt: skip

    def action_end(self) -> None:
        self.sure(
            "结束「{}」吗？结束后不再签到，出勤结果就此确定。", "结束",
            lambda session: meeting.close_activity(self.actor, session.activity_id, clock.now()),
            "「{}」已结束。记录写好以后，再按 F5 签字。",
        )  # fmt: skip

    def action_sign(self) -> None:
        self.sure(
            "给「{}」的记录签字吗？签了以后记录不能再改。", "签字",
            lambda session: prep_sessions.sign(self.actor, session.id, clock.now()),
            "「{}」的记录已签字。按 F9 打印。",
        )  # fmt: skip

    def sure(
        self, question: str, yes: str, act: Callable[[SessionView], object], done: str
    ) -> None:
        """Do it to the session once it is confirmed; ``{}`` is its title."""
        session = self.session
        if session is None:
            return

        def work() -> Message:
            act(session)
            return Done(done.format(session.title))

        def answered(sure: bool | None) -> None:
            if sure:
                self.ask(work)

        self.app.push_screen(ConfirmScreen(question.format(session.title), yes), answered)

    def action_unsign(self) -> None:
        session = self.session
        if session is None:
            return

        def given(reason: str | None) -> None:
            if reason:
                self.ask(lambda: self.unsigned(session, reason))

        self.app.push_screen(ReasonScreen("撤回签字，让记录可以再改"), given)

    def unsigned(self, session: SessionView, reason: str) -> Message:
        """Ask the service; runs in the worker."""
        prep_sessions.unsign(self.actor, session.id, reason, clock.now())
        return Done("签字已撤回，记录可以再改，改好请再签。")

    def action_print(self) -> None:
        session = self.session
        if session is not None:
            self.ask(lambda: Done(_printed(print_record(self.actor, session.id))))

    def on_done(self, message: Done) -> None:
        self.say(message.sentence)
        self.read()


def _printed(path: Path) -> str:
    return f"集体备课记录已存为 {path}，请打印。"
