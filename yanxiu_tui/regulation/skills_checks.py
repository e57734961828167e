"""What is wrong with the 业务考核 and 证书 of a 制度: each fault named by its place."""

import re
from collections.abc import Iterator
from datetime import date

from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.regulation.uses import bound_faults, measure_faults, near, unique, who_faults
from yanxiu_tui.rules.skills import Skill

_MOST_MARKS, _MOST_RETAKES = 1000, 3
_SHAPE = re.compile(r"\d\d-\d\d", re.ASCII)


def skills_faults(regulation: Regulation) -> Iterator[str]:
    """Marks that can be given and passed, an age day that every year has, a known claim kind."""
    yield from unique("skills", [each.id for each in regulation.skills], ".id")
    for at, skill in enumerate(regulation.skills):
        place = f"skills[{at}]"
        yield from who_faults(f"{place}.who", skill.who)
        yield from _marks(place, skill)
        if skill.age_on and not _is_day(skill.age_on):
            yield f"{place}.age_on 应写成 09-01 这样的月日"
        if not 0 <= skill.retakes <= _MOST_RETAKES:
            yield f"{place}.retakes 应为 0 至 {_MOST_RETAKES} 的整数"
        known = [kind.id for kind in regulation.claims]
        if skill.claim and skill.claim not in known:
            yield f"{place}.claim「{skill.claim}」不在 claims 之中{near(skill.claim, known)}"


def _marks(place: str, skill: Skill) -> Iterator[str]:
    if not (0 < skill.full <= _MOST_MARKS and skill.full == skill.full.to_integral_value()):
        yield f"{place}.full 应为 1 至 {_MOST_MARKS} 的整数"
    if not 0 < skill.passing <= skill.full:
        yield f"{place}.passing 应大于 0，不超过 full"


def _is_day(text: str) -> bool:
    """Whether every year has that day; 02-29 is one of some years only."""
    try:
        return bool(_SHAPE.fullmatch(text) and date.fromisoformat(f"2025-{text}"))
    except ValueError:
        return False


def certificate_faults(regulation: Regulation) -> Iterator[str]:
    """Conditions on figures that there are."""
    rule = regulation.certificate
    if rule is None:
        return
    for at, condition in enumerate(rule.conditions):
        place = f"certificate.conditions[{at}]"
        yield from measure_faults(place, condition, "teacher", regulation)
        yield from bound_faults(place, condition)
