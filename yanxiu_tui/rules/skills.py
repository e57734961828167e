"""基本功 and 教材教法: who must be tested, what passes, how often one may try again (P10, P11)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

import msgspec

from yanxiu_tui.rules.applies import Person, Who, applies
from yanxiu_tui.rules.clauses import Clause
from yanxiu_tui.rules.periods import AUTUMN, school_year_of

_CENT = Decimal("0.01")


class Skill(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of test. ``who`` must take it, their age as on ``age_on`` (月-日; "" on the day).

    ``passing`` of ``full`` marks pass; who fails may try again ``retakes`` times. ``claim`` is the
    ID of the claim kind that a final result is a line of ("": none).
    """

    id: str
    name: str
    clause: Clause
    who: list[Who] = []
    age_on: str = ""
    full: Decimal = Decimal(100)
    passing: Decimal = Decimal(60)
    retakes: int = 1
    claim: str = ""


class Outcome(StrEnum):
    """How somebody stands in a test."""

    UNMARKED = "unmarked"
    TO_RETAKE = "to_retake"
    PASSED = "passed"
    PASSED_AT_RETAKE = "passed_at_retake"
    FAILED = "failed"
    ABSENT = "absent"
    EXCUSED = "excused"


OUTCOME_NAMES: Mapping[Outcome, str] = {
    Outcome.UNMARKED: "未登记",
    Outcome.TO_RETAKE: "要补考",
    Outcome.PASSED: "合格",
    Outcome.PASSED_AT_RETAKE: "补考合格",
    Outcome.FAILED: "不合格",
    Outcome.ABSENT: "缺考",
    Outcome.EXCUSED: "免考",
}
PASSES = (Outcome.PASSED, Outcome.PASSED_AT_RETAKE)


def age_day(skill: Skill, held_on: date) -> date:
    """The day on which the ages count: ``age_on`` in the school year of the test, or its own."""
    if not skill.age_on:
        return held_on
    month, day = (int(part) for part in skill.age_on.split("-"))
    return date(school_year_of(held_on) + (month < AUTUMN), month, day)


def must_take(skill: Skill, person: Person) -> bool | None:
    """Whether this person, of the age they are on ``age_day``, must take it. None: not known."""
    return applies(skill.who, person)


def outcome(skill: Skill, scores: Sequence[Decimal | None], excused: bool = False) -> Outcome:
    """How one stands after these attempts, in order; None is an attempt one did not come to."""
    if excused:
        return Outcome.EXCUSED
    if not scores:
        return Outcome.UNMARKED
    passed = [score is not None and score >= skill.passing for score in scores]
    if True in passed:
        return Outcome.PASSED if passed[0] else Outcome.PASSED_AT_RETAKE
    if len(scores) <= skill.retakes:
        return Outcome.TO_RETAKE
    return Outcome.ABSENT if counted(scores) is None else Outcome.FAILED


def counted(scores: Sequence[Decimal | None]) -> Decimal | None:
    """The score that stands in the end, the best of all; None: one never came."""
    return max((score for score in scores if score is not None), default=None)


@dataclass(frozen=True)
class Standing:
    """Somebody in a test, for the count: whose group, how they stand, the score that stands."""

    group: str
    outcome: Outcome
    score: Decimal | None = None


@dataclass(frozen=True)
class Tally:
    """How a group (or, with ``group`` "", everybody) did. ``average`` None: nobody came.

    ``due`` are those who had to take it, the excused left out; ``taken`` those who came.
    """

    group: str
    due: int
    taken: int
    passed: int
    at_retake: int
    failed: int
    absent: int
    average: Decimal | None


def tallies(standings: Iterable[Standing]) -> list[Tally]:
    """Everybody first, then each group by name."""
    everybody = list(standings)
    groups: dict[str, list[Standing]] = defaultdict(list)
    for each in everybody:
        groups[each.group].append(each)
    return [
        _tally("", everybody),
        *(_tally(name or "未编组", groups[name]) for name in sorted(groups)),
    ]


def _tally(group: str, those: Sequence[Standing]) -> Tally:
    found = [each.outcome for each in those]
    scores = [each.score for each in those if each.score is not None]
    mean = sum(scores, Decimal(0)) / len(scores) if scores else None
    return Tally(
        group=group,
        due=len(those) - found.count(Outcome.EXCUSED),
        taken=len(scores),
        passed=sum(found.count(each) for each in PASSES),
        at_retake=found.count(Outcome.PASSED_AT_RETAKE),
        failed=found.count(Outcome.FAILED),
        absent=found.count(Outcome.ABSENT),
        average=None if mean is None else mean.quantize(_CENT, ROUND_HALF_UP),
    )
