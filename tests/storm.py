"""A storm of sign-ins at one door, in a process that is going to be killed."""

import gc
import random
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from db.connection import connect, transaction
from tests.builders import NOW, PIN
from yanxiu_tui.regulation.loader import pinned, preset_source
from yanxiu_tui.rules.phone_codes import proof
from yanxiu_tui.services import phone_codes, phones, sign_in
from yanxiu_tui.services.credentials import hash_pin
from yanxiu_tui.services.phones import Call

PEOPLE = [str(number) for number in range(2001, 2021)]
ADDRESS = "192.0.2.9"

# Sign-ins, each with the moment it is made at, which no other has.
Storm = Iterator[tuple[datetime, Callable[[], Any]]]


def at_the_desk(activity_id: int, machine: str) -> Storm:
    """One after another types a name and the PIN."""
    for number in range(100_000):
        now = NOW + timedelta(microseconds=number)
        staff_no = random.choice(PEOPLE)
        yield now, partial(sign_in.sign_in, activity_id, staff_no, PIN, now, "keyboard", machine)


def at_the_phone_door(activity_id: int, machine: str) -> Storm:
    """One after another registers a phone, which signs in, and then taps once more."""
    codes = phone_codes.codes(phone_codes.secret(), activity_id, NOW)
    ticket = phones.enter(codes.scanned, Call(ADDRESS, machine, NOW)).ticket
    held: list[phones.Registered] = []

    def register(now: datetime) -> None:
        nonce, staff_no = f"{machine} {now}", random.choice(PEOPLE)
        held.append(phones.register(ticket, staff_no, PIN, "", nonce, Call(ADDRESS, machine, now)))

    def tap(now: datetime) -> None:
        last = held[-1]
        shown = proof(last.secret, ticket)
        phones.sign_in(ticket, shown, Call(ADDRESS, machine, now, last.phone))

    for number in range(0, 100_000, 2):
        now = NOW + timedelta(microseconds=number)
        yield now, partial(register, now)
        now += timedelta(microseconds=1)
        yield now, partial(tap, now)


DOORS = {"desk": at_the_desk, "phone": at_the_phone_door}


def storm(url: str, activity_id: int, machine: str, line: Any, too_early: bool) -> None:
    """Sign in until killed; each answer goes down the line once it was given.

    ``too_early`` is what must not be: it goes a moment before what it tells is written.
    """
    gc.disable()
    random.seed()
    opened = connect(url)
    if not opened.for_update:
        # Every few sign-ins the log goes into the file itself: killed then, too.
        opened.execute_sql("PRAGMA wal_autocheckpoint = 20")
    acts = DOORS[machine.partition(" ")[0]](activity_id, machine)
    for now, act in acts:
        if too_early:
            with transaction():
                act()
                line.send(now)
                time.sleep(0.003)
        else:
            act()
            line.send(now)


def warm() -> None:
    """Read what a first sign-in reads, before the processes part that only sign in."""
    pinned(preset_source("zhanghong"))
    hash_pin(PIN)


warm()
