"""The words of attendance: how one stands at a meeting, and what can happen there (Z26–Z31)."""

from collections.abc import Mapping
from enum import StrEnum


class Status(StrEnum):
    """One teacher's standing at one meeting."""

    EXPECTED = "expected"
    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"
    OFFICIAL_LEAVE = "official_leave"
    PERSONAL_LEAVE = "personal_leave"
    SICK_LEAVE = "sick_leave"


STATUS_NAMES: Mapping[Status, str] = {
    Status.EXPECTED: "未到",
    Status.PRESENT: "出勤",
    Status.LATE: "迟到",
    Status.ABSENT: "缺席",
    Status.OFFICIAL_LEAVE: "公假",
    Status.PERSONAL_LEAVE: "事假",
    Status.SICK_LEAVE: "病假",
}
LEAVES = frozenset({Status.OFFICIAL_LEAVE, Status.PERSONAL_LEAVE, Status.SICK_LEAVE})
CAME = frozenset({Status.PRESENT, Status.LATE})


class Departure(StrEnum):
    """How someone left before the end (Z26); it can stand beside being late."""

    LEFT_EARLY = "left_early"
    LEFT_MIDWAY = "left_midway"


DEPARTURE_NAMES: Mapping[Departure, str] = {
    Departure.LEFT_EARLY: "早退",
    Departure.LEFT_MIDWAY: "中途离场",
}


class FactKind(StrEnum):
    """What can happen at a meeting. The last two concern no single teacher."""

    SIGN_IN = "sign_in"
    SIGN_IN_AGAIN = "sign_in_again"
    REFUSED = "refused"
    ROLL_PRESENT = "roll_present"
    ROLL_ABSENT = "roll_absent"
    ROLL_UNDONE = "roll_undone"
    LEFT_EARLY = "left_early"
    LEFT_MIDWAY = "left_midway"
    LEFT_UNDONE = "left_undone"
    CORRECTED = "corrected"
    CORRECTION_WITHDRAWN = "correction_withdrawn"
    ROLL_STARTED = "roll_started"
    ROLL_ENDED = "roll_ended"


# Numbers of surprise calls begin here, so that regular ones are 1, 2, 3…
FIRST_SURPRISE = 101
_ORDINALS = "一二三四五六七八九"


def is_surprise(roll: int) -> bool:
    """Whether this is the number of a surprise call."""
    return roll >= FIRST_SURPRISE


def roll_name(roll: int) -> str:
    """第一次点名, 第二次点名… and 第一次突击点名…"""
    place, name = (roll - FIRST_SURPRISE + 1, "突击点名") if is_surprise(roll) else (roll, "点名")
    ordinal = _ORDINALS[place - 1] if place <= len(_ORDINALS) else str(place)
    return f"第{ordinal}次{name}"
