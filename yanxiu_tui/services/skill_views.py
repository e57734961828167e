"""业务考核 as people see it: the tests, one test's candidates, one's own results (P10, P11)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from db.models import SkillCandidate, SkillTest, Term
from yanxiu_tui.clock import end_of, local
from yanxiu_tui.rules.clauses import Clause
from yanxiu_tui.rules.skills import Outcome, Standing, Tally, tallies
from yanxiu_tui.rules.todo import Todo
from yanxiu_tui.services.groups import members_within_reach
from yanxiu_tui.services.permission import Act, Actor, Scope, allowed, reach, require
from yanxiu_tui.services.skill_rows import (
    CandidateLine,
    lines_of,
    skills_of,
    undecided,
    unknown,
)

ROOM = "skills"
MOST = 100


@dataclass(frozen=True)
class SkillTestView:
    """One test. ``due`` are its candidates, of whom ``waiting`` have no result yet."""

    id: int
    term_name: str
    kind_name: str
    title: str
    held_on: date
    retake_on: date | None
    closed_at: datetime | None
    due: int
    waiting: int
    to_retake: int
    passed: int

    @property
    def state_name(self) -> str:
        """Where it stands, in words."""
        if self.closed_at:
            return "已结束"
        if self.waiting:
            return f"{self.waiting} 人未登记"
        return f"{self.to_retake} 人要补考" if self.to_retake else "待结束"


@dataclass(frozen=True)
class SkillTestPage:
    """One test in full; ``told`` says whether the results are shown to whoever asked.

    Those whose age is not known stand at the end, without an outcome.
    """

    view: SkillTestView
    clause: Clause
    full: int
    passing: Decimal
    told: bool
    lines: tuple[CandidateLine, ...]
    tallies: tuple[Tally, ...]

    @property
    def silent(self) -> int:
        """Of how many with a score nobody has said anything yet (量化与质性相结合)."""
        return sum(each.score is not None and not each.comments for each in self.lines)


@dataclass(frozen=True)
class MyTest:
    """A test one has to take, or took; ``line`` is one's result once it is closed.

    ``retake_on`` is the day of the retake, for whoever is to come to it or came.
    """

    view: SkillTestView
    full: int
    passing: Decimal
    clause: Clause
    retake_on: date | None
    must_retake: bool
    line: CandidateLine | None


def tests(actor: Actor) -> list[SkillTestView]:
    """The newest tests, with the members of one's groups in them; all for the office and heads."""
    _require_view(actor)
    rows = list(_standing().limit(MOST))
    lines = lines_of(rows, skills := skills_of(rows), _of(actor))
    seen = reach(actor, Act.VIEW_SKILLS) is Scope.SCHOOL
    return [
        _view(row, skills[row.id].name, lines.get(row.id, ()), seen or bool(row.closed_at))
        for row in rows
        if seen or row.id in lines
    ]


def test(actor: Actor, test_id: int) -> SkillTestPage:
    """One test with its candidates; leaders read the results of their groups once it is closed."""
    _require_view(actor)
    row = find(test_id)
    skill = skills_of([row])[row.id]
    everybody = reach(actor, Act.VIEW_SKILLS) is Scope.SCHOOL
    lines = lines_of([row], {row.id: skill}, _of(actor)).get(row.id, [])
    if not everybody and not lines:
        raise unknown(test_id)
    told = everybody or row.closed_at is not None
    unsure = undecided(row, skill, {each.teacher_id for each in lines}) if everybody else []
    view = _view(row, skill.name, lines, told)
    return SkillTestPage(
        view=view,
        clause=skill.clause,
        full=int(skill.full),
        passing=skill.passing,
        told=told,
        lines=(
            *(each if told else _untold(each) for each in lines),
            *(
                CandidateLine(each.id, each.staff_no, each.name, each.research_group, None)
                for each in unsure
            ),
        ),
        tallies=tuple(tallies(_standings(lines))) if told else (),
    )


def mine(actor: Actor) -> list[MyTest]:
    """The tests one is a candidate of: the result is told once the test is closed."""
    require(actor, Act.OWN_SKILLS)
    me = actor.teacher_id or 0
    rows = list(_standing().join_from(SkillTest, SkillCandidate).where(_is_of(me)).limit(MOST))
    skills = skills_of(rows)
    lines = lines_of(rows, skills, [me])
    return [
        _mine(row, lines[row.id][0], _view(row, skills[row.id].name, ()), skills[row.id])
        for row in rows
    ]


def to_do(actor: Actor, now: datetime) -> list[Todo]:
    """For the office what is to mark, to retake and to close; for a candidate when the test is."""
    rows = list(_standing().where(SkillTest.closed_at.is_null()))
    if not rows:
        return []
    runs = allowed(actor, Act.RUN_SKILLS)
    skills = skills_of(rows)
    lines = lines_of(rows, skills, None if runs else [actor.teacher_id or 0])
    found: list[Todo] = []
    for row in rows:
        here = lines.get(row.id, [])
        own = next((each for each in here if each.teacher_id == actor.teacher_id), None)
        found += _my_turn(row, own, now) if own else []
        found += _office_turn(_view(row, skills[row.id].name, here), now) if runs else []
    return found


def find(test_id: int) -> SkillTest:
    """The test of that number; one that was withdrawn is none."""
    row = _standing().where(SkillTest.id == test_id).first()
    if row is None:
        raise unknown(test_id)
    found: SkillTest = row
    return found


def _standing() -> Any:
    query = SkillTest.select(SkillTest, Term).join(Term).where(SkillTest.withdrawn_at.is_null())
    return query.order_by(SkillTest.held_on.desc(), SkillTest.id.desc())


def _is_of(teacher_id: int) -> Any:
    return SkillCandidate.teacher == teacher_id


def _require_view(actor: Actor) -> None:
    if reach(actor, Act.VIEW_SKILLS) is Scope.NONE:
        require(actor, Act.VIEW_SKILLS)


def _of(actor: Actor) -> Any:
    """Whose results one reads, as it stands after IN; None: everybody's."""
    if reach(actor, Act.VIEW_SKILLS) is Scope.SCHOOL:
        return None
    return members_within_reach(actor, Act.VIEW_SKILLS)


def _view(
    row: Any, kind_name: str, lines: Sequence[CandidateLine], told: bool = True
) -> SkillTestView:
    """What is not ``told`` yet is not counted either."""
    outcomes = [each.outcome for each in lines if told]
    return SkillTestView(
        id=row.id,
        term_name=row.term.name,
        kind_name=kind_name,
        title=row.title,
        held_on=row.held_on,
        retake_on=row.retake_on,
        closed_at=row.closed_at,
        due=len(lines) - outcomes.count(Outcome.EXCUSED),
        waiting=outcomes.count(Outcome.UNMARKED),
        to_retake=outcomes.count(Outcome.TO_RETAKE),
        passed=outcomes.count(Outcome.PASSED) + outcomes.count(Outcome.PASSED_AT_RETAKE),
    )


def _untold(line: CandidateLine) -> CandidateLine:
    return replace(line, outcome=Outcome.UNMARKED, excused="", attempts=())


def _standings(lines: Sequence[CandidateLine]) -> list[Standing]:
    return [
        Standing(each.group, each.outcome, each.score) for each in lines if each.outcome is not None
    ]


def _mine(row: Any, line: CandidateLine, view: SkillTestView, skill: Any) -> MyTest:
    waits = line.outcome is Outcome.TO_RETAKE
    retake_on = row.retake_on if waits or len(line.attempts) > 1 else None
    return MyTest(
        view=view,
        full=int(skill.full),
        passing=skill.passing,
        clause=skill.clause,
        retake_on=retake_on,
        must_retake=waits and retake_on is not None and not row.closed_at,
        line=line if row.closed_at else None,
    )


def _my_turn(row: Any, line: CandidateLine, now: datetime) -> list[Todo]:
    """That a test, or its retake, is still to come."""
    today = local(now).date()
    if line.outcome is Outcome.UNMARKED and row.held_on >= today:
        return [Todo(ROOM, f"参加考核「{row.title}」", end_of(row.held_on))]
    if line.outcome is Outcome.TO_RETAKE and row.retake_on and row.retake_on >= today:
        return [Todo(ROOM, f"参加补考「{row.title}」", end_of(row.retake_on))]
    return []


def _office_turn(view: SkillTestView, now: datetime) -> list[Todo]:
    today = local(now).date()
    held_at = end_of(view.held_on)
    if view.held_on > today:
        return []
    if view.waiting:
        return [Todo(ROOM, f"登记「{view.title}」的成绩，还有 {view.waiting} 人", held_at)]
    if view.to_retake and view.retake_on is None:
        return [Todo(ROOM, f"「{view.title}」{view.to_retake} 人要补考，请定日子")]
    if view.to_retake:
        assert view.retake_on is not None
        if view.retake_on > today:
            return []
        at = end_of(view.retake_on)
        return [Todo(ROOM, f"登记「{view.title}」的补考，还有 {view.to_retake} 人", at)]
    return [Todo(ROOM, f"「{view.title}」成绩已登记完，请结束")]
