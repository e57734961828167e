"""What every rule that uses a measure must get right: the measure, its ``of``, whom it is for."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from difflib import get_close_matches
from typing import Literal, Protocol

from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.regulation.terms import Condition
from yanxiu_tui.rules.applies import Case, Who
from yanxiu_tui.rules.measures import MEASURES, RECORDED, WORK, Measure
from yanxiu_tui.rules.quotas import Span
from yanxiu_tui.rules.roles import Role

Subject = Literal["teacher", "group"]
_TAKES = {"activities": "activity_kinds", "claims": "claims", "projects": "hours.projects"}
_SUBJECTS = {"teacher": "教师", "group": "教研组"}
# Figures that are several numbers, which only a rule made for them can read.
SUBMISSIONS = ("submissions", "group_submissions")
# As wide as the memory keeps a name.
NAME = 64
NOT_HELD = (Role.HOST, Role.OPERATOR)
# Below this two words have only some letters in common.
_NEAR = 0.7


class Use(Protocol):
    """A rule that uses a measure, perhaps narrowed by ``of``."""

    @property
    def measure(self) -> str: ...

    @property
    def of(self) -> list[str]: ...


def measure_faults(
    place: str,
    use: Use,
    subject: Subject,
    regulation: Regulation,
    plain: bool = False,
    every: Span = "",
    submissions: bool = False,
) -> Iterator[str]:
    """A measure that is there, of the right subject, with a right ``of``; ``plain``: never missing.

    ``submissions`` says whether the rule reads what was handed in on time, late or incomplete.
    """
    measure = MEASURES.get(use.measure)
    if measure is None:
        yield f"{place}.measure「{use.measure}」不是已有的指标{near(use.measure, list(MEASURES))}"
        return
    if measure.subject != subject:
        said = f"「{measure.name}」是{_SUBJECTS[measure.subject]}的指标"
        yield f"{place}.measure{said}，这里要用{_SUBJECTS[subject]}的指标"
    if (measure.name in SUBMISSIONS) != submissions:
        yield f"{place}.measure「{measure.name}」与 punctuality 只能一起用"
    if plain and measure.may_be_missing:
        yield f"{place}.measure「{measure.name}」可能没有数据，不能用作定额"
    if every and not measure.by_period:
        yield f"{place}.every 不能用：「{measure.name}」不能按周或学月分开统计"
    feeding = WORK.get(measure.name, ())
    if feeding and not any(kind in RECORDED or regulation.claim_kind(kind) for kind in feeding):
        said = f"「{measure.name}」没有可以计数的申报"
        yield f"{place}.measure{said}，claims 里应有 {' 或 '.join(feeding)}"
    yield from _of_faults(place, use, measure, regulation)


def _of_faults(place: str, use: Use, measure: Measure, regulation: Regulation) -> Iterator[str]:
    if not measure.takes:
        if use.of:
            yield f"{place}.of 不能用：「{measure.name}」不能再限定"
        return
    if measure.takes == "claims" and not use.of:
        yield f"{place}.of 至少要有一项，写明是哪几类 claims"
    known = known_of(measure, regulation)
    for at, each in enumerate(use.of):
        if each not in known:
            yield f"{place}.of[{at}]「{each}」不在 {_TAKES[measure.takes]} 之中{near(each, known)}"
    yield from unique(f"{place}.of", use.of)
    units = {kind.unit for each in use.of if (kind := regulation.claim_kind(each))}
    if measure.name == "claims_mean" and len(units) > 1:
        yield f"{place}.of 的单位不同（{'、'.join(sorted(units))}），不能一起平均"


def known_of(measure: Measure, regulation: Regulation) -> list[str]:
    """What ``of`` may name for this measure."""
    if measure.takes == "activities":
        return regulation.activity_kinds
    if measure.takes == "claims":
        # What the terminal records is no paper that could be handed in late, and has no marks.
        recorded = RECORDED if measure.name == "claims" else ()
        return list(dict.fromkeys([*(kind.id for kind in regulation.claims), *recorded]))
    return [project.id for project in regulation.hours.projects]


def who_faults(place: str, alternatives: Sequence[Who]) -> Iterator[str]:
    """Each alternative says something, and something that can be."""
    for at, who in enumerate(alternatives):
        where = f"{place}[{at}]"
        if who == Who():
            yield f"{where} 没有写明任何条件"
        for field in ("age_below", "age_least", "teaching_year_most", "teaching_year_least"):
            number = getattr(who, field)
            if number is not None and not 0 < number <= 120:
                yield f"{where}.{field} 应为 1 至 120 的整数"
        if _crossed(who.age_least, who.age_below, open_end=True):
            yield f"{where}.age_least 应小于 age_below"
        if _crossed(who.teaching_year_least, who.teaching_year_most):
            yield f"{where}.teaching_year_least 不应大于 teaching_year_most"
        yield from _who_names(where, who)
        both = set(who.roles) & set(who.not_roles)
        if both:
            yield f"{where}.not_roles「{min(both)}」同时写在 roles 里"


def _who_names(place: str, who: Who) -> Iterator[str]:
    """Groups and subjects have names; roles are such as a teacher may hold."""
    for field in ("groups", "subjects", "backbone"):
        for at, name in enumerate(getattr(who, field)):
            yield from name_faults(f"{place}.{field}[{at}]", name)
    for field in ("roles", "not_roles"):
        for at, role in enumerate(getattr(who, field)):
            if role in NOT_HELD:
                yield f"{place}.{field}[{at}]「{role}」不是教师的职务"


def case_faults(place: str, cases: Sequence[Case]) -> Iterator[str]:
    """Each other number says for whom it is, and is one."""
    for at, case in enumerate(cases):
        if case.least <= 0:
            yield f"{place}[{at}].least 应为正数"
        if not case.who:
            yield f"{place}[{at}].who 至少要有一项"
        yield from who_faults(f"{place}[{at}].who", case.who)


def _crossed(least: int | None, most: int | None, open_end: bool = False) -> bool:
    if least is None or most is None:
        return False
    return least >= most if open_end else least > most


def bound_faults(place: str, condition: Condition) -> Iterator[str]:
    """A bound at least, and no two that nobody can keep."""
    least, most = condition.at_least, condition.at_most
    if least is None and most is None:
        yield f"{place} 应写明 at_least 或 at_most"
    elif least is not None and most is not None and least > most:
        yield f"{place}.at_least 不应大于 at_most"


def share_faults(place: str, share: Decimal) -> Iterator[str]:
    """A share of all is more than nothing and at most all."""
    if not 0 < share <= 1:
        yield f"{place} 应大于 0，不超过 1"


def name_faults(place: str, name: str, most: int = NAME) -> Iterator[str]:
    """A name says something, and fits where it is kept."""
    if not 0 < len(name.strip()) <= most:
        yield f"{place} 应为 1 至 {most} 个字"


def unique(place: str, names: Sequence[str], field: str = "") -> Iterator[str]:
    """No name stands there twice."""
    seen: set[str] = set()
    for at, name in enumerate(names):
        if name in seen:
            yield f"{place}[{at}]{field} 与前面重复"
        seen.add(name)


def near(word: str, known: Sequence[str]) -> str:
    """A hint at what may have been meant."""
    found = get_close_matches(word, known, 1, _NEAR)
    return f"，是不是想写 {found[0]}" if found else ""
