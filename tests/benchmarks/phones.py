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

import httpx

from db.connection import connect
from db.migrate import upgrade
from db.models import Activity, AttendanceFact, Credential
from tests.builders import PIN
from tests.phone.child import a_meeting_now, code_now, one_more_meeting, serving
from yanxiu_tui.phone.exchange import DOWN, UP, Exchange
from yanxiu_tui.rules.phone_codes import proof
from yanxiu_tui.services.credentials import hash_pin

PHONES = 300
BOUND = 10.0


@dataclass
class Crowd:
    """Many phones that do the same at the same moment, each on a connection of its own."""

    origin: str
    staff_nos: list[str]
    kept: dict[str, tuple[str, str]]

    def register(self, code: str) -> list[dict[str, Any]]:
        """Everybody scans, opens the page, chooses their name and types the PIN."""
        return asyncio.run(self._all(self._registering, code))

    def tap(self, code: str) -> list[dict[str, Any]]:
        """Everybody scans, opens the page and taps."""
        return asyncio.run(self._all(self._tapping, code))

    async def _all(
        self, one: Callable[[httpx.AsyncClient, str, str], Awaitable[dict[str, Any]]], code: str
    ) -> list[dict[str, Any]]:
        async def phone(staff_no: str) -> dict[str, Any]:
            headers = {"Origin": self.origin}
            # Plain http: reading the certificates of the whole world would take longest of all.
            async with httpx.AsyncClient(
                base_url=self.origin, headers=headers, timeout=60, trust_env=False, verify=False
            ) as client:
                (await client.get(f"/{code}")).raise_for_status()
                return await one(client, code, staff_no)

        return await asyncio.gather(*(phone(staff_no) for staff_no in self.staff_nos))

    async def _registering(
        self, client: httpx.AsyncClient, code: str, staff_no: str
    ) -> dict[str, Any]:
        visit = await _post(client, "/enter", code=code, phone="")
        ticket = visit["ticket"]
        await _post(client, "/names", ticket=ticket, typed=staff_no)
        # Each phone has a processor of its own; here they share one with the server.
        exchange = Exchange()
        channel = exchange.channel(visit["exchange"], f"{ticket}|{staff_no}")
        given = await _post(
            client,
            "/register",
            ticket=ticket,
            staff_no=staff_no,
            phone="",
            proof="",
            public=exchange.public,
            sealed=channel.seal(UP, PIN),
        )
        self.kept[staff_no] = given["phone"], channel.open(DOWN, given["secret"])
        return given

    async def _tapping(self, client: httpx.AsyncClient, code: str, staff_no: str) -> dict[str, Any]:
        phone, secret = self.kept[staff_no]
        ticket = (await _post(client, "/enter", code=code, phone=phone))["ticket"]
        return await _post(
            client, "/sign-in", ticket=ticket, phone=phone, proof=proof(secret, ticket)
        )


async def _post(client: httpx.AsyncClient, path: str, **content: str) -> dict[str, Any]:
    for turn in range(7):
        try:
            answer = await client.post(path, json=content)
            break
        except httpx.TransportError:
            # As the page does: asking twice is the same as asking once.
            await asyncio.sleep(0.5 * turn)
    answer.raise_for_status()
    given: dict[str, Any] = answer.json()
    return given


def crowd(origin: str, count: int) -> Crowd:
    """So many phones, of the teachers from 1001 on."""
    return Crowd(origin, [str(1001 + turn) for turn in range(count)], {})


def facts_of(meeting: Activity) -> dict[str, int]:
    """How many facts of each kind were kept of the phones."""
    facts = AttendanceFact.select().where(
        AttendanceFact.activity == meeting, AttendanceFact.means == "phone"
    )
    return dict(Counter(fact.kind for fact in facts))


def measure(folder: Path) -> dict[str, float]:
    """Seconds of either round, and their ratios to the bound."""
    url = f"sqlite:///{folder / 'school.db'}"
    upgrade(connect(url))
    meeting = a_meeting_now({str(1001 + turn): f"教师{turn}" for turn in range(PHONES)})
    Credential.update(pin_hash=hash_pin(PIN)).execute()
    figures = {}
    with serving(url) as origin:
        phones = crowd(origin, PHONES)
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
    with tempfile.TemporaryDirectory() as folder:
        for name, figure in measure(Path(folder)).items():
            print(f"{name:18} {figure:8.3f}")
    print(f"all {PHONES} answered, none lost, none twice")
