"""A sheet kept up to date, and what may be done about one of its lines."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from textual.message import Message

from yanxiu_tui import clock
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.attendance import CAME, STATUS_NAMES
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.explanation import explain
from yanxiu_tui.screens.searched import SearchedRoom
from yanxiu_tui.screens.sheet import NOTHING_READ, SheetRead, look
from yanxiu_tui.services import corrections, pulse
from yanxiu_tui.services.attendance import Line
from yanxiu_tui.services.corrections import Corrected, HistoryEntry
from yanxiu_tui.services.permission import Act, Actor, allowed, require


@dataclass
class Done(Message):
    """Something is done; the sentence says what."""

    said: str


@dataclass
class LineRead(Message):
    """What happened to one line of the sheet."""

    line: Line
    history: Sequence[HistoryEntry]


class AttendeeRoom(SearchedRoom):
    """Enter tells how a line came about and offers what may be done with it."""

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.sheet = NOTHING_READ
        self.wanted: int | None = None

    def on_mount(self) -> None:
        self.query_one("#typed").focus()
        self.call_after_refresh(self.read)
        self.set_interval(1, lambda: self.follow(self.read))

    def on_screen_resume(self) -> None:
        self.read()

    def read(self) -> None:
        """Read the sheet again if anything was recorded since, here or on another terminal."""
        actor, wanted, sheet = self.actor, self.wanted, self.sheet
        shown = sheet.board.activity.id if sheet.board else None

        def act() -> Message:
            settled = wanted in (None, shown) and pulse.beat() == sheet.beat
            return sheet if settled else look(actor, wanted)

        if self.is_current:
            self.ask(act, group="read", only_last=True)

    def on_sheet_read(self, message: SheetRead) -> None:
        late = message.asked != self.wanted or message.beat < self.sheet.beat
        if message is not self.sheet and not late:
            self.sheet = message
            self.wanted = message.board.activity.id if message.board else None
            self.paint()

    def may(self, act: Act) -> bool:
        """Whether this person may do this here; says so when not, before anything is typed."""
        board = self.sheet.board
        if board is None:
            return False
        try:
            hosting = board.activity.is_run_by(self.actor.teacher_id)
            require(self.actor, act, board.activity.group_id, hosting)
        except Refused as refusal:
            self.say(str(refusal), "wrong")
            return False
        return True

    def do(self, act: Callable[[int], str]) -> None:
        """Do something with the meeting shown in a worker, and say what it says."""
        if self.sheet.board:
            activity_id = self.sheet.board.activity.id
            self.ask(lambda: Done(act(activity_id)), group="act")

    def on_done(self, message: Done) -> None:
        self.say(message.said)
        self.read()

    # One line

    def taken(self, teacher_id: int) -> None:
        line = self.line(teacher_id)

        def act(activity_id: int) -> Message:
            return LineRead(line, corrections.history(self.actor, activity_id, teacher_id))

        if self.sheet.board:
            activity_id = self.sheet.board.activity.id
            self.ask(lambda: act(activity_id), group="line", only_last=True)

    def line(self, teacher_id: int) -> Line:
        """Somebody's line on the sheet."""
        lines = self.sheet.board.lines if self.sheet.board else ()
        return next(line for line in lines if line.teacher_id == teacher_id)

    def on_line_read(self, message: LineRead) -> None:
        board, regulation, line = self.sheet.board, self.sheet.regulation, message.line
        if board is None or regulation is None or not self.is_active:
            return
        acts = {}
        if allowed(self.actor, Act.CORRECT_ATTENDANCE, board.activity.group_id):
            acts["f5"] = "更正"
            if line.by_hand:
                acts["f6"] = "撤销更正"
        if line.status in CAME:
            acts["f8"] = "早退离场"
        title = "  ".join(filter(None, (line.name, line.group_name, line.staff_no)))
        fields = explain(board, line, message.history, regulation)
        self.app.push_screen(DetailsScreen(title, fields, acts), partial(self.chosen, line))

    def chosen(self, line: Line, key: str | None) -> None:
        """Go on with what was chosen for this line."""
        board = self.sheet.board
        if board is None or key is None:
            return
        if key == "f5":
            from yanxiu_tui.screens.correction import CorrectionScreen

            screen = CorrectionScreen(self.actor, board.activity.id, line)
            self.app.push_screen(screen, self.corrected)
        elif key == "f6":
            asked = ReasonScreen(f"撤销对{line.name}的更正，恢复原来的结果")
            self.app.push_screen(asked, partial(self.withdraw, line))
        else:
            from yanxiu_tui.screens.departure import DepartureScreen

            left = DepartureScreen(self.actor, board.activity, line)
            self.app.push_screen(left, self.departed)

    def corrected(self, done: Corrected | None) -> None:
        """Say what somebody's standing was and is."""
        if done:
            self.on_done(Done(_told(done)))

    def departed(self, said: str | None) -> None:
        """Say how somebody left."""
        if said:
            self.on_done(Done(said))

    def withdraw(self, line: Line, reason: str | None) -> None:
        """Take a correction back, saying why."""
        actor, teacher_id = self.actor, line.teacher_id

        def act(activity_id: int) -> str:
            return _told(
                corrections.withdraw(actor, activity_id, teacher_id, reason or "", clock.now())
            )

        if reason:
            self.do(act)


def _told(done: Corrected) -> str:
    return f"{done.name}：{STATUS_NAMES[done.before]}更正为{STATUS_NAMES[done.after]}"
