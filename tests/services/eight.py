"""What several terminals do at once, and what went wrong of it."""

from functools import partial

from tests.builders import MACHINE, NOW
from tests.terminals import Failed
from yanxiu_tui.services import phone_codes, phones
from yanxiu_tui.services.phones import Call
from yanxiu_tui.services.sign_in import record_sign_in

ROUNDS = 20


def failures(done: list) -> list[Failed]:
    """What went wrong, other than a refusal."""
    return [each for each in done if isinstance(each, Failed)]


def signing_in(meeting, actor):
    return partial(record_sign_in, meeting.id, actor, NOW, "keyboard")


def a_call():
    return Call("192.0.2.9", MACHINE, NOW)


def a_ticket(meeting):
    code = phone_codes.codes(phone_codes.secret(), meeting.id, NOW).scanned
    return phones.enter(code, a_call()).ticket
