"""Tests of 基本功 and 教材教法 as they are kept: candidates, attempts, the rule they go by."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from peewee import JOIN

from db.connection import held
from db.models import SkillCandidate, SkillResult, SkillTest, Teacher
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules import skills as rule
from yanxiu_tui.rules.applies import age_on
from yanxiu_tui.rules.skills import Outcome, Skill
from yanxiu_tui.services import persons, school
from yanxiu_tui.services.claim_kinds import Versions
from yanxiu_tui.services.groups import research_groups
from yanxiu_tui.services.persons import Staff

FIRST = 1


@dataclass(frozen=True)
class Attempt:
    """One attempt; ``score`` None: they did not come."""

    number: int
    score: Decimal | None
    comment: str
    marked_at: datetime
    marked_by: str


@dataclass(frozen=True)
class CandidateLine:
    """Somebody in a test. ``outcome`` None: their age is not known, the office is to decide."""

    teacher_id: int
    staff_no: str
    name: str
    group: str
    outcome: Outcome | None
    excused: str = ""
    attempts: tuple[Attempt, ...] = ()

    @property
    def next_attempt(self) -> int:
        """The number of the attempt that is to be marked next; 0: there is none."""
        waits = self.outcome in (Outcome.UNMARKED, Outcome.TO_RETAKE)
        return len(self.attempts) + FIRST if waits else 0

    @property
    def score(self) -> Decimal | None:
        """The score that stands."""
        return rule.counted([each.score for each in self.attempts])

    @property
    def comments(self) -> str:
        """What was said of each attempt."""
        return "；".join(each.comment for each in self.attempts if each.comment)


def regulation_of(row: SkillTest) -> Regulation:
    """The regulation that the test was set by; adopting another later changes no test."""
    return Versions([row.term_id]).at(row.term_id, row.set_at)


def skill_of(row: SkillTest, regulation: Regulation) -> Skill:
    """The rule of the test."""
    return next(each for each in regulation.skills if each.id == row.kind)


def staff_for(skill: Skill, term_id: int, held_on: date, set_at: datetime) -> list[Staff]:
    """Everybody who is on the roster for a test, of the age that counts for it; five queries."""
    last = min(held_on, local(set_at).date())
    day = rule.age_day(skill, held_on)
    rows: Any = Teacher.select(Teacher.id, Teacher.born).tuples()
    born = dict(rows)
    return [
        replace(each, person=replace(each.person, age=age_on(born[each.id], day)))
        for each in persons.staff(school.term_view(term_id), last)
    ]


def undecided(row: SkillTest, skill: Skill, decided: Collection[int]) -> list[Staff]:
    """Those of whom nobody can tell whether they must take it, and nobody has said."""
    if row.closed_at or not any(_asks_of_years(who) for who in skill.who):
        return []
    return [
        each
        for each in staff_for(skill, row.term_id, row.held_on, row.set_at)
        if each.id not in decided and rule.must_take(skill, each.person) is None
    ]


def _asks_of_years(who: Any) -> bool:
    asked = (
        who.age_below, who.age_least, who.teaching_year_most, who.teaching_year_least,
        who.sex or None,
    )  # fmt: skip
    return any(each is not None for each in asked)


def lines_of(
    tests: Sequence[SkillTest], skills: Mapping[int, Skill], of: Any = None
) -> dict[int, list[CandidateLine]]:
    """The candidates of these tests by group and name, with how they stand; three queries.

    ``of`` narrows them to some teachers, as it stands after IN.
    """
    ids = [row.id for row in tests]
    candidates = (
        SkillCandidate.select(SkillCandidate, Teacher)
        .join(Teacher, on=SkillCandidate.teacher)
        .where(SkillCandidate.test.in_(ids))
    )
    attempts = _attempts(ids, of)
    rows = list(candidates if of is None else candidates.where(SkillCandidate.teacher.in_(of)))
    groups = research_groups({row.teacher_id for row in rows})
    found: dict[int, list[CandidateLine]] = defaultdict(list)
    for row in rows:
        made = tuple(attempts.get((row.test_id, row.teacher_id), ()))
        scores = [each.score for each in made]
        found[row.test_id].append(
            CandidateLine(
                teacher_id=row.teacher_id,
                staff_no=row.teacher.staff_no,
                name=row.teacher.name,
                group=groups.get(row.teacher_id, ""),
                outcome=rule.outcome(skills[row.test_id], scores, bool(row.excused)),
                excused=row.excused,
                attempts=made,
            )
        )
    return {
        test: sorted(lines, key=lambda each: (each.group, each.staff_no))
        for test, lines in found.items()
    }


def _attempts(ids: Sequence[int], of: Any) -> dict[tuple[int, int], list[Attempt]]:
    by = Teacher.alias()
    rows: Any = (
        SkillResult.select(
            SkillResult.test, SkillResult.teacher, SkillResult.attempt, SkillResult.score,
            SkillResult.comment, SkillResult.marked_at, by.name,
        )
        .join(by, JOIN.LEFT_OUTER, on=SkillResult.marked_by == by.id)
        .where(SkillResult.test.in_(ids))
        .order_by(SkillResult.attempt)
    )  # fmt: skip
    if of is not None:
        rows = rows.where(SkillResult.teacher.in_(of))
    found: dict[tuple[int, int], list[Attempt]] = defaultdict(list)
    for test, teacher, number, score, comment, at, name in rows.tuples():
        found[test, teacher].append(Attempt(number, score, comment, at, name or ""))
    return found


def skills_of(tests: Sequence[SkillTest]) -> dict[int, Skill]:
    """The rule of each of these tests; one query for all of them."""
    versions = Versions({row.term_id for row in tests})
    return {row.id: skill_of(row, versions.at(row.term_id, row.set_at)) for row in tests}


def hold(test_id: int) -> Any:
    """The test itself, held until the act is over; Refused when it was withdrawn."""
    row = held(SkillTest.select().where(SkillTest.id == test_id), SkillTest).first()
    if row is None or row.withdrawn_at:
        raise unknown(test_id)
    return row


def hold_open(test_id: int) -> Any:
    """The same of one that is not closed."""
    row = hold(test_id)
    if row.closed_at:
        raise Refused("closed", "这次考核已经结束，要改请先重新开放（写原因）。")
    return row


def unknown(test_id: int) -> Refused:
    """The refusal of a test that is not there."""
    return Refused("no_test", f"没有编号为 {test_id} 的考核，可能已被撤销，请刷新后再看。")


def decided(row: SkillTest) -> set[int]:
    """Those of whom it is known whether they take it."""
    rows = SkillCandidate.select(SkillCandidate.teacher).where(SkillCandidate.test == row)
    return {each.teacher_id for each in rows}


def lines_in(row: SkillTest, of: Any = None) -> list[CandidateLine]:
    """The candidates of one test."""
    return lines_of([row], {row.id: skill_of(row, regulation_of(row))}, of).get(row.id, [])
