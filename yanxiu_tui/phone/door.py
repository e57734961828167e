"""What the phone's door does with each thing asked: open it, call the service, word the answer.

All of it is synchronous and runs in the door's few worker threads.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from msgspec.structs import asdict

from yanxiu_tui import clock
from yanxiu_tui.phone import bodies
from yanxiu_tui.phone.exchange import DOWN, UP, Channel, Exchange
from yanxiu_tui.phone.limits import PIN_HERE, PIN_OF_ONE, TYPED_CODE, Guess, Limited, Limits
from yanxiu_tui.rules.attendance import STATUS_NAMES
from yanxiu_tui.rules.names import fold_width
from yanxiu_tui.services import phone_codes, phones
from yanxiu_tui.services.phones import Call
from yanxiu_tui.services.sign_in import Origin, SignedIn, note_refusal


class Door:
    """The four things a phone may ask of this terminal."""

    def __init__(self, machine: str) -> None:
        self._machine = machine
        self._exchange = Exchange()
        self._limits = Limits()

    def enter(self, asked: bodies.Enter, address: str) -> bodies.Entered:
        """Show the activity whose code was scanned or typed."""
        guess: dict[Guess, str] = {}
        if phone_codes.named_by(asked.code) is None:
            guess = {TYPED_CODE: address}
        call = self._call(address, asked.phone)
        with self._watched(call, guess):
            welcome = phones.enter(asked.code, call)
        activity = welcome.activity
        return bodies.Entered(
            title=activity.title,
            when=f"{clock.local(activity.starts_at):%m月%d日 %H:%M}"
            f"—{clock.local(activity.ends_at):%H:%M}",
            place=activity.place,
            ticket=welcome.ticket,
            name=welcome.name,
            exchange=self._exchange.public,
        )

    def names(self, asked: bodies.Names, address: str) -> bodies.People:
        """Find people by initials, name or staff number."""
        with self._limits.watched(address):
            found = phones.candidates(asked.ticket, asked.typed, clock.now())
        return bodies.People([bodies.Person(p.staff_no, p.name, p.group_name) for p in found])

    def register(self, asked: bodies.Register, address: str) -> bodies.Registered:
        """Make the phone somebody's and sign them in."""
        who, call = fold_width(asked.staff_no), self._call(address, asked.phone)
        with self._watched(call, {PIN_HERE: address, PIN_OF_ONE: who}, who):
            shared = self._exchange.shared(asked.public)
            channel = Channel(shared, f"{asked.ticket}|{asked.staff_no}")
            done = phones.register(
                asked.ticket,
                asked.staff_no,
                channel.open(UP, asked.sealed),
                asked.proof,
                asked.public,
                call,
            )
        return bodies.Registered(
            **asdict(_words(done.signed_in)),
            phone=done.phone,
            secret=channel.seal(DOWN, done.secret),
        )

    def sign_in(self, asked: bodies.SignIn, address: str) -> bodies.Done:
        """One tap."""
        with self._limits.watched(address):
            done = phones.sign_in(asked.ticket, asked.proof, self._call(address, asked.phone))
        return _words(done)

    @contextmanager
    def _watched(self, call: Call, guesses: dict[Guess, str], staff_no: str = "") -> Iterator[None]:
        """Let no more be guessed than is allowed; whoever is turned away is kept, too."""
        try:
            with self._limits.watched(call.address, guesses):
                yield
        except Limited as refusal:
            if call.keeps:
                where = Origin(call.address)
                note_refusal(
                    None, staff_no, refusal.reason, call.now, phones.MEANS, call.machine, where
                )
            raise

    def _call(self, address: str, phone: str) -> Call:
        return Call(address, self._machine, clock.now(), phone, self._limits.keeps(address))


def _words(done: SignedIn) -> bodies.Done:
    return bodies.Done(
        name=done.name,
        title=done.title,
        at=f"{clock.local(done.at):%H:%M}",
        first=done.first,
        status=STATUS_NAMES[done.status],
    )
