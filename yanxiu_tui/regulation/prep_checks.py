"""What is wrong with the 集体备课 and 听课 of a 制度: each fault named by its place."""

from collections.abc import Iterator, Sequence

from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.regulation.uses import name_faults, near, unique
from yanxiu_tui.rules.clauses import UNSAID
from yanxiu_tui.rules.lesson_prep import LessonPrep, Section

# As wide as the memory keeps a grade.
_GRADE = 16
_MOST_DAYS = 366
_MOST_PERIODS = 20
_USUAL_KIND = LessonPrep(clause=UNSAID).activity_kind


def lesson_prep_faults(regulation: Regulation) -> Iterator[str]:
    """A kind of activity there is, and sections and prompts to write under."""
    rule, place = regulation.lesson_prep, "lesson_prep"
    kinds = regulation.activity_kinds
    # A school that does not say it prepares together need not have that kind of activity.
    if rule.activity_kind not in (*kinds, _USUAL_KIND):
        hint = near(rule.activity_kind, kinds)
        yield f"{place}.activity_kind「{rule.activity_kind}」不在 activity_kinds 之中{hint}"
    if rule.place:
        yield from name_faults(f"{place}.place", rule.place)
    yield from _sections(f"{place}.sections", rule.sections)
    yield from _sections(f"{place}.prompts", rule.prompts)
    yield from _days(f"{place}.late_after_days", rule.late_after_days)


def observing_faults(regulation: Regulation) -> Iterator[str]:
    """Grades that can be told apart, a sheet that adds up to something, a day of some lessons."""
    rule, place = regulation.observing, "observing"
    yield from unique(f"{place}.grades", rule.grades)
    for at, grade in enumerate(rule.grades):
        yield from name_faults(f"{place}.grades[{at}]", grade, _GRADE)
    yield from unique(f"{place}.sheet", [line.id for line in rule.sheet], ".id")
    for at, line in enumerate(rule.sheet):
        if line.full <= 0:
            yield f"{place}.sheet[{at}].full 应为正数"
    if not 1 <= rule.periods <= _MOST_PERIODS:
        yield f"{place}.periods 应为 1 至 {_MOST_PERIODS} 的整数"
    yield from _days(f"{place}.late_after_days", rule.late_after_days)


def _sections(place: str, sections: Sequence[Section]) -> Iterator[str]:
    if not sections:
        yield f"{place} 至少要有一项"
    yield from unique(place, [section.id for section in sections], ".id")
    yield from unique(place, [section.name for section in sections], ".name")


def _days(place: str, days: int) -> Iterator[str]:
    if not 0 <= days <= _MOST_DAYS:
        yield f"{place} 应为 0 至 {_MOST_DAYS} 的整数"
