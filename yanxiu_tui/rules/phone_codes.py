"""The codes by which a phone signs in: derived from the school's secret and the time, never kept.

What is scanned changes every quarter of a minute, what is typed every minute, and both name one
activity (Z25: 一律不准代签). All times are in seconds since 1970.
"""

import hmac
from base64 import b32encode
from dataclasses import dataclass
from hashlib import sha256

from yanxiu_tui.rules.seals import same, seal

# What a phone may take to open the page it has just scanned, and somebody to type ten digits.
SCANNED_STEP, SCANNED_GRACE = 15, 10
TYPED_STEP, TYPED_GRACE = 60, 60
TICKET_LIFE = 180
# An older code than this is only a wrong one.
_REMEMBERED = 3600
_LENGTH = 10


@dataclass(frozen=True)
class Kind:
    """One way of giving a code: its name, how long it stands, how much longer it is good for."""

    name: str
    step: int
    grace: int


SCANNED = Kind("scanned", SCANNED_STEP, SCANNED_GRACE)
TYPED = Kind("typed", TYPED_STEP, TYPED_GRACE)


def code(secret: str, kind: Kind, activity_id: int, at: float) -> str:
    """The code of that kind that stands at this time: ten letters and digits, or ten digits."""
    return _code(secret, kind, activity_id, int(at) // kind.step)


def left(kind: Kind, at: float) -> int:
    """How many seconds the code that stands now goes on standing, from 1 to the whole step."""
    return kind.step - int(at) % kind.step


def is_good(secret: str, kind: Kind, activity_id: int, given: str, at: float) -> bool:
    """Whether this code stands now, or stood until a moment ago."""
    steps = {int(at) // kind.step, int(at - kind.grace) // kind.step}
    return any(same(_code(secret, kind, activity_id, step), given) for step in steps)


def was_good(secret: str, kind: Kind, activity_id: int, given: str, at: float) -> bool:
    """Whether this code stood within the last hour: it is late, not guessed."""
    last = int(at) // kind.step
    first = int(at - _REMEMBERED) // kind.step
    return any(same(_code(secret, kind, activity_id, step), given) for step in range(first, last))


def ticket(secret: str, activity_id: int, at: float) -> str:
    """What the page of a good code carries: it lets one phone act for that activity a while."""
    words = f"{activity_id}.{int(at)}"
    return f"{words}.{seal(secret, 'ticket', words)}"


def read_ticket(secret: str, given: str, at: float) -> tuple[int, bool] | None:
    """The activity a ticket is for and whether it still holds; None when it is not ours."""
    words, _, sealed = given.rpartition(".")
    if not same(seal(secret, "ticket", words), sealed):
        return None
    activity_id, _, issued = words.partition(".")
    return int(activity_id), 0 <= at - int(issued) < TICKET_LIFE


def phone_secret(secret: str, phone: str) -> str:
    """What one phone keeps to prove itself with, in hex; it goes over the network once, sealed."""
    return seal(secret, "phone", phone)


def proof(phone_secret: str, words: str) -> str:
    """What a phone proves itself with: worth nothing for other words.

    For a tap they are the ticket, for a registration ``registration`` of it.
    """
    said = words.encode("utf-8", "surrogatepass")
    return hmac.new(bytes.fromhex(phone_secret), said, sha256).hexdigest()


def proves(phone_secret: str, words: str, given: str) -> bool:
    """Whether that proof is this phone's."""
    return same(proof(phone_secret, words), given)


def registration(ticket: str, staff_no: str, nonce: str) -> str:
    """What a phone proves that is registered again: whoever overhears it, or the proof of a tap,
    cannot make the phone somebody else's with it.
    """
    return f"{ticket}|{staff_no}|{nonce}"


def _code(secret: str, kind: Kind, activity_id: int, step: int) -> str:
    sealed = bytes.fromhex(seal(secret, kind.name, f"{activity_id}.{step}"))
    if kind is TYPED:
        return f"{int.from_bytes(sealed) % 10**_LENGTH:0{_LENGTH}d}"
    return b32encode(sealed).decode()[:_LENGTH]
