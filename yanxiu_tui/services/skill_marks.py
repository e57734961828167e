"""业务考核: who takes a test, and what each attempt came to: a score and a comment (P10, P11)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from db.connection import transaction
from db.models import SkillCandidate, SkillResult
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.evaluation import typed_score
from yanxiu_tui.rules.skills import Skill
from yanxiu_tui.services import trace
from yanxiu_tui.services.credentials import find_teacher
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.skill_rows import (
    FIRST,
    CandidateLine,
    decided,
    hold_open,
    lines_in,
    regulation_of,
    skill_of,
    undecided,
)
from yanxiu_tui.services.texts import clean

_LONGEST_COMMENT = 200


@dataclass(frozen=True)
class NewResult:
    """A result as it is typed, in any width; a ``score`` of None: they did not come."""

    teacher_id: int
    attempt: int
    score: str | None
    comment: str = ""


def add(actor: Actor, test_id: int, staff_no: str, now: datetime) -> CandidateLine:
    """Let somebody take the test whom the rule did not name, or who had been excused."""
    require(actor, Act.RUN_SKILLS)
    teacher = find_teacher(staff_no)
    with transaction():
        row = hold_open(test_id)
        there = _candidate(row, teacher.id)
        if there is not None and not there.excused:
            raise Refused("there_already", f"{teacher.name}老师已经在名单里，不用再加。")
        if there is None:
            SkillCandidate.create(test=row, teacher=teacher)
        else:
            _excuse(there, "")
        trace.write(actor, "add_candidate", "skill_test", row.id, now, teacher=teacher.id)
    return _line(row, teacher.id)


def excuse(actor: Actor, test_id: int, teacher_id: int, reason: str, now: datetime) -> None:
    """Let somebody off the test, and why; also whoever it is not known that they must take it."""
    require(actor, Act.RUN_SKILLS)
    reason = clean(reason, "免考的原因", 100)
    with transaction():
        row = hold_open(test_id)
        _refuse_own(actor, teacher_id)
        there = _candidate(row, teacher_id)
        if there is None:
            unsure = undecided(row, skill_of(row, regulation_of(row)), decided(row))
            if teacher_id not in {each.id for each in unsure}:
                raise _no_candidate()
            SkillCandidate.create(test=row, teacher=teacher_id, excused=reason)
        else:
            if any(each.score is not None for each in _line(row, teacher_id).attempts):
                raise Refused("has_score", "这位老师已经有成绩，不能再免考。")
            _excuse(there, reason)
        trace.write(actor, "excuse_candidate", "skill_test", row.id, now, teacher=teacher_id)


def mark(actor: Actor, test_id: int, result: NewResult, now: datetime) -> CandidateLine:
    """Keep a first result, or that of a retake, which only who failed or was absent may take.

    The same result once more is the same result; another one is a correction.
    """
    require(actor, Act.RUN_SKILLS)
    with transaction():
        row = hold_open(test_id)
        skill = skill_of(row, regulation_of(row))
        score, comment = _checked(result, skill)
        _refuse_own(actor, result.teacher_id)
        line = _line(row, result.teacher_id)
        kept = next((each for each in line.attempts if each.number == result.attempt), None)
        if kept is not None:
            if (kept.score, kept.comment) != (score, comment):
                raise Refused("marked", f"{line.name}老师这次的成绩已登记，要改请写原因更正。")
            return line
        _refuse_untimely(row, line, result.attempt, now)
        made = SkillResult.create(
            test=row, teacher=result.teacher_id, attempt=result.attempt, score=score,
            comment=comment, marked_at=now, marked_by=actor.teacher_id,
        )  # fmt: skip
        trace.write(actor, "mark_skill", "skill_result", made.id, now, score=score)
    return _line(row, result.teacher_id)


def correct(
    actor: Actor, test_id: int, result: NewResult, reason: str, now: datetime
) -> CandidateLine:
    """Put another score or comment in the place of one, and why; the trace says what it was."""
    require(actor, Act.RUN_SKILLS)
    reason = clean(reason, "更正的原因", 200)
    with transaction():
        row = hold_open(test_id)
        score, comment = _checked(result, skill_of(row, regulation_of(row)))
        _refuse_own(actor, result.teacher_id)
        kept = SkillResult.get_or_none(
            SkillResult.test == row,
            SkillResult.teacher == result.teacher_id,
            SkillResult.attempt == result.attempt,
        )
        if kept is None:
            raise Refused("not_marked", "这次还没有登记成绩，请直接登记。")
        changed = SkillResult.update(
            score=score, comment=comment, marked_at=now, marked_by=actor.teacher_id
        )
        changed.where(SkillResult.id == kept.id).execute()
        trace.write(actor, "correct_skill", "skill_result", kept.id, now,
                    was=kept.score, score=score, reason=reason)  # fmt: skip
    return _line(row, result.teacher_id)


def _refuse_own(actor: Actor, teacher_id: int) -> None:
    if teacher_id == actor.teacher_id:
        raise Refused("own_result", "自己的考核请由他人登记。")


def _refuse_untimely(row: Any, line: CandidateLine, attempt: int, now: datetime) -> None:
    """A result before its day, or of an attempt that is none of theirs."""
    today = local(now).date()
    if attempt != line.next_attempt:
        raise Refused("no_attempt", f"{line.name}老师没有这一次考核要登记，请刷新后再看。")
    if attempt == FIRST:
        day = row.held_on
    elif row.retake_on is None:
        raise Refused("no_retake", "还没有定补考的日子，请先定。")
    else:
        day = row.retake_on
    if today < day:
        raise Refused("too_early", f"考核在 {day}，还没有到，不能登记成绩。")


def _checked(result: NewResult, skill: Skill) -> tuple[Decimal | None, str]:
    comment = clean(result.comment, "评语", _LONGEST_COMMENT, required=False)
    if result.score is None:
        return None, comment
    score = typed_score(result.score, int(skill.full))
    if score is None:
        raise Refused("bad_score", f"分数应为 0 至 {skill.full:f}，最多两位小数，请核对。")
    return score, comment


def _candidate(row: Any, teacher_id: int) -> Any:
    return SkillCandidate.get_or_none(
        SkillCandidate.test == row, SkillCandidate.teacher == teacher_id
    )


def _excuse(there: Any, reason: str) -> None:
    SkillCandidate.update(excused=reason).where(SkillCandidate.id == there.id).execute()


def _line(row: Any, teacher_id: int) -> CandidateLine:
    found = lines_in(row, [teacher_id])
    if not found:
        raise _no_candidate()
    return found[0]


def _no_candidate() -> Refused:
    return Refused("no_candidate", "这位老师不在这次考核的名单里，请先加进来。")
