"""F2: who is at the desk? A staff number or initials, then the PIN."""

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

from yanxiu_tui import clock
from yanxiu_tui.memory import machine_name
from yanxiu_tui.rules.names import Named, rank
from yanxiu_tui.screens.room import Caller, Refusal
from yanxiu_tui.services import credentials, people
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.widgets.candidates import Candidates
from yanxiu_tui.widgets.typed_input import TypedInput


@dataclass
class PeopleRead(Message):
    """Everybody who may come to the desk."""

    everybody: list[Named]


@dataclass
class Entered(Message):
    """The PIN was right."""

    actor: Actor


@dataclass
class Known(Message):
    """Whether this person has a PIN yet."""

    staff_no: str
    has_pin: bool


_ASK_NAME = "姓名首字母、姓名或工号"


class LoginScreen(Caller, ModalScreen[Actor | None]):
    """Returns the person whose PIN was right, or None."""

    BINDINGS = [
        Binding("escape", "dismiss(None)", "返回签到台", id="close"),
        Binding("up", "choose(-1)", show=False, priority=True),
        Binding("down", "choose(1)", show=False, priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.everybody: list[Named] = []
        self.chosen: Named | None = None
        self.waiting: list[str] = []

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static("工作台", classes="title")
            yield Static(_ASK_NAME, id="asked", markup=False)
            yield TypedInput(id="typed", select_on_focus=False)
            yield Candidates()
            yield Static("", classes="wrong", markup=False)
            yield Static("回车继续，Esc 返回签到台", classes="field")

    def on_mount(self) -> None:
        self.query_one("#typed", Input).focus()
        self.read()

    def read(self) -> None:
        """Read who there is."""
        self.ask(lambda: PeopleRead(people.everybody()))

    def on_people_read(self, message: PeopleRead) -> None:
        self.everybody = message.everybody
        if self.chosen is None:
            self.offer(self.query_one("#typed", Input).value)
        early, self.waiting = self.waiting, []
        for typed in early:
            self.take(typed, next((each.staff_no for each in self.meant(typed)), None))

    @on(Input.Changed)
    def typing(self, event: Input.Changed) -> None:
        if event.value:
            self.query_one(".wrong", Static).update("")
        if self.chosen is None:
            self.offer(event.value)

    def offer(self, typed: str) -> None:
        """Show whom the typed text may mean."""
        found = self.meant(typed)
        self.query_one(Candidates).offer(found, lambda each: f"{each.name}  {each.staff_no}")

    def meant(self, typed: str) -> list[Named]:
        """Whom the typed text may mean, the likeliest first."""
        return rank(typed, self.everybody, limit=6)

    def action_choose(self, step: int) -> None:
        self.query_one(Candidates).step(step)

    @on(OptionList.OptionSelected)
    def picked(self, event: OptionList.OptionSelected) -> None:
        self.query_one("#typed", Input).value = ""
        self.choose(str(event.option.id))

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Take it, or keep it until it is known who there is: the server may be away."""
        if self.everybody:
            self.take(event.value, self.query_one(Candidates).picked_out)
        else:
            self.waiting.append(event.value)
            self.read()

    def take(self, typed: str, picked_out: str | None) -> None:
        """What was entered: the PIN of whoever is asked for it, else a name."""
        if self.chosen is not None:
            self.enter(self.chosen.staff_no, typed)
        elif picked_out is not None:
            self.choose(picked_out)
        elif typed:
            self.query_one(".wrong", Static).update("没有找到这位老师，请核对后再输。")

    def choose(self, staff_no: str) -> None:
        """Ask this person for the PIN, or for the enrolment code when there is none yet."""
        self.chosen = next(each for each in self.everybody if each.staff_no == staff_no)
        self.ask_for(f"{self.chosen.name}老师，请输入口令", secret=True)
        self.ask(lambda: Known(staff_no, credentials.has_pin(staff_no)))

    def ask_for(self, question: str, secret: bool) -> None:
        """Put a question above the input; what is being typed there already stays."""
        self.query_one("#asked", Static).update(question)
        field = self.query_one("#typed", Input)
        field.password = secret
        field.focus()
        self.query_one(Candidates).display = not secret

    def on_known(self, message: Known) -> None:
        chosen = self.chosen
        if chosen is None or message.has_pin:
            return
        from yanxiu_tui.screens.enrolment import EnrolmentScreen

        self.chosen = None
        self.query_one("#typed", Input).value = ""
        self.ask_for(_ASK_NAME, secret=False)
        self.app.push_screen(EnrolmentScreen(chosen.staff_no, chosen.name), self.enrolled)

    def enrolled(self, chosen: tuple[str, str] | None) -> None:
        """Go on to the desk with the PIN just chosen."""
        if chosen:
            self.enter(*chosen)

    def enter(self, staff_no: str, pin: str) -> None:
        """Check the PIN in a worker."""
        if pin:
            self.ask(lambda: Entered(credentials.enter(staff_no, pin, clock.now(), machine_name())))

    def on_entered(self, message: Entered) -> None:
        self.dismiss(message.actor)

    def on_refusal(self, message: Refusal) -> None:
        self.waiting.clear()
        self.query_one("#typed", Input).value = ""
        self.query_one(".wrong", Static).update(message.sentence)
