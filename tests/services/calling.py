"""点名 of the cast's meeting: one of the two calls, or one by surprise."""

from datetime import timedelta

from tests.builders import NOW
from yanxiu_tui.services import roll_call

MINUTE = timedelta(minutes=1)


def a_call(cast, meeting, minutes, present=(), absent=()):
    """A whole call, a minute long."""
    now = NOW + minutes * MINUTE
    roll_call.start_roll(cast.dean, meeting.id, now)
    for teacher in present:
        roll_call.mark(cast.dean, meeting.id, teacher.id, True, now)
    for teacher in absent:
        roll_call.mark(cast.dean, meeting.id, teacher.id, False, now)
    return roll_call.finish_roll(cast.dean, meeting.id, now + MINUTE)


def a_surprise_call(cast, meeting, minutes, present=(), absent=()):
    """A whole surprise call, a minute long."""
    now = NOW + minutes * MINUTE
    roll_call.start_surprise(cast.dean, meeting.id, now)
    for teacher in present:
        roll_call.mark(cast.dean, meeting.id, teacher.id, True, now)
    for teacher in absent:
        roll_call.mark(cast.dean, meeting.id, teacher.id, False, now)
    return roll_call.finish_roll(cast.dean, meeting.id, now + MINUTE)
