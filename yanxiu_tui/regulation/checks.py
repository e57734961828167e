"""What is wrong with the meaning of a 制度 that can be read: each fault named by its place.

A place counts from 0, as ``scoring.items[3].each`` does.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

import msgspec

from yanxiu_tui.regulation.archives_checks import archives_faults
from yanxiu_tui.regulation.out_study_checks import out_study_faults
from yanxiu_tui.regulation.pairing_checks import pairing_faults
from yanxiu_tui.regulation.prep_checks import lesson_prep_faults, observing_faults
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.regulation.scheme_checks import scheme_faults
from yanxiu_tui.regulation.skills_checks import certificate_faults, skills_faults
from yanxiu_tui.regulation.steering_checks import steering_faults
from yanxiu_tui.regulation.submission_checks import submission_faults
from yanxiu_tui.regulation.terms import AwardRule
from yanxiu_tui.regulation.uses import (
    NAME,
    Subject,
    bound_faults,
    case_faults,
    measure_faults,
    name_faults,
    near,
    share_faults,
    unique,
    who_faults,
)
from yanxiu_tui.rules.clauses import Clause
from yanxiu_tui.rules.quotas import SCHOOL_YEAR, Quota

# As wide as the memory keeps them.
_ID, _LEVEL = 32, 16


def faults(regulation: Regulation) -> Iterator[str]:
    """Every fault, the first of each kind at its place; nothing when all is well."""
    checks: tuple[Callable[[Regulation], Iterable[str]], ...] = (
        _words,
        _attendance,
        _activity_kinds,
        _papers,
        _calendar,
        _deadlines,
        _claims,
        _hours,
        _evaluation,
        _quotas,
        _schemes,
        _awards,
        lesson_prep_faults,
        observing_faults,
        pairing_faults,
        submission_faults,
        archives_faults,
        out_study_faults,
        skills_faults,
        certificate_faults,
        steering_faults,
    )
    return chain.from_iterable(check(regulation) for check in checks)


def _words(regulation: Regulation) -> Iterator[str]:
    """IDs and names say something, and fit where they are kept."""
    for place, each in _structs(regulation, ""):
        if isinstance(each, Clause):
            for field in ("id", "words"):
                if not getattr(each, field).strip():
                    yield f"{place}.{field} 不能为空"
            continue
        for field, most in (("id", _ID), ("name", NAME), ("title", NAME), ("office", NAME)):
            text = getattr(each, field, None)
            if isinstance(text, str):
                yield from name_faults(_join(place, field), text, most)


def _structs(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, msgspec.Struct):
        yield place, value
        for field in value.__struct_fields__:
            yield from _structs(getattr(value, field), _join(place, field))
    elif isinstance(value, list | tuple):
        for at, each in enumerate(value):
            yield from _structs(each, f"{place}[{at}]")


def _join(place: str, field: str) -> str:
    return f"{place}.{field}" if place else field


def _within(place: str, number: int, least: int, most: int) -> Iterator[str]:
    if not least <= number <= most:
        yield f"{place} 应为 {least} 至 {most} 的整数"


def _attendance(regulation: Regulation) -> Iterator[str]:
    attendance = regulation.attendance
    yield from _within("attendance.roll_calls", attendance.roll_calls, 1, 9)
    yield from _within("attendance.late_after_minutes", attendance.late_after_minutes, 0, 600)
    yield from _within("early_career_years", regulation.early_career_years, 1, 40)


def _activity_kinds(regulation: Regulation) -> Iterator[str]:
    kinds = regulation.activity_kinds
    if not kinds:
        yield "activity_kinds 至少要有一项"
    for at, kind in enumerate(kinds):
        yield from name_faults(f"activity_kinds[{at}]", kind, _ID)
    yield from unique("activity_kinds", kinds)


def _papers(regulation: Regulation) -> Iterator[str]:
    known = regulation.evidence_names
    for paper, name in known.items():
        yield from name_faults(f"evidence_names.{paper}", name)
    for at, paper in enumerate(regulation.evidence_by_asking):
        if paper not in known:
            yield f"evidence_by_asking[{at}]「{paper}」不在 evidence_names 之中"
    yield from unique("leave", [kind.id for kind in regulation.leave], ".id")
    for at, kind in enumerate(regulation.leave):
        for paper in kind.evidence:
            if paper not in known:
                yield f"leave[{at}].evidence「{paper}」不在 evidence_names 之中"


def _calendar(regulation: Regulation) -> Iterator[str]:
    calendar = regulation.calendar
    yield from _within("calendar.school_month_weeks", calendar.school_month_weeks, 1, 10)
    for at, week in enumerate(calendar.exempt_weeks):
        yield from _within(f"calendar.exempt_weeks[{at}]", week, 1, 60)


def _deadlines(regulation: Regulation) -> Iterator[str]:
    yield from unique("deadlines", [each.id for each in regulation.deadlines], ".id")
    for at, each in enumerate(regulation.deadlines):
        place = f"deadlines[{at}]"
        if each.week == 0 or abs(each.week) > 30:
            yield f"{place}.week 应为 1 至 30，或从期末倒数 -1 至 -30"
        yield from _within(f"{place}.weekday", each.weekday, 1, 7)
        yield from _within(f"{place}.copies", each.copies, 1, 20)


def _claims(regulation: Regulation) -> Iterator[str]:
    yield from unique("claims", [each.id for each in regulation.claims], ".id")
    deadlines = [each.id for each in regulation.deadlines]
    for at, each in enumerate(regulation.claims):
        place = f"claims[{at}]"
        if each.deadline and each.deadline not in deadlines:
            hint = near(each.deadline, deadlines)
            yield f"{place}.deadline「{each.deadline}」不在 deadlines 之中{hint}"
        if each.most_hours is not None and (each.most_hours <= 0 or not each.hours):
            yield f"{place}.most_hours 应为正数，并且要写 hours = true"
        yield from unique(f"{place}.levels", each.levels)
        for number, level in enumerate(each.levels):
            yield from name_faults(f"{place}.levels[{number}]", level, _LEVEL)


def _hours(regulation: Regulation) -> Iterator[str]:
    hours = regulation.hours
    for field in ("per_term", "cycle"):
        if getattr(hours, field) < 0:
            yield f"hours.{field} 不能小于 0"
    yield from _within("hours.cycle_years", hours.cycle_years, 1, 20)
    yield from _within("hours.cycle_starts", hours.cycle_starts, 1990, 2100)
    for field in ("late", "left_early", "left_midway", "made_up"):
        if not 0 <= getattr(hours, field) <= 1:
            yield f"hours.{field} 应在 0 与 1 之间"
    yield from unique("hours.projects", [each.id for each in hours.projects], ".id")
    yield from _projects(regulation)


def _projects(regulation: Regulation) -> Iterator[str]:
    counted = [kind.id for kind in regulation.claims if kind.hours]
    seen: set[str] = set()
    for at, each in enumerate(regulation.hours.projects):
        place = f"hours.projects[{at}]"
        if each.planned < 0:
            yield f"{place}.planned 不能小于 0"
        if each.most is not None and (each.most <= 0 or each.most < each.planned):
            yield f"{place}.most 应为正数，不小于 planned"
        for kind in each.activity_kinds:
            if kind not in regulation.activity_kinds:
                yield f"{place}.activity_kinds「{kind}」不在 activity_kinds 之中"
        for kind in each.claims:
            if kind not in counted:
                yield f"{place}.claims「{kind}」不是可申报学时（hours = true）的一类 claims"
        # Otherwise the same hours would be counted twice.
        for kind in (*each.activity_kinds, *each.claims):
            if kind in seen:
                yield f"{place} 中的「{kind}」已归入前面的研修项目"
            seen.add(kind)


def _evaluation(regulation: Regulation) -> Iterator[str]:
    evaluation = regulation.evaluation
    if evaluation is None:
        return
    yield from _within("evaluation.full", evaluation.full, 1, 1000)
    for field in ("stages", "subjects"):
        if not getattr(evaluation, field):
            yield f"evaluation.{field} 至少要有一项"
    yield from unique("evaluation.subjects", evaluation.subjects)
    yield from unique("evaluation.stages", [stage.id for stage in evaluation.stages], ".id")
    for at, stage in enumerate(evaluation.stages):
        if stage.weight <= 0:
            yield f"evaluation.stages[{at}].weight 应为正数"


def _quotas(regulation: Regulation) -> Iterator[str]:
    yield from unique("quotas", [each.id for each in regulation.quotas], ".id")
    for at, quota in enumerate(regulation.quotas):
        place = f"quotas[{at}]"
        # What the school owes is counted in meetings, as a group's is.
        subject: Subject = "teacher" if quota.subject == "teacher" else "group"
        yield from measure_faults(place, quota, subject, regulation, plain=True, every=quota.every)
        if quota.least <= 0:
            yield f"{place}.least 应为正数"
        yield from case_faults(f"{place}.cases", quota.cases)
        yield from who_faults(f"{place}.who", quota.who)
        yield from _adds_to(place, quota, regulation.quotas)


def _adds_to(place: str, quota: Quota, quotas: Sequence[Quota]) -> Iterator[str]:
    if not quota.adds_to:
        return
    base = next((each for each in quotas if each.id == quota.adds_to), None)
    if base is None or base is quota:
        others = [each.id for each in quotas if each is not quota]
        yield f"{place}.adds_to「{quota.adds_to}」不在其他 quotas 之中{near(quota.adds_to, others)}"
    elif (base.measure, base.subject) != (quota.measure, quota.subject):
        yield f"{place}.adds_to「{quota.adds_to}」应与本项用同一个 measure"
    elif (base.every == SCHOOL_YEAR) != (quota.every == SCHOOL_YEAR):
        yield f"{place}.adds_to「{quota.adds_to}」应与本项都按学年，或都不按学年"
    elif base.adds_to:
        yield f"{place}.adds_to「{quota.adds_to}」本身也加在别的定额上，请直接加在那一项上"


def _schemes(regulation: Regulation) -> Iterator[str]:
    yield from scheme_faults("scoring", regulation.scoring, "teacher", regulation)
    yield from scheme_faults("group_scoring", regulation.group_scoring, "group", regulation)


def _awards(regulation: Regulation) -> Iterator[str]:
    yield from unique("awards", [each.id for each in regulation.awards], ".id")
    for at, award in enumerate(regulation.awards):
        place = f"awards[{at}]"
        yield from _how_many(place, award)
        yield from who_faults(f"{place}.who", award.who)
        subject: Subject = "teacher" if award.to == "teacher" else "group"
        for number, condition in enumerate(award.conditions):
            where = f"{place}.conditions[{number}]"
            yield from measure_faults(where, condition, subject, regulation)
            yield from bound_faults(where, condition)


def _how_many(place: str, award: AwardRule) -> Iterator[str]:
    if award.top is not None and award.share is not None:
        yield f"{place} 的 top 和 share 只能写一个"
    if award.top is not None and award.top <= 0:
        yield f"{place}.top 应为正数"
    if award.share is not None:
        yield from share_faults(f"{place}.share", award.share)
