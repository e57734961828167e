"""The codes a terminal shows for phones, and what a phone may do that brings one (Z25)."""

from dataclasses import dataclass, field
from datetime import datetime

from db.models import Activity, School
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules import phone_codes
from yanxiu_tui.rules.names import fold_width
from yanxiu_tui.rules.phone_codes import SCANNED, TYPED, Kind
from yanxiu_tui.services.activities import State, is_today


@dataclass(frozen=True)
class Codes:
    """What stands on the screen now, and after how many seconds each of the two changes.

    ``scanned`` ends the address in the QR; ``typed`` is ten digits.
    """

    scanned: str = field(repr=False)
    scanned_left: int
    typed: str = field(repr=False)
    typed_left: int


@dataclass(frozen=True)
class Meeting:
    """An activity as a phone shows it."""

    id: int
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str


@dataclass(frozen=True)
class Visit:
    """What a good code opens: the activity, and the ticket to act for it a while."""

    activity: Meeting
    ticket: str = field(repr=False)


def secret() -> str:
    """The school's secret; no door keeps it anywhere but in memory."""
    return str(School.select(School.secret).order_by(School.id).get().secret)


def codes(secret: str, activity_id: int, now: datetime) -> Codes:
    """The codes of an activity at this moment: nothing is read or kept."""
    at = now.timestamp()
    return Codes(
        scanned=f"{activity_id}-{phone_codes.code(secret, SCANNED, activity_id, at)}",
        scanned_left=phone_codes.left(SCANNED, at),
        typed=phone_codes.code(secret, TYPED, activity_id, at),
        typed_left=phone_codes.left(TYPED, at),
    )


def named_by(given: str) -> int | None:
    """The activity that a scanned code names, good or not; a typed one names none."""
    number = given.partition("-")[0]
    known = number.isascii() and number.isdigit() and "-" in given and len(number) < 10
    return int(number) if known else None


def aimed_at(given: str, now: datetime) -> int | None:
    """The activity a code is meant for: the one it names, or the only one open today."""
    named = named_by(_plain(given))
    if named is not None:
        return named
    open_now = _open_today(now)
    return open_now[0] if len(open_now) == 1 else None


def enter(given: str, now: datetime) -> Visit:
    """What the code opens, scanned or typed; Refused when it is late, wrong, or its meeting over.

    Its activity must be open and today's, so a code dies with it.
    """
    code = _plain(given)
    named = named_by(code)
    kind = TYPED if named is None else SCANNED
    held = secret()
    for activity_id in _open_today(now) if named is None else [named]:
        if phone_codes.is_good(held, kind, activity_id, code.rpartition("-")[2], now.timestamp()):
            return Visit(
                _open(activity_id, now), phone_codes.ticket(held, activity_id, now.timestamp())
            )
    raise _refusal(held, kind, named, code, now)


def ticket_for(secret: str, ticket: str, now: datetime) -> int | None:
    """The activity a ticket was given for, late or not; None when it is not ours."""
    read = phone_codes.read_ticket(secret, ticket, now.timestamp())
    return read[0] if read else None


def open_ticket(secret: str, ticket: str, now: datetime) -> int:
    """The activity a ticket is for; Refused when it is not ours, or three minutes old."""
    read = phone_codes.read_ticket(secret, ticket, now.timestamp())
    if read is None:
        raise Refused("wrong_ticket", "请从大屏幕上的二维码进入这个页面。")
    activity_id, holds = read
    if not holds:
        raise Refused("ticket_expired", "页面打开太久了，请再扫一次大屏幕上的二维码。")
    return activity_id


def _plain(given: str) -> str:
    return fold_width(given).replace(" ", "").upper()


# What a phone shows and what lets it in; a hall of phones asks for no more.
_MEETING = (
    Activity.id,
    Activity.title,
    Activity.starts_at,
    Activity.ends_at,
    Activity.place,
    Activity.state,
)


def _open(activity_id: int, now: datetime) -> Meeting:
    row = Activity.select(*_MEETING).where(Activity.id == activity_id).get()
    if row.state != State.OPEN:
        raise Refused("over", "这次活动已经结束，不能再签到；如有疑问请找教导处。")
    if not is_today(row, now):
        raise Refused("not_today", "这不是今天的活动，今天不能签到；需要补录请找教导处。")
    return Meeting(row.id, row.title, row.starts_at, row.ends_at, row.place)


def _open_today(now: datetime) -> list[int]:
    columns = (Activity.id, Activity.starts_at, Activity.ends_at)
    rows = Activity.select(*columns).where(Activity.state == State.OPEN)
    return [row.id for row in rows if is_today(row, now)]


def _refusal(held: str, kind: Kind, named: int | None, code: str, now: datetime) -> Refused:
    """Late, or never right."""
    given = code.rpartition("-")[2]
    candidates = _open_today(now) if named is None else [named]
    if any(phone_codes.was_good(held, kind, each, given, now.timestamp()) for each in candidates):
        return Refused("code_expired", "这个码已经过期，请再扫一次大屏幕上的二维码。")
    return Refused("wrong_code", "这个码不对，请扫大屏幕上的二维码，或重新输入屏幕上的数字。")
