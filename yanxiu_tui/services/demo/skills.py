"""The made-up school tests 基本功 and 教材教法, and entered certificates a year ago (P10–P12)."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from db.models import Certificate, SkillCandidate, SkillResult, SkillTest
from yanxiu_tui.clock import instant
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules import skills as rule
from yanxiu_tui.rules.applies import Person as Known
from yanxiu_tui.rules.applies import age_on
from yanxiu_tui.rules.periods import school_year_bounds, school_year_of
from yanxiu_tui.rules.skills import Skill
from yanxiu_tui.services.demo.calendar import Calendar, working_day
from yanxiu_tui.services.demo.people import Person
from yanxiu_tui.services.demo.rows import insert, trace

_MORNING, _EVENING = time(10, 0), time(17, 0)
_HELD_BEFORE, _RETAKEN_AFTER, _RECENTLY = timedelta(days=37), timedelta(days=9), timedelta(days=3)
# What is said of so many marks at least.
_COMMENTS = {
    "basic_skills": (
        (90, ("笔画规范，结构匀称", "语速适当，声音清亮")),
        (75, ("基本规范，个别字松散", "表达流畅，可再放慢")),
        (60, ("行距不匀，要多练", "个别字音不准")),
        (0, ("结构松散，建议每天练一版", "紧张，漏了两段")),
    ),
    "textbook_methods": (
        (90, ("教材前后贯通，教法有自己的想法", "讲解清楚，重点突出")),
        (75, ("要点齐全，例子可再贴近学生", "学情分析可再具体")),
        (60, ("教材前后联系讲得不够", "教法选择理由不足")),
        (0, ("对单元目标把握不准，请重读课标", "漏答两题")),
    ),
}
_CREDITED = (72, 74, 76, 78, 80, 84)


def test_skills(
    staff: Sequence[Person], regulation: Regulation, term: Calendar, term_id: int, now: datetime
) -> list[dict[str, Any]]:
    """A test that is over, with its retake, and one being marked; returns their traces."""
    made = _Tests(Random(len(staff)), staff, term, term_id, now)
    for skill, title, held_on in (
        (regulation.skill("basic_skills"), "粉笔字和普通话过关", term.today - _HELD_BEFORE),
        (regulation.skill("textbook_methods"), "教材教法笔试", term.today - _RECENTLY),
    ):
        if skill is not None:
            made.hold(skill, title, working_day(held_on))
    return made.traces


def certify(staff: Sequence[Person], term: Calendar) -> None:
    """Last year's entries, of everybody who taught then: their numbers are on record."""
    rng, year = Random(len(staff)), school_year_of(term.starts_on) - 1
    entered_at = instant(school_year_bounds(year)[1] - timedelta(days=30), _MORNING)
    rows = [
        {
            "teacher": one.id,
            "school_year": year,
            "number": f"JX{one.joined[:4]}{one.staff_no}",
            "result": "优秀" if rng.random() < 0.15 else "合格",
            "hours": Decimal(rng.choice(_CREDITED)),
            "entered_at": entered_at,
            "entered_by": staff[3].id,
        }
        for one in staff
        if int(one.joined[:4]) <= year
    ]
    insert(Certificate, rows)


class _Tests:
    """Holds one test after the other."""

    def __init__(
        self, rng: Random, staff: Sequence[Person], term: Calendar, term_id: int, now: datetime
    ) -> None:
        self.rng, self.staff, self.term, self.term_id, self.now = rng, staff, term, term_id, now
        self.clerk = staff[3]
        self.traces: list[dict[str, Any]] = []

    def hold(self, skill: Skill, title: str, held_on: date) -> None:
        """An old one is marked, taken again and closed; of a new one some are still unmarked."""
        over = self.term.today - held_on > _RETAKEN_AFTER * 2
        retake_on = working_day(held_on + _RETAKEN_AFTER) if over else None
        set_at = instant(held_on - timedelta(days=10), _MORNING)
        closed_at = instant(retake_on, _EVENING) if retake_on else None
        row = SkillTest.create(
            term=self.term_id, kind=skill.id, title=title, held_on=held_on, retake_on=retake_on,
            set_at=set_at, set_by=self.clerk.id, closed_at=closed_at,
            closed_by=self.clerk.id if closed_at else None,
        )  # fmt: skip
        must = [one for one in self.staff if self._must(skill, one, held_on)]
        self._trace("set_skill_test", row.id, set_at, kind=skill.id, candidates=len(must))
        mothers = [one.id for one in must if one.sex == "女"]
        excused = self.rng.choice(mothers) if over and mothers else 0
        insert(
            SkillCandidate,
            [
                {
                    "test": row.id,
                    "teacher": one.id,
                    "excused": "产假" if one.id == excused else "",
                }
                for one in must
            ],
        )
        self._mark(row.id, skill, [one for one in must if one.id != excused], held_on, retake_on)
        if retake_on and closed_at:
            self._trace("set_retake", row.id, instant(held_on, _EVENING), day=retake_on)
            self._trace("close_skill_test", row.id, closed_at)

    def _must(self, skill: Skill, one: Person, held_on: date) -> bool:
        age = age_on(one.born, rule.age_day(skill, held_on))
        return rule.must_take(skill, Known(one.id, one.staff_no, age=age)) is True

    def _mark(
        self,
        test_id: int,
        skill: Skill,
        takers: Sequence[Person],
        held_on: date,
        retake_on: date | None,
    ) -> None:
        """Most pass; the weakest two and one who was away take it again."""
        rng = self.rng
        marked = takers if retake_on else takers[: len(takers) * 2 // 3]
        rows = []
        for number, one in enumerate(marked):
            score: int | None = min(98, max(62, round(rng.gauss(82, 9))))
            if number % 9 == 4:
                score = rng.randint(41, 58)
            elif number % 13 == 6:
                score = None
            rows.append(self._row(test_id, skill, one, 1, score, instant(held_on, _EVENING)))
            if retake_on and (score is None or score < skill.passing):
                again = rng.randint(61, 79)
                at = instant(retake_on, _EVENING) - timedelta(hours=1)
                rows.append(self._row(test_id, skill, one, 2, again, at))
        insert(SkillResult, rows)

    def _row(
        self,
        test_id: int,
        skill: Skill,
        one: Person,
        attempt: int,
        score: int | None,
        at: datetime,
    ) -> dict[str, Any]:
        by = self.staff[2] if one is self.clerk else self.clerk
        at = min(at, self.now - timedelta(hours=1))
        self.traces.append(trace(by.id, "mark_skill", "skill_result", None, at, score=score))
        return {
            "test": test_id,
            "teacher": one.id,
            "attempt": attempt,
            "score": None if score is None else Decimal(score),
            "comment": "" if score is None else self._comment(skill, score),
            "marked_at": at,
            "marked_by": by.id,
        }

    def _comment(self, skill: Skill, score: int) -> str:
        said = next(words for least, words in _COMMENTS[skill.id] if score >= least)
        return self.rng.choice(said)

    def _trace(self, act: str, test_id: int, at: datetime, **detail: Any) -> None:
        self.traces.append(trace(self.clerk.id, act, "skill_test", test_id, at, **detail))
