"""四级评价 (D9): who marks whom in 自评, 互评, 导评 and 审评, and what the marks come to."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from yanxiu_tui.rules.names import fold_width
from yanxiu_tui.rules.roles import Role

Subject = Literal["teacher", "group", "leader"]
SUBJECT_NAMES: Mapping[str, str] = {"teacher": "教师", "group": "教研组", "leader": "校领导"}
# What a stage is called that the regulation does not name (D9).
STAGE_NAMES: Mapping[str, str] = {
    "self": "自评",
    "peer": "互评",
    "principal": "导评",
    "panel": "审评",
}
LEADERS = frozenset({Role.PRINCIPAL, Role.VICE_PRINCIPAL, Role.DEAN})
PANEL = frozenset({Role.STEERING_HEAD, Role.VICE_PRINCIPAL, Role.DEAN, Role.SUPERVISING_LEADER})

_CENT = Decimal("0.01")
_SCORE = re.compile(r"[0-9]{1,4}(\.[0-9]{1,2})?")
_NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody at work: offices for the whole school, 教研组 belonged to, and those led."""

    id: int
    offices: frozenset[Role] = frozenset()
    groups: frozenset[int] = frozenset()
    leads: frozenset[int] = frozenset()


class Staff:
    """Everybody who marks and is marked."""

    def __init__(self, members: Iterable[Member]) -> None:
        self.members = {member.id: member for member in members}
        in_group: dict[int, set[int]] = defaultdict(set)
        for member in self.members.values():
            for group in member.groups:
                in_group[group].add(member.id)
        self.in_group = {group: frozenset(ids) for group, ids in in_group.items()}
        self.subjects: Mapping[str, frozenset[int]] = {
            "teacher": frozenset(self.members),
            "group": frozenset(self.in_group),
            "leader": frozenset(
                member.id for member in self.members.values() if member.offices & LEADERS
            ),
        }


def marked_by(staff: Staff, subject: str, stage: str, marker_id: int) -> frozenset[int]:
    """Whom (or which 教研组) this person marks in a stage; nobody marks their own but in 自评."""
    marker = staff.members.get(marker_id)
    if marker is None:
        return _NOBODY
    everybody = staff.subjects[subject]
    own = marker.leads if subject == "group" else frozenset({marker.id})
    match stage:
        case "self":
            return everybody & own
        case "peer":
            return _peers(staff, subject, marker) - own
        case "principal":
            return everybody - own if Role.PRINCIPAL in marker.offices else _NOBODY
        case _:
            return everybody - own if marker.offices & PANEL else _NOBODY


def _peers(staff: Staff, subject: str, marker: Member) -> frozenset[int]:
    if subject == "teacher":
        return _NOBODY.union(*(staff.in_group[group] for group in marker.groups))
    everybody = staff.subjects[subject]
    among_them = bool(marker.leads) if subject == "group" else marker.id in everybody
    return everybody if among_them else _NOBODY


def duties(staff: Staff, subject: str, stage: str) -> dict[int, frozenset[int]]:
    """Everybody who has to mark in a stage, and whom."""
    found = {each: marked_by(staff, subject, stage, each) for each in staff.members}
    return {marker: marked for marker, marked in found.items() if marked}


def typed_score(text: str, full: int) -> Decimal | None:
    """A score from 0 to ``full`` with at most two decimals, in any width; None if it is none."""
    typed = fold_width(text).replace("。", ".")
    if not _SCORE.fullmatch(typed):
        return None
    score = Decimal(typed)
    return score if score <= full else None


def mean(total: Decimal, count: int) -> Decimal | None:
    """The average of one stage's marks, in hundredths, halves up; None where nobody marked."""
    return _cents(total / count) if count else None


def combined(
    means: Mapping[str, Decimal | None],
    weights: Mapping[str, Decimal],
    missing: Literal["left_out", "pending"],
) -> Decimal | None:
    """The weighted mean over the stages, in hundredths, halves up; None while there is none.

    ``means`` holds by stage what a closed stage came to; a stage that is None or not there has no
    mark, which is never zero: it is ``left_out`` of the weights, or leaves the whole ``pending``.
    """
    marked = {stage: value for stage, value in means.items() if value is not None}
    counted = {stage: weight for stage, weight in weights.items() if stage in marked}
    if missing == "pending" and len(counted) < len(weights):
        return None
    whole = sum(counted.values(), Decimal(0))
    if not whole:
        return None
    total = sum((marked[stage] * weight for stage, weight in counted.items()), Decimal(0))
    return _cents(total / whole)


def _cents(number: Decimal) -> Decimal:
    return number.quantize(_CENT, ROUND_HALF_UP)
