"""The asking at 签到台: a name and a PIN, or a badge. What comes too fast waits for its turn."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace

from textual import on
from textual.message import Message
from textual.reactive import reactive
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static

from yanxiu_tui import clock
from yanxiu_tui.memory import machine_name
from yanxiu_tui.rules.badges import read, read_for_pin
from yanxiu_tui.rules.names import fold_width, rank
from yanxiu_tui.screens.asked import KEYBOARD, Asked, Entry, Named, Welcomed
from yanxiu_tui.screens.room import Refusal, Room
from yanxiu_tui.services import attendance, badges, sign_in, spool
from yanxiu_tui.services.attendance import Board, Line
from yanxiu_tui.services.sign_in import SignedIn
from yanxiu_tui.services.spool import Noted
from yanxiu_tui.widgets.candidates import Candidates
from yanxiu_tui.widgets.standings import Standings
from yanxiu_tui.widgets.welcome import Welcome

GREETING_SECONDS = 2.0
ABANDONED_SECONDS = 30.0
ASK_NAME = "姓名首字母、姓名、工号，或刷工牌"
_CROWD = ("几张工牌连在一起了。", "plain")
_MOST_TOLD = 3
# What needs the server, while it is away.
_NO_BADGE = "连不上服务器，工牌暂时认不出，请输入姓名首字母和口令。"
_NO_SEARCH = "连不上服务器，现在只能签名单上的老师，请核对后再输。"
_NO_CODE = "连不上服务器，启用码暂时不能用，请稍后再来。"


class AskingRoom(Room):
    """One input that takes everything; the focus never leaves it."""

    greeting = reactive(False, init=False)

    def __init__(self) -> None:
        super().__init__()
        self.board: Board | None = None
        self.shown: int | None = None
        self.asked: Asked | None = None
        self.busy = False
        self.cut_off = False
        self.waiting: deque[Entry] = deque()
        self.told: deque[tuple[str, str]] = deque(maxlen=_MOST_TOLD)
        self.resting: Timer | None = None

    def read(self) -> None:
        """Read the meeting again if anything was recorded since."""

    def turn_to(self, board: Board) -> None:
        """Show this meeting."""
        self.shown, self.board = board.activity.id, board

    def watch_greeting(self, greeting: bool) -> None:
        """The greeting has the whole floor while it lasts."""
        self.query_one(Welcome).display = greeting
        self.query_one(Standings).display = not greeting

    @property
    def people(self) -> Sequence[Line]:
        """Who is expected at the meeting shown."""
        return self.board.lines if self.board else ()

    # What is typed

    @on(Input.Changed, "#typed")
    def typing(self, event: Input.Changed) -> None:
        if event.value:
            self.rest_later(ABANDONED_SECONDS)
            self.greeting = False
        if self.asked is None:
            self.offer(event.value)

    def offer(self, typed: str) -> None:
        """Show whom the typed text may mean."""
        self.query_one(Candidates).offer(
            rank(typed, self.people),
            lambda line: f"{line.staff_no}  {line.name}  {line.group_name}",
        )

    def action_choose(self, step: int) -> None:
        self.query_one(Candidates).step(step)

    @on(OptionList.OptionSelected, "#candidates")
    def picked(self, event: OptionList.OptionSelected) -> None:
        self.query_one("#typed", Input).value = ""
        self.choose(str(event.option.id))

    @on(Input.Submitted, "#typed")
    def submitted(self, event: Input.Submitted) -> None:
        if not self.busy:
            self.told.clear()
        picked_out = self.query_one(Candidates).picked_out
        self.waiting.append(Entry(event.value, picked_out, self.asked))
        self.go_on()

    def go_on(self) -> None:
        """Take up what waits, one after another, while nothing is being checked."""
        while self.waiting and not self.busy:
            self.take(self.waiting.popleft())

    def take(self, entry: Entry) -> None:
        """Find out what was typed: a badge, a PIN, or a name."""
        staff_nos = [line.staff_no for line in self.people]
        reading = read_for_pin(entry.text) if entry.asked else read(entry.text, staff_nos)
        if reading.numbers:
            self.scanned(reading.numbers)
        elif reading.broken:
            self.tell("没有读全，请再刷一次。", "wrong")
        elif entry.asked:
            if entry.asked is not self.asked:
                self.take_meanwhile(entry)
            elif entry.text:
                self.try_pin(entry.asked, entry.text)
        elif entry.picked_out:
            self.choose(entry.picked_out)
        elif fold_width(entry.text):
            self.look_elsewhere(fold_width(entry.text))

    def take_meanwhile(self, entry: Entry) -> None:
        """Typed while another's PIN was checked: the number or name of who comes next, if anything.

        It is nobody's PIN; what was typed behind a number is that one's.
        """
        typed = fold_width(entry.text)
        known = [line.staff_no for line in self.people if typed in (line.staff_no, line.name)]
        if self.asked is None and len(known) == 1:
            self.choose(known[0])
            self.waiting = deque(
                replace(each, asked=self.asked) if each.asked is entry.asked else each
                for each in self.waiting
            )
        elif typed:
            self.tell("刚才核对的时候输入的没有算，请再输一次。", "plain")

    def check(self, act: Callable[[], Message]) -> None:
        """Ask a service; what is typed meanwhile waits."""
        self.busy = True
        self.say("正在核对……", "plain")
        self.ask(act, group="sign_in")

    def tell(self, sentence: str, kind: str = "done") -> None:
        """Say it behind what was just told, so that nothing told to one is lost by the next."""
        self.told.append((sentence, kind))
        self.say_told()

    def say_told(self) -> None:
        """Show what was told since the desk was last at rest."""
        kinds = [kind for _, kind in self.told] or ["plain"]
        words = "　".join(sentence for sentence, _ in self.told)
        self.say(words, "wrong" if "wrong" in kinds else kinds[-1])

    # A badge

    def scanned(self, numbers: Sequence[str]) -> None:
        """Sign in by the first badge, or ask for the PIN; others of the same run come next."""
        if self.cut_off:
            self.tell(_NO_BADGE, "wrong")
            return
        number, *others = numbers
        if others:
            self.waiting.appendleft(Entry("".join(others)))
            if _CROWD not in self.told:
                self.tell(*_CROWD)
        activity_id = self.shown

        def act() -> Message:
            done = badges.scan(number, clock.now(), machine_name(), activity_id)
            if isinstance(done, SignedIn):
                return self.welcome(done)
            board = attendance.board(done.activity_id)
            return Named(done.staff_no, board, badges.MEANS, bool(others))

        self.check(act)

    def on_named(self, message: Named) -> None:
        self.busy = False
        self.say_told()
        if message.crowded:
            self.turn_away_crowd()
        else:
            left = self.asked
            self.turn_to(message.board)
            self.choose(message.staff_no, message.means)
            if left and left.line.staff_no != message.staff_no:
                self.excuse(left)
        self.go_on()

    def turn_away_crowd(self) -> None:
        """Several badges in one run, and a PIN must follow each: nobody knows whose is typed."""
        if self.waiting:
            self.waiting.popleft()
        self.tell("签到还要输口令，请一张一张地刷。", "wrong")

    def excuse(self, left: Asked) -> None:
        """Tell somebody whose PIN was asked for that another teacher came between."""
        self.tell(f"{left.line.name}老师还没有签到，请稍后再输一次姓名或刷工牌。", "plain")

    # A name, then a PIN

    def choose(self, staff_no: str, means: str = KEYBOARD) -> None:
        """Turn to one person of the list: ask for the PIN, or for the enrolment code."""
        line = next((line for line in self.people if line.staff_no == staff_no), None)
        if line is None:
            return
        asked = Asked(line, means)
        if not line.has_pin:
            self.enrol(asked)
            return
        self.asked = asked
        self.rest_later(ABANDONED_SECONDS)
        self.ask_for(
            f"{line.name}老师（{line.group_name or line.staff_no}），请输入口令", secret=True
        )

    def ask_for(self, question: str, secret: bool) -> None:
        """Put a question above the input; what is being typed there already stays."""
        self.query_one("#asked", Static).update(question)
        field = self.query_one("#typed", Input)
        field.password = secret
        field.focus()
        self.offer("" if secret else field.value)

    def try_pin(self, asked: Asked, pin: str) -> None:
        """Check the PIN and sign in; argon2 takes its time in the worker."""
        activity_id, staff_no, reachable = self.shown, asked.line.staff_no, not self.cut_off

        def act() -> Message:
            done = spool.sign_in_or_note(
                activity_id, staff_no, pin, clock.now(), asked.means, machine_name(), reachable
            )
            return self.welcome(done)

        self.check(act)

    def look_elsewhere(self, staff_no: str) -> None:
        """Nobody here by that name: say why, and keep the attempt when it was a staff number."""
        activity_id = self.shown
        if self.cut_off:
            self.tell(_NO_SEARCH, "wrong")
            return

        def act() -> Message:
            now, machine = clock.now(), machine_name()
            found = sign_in.where_expected(staff_no, now, KEYBOARD, machine, activity_id)
            return Named(staff_no, attendance.board(found))

        self.check(act)

    # The first time

    def enrol(self, asked: Asked) -> None:
        """Let somebody without a PIN choose one with the code from the office."""
        from yanxiu_tui.screens.enrolment import EnrolmentScreen

        def enrolled(chosen: tuple[str, str] | None) -> None:
            if chosen:
                self.try_pin(asked, chosen[1])

        self.action_start_over()
        if self.cut_off:
            self.tell(_NO_CODE, "wrong")
            return
        self.app.push_screen(EnrolmentScreen(asked.line.staff_no, asked.line.name), enrolled)

    # The answer

    def welcome(self, done: SignedIn | Noted) -> Message:
        """The name drawn as large as it fits; called in a worker."""
        from yanxiu_tui.widgets.big_type import enlarge

        return Welcomed(done, enlarge(done.name, *(self.query_one("#main").size - (4, 4))))

    def on_welcomed(self, message: Welcomed) -> None:
        done, left = message.done, self.asked
        self.busy, self.asked = False, None
        self.ask_for(ASK_NAME, secret=False)
        self.tell(f"{done.name}：{self.query_one(Welcome).greet(message.drawn, done)}")
        self.greeting = True
        if left and left.line.name != done.name:
            self.excuse(left)
        self.rest_later(GREETING_SECONDS)
        self.read()
        self.go_on()

    def on_refusal(self, message: Refusal) -> None:
        if message.group != "sign_in":
            return
        message.prevent_default()
        self.busy, self.greeting = False, False
        self.tell(message.sentence, "wrong")
        self.rest_later(ABANDONED_SECONDS)
        self.go_on()

    # Rest

    @property
    def at_rest(self) -> bool:
        """Whether nobody is here: nothing is typed, asked, being checked or just told."""
        typed = self.query_one("#typed", Input).value
        return not (typed or self.asked or self.busy or self.greeting or self.told)

    def rest_later(self, seconds: float) -> None:
        """Go back to rest when nothing has been typed for so long."""
        if self.resting:
            self.resting.stop()
        self.resting = self.set_timer(seconds, self.rest)

    def rest(self) -> None:
        """Back to rest, unless somebody is just being signed in."""
        if self.busy:
            self.rest_later(GREETING_SECONDS)
        else:
            self.action_start_over()

    def action_start_over(self) -> None:
        self.asked, self.busy, self.greeting = None, False, False
        self.waiting.clear()
        self.told.clear()
        self.say("", "plain")
        self.query_one("#typed", Input).value = ""
        self.ask_for(ASK_NAME, secret=False)
