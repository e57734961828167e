"""The one line that remarks are typed into: a name or initials, a blank, the words, Enter."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from yanxiu_tui.rules.names import Named
from yanxiu_tui.rules.spoken import Spoken, spoken
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.services.remarks import RemarkView

_HOW = "姓名首字母，空格，意见，回车。如：wxm 建议先做实验"
_MOST_SHOWN = 4


class RemarkLine(Vertical):
    """Posts what was Said; ``near`` are those whose initials are meant first."""

    DEFAULT_CSS = """
    RemarkLine { height: auto; }
    RemarkLine Input { background: $boost; }
    RemarkLine Input:focus { background: $primary 40%; }
    RemarkLine #heard { height: 1; color: $text-muted; padding: 0 1; }
    """

    @dataclass
    class Said(Message):
        """A line was finished; ``puts_right`` is the remark it takes the place of."""

        teacher: Named
        words: str
        puts_right: RemarkView | None

    @dataclass
    class Emptied(Message):
        """A remark that was to be put right was left without words."""

        view: RemarkView

    def __init__(self) -> None:
        super().__init__()
        self.near: Sequence[Named] = ()
        self.everybody: Sequence[Named] = ()
        self.meant: dict[str, Named] = {}
        self.last: Named | None = None
        self.puts_right: RemarkView | None = None
        self.field = Input(id="said", compact=True)

    def compose(self) -> ComposeResult:
        yield Static(_HOW, id="heard", markup=False)
        yield self.field

    @property
    def heard(self) -> Spoken:
        """What the line says so far."""
        return spoken(self.field.value, self.near, self.everybody)

    def speaker(self, heard: Spoken) -> Named | None:
        """Who is meant: the only one it may be, whom it meant before, or whoever spoke last."""
        if not heard.speakers:
            return self.last if heard.words else None
        if len(heard.speakers) == 1:
            return heard.speakers[0]
        before = self.meant.get(heard.name)
        return before if before in heard.speakers else None

    def put_right(self, view: RemarkView | None) -> None:
        """Take a remark back into the line, or with None give up putting it right."""
        self.puts_right = view
        self.field.value = f"{view.teacher_name} {view.words}" if view else ""
        self.field.action_end()
        self.field.focus()
        self.advise()

    @on(Input.Changed)
    def advise(self) -> None:
        """Show whom the line is heard from."""
        heard = self.heard
        speaker = self.speaker(heard)
        if self.puts_right and not self.field.value.strip():
            said = "回车划去这一条；Esc 不改"
        elif speaker:
            said = f"{speaker.name}{'' if heard.speakers else '接着'}说，回车记下"
        elif heard.speakers:
            names = [f"{each.name} {each.staff_no}" for each in heard.speakers[:_MOST_SHOWN]]
            said = f"{'、'.join(names)}，回车再选是谁"
        else:
            said = "没认出姓名，回车再选是谁" if heard.words else _HOW
        self.query_one("#heard", Static).update(said)

    @on(Input.Submitted)
    def finish(self, event: Input.Submitted) -> None:
        event.stop()
        self.submit()

    def submit(self) -> None:
        """Take the line down; where it is not clear whose words they are, ask."""
        heard = self.heard
        if not heard.words:
            if self.puts_right and not heard.name:
                self.post_message(self.Emptied(self.puts_right))
            return
        speaker = self.speaker(heard)
        if speaker is not None:
            self.take(speaker, heard)
            return
        offered = heard.speakers or tuple(dict.fromkeys([*self.near, *self.everybody]))
        people = {each.staff_no: each for each in offered}

        def chosen(staff_no: str | None) -> None:
            if staff_no:
                self.take(people[staff_no], heard)

        choices = [(each.staff_no, f"{each.name} {each.staff_no}") for each in offered]
        self.app.push_screen(ChooseScreen("谁说的？", choices), chosen)

    def take(self, speaker: Named, heard: Spoken) -> None:
        """These are that person's words; the line is free for the next."""
        if heard.speakers:
            self.meant[heard.name] = speaker
        self.last = speaker
        self.post_message(self.Said(speaker, heard.words, self.puts_right))
        self.put_right(None)
