"""What 教师名册 does about PINs: codes for one or everybody, and a locked PIN unlocked (Z25)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from textual.message import Message

from yanxiu_tui import clock
from yanxiu_tui.screens.enrolment_codes import CodeScreen, Slips, print_slips
from yanxiu_tui.screens.room import DeskRoom
from yanxiu_tui.services import credentials, enrolment_codes
from yanxiu_tui.services.enrolment_codes import EnrolmentCode
from yanxiu_tui.services.teachers import TeacherRow


@dataclass
class CodeIssued(Message):
    """A new code for one teacher, to be shown once."""

    code: EnrolmentCode = field(repr=False)


@dataclass
class SlipsPrinted(Message):
    """Codes for everybody without a PIN are in a file."""

    slips: Slips


@dataclass
class Unlocked(Message):
    """Somebody may try their PIN again."""

    name: str


class CodeActs(DeskRoom):
    """The keys of a roster, which says who is in it and which ``row`` the cursor is on."""

    @property
    def rows(self) -> Sequence[TeacherRow]:
        """Everybody in it."""
        raise NotImplementedError

    @property
    def row(self) -> TeacherRow | None:
        """The teacher under the cursor."""
        raise NotImplementedError

    def action_issue_all(self) -> None:
        """Ask, then issue codes and write the slips."""
        without = [row for row in self.rows if row.active and not row.has_pin]
        if not without:
            self.say("每位老师都已设好口令，不用发启用码。", "plain")
            return

        def act() -> None:
            self.say("正在发启用码……", "plain")
            self.ask(lambda: SlipsPrinted(print_slips(self.actor, clock.now())))

        question = (
            f"给 {len(without)} 位还没设口令的老师各发一张启用码吗？\n"
            "以前发给他们、还没用的启用码作废。"
        )
        self.once_sure(question, act, "发启用码")

    def on_slips_printed(self, message: SlipsPrinted) -> None:
        slips = message.slips
        if slips.count:
            self.say(f"{slips.count} 张启用码已存为 {slips.path}，请打印后裁开发给本人。")
        else:
            self.say("每位老师都已设好口令，不用发启用码。", "plain")

    def action_issue(self) -> None:
        if self.row is not None:
            self.issue_to(self.row)

    def issue_to(self, row: TeacherRow) -> None:
        """Issue a code for one teacher, after a question if they have a PIN already."""

        def act() -> Message:
            (code,) = enrolment_codes.issue_codes(self.actor, clock.now(), [row.staff_no])
            return CodeIssued(code)

        if row.has_pin:
            question = f"{row.name}老师已设口令。换发启用码后，可以用它另设一个口令。要发吗？"
            self.once_sure(question, lambda: self.ask(act), "发启用码")
        else:
            self.ask(act)

    def on_code_issued(self, message: CodeIssued) -> None:
        self.app.push_screen(CodeScreen(message.code, clock.now()))

    def action_unlock(self) -> None:
        if self.row is not None:
            self.unlock_for(self.row)

    def unlock_for(self, row: TeacherRow) -> None:
        """Let somebody who guessed wrong too often try again at once."""

        def act() -> Message:
            credentials.unlock(self.actor, row.staff_no, clock.now())
            return Unlocked(row.name)

        self.ask(act)

    def on_unlocked(self, message: Unlocked) -> None:
        self.say(f"{message.name}老师的口令已解锁，可以再试。")
