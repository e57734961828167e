"""Which mentor for whom: how well two suit each other, and the plan best for the whole school.

People decide; this only proposes, and says why (师徒结对, 形式2).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from yanxiu_tui.rules.applies import Who
from yanxiu_tui.rules.assignment import assign

# Who needs a mentor where the regulation does not say: 「三年内青年教师」 (Z20).
EARLY_CAREER = (Who(teaching_year_most=3),)
# What each ground is worth at most; a hundred in all.
SUBJECT, GRADE, LEVEL, YEARS, LOAD = 50, 20, 10, 10, 10
_LEVELS = {"国家": 10, "特级": 10, "自治区": 8, "省": 8, "市": 6, "区": 4, "县": 4}
_OTHER_LEVEL = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """An apprentice or a mentor; ``carries`` is how many apprentices a mentor has already."""

    id: int
    subjects: frozenset[str] = frozenset()
    grades: frozenset[str] = frozenset()
    backbone: str = ""
    teaching_year: int | None = None
    carries: int = 0


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason for or against a pair, and its points."""

    words: str
    points: int


@dataclass(frozen=True, slots=True)
class Place:
    """A mentor, and how many apprentices come before this one."""

    mentor_id: int
    before: int


def plan(
    apprentices: Sequence[Candidate],
    mentors: Sequence[Candidate],
    most: int,
    never: Collection[tuple[int, int]] = (),
) -> dict[int, Place | None]:
    """The place of each apprentice, by ID; None for whom none is left.

    As many as can be get a mentor, of these as many as can be one of their subject, and then all
    points together are the most. No mentor carries more than ``most``; ``never`` are pairs of
    apprentice and mentor that are not proposed.
    """
    places = [(mentor, before) for mentor in mentors for before in range(mentor.carries, most)]
    # One more shared subject is above all points together, one more mentor above both.
    above = 100 * len(apprentices) + 1

    def gain(one: Candidate, mentor: Candidate, before: int) -> int:
        if _barred(one, mentor, never):
            return -1
        same = not one.subjects.isdisjoint(mentor.subjects)
        return above * above + above * same + sum(_points(one, mentor, before, most))

    gains = [[gain(one, *place) for place in places] for one in apprentices]
    found: dict[int, Place | None] = {}
    for one, at in zip(apprentices, assign(gains), strict=True):
        found[one.id] = None if at is None else Place(places[at][0].id, places[at][1])
    return found


def ranked(
    apprentice: Candidate,
    mentors: Sequence[Candidate],
    most: int,
    never: Collection[tuple[int, int]] = (),
) -> list[Candidate]:
    """The mentors who have room for one more, those who suit this apprentice best first."""
    fitting = [
        mentor
        for mentor in mentors
        if mentor.carries < most and not _barred(apprentice, mentor, never)
    ]
    return sorted(
        fitting, key=lambda mentor: -sum(_points(apprentice, mentor, mentor.carries, most))
    )


def grounds(apprentice: Candidate, mentor: Candidate, before: int, most: int) -> list[Ground]:
    """Everything that speaks for or against the pair, in words."""
    words = (
        _shared("学科", apprentice.subjects, mentor.subjects),
        _shared("年级", apprentice.grades, mentor.grades),
        _level_in_words(mentor.backbone),
        "教龄不详" if mentor.teaching_year is None else f"任教第 {mentor.teaching_year} 年",
        f"第 {before + 1} 位徒弟",
    )
    points = _points(apprentice, mentor, before, most)
    return [Ground(*each) for each in zip(words, points, strict=True)]


def _barred(one: Candidate, mentor: Candidate, never: Collection[tuple[int, int]]) -> bool:
    return one.id == mentor.id or (one.id, mentor.id) in never


def _points(
    apprentice: Candidate, mentor: Candidate, before: int, most: int
) -> tuple[int, int, int, int, int]:
    return (
        0 if apprentice.subjects.isdisjoint(mentor.subjects) else SUBJECT,
        0 if apprentice.grades.isdisjoint(mentor.grades) else GRADE,
        _level(mentor.backbone),
        min(mentor.teaching_year or 0, YEARS),
        LOAD * (most - before) // most,
    )


@cache
def _level(backbone: str) -> int:
    if not backbone:
        return 0
    named = (points for name, points in _LEVELS.items() if name in backbone)
    return next(named, _OTHER_LEVEL)


def _level_in_words(backbone: str) -> str:
    if not backbone:
        return "没有骨干称号"
    return f"{backbone}骨干" if backbone.endswith("级") else backbone


def _shared(what: str, one: frozenset[str], other: frozenset[str]) -> str:
    if not one or not other:
        return f"{what}不详"
    both = one & other
    if not both:
        return f"{what}不同"
    return f"同教{'、'.join(sorted(both))}" if what == "学科" else f"同{what}"
