"""点名 of the cast's meeting: one of the two calls, or one by surprise."""

from datetime import timedelta
from functools import partial

from tests.builders import NOW
from yanxiu_tui.services import roll_call

MINUTE = timedelta(minutes=1)


def a_call(cast, meeting, minutes, present=(), absent=(), start=roll_call.start_roll):
    """A whole call, a minute long."""
    now = NOW + minutes * MINUTE
    start(cast.dean, meeting.id, now)
    for teacher in present:
        roll_call.mark(cast.dean, meeting.id, teacher.id, True, now)
    for teacher in absent:
        roll_call.mark(cast.dean, meeting.id, teacher.id, False, now)
    return roll_call.finish_roll(cast.dean, meeting.id, now + MINUTE)


a_surprise_call = partial(a_call, start=roll_call.start_surprise)
