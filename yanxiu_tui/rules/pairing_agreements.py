"""The 师徒结对协议: who signs, which very words, where it stands, how many run at once (§8)."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

import msgspec

from yanxiu_tui.rules.digest import canonical
from yanxiu_tui.rules.pairings import PairingState


class Signer(StrEnum):
    """The three who sign: both sides, in any order, then the school."""

    MENTOR = "mentor"
    APPRENTICE = "apprentice"
    SCHOOL = "school"


SIGNER_NAMES: Mapping[Signer, str] = {
    Signer.MENTOR: "师傅",
    Signer.APPRENTICE: "徒弟",
    Signer.SCHOOL: "学校",
}
BOTH = frozenset({Signer.MENTOR, Signer.APPRENTICE})
_STATE_NAMES: Mapping[PairingState, str] = {
    PairingState.DRAFTED: "拟定",
    PairingState.SIGNED: "已签",
    PairingState.GRADUATED: "出师",
    PairingState.DISSOLVED: "解除",
    PairingState.WITHDRAWN: "已撤回",
}


class Agreed(msgspec.Struct, frozen=True):
    """The words of an agreement; people by staff number, ``quotas`` as they are kept."""

    mentor: str
    apprentice: str
    subject: str
    first: date
    last: date
    aims: str
    mentor_duties: str
    apprentice_duties: str
    quotas: str


class Added(msgspec.Struct, frozen=True):
    """The words of an addendum to the agreement of that digest; None leaves a thing as it was."""

    agreement: str
    number: int
    words: str
    last: date | None
    quotas: str | None


class Span(NamedTuple):
    """From one day to another, both included."""

    first: date
    last: date


def state_name(state: PairingState, first: date, today: date) -> str:
    """The state as people see it: a signed agreement is 培养中 from its first day on."""
    begun = state is PairingState.SIGNED and first <= today
    return "培养中" if begun else _STATE_NAMES[state]


def still_to_sign(signed: Collection[str], school_signs: bool) -> frozenset[Signer]:
    """Whose signature may come next: both sides' in any order, the school's last."""
    sides = BOTH.difference(signed)
    if sides or not school_signs:
        return sides
    return frozenset({Signer.SCHOOL}).difference(signed)


def digest(words: Agreed | Added) -> str:
    """The SHA-256, in hexadecimal, of the very words somebody signs."""
    return hashlib.sha256(canonical(words).encode()).hexdigest()


def overlap(one: Span, other: Span) -> bool:
    """Whether there is a day in both."""
    return max(one.first, other.first) <= min(one.last, other.last)


def most_at_once(spans: Iterable[Span], within: Span) -> int:
    """How many of these run on the fullest day of ``within``."""
    met = [span for span in spans if overlap(span, within)]
    # The fullest day is one on which something begins.
    days = {max(span.first, within.first) for span in met}
    return max((sum(span.first <= day <= span.last for span in met) for day in days), default=0)
