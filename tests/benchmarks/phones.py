"""Three hundred phones at once, all from one address: registering with the PIN, then one tap.

python -m tests.benchmarks.phones
"""

import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from db.connection import connect
from db.migrate import upgrade
from db.models import Activity, AttendanceFact, Credential
from tests.builders import PIN
from tests.phone.child import a_meeting_now, code_now, one_more_meeting, serving
from tests.phone.line import Line
from yanxiu_tui.phone.exchange import DOWN, UP, Channel, Exchange
from yanxiu_tui.rules.phone_codes import proof
from yanxiu_tui.services.credentials import hash_pin

PHONES = 300
BOUND = 10.0


@dataclass
class Phone:
    """One phone: its owner, its half of the exchange, what it keeps.

    Its own arithmetic is done beforehand: in a hall each phone has a processor of its own.
    """

    staff_no: str
    public: str
    shared: bytes
    key: str = ""
    secret: str = ""


@dataclass
class Crowd:
    """Many phones that do the same at the same moment, each on a connection of its own."""

    origin: str
    phones: list[Phone]

    def register(self, code: str) -> list[dict[str, Any]]:
        """Everybody scans, opens the page, chooses their name and types the PIN."""
        return asyncio.run(self._all(_registering, code))

    def tap(self, code: str) -> list[dict[str, Any]]:
        """Everybody scans, opens the page and taps."""
        return asyncio.run(self._all(_tapping, code))

    async def _all(
        self, one: Callable[[Line, str, Phone], Awaitable[dict[str, Any]]], code: str
    ) -> list[dict[str, Any]]:
        async def doing(phone: Phone) -> dict[str, Any]:
            line = Line(self.origin)
            try:
                await line.ask("GET", f"/{code}")
                return await one(line, code, phone)
            finally:
                line.close()

        return await asyncio.gather(*(doing(phone) for phone in self.phones))


async def _registering(line: Line, code: str, phone: Phone) -> dict[str, Any]:
    ticket = (await line.post("/enter", code=code, phone=""))["ticket"]
    await line.post("/names", ticket=ticket, typed=phone.staff_no)
    channel = Channel(phone.shared, f"{ticket}|{phone.staff_no}")
    given = await line.post(
        "/register",
        ticket=ticket,
        staff_no=phone.staff_no,
        phone="",
        proof="",
        public=phone.public,
        sealed=channel.seal(UP, PIN),
    )
    phone.key, phone.secret = given["phone"], channel.open(DOWN, given["secret"])
    return given


async def _tapping(line: Line, code: str, phone: Phone) -> dict[str, Any]:
    ticket = (await line.post("/enter", code=code, phone=phone.key))["ticket"]
    shown = proof(phone.secret, ticket)
    return await line.post("/sign-in", ticket=ticket, phone=phone.key, proof=shown)


def crowd(origin: str, code: str, count: int) -> Crowd:
    """So many phones, of the teachers from 1001 on."""
    theirs = asyncio.run(_public_value(origin, code))

    def phone(staff_no: str) -> Phone:
        exchange = Exchange()
        return Phone(staff_no, exchange.public, exchange.shared(theirs))

    return Crowd(origin, [phone(str(1001 + turn)) for turn in range(count)])


async def _public_value(origin: str, code: str) -> str:
    line = Line(origin)
    value: str = (await line.post("/enter", code=code, phone=""))["exchange"]
    line.close()
    return value


def facts_of(meeting: Activity) -> dict[str, int]:
    """How many facts of each kind were kept of the phones."""
    facts = AttendanceFact.select().where(
        AttendanceFact.activity == meeting, AttendanceFact.means == "phone"
    )
    return dict(Counter(fact.kind for fact in facts))


def measure() -> dict[str, float]:
    """Seconds of either round, and their ratios to the bound."""
    with tempfile.TemporaryDirectory() as folder:
        return _measure(Path(folder))


def _measure(folder: Path) -> dict[str, float]:
    url = f"sqlite:///{folder / 'school.db'}"
    upgrade(connect(url))
    meeting = a_meeting_now({str(1001 + turn): f"教师{turn}" for turn in range(PHONES)})
    Credential.update(pin_hash=hash_pin(PIN)).execute()
    figures = {}
    with serving(url) as origin:
        phones = crowd(origin, code_now(meeting), PHONES)
        following = one_more_meeting(meeting.term, datetime.now(UTC))
        for name, act, of in (
            ("registering", phones.register, meeting),
            ("one tap", phones.tap, following),
        ):
            begun = time.perf_counter()
            told = act(code_now(of))
            took = time.perf_counter() - begun
            assert all(each["first"] for each in told), "somebody was signed in twice"
            assert facts_of(of) == {"sign_in": PHONES}, "somebody was lost"
            figures |= {f"{name} s": took, f"{name} ratio": took / BOUND}
    return figures


if __name__ == "__main__":
    for name, figure in measure().items():
        print(f"{name:18} {figure:8.3f}")
    print(f"all {PHONES} answered, none lost, none twice")
