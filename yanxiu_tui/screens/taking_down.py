"""发言 as they are taken down: line by line while they are said, by several terminals at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.names import Named
from yanxiu_tui.screens.pages import Panel
from yanxiu_tui.screens.remark_line import RemarkLine
from yanxiu_tui.screens.room import Caller, Refusal
from yanxiu_tui.screens.writing import WritingRoom
from yanxiu_tui.services import people, prep_groups, remarks
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.prep_sessions import SessionView
from yanxiu_tui.services.remarks import RemarkView
from yanxiu_tui.trouble import explain
from yanxiu_tui.widgets.kept_table import KeptTable, Row

_LOOK, _AGAIN = 2.0, 3.0  # seconds between two looks at what others take down, and two tries
_NARROW = {"姓名": 8, "意见": 0, "采纳": 6}
_WIDE = {"姓名": 12, "意见": 0, "采纳": 6, "写进": 12, "备注": 4}
VERDICTS = {"adopted": "采纳", "declined": "未采纳"}


@dataclass
class RemarksRead(Message):
    """What was said so far."""

    found: Sequence[RemarkView]


@dataclass
class PeopleRead(Message):
    """Who may be meant by initials: those of the group, and the whole school."""

    near: Sequence[Named]
    everybody: Sequence[Named]


@dataclass
class TakenDown(Message):
    """The first line that waited is on record, or it is not."""

    trouble: Exception | None = None


class Line:
    """A line that waits to be kept, once, by whichever thread comes first."""

    def __init__(self, teacher: Named, words: str) -> None:
        self.teacher, self.words = teacher, words
        self._kept = False
        self._lock = Lock()

    def keep(self, actor: Actor, session_id: int) -> None:
        """Put it on record unless it is there."""
        with self._lock:
            if not self._kept:
                remarks.add(actor, session_id, self.teacher.staff_no, self.words, clock.now())
                self._kept = True


@dataclass
class Decided(Message):
    """A remark was put right, adopted, declined or struck out."""

    sentence: str


class TakingDown(Caller, Panel):
    """A table of what was said, and the line it is typed into; the arrows go up and down in it."""

    TITLE = "发言"
    BINDINGS = [
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
    ]

    def __init__(self, actor: Actor, session: SessionView, sections: Mapping[str, str]) -> None:
        super().__init__()
        self.actor, self.session, self.sections = actor, session, sections
        self.found: Sequence[RemarkView] = ()
        self.line = RemarkLine()
        self.waiting: list[Line] = []
        self.sending = False
        self.putting: tuple[RemarkView, str] | None = None
        self.refused: tuple[RemarkView, str] | None = None

    def compose(self) -> ComposeResult:
        yield KeptTable(_NARROW, _WIDE)
        yield Static("", id="whole", markup=False)
        yield self.line

    def on_mount(self) -> None:
        self.query_one(KeptTable).can_focus = False
        self.line.display = self.session.may_write
        self.ask(lambda: PeopleRead(prep_groups.people(self.session.group_id), people.everybody()))
        self.read()
        self.set_interval(_LOOK, self.look)

    @property
    def room(self) -> WritingRoom:
        assert isinstance(self.screen, WritingRoom)
        return self.screen

    @property
    def current(self) -> RemarkView | None:
        """The remark under the cursor."""
        at = self.query_one(KeptTable).current
        return self.found[at] if at is not None and at < len(self.found) else None

    def enter(self) -> None:
        (self.line.field if self.session.may_write else self.room.sections_list).focus()
        self.read()

    # Reading

    def read(self) -> None:
        """Read what was said."""
        self.ask(
            lambda: RemarksRead(remarks.remarks(self.actor, self.session.id)),
            group="remarks",
            only_last=True,
        )

    def on_people_read(self, message: PeopleRead) -> None:
        self.line.near, self.line.everybody = message.near, message.everybody
        self.line.advise()

    def look(self) -> None:
        """See what others have taken down."""
        if self.display and self.app.screen is self.screen and not self.sending:
            self.follow(self.read, "remarks")

    def on_remarks_read(self, message: RemarksRead) -> None:
        self.found = message.found
        self.show()
        if self.refused is not None:
            self.put_back(*self.refused)

    def put_back(self, view: RemarkView, line: str) -> None:
        """What was refused goes back into the line, to be looked at beside what stands now."""
        self.refused = None
        by_id = {each.id: each for each in self.found}
        self.line.put_right(by_id.get(view.id))
        self.line.field.value = line

    def show(self) -> None:
        """Paint what was said, and what is still to be kept; a new line comes into sight."""
        table = self.query_one(KeptTable)
        before = len(table.shown)
        rows = [self.row(view) for view in self.found]
        rows += [_waiting(at, each) for at, each in enumerate(self.waiting)]
        table.show(rows)
        if len(rows) > before:
            table.move_cursor(row=len(rows) - 1)
        self.mark = str(len(rows))
        self.room.tell()
        self.refresh_bindings()

    def row(self, view: RemarkView) -> Row:
        verdict = VERDICTS.get(view.adopted, "")
        style = "bold green" if view.adopted == "adopted" else ""
        return str(view.id), {
            "姓名": Text(view.teacher_name),
            "意见": Text(view.words),
            "采纳": Text(verdict or ("补录" if view.late else ""), style=style),
            "写进": Text(self.sections.get(view.section, view.section)),
            "备注": Text("补录" if view.late else ""),
        }

    @on(DataTable.RowHighlighted)
    def pointed_at(self) -> None:
        """Show in full what the table has no room for."""
        view = self.current
        words = f"{view.teacher_name}：{view.words}" if view else ""
        self.query_one("#whole", Static).update(words)
        self.refresh_bindings()

    def action_step(self, step: int) -> None:
        table = self.query_one(KeptTable)
        table.move_cursor(row=table.cursor_row + step)

    # Taking down

    @on(RemarkLine.Said)
    def said(self, message: RemarkLine.Said) -> None:
        before, teacher, words = message.puts_right, message.teacher, message.words
        if before is None:
            self.waiting.append(Line(teacher, words))
            self.show()
            self.send()
            return

        def act() -> Message:
            remarks.change(
                self.actor, before.id, teacher.staff_no, words, before.revision, clock.now()
            )
            return Decided("改好了。")

        self.putting = (before, f"{teacher.name} {words}")
        self.ask(act)

    def on_refusal(self, message: Refusal) -> None:
        """What could not be put right is read again, and what was typed goes back."""
        message.stop()
        self.refused, self.putting = self.putting, None
        self.room.say(message.sentence, "wrong")
        self.read()

    def send(self) -> None:
        """Keep the first line that waits; they are kept one after another, in order."""
        if self.sending or not self.waiting:
            return
        line = self.waiting[0]

        def act() -> Message:
            try:
                line.keep(self.actor, self.session.id)
            except Exception as error:
                return TakenDown(error)
            return TakenDown()

        self.sending = True
        self.ask(act, group="take down")

    def on_taken_down(self, message: TakenDown) -> None:
        self.sending = False
        trouble = message.trouble
        if trouble is not None and not isinstance(trouble, Refused):
            self.room.told(trouble)
            self.set_timer(_AGAIN, self.send)
            return
        line = self.waiting.pop(0)
        if trouble is not None:
            self.room.told(trouble)
            self.line.field.value = f"{line.teacher.name} {line.words}"
        self.read()
        self.send()
        self.room.go_on()

    def on_decided(self, message: Decided) -> None:
        self.putting = None
        self.room.say(message.sentence)
        self.read()
        self.room.look()

    @property
    def unsaved(self) -> bool:
        return bool(self.waiting)

    def flush(self) -> None:
        self.send()

    def on_unmount(self) -> None:
        """The desk locks, perhaps in the middle of a line: what can be kept is kept."""
        heard = self.line.heard
        speaker = self.line.speaker(heard)
        if speaker and heard.words and self.line.puts_right is None:
            self.waiting.append(Line(speaker, heard.words))
        for line in self.waiting:
            try:
                line.keep(self.actor, self.session.id)
            except Exception as error:
                explain(error)


def _waiting(at: int, line: Line) -> Row:
    return f"waiting {at}", {
        "姓名": Text(line.teacher.name),
        "意见": Text(line.words),
        "采纳": Text("未存", style="bold red"),
        "写进": Text(""),
        "备注": Text(""),
    }
