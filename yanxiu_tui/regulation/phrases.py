"""The small words of a regulation said aloud: numbers, amounts, people, what is counted."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.regulation.terms import Condition
from yanxiu_tui.rules.applies import Case, Who
from yanxiu_tui.rules.clauses import Clause
from yanxiu_tui.rules.measures import MEASURES, RECORDED
from yanxiu_tui.rules.roles import ROLE_NAMES

RATIO = "比率"
# What is counted of each kind in the kind's own unit.
_IN_THEIR_UNIT = ("claims", "claims_mean")
_CENT = Decimal("0.01")


class Counted(Protocol):
    """Something counted by a measure, perhaps narrowed by ``of``."""

    @property
    def measure(self) -> str: ...

    @property
    def of(self) -> list[str]: ...


def plain(number: Decimal | int) -> str:
    """10 and not 10.00, in hundredths at most, with a minus that is one column wide."""
    shown = Decimal(number).quantize(_CENT, ROUND_HALF_UP).normalize()
    return f"{abs(shown):f}" if shown >= 0 else f"−{abs(shown):f}"


def about(number: Decimal) -> str:
    """The same, saying so when it is rounded."""
    rounded = number.quantize(_CENT, ROUND_HALF_UP)
    return plain(number) if rounded == number else f"约 {plain(number)}"


def amount(number: Decimal, unit: str) -> str:
    """「15 节」, and a ratio as 「93%」; the bare number without a unit."""
    return f"{plain(number * 100)}%" if unit == RATIO else f"{plain(number)} {unit}".rstrip()


def clause_line(clause: Clause) -> str:
    """「Z31 「培训学习两次点名后未到者，记迟到一次」」."""
    return f"{clause.id} 「{clause.words}」"


def ruled(words: str, clause: Clause) -> list[str]:
    """A rule in words, and below it the clause it comes from."""
    return [words, f"    {clause_line(clause)}"]


def noun(use: Counted, regulation: Regulation) -> str:
    """What is counted: 「听课」, 「论文、课件」, 「考核平均」, 「实到（集体备课）」."""
    measure = MEASURES[use.measure]
    if not use.of:
        return measure.title
    if measure.takes == "claims":
        return f"{'、'.join(_kind(regulation, each)[0] for each in use.of)}{_mean(measure.name)}"
    projects = {project.id: project.name for project in regulation.hours.projects}
    return f"{measure.title}（{'、'.join(projects.get(each, each) for each in use.of)}）"


def _mean(measure: str) -> str:
    return "平均" if measure == "claims_mean" else ""


def unit_of(use: Counted, regulation: Regulation) -> str:
    """The unit it is counted in: that of the claim kinds, where they agree."""
    measure = MEASURES[use.measure]
    if measure.name not in _IN_THEIR_UNIT:
        return measure.unit
    units = {_kind(regulation, each)[1] for each in use.of} - {""}
    return units.pop() if len(units) == 1 else measure.unit


def condition(regulation: Regulation, asked: Condition) -> str:
    """「学时不少于 60」, 「缺席不超过 0 次」."""
    return f"{noun(asked, regulation)}{bounds(asked, unit_beside(asked, regulation))}"


def unit_beside(asked: Condition, regulation: Regulation) -> str:
    """The unit as it is said beside what is counted: 「学时 60」 has said it already."""
    unit = unit_of(asked, regulation)
    return "" if unit == noun(asked, regulation) else unit


def bounds(asked: Condition, unit: str) -> str:
    """「不少于 60 学时」, 「不超过 0 次」, or both."""
    said = []
    if asked.at_least is not None:
        said.append(f"不少于 {amount(asked.at_least, unit)}")
    if asked.at_most is not None:
        said.append(f"不超过 {amount(asked.at_most, unit)}")
    return "，".join(said)


def _kind(regulation: Regulation, kind: str) -> tuple[str, str]:
    """What a kind of work is called and counted in; a claim of it may be for paper alone."""
    if kind in RECORDED:
        return RECORDED[kind]
    known = regulation.claim_kind(kind)
    return (known.name, known.unit) if known else (kind, "")


def who_says(alternatives: Sequence[Who]) -> str:
    """Whom a rule is for: 「男、不满 50 岁，或女、不满 45 岁」; 「全体」 when for everybody."""
    return "，或".join(map(_one, alternatives)) or "全体"


def _one(who: Who) -> str:
    said = [_roles(who)] if who.roles or who.not_roles else []
    said += [who.sex] if who.sex else []
    if who.age_least is not None:
        said.append(f"满 {who.age_least} 岁")
    if who.age_below is not None:
        said.append(f"不满 {who.age_below} 岁")
    if who.teaching_year_least is not None:
        said.append(f"教龄第 {who.teaching_year_least} 年起")
    if who.teaching_year_most is not None:
        said.append(f"教龄 {who.teaching_year_most} 年以内")
    said += ["、".join(who.groups)] if who.groups else []
    said += [f"教{'、'.join(who.subjects)}"] if who.subjects else []
    said += [f"{'、'.join(who.backbone)}骨干"] if who.backbone else []
    return "、".join(said)


def _roles(who: Who) -> str:
    named, others = (
        "、".join(ROLE_NAMES[role] for role in each) for each in (who.roles, who.not_roles)
    )
    if not named:
        return f"{others}以外的人"
    return f"{named}（{others}除外）" if others else named


def cases_say(cases: Sequence[Case], unit: str) -> str:
    """The other numbers: 「（教研组长 20 节，校长 30 节）」; "" when there are none."""
    said = "，".join(f"{who_says(each.who)} {amount(each.least, unit)}" for each in cases)
    return f"（{said}）" if said else ""
