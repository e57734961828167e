"""代签 (Z25 一律不准代签): which sign-ins of a meeting deserve a look, never a verdict.

Phones are told apart by number, teachers too; whoever looks decides what it was.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# So many different teachers from one address within so long: somebody may go from phone to phone.
BURST_TEACHERS = 3
BURST_WITHIN = timedelta(minutes=1)


class ClueKind(StrEnum):
    """What deserves a look, the most telling first."""

    SECOND_TEACHER = "second_teacher"
    DENIED = "denied"
    TWO_PLACES = "two_places"
    BURST = "burst"
    NEW_PHONE = "new_phone"
    FIRST_PHONE = "first_phone"


_ORDER = list(ClueKind)


@dataclass(frozen=True)
class Attempt:
    """A sign-in, or one that was refused; None for a teacher or phone nobody knows, "" likewise.

    ``offline`` is one that its machine noted while the server was away.
    """

    id: int
    at: datetime
    teacher: int | None
    signed_in: bool = True
    phone: int | None = None
    address: str = ""
    machine: str = ""
    offline: bool = False


@dataclass(frozen=True)
class Registration:
    """That a phone became a teacher's."""

    phone: int
    teacher: int
    at: datetime


@dataclass(frozen=True)
class Clue:
    """What deserves a look: the attempts it is about, in order of time.

    Of a new phone also whether its teacher ``had_another`` before, and whose it was itself; the
    phones of those who had none before are one clue together.
    """

    kind: ClueKind
    attempts: tuple[Attempt, ...]
    had_another: bool = False
    came_from: int | None = None


def clues(
    attempts: Iterable[Attempt],
    registrations: Iterable[Registration],
    denied: Collection[int],
    day_begins: datetime,
) -> list[Clue]:
    """All that deserves a look at one meeting, the most telling first.

    ``denied`` are the teachers who had signed in and were not there when called, ``day_begins``
    the first instant of the meeting's day.
    """
    each = sorted(attempts, key=lambda attempt: (attempt.at, attempt.id))
    signed = [attempt for attempt in each if attempt.signed_in]
    registered = sorted(registrations, key=lambda registration: registration.at)
    found = [
        *_second_teachers(each),
        *_denied(signed, denied),
        *_two_places(signed),
        *_bursts(signed),
        *_new_phones(signed, registered, day_begins),
    ]
    return sorted(found, key=lambda clue: (_ORDER.index(clue.kind), clue.attempts[0].at))


def _second_teachers(attempts: Iterable[Attempt]) -> Iterator[Clue]:
    """Phones that tried more than one teacher, whether or not they were let."""
    by_phone: dict[int, list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        if attempt.phone is not None and attempt.teacher is not None:
            by_phone[attempt.phone].append(attempt)
    for tried in by_phone.values():
        if len({attempt.teacher for attempt in tried}) > 1:
            yield Clue(ClueKind.SECOND_TEACHER, tuple(tried))


def _denied(signed: Iterable[Attempt], denied: Collection[int]) -> Iterator[Clue]:
    for teacher, theirs in _by_teacher(signed).items():
        if teacher in denied:
            yield Clue(ClueKind.DENIED, tuple(theirs))


def _two_places(signed: Iterable[Attempt]) -> Iterator[Clue]:
    """Those who signed in at a machine cut off from the server, and at another one as well."""
    for theirs in _by_teacher(signed).values():
        cut_off = {attempt.machine for attempt in theirs if attempt.offline}
        if cut_off and len(cut_off | {attempt.machine for attempt in theirs}) > 1:
            yield Clue(ClueKind.TWO_PLACES, tuple(theirs))


def _by_teacher(signed: Iterable[Attempt]) -> dict[int, list[Attempt]]:
    by_teacher: dict[int, list[Attempt]] = defaultdict(list)
    for attempt in signed:
        if attempt.teacher is not None:
            by_teacher[attempt.teacher].append(attempt)
    return by_teacher


def _bursts(signed: Iterable[Attempt]) -> Iterator[Clue]:
    by_address: dict[str, list[Attempt]] = defaultdict(list)
    for attempt in signed:
        if attempt.address:
            by_address[attempt.address].append(attempt)
    for theirs in by_address.values():
        for first, last in _crowded(theirs):
            yield Clue(ClueKind.BURST, tuple(theirs[first:last]))


def _crowded(attempts: Sequence[Attempt]) -> list[tuple[int, int]]:
    """The stretches, from and up to which place, made of minutes with too many teachers."""
    stretches: list[tuple[int, int]] = []
    last = 0
    for first, attempt in enumerate(attempts):
        while last < len(attempts) and attempts[last].at - attempt.at <= BURST_WITHIN:
            last += 1
        if len({each.teacher for each in attempts[first:last]}) < BURST_TEACHERS:
            continue
        if stretches and first < stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], last)
        else:
            stretches.append((first, last))
    return stretches


def _new_phones(
    signed: Iterable[Attempt], registered: Sequence[Registration], day_begins: datetime
) -> Iterator[Clue]:
    """The first sign-in by each phone that became its teacher's on that day."""
    firsts: list[Attempt] = []
    seen: set[tuple[int, int]] = set()
    for attempt in signed:
        phone, teacher = attempt.phone, attempt.teacher
        if phone is None or teacher is None or (phone, teacher) in seen:
            continue
        seen.add((phone, teacher))
        so_far = [each for each in registered if each.at <= attempt.at]
        owners = [each for each in so_far if each.phone == phone]
        before = owners[-2].teacher if len(owners) > 1 else None
        if not owners or owners[-1].at < day_begins or before == teacher:
            continue
        other = any(each.teacher == teacher and each.phone != phone for each in so_far)
        if other or before is not None:
            yield Clue(ClueKind.NEW_PHONE, (attempt,), had_another=other, came_from=before)
        else:
            firsts.append(attempt)
    if firsts:
        yield Clue(ClueKind.FIRST_PHONE, tuple(firsts))
