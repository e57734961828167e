"""业务考核: tests set, marked, taken again and closed; closed, a result is final (P10, P11)."""

from datetime import date, datetime

from peewee import chunked

from db.connection import transaction
from db.models import SkillCandidate, SkillTest
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules import skills as rule
from yanxiu_tui.rules.skills import Outcome, Skill
from yanxiu_tui.services import claim_lines, school, trace
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.school import TermView
from yanxiu_tui.services.skill_lines import lines_for, origins
from yanxiu_tui.services.skill_marks import NewResult, add, correct, excuse, mark
from yanxiu_tui.services.skill_rows import (
    CandidateLine,
    decided,
    hold,
    hold_open,
    lines_in,
    regulation_of,
    skill_of,
    staff_for,
    undecided,
)
from yanxiu_tui.services.skill_views import (
    MyTest,
    SkillTestPage,
    SkillTestView,
    mine,
    test,
    tests,
    to_do,
)
from yanxiu_tui.services.texts import clean

__all__ = [
    "CandidateLine", "MyTest", "NewResult", "SkillTestPage", "SkillTestView", "add", "close",
    "correct", "excuse", "mark", "mine", "reopen", "set_retake", "set_test", "test", "tests",
    "to_close", "to_do", "withdraw",
]  # fmt: skip
_BATCH = 100


def set_test(actor: Actor, kind: str, title: str, held_on: date, now: datetime) -> SkillTestPage:
    """Set a test of this kind; everybody who must take it is a candidate from now on."""
    require(actor, Act.RUN_SKILLS)
    title = clean(title, "考核的名称", 128)
    term = school.current_term(now)
    skill = _skill(term, kind)
    _refuse_outside(held_on, term, "考核")
    staff = staff_for(skill, term.id, held_on, now)
    answers = {each.id: rule.must_take(skill, each.person) for each in staff}
    must = [each for each, answer in answers.items() if answer]
    if not must and None not in answers.values():
        raise Refused("nobody", f"没有人要参加{skill.name}考核（{skill.clause.id}），不用安排。")
    with transaction():
        # Two who set the same test at once wait here for each other.
        school.hold_term(term.id)
        _refuse_twice(term, kind, title, held_on)
        row = SkillTest.create(
            term=term.id, kind=kind, title=title, held_on=held_on, set_at=now,
            set_by=actor.teacher_id,
        )  # fmt: skip
        rows = [{"test": row.id, "teacher": each} for each in must]
        for batch in chunked(rows, _BATCH):
            SkillCandidate.insert_many(batch).execute()
        trace.write(actor, "set_skill_test", "skill_test", row.id, now,
                    kind=kind, candidates=len(must))  # fmt: skip
    return test(actor, row.id)


def set_retake(actor: Actor, test_id: int, day: date, now: datetime) -> SkillTestPage:
    """Say on which day those who failed or were absent may try again (P11)."""
    require(actor, Act.RUN_SKILLS)
    with transaction():
        row = hold_open(test_id)
        if not any(each.outcome is Outcome.TO_RETAKE for each in lines_in(row)):
            raise Refused("nobody_retakes", "没有人要补考；先登记成绩，不合格或缺考的才补考。")
        _refuse_outside(day, school.view(row.term), "补考")
        if day < row.held_on:
            raise Refused("bad_day", f"补考不能早于考核的日子 {row.held_on}，请核对。")
        SkillTest.update(retake_on=day).where(SkillTest.id == row.id).execute()
        trace.write(actor, "set_retake", "skill_test", row.id, now, day=day)
    return test(actor, test_id)


def to_close(actor: Actor, test_id: int) -> SkillTestPage:
    """The test as it is about to be closed; Refused while anything of it is still open."""
    require(actor, Act.RUN_SKILLS)
    with transaction():
        _settled_lines(hold_open(test_id))
    return test(actor, test_id)


def close(actor: Actor, test_id: int, now: datetime) -> SkillTestPage:
    """Let the results be final and told; each becomes a line of the regulation's claim kind."""
    require(actor, Act.RUN_SKILLS)
    with transaction():
        row = hold_open(test_id)
        regulation, lines = regulation_of(row), _settled_lines(row)
        SkillTest.update(closed_at=now, closed_by=actor.teacher_id).where(
            SkillTest.id == row.id
        ).execute()
        found = lines_for(row, skill_of(row, regulation), regulation, lines)
        claim_lines.keep_all(actor, found, now)
        trace.write(actor, "close_skill_test", "skill_test", row.id, now)
    return test(actor, test_id)


def reopen(actor: Actor, test_id: int, reason: str, now: datetime) -> SkillTestPage:
    """Open a closed test again, and why; until it is closed anew its results count nowhere."""
    require(actor, Act.RUN_SKILLS)
    reason = clean(reason, "重新开放的原因", 200)
    with transaction():
        row = hold(test_id)
        if row.closed_at is None:
            raise Refused("open", "这次考核没有结束，不用重新开放。")
        SkillTest.update(closed_at=None, closed_by=None).where(SkillTest.id == row.id).execute()
        claim_lines.drop_all(origins(row, lines_in(row)), now)
        trace.write(actor, "reopen_skill_test", "skill_test", row.id, now, reason=reason)
    return test(actor, test_id)


def withdraw(actor: Actor, test_id: int, reason: str, now: datetime) -> None:
    """Take back a test that was set by mistake, and why; it and its results stay on record."""
    require(actor, Act.RUN_SKILLS)
    reason = clean(reason, "撤销的原因", 200)
    with transaction():
        row = hold_open(test_id)
        SkillTest.update(withdrawn_at=now).where(SkillTest.id == row.id).execute()
        trace.write(actor, "withdraw_skill_test", "skill_test", row.id, now, reason=reason)


def _skill(term: TermView, kind: str) -> Skill:
    regulation = school.regulation_of(term.regulation_id)
    skill = regulation.skill(kind)
    if skill is None:
        known = "、".join(f"{each.name}（{each.id}）" for each in regulation.skills)
        raise Refused("no_skill", f"本校制度没有「{kind}」这种考核：{known or '一种也没有'}。")
    return skill


def _refuse_outside(day: date, term: TermView, what: str) -> None:
    if not term.starts_on <= day <= term.ends_on:
        raise Refused(
            "outside_term",
            f"{what}的日子应在本学期（{term.starts_on} 至 {term.ends_on}）之内，请核对。",
        )


def _refuse_twice(term: TermView, kind: str, title: str, held_on: date) -> None:
    same = SkillTest.select().where(
        SkillTest.term == term.id,
        SkillTest.kind == kind,
        SkillTest.title == title,
        SkillTest.held_on == held_on,
        SkillTest.withdrawn_at.is_null(),
    )
    if same.exists():
        raise Refused("set_already", f"「{title}」已经安排过，不用再安排。")


def _settled_lines(row: SkillTest) -> list[CandidateLine]:
    """The candidates, of all of whom it is known how they stand; Refused while it is not."""
    lines = lines_in(row)
    unsure = len(undecided(row, skill_of(row, regulation_of(row)), decided(row)))
    found = [each.outcome for each in lines]
    waiting, again = found.count(Outcome.UNMARKED), found.count(Outcome.TO_RETAKE)
    if unsure:
        raise Refused("undecided", f"还有 {unsure} 人年龄不详，请先定要不要参加，再结束。")
    if waiting:
        raise Refused("unmarked", f"还有 {waiting} 人没有登记；没有来的请记缺考，再结束。")
    if again:
        raise Refused("to_retake", f"还有 {again} 人要补考，登记完补考再结束；没有来的请记缺考。")
    return lines
