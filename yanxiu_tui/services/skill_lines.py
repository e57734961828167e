"""A closed test's results as lines of the claim kind that the regulation names (P10, P11)."""

from collections.abc import Sequence
from decimal import Decimal

from db.models import SkillTest
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.regulation.terms import ClaimKind
from yanxiu_tui.rules.skills import OUTCOME_NAMES, Outcome, Skill
from yanxiu_tui.services.claim_lines import Line
from yanxiu_tui.services.skill_rows import FIRST, CandidateLine

# Nothing is held against who was excused. Who never came has done nothing: among marks it is a 0.
_COUNTS = (Outcome.PASSED, Outcome.PASSED_AT_RETAKE, Outcome.FAILED)
_MARKS = "分"


def lines_for(
    row: SkillTest, skill: Skill, regulation: Regulation, lines: Sequence[CandidateLine]
) -> list[Line]:
    """A line for each result that is final; none where the regulation names no claim kind."""
    kind = regulation.claim_kind(skill.claim)
    if kind is None:
        return []
    counts = (*_COUNTS, Outcome.ABSENT) if kind.unit == _MARKS else _COUNTS
    return [_line(row, kind, each) for each in lines if each.outcome in counts]


def origins(row: SkillTest, lines: Sequence[CandidateLine]) -> list[str]:
    """What the lines of this test are known by."""
    return [_origin(row, each) for each in lines]


def _line(row: SkillTest, kind: ClaimKind, line: CandidateLine) -> Line:
    """Counted in marks where the kind is, else once; with its level where the kind has that."""
    score, outcome = line.score, line.outcome
    assert outcome is not None
    at = next(each.number for each in line.attempts if each.score == score)
    day = row.held_on if at == FIRST else row.retake_on or row.held_on
    level = OUTCOME_NAMES[outcome]
    return Line(
        origin=_origin(row, line),
        term_id=row.term_id,
        teacher_id=line.teacher_id,
        kind=kind.id,
        title=row.title,
        first=day,
        last=day,
        amount=score or Decimal(0) if kind.unit == _MARKS else Decimal(1),
        level=level if level in kind.levels or score is None else "",
    )


def _origin(row: SkillTest, line: CandidateLine) -> str:
    return f"skill_test {row.id} {line.teacher_id}"
