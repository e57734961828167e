"""Tests at every stage, and a certificate that is entered."""

from datetime import date
from typing import Any

from db.models import Certificate, SkillCandidate, SkillResult, SkillTest
from tests.builders import NOW

KIND, TITLE, YEAR = "basic_skills", "权限考核", 2026
TODAY = date(2026, 10, 14)


def tested(world: Any) -> None:
    """One test just set, one to be taken again, one ready to be closed, one closed; an entry."""
    world.rows |= {
        "set_test": _a_test(world).id,
        "to_retake": _a_test(world, 40).id,
        "ready": _a_test(world, 80).id,
        "closed_test": _a_test(world, 80, closed_at=NOW).id,
        "entered": Certificate.create(
            teacher=world.host, school_year=YEAR, result="合格", hours=72, entered_at=NOW
        ).id,
    }


def _a_test(world: Any, score: int | None = None, **values: object) -> SkillTest:
    """The member takes it; whose age nobody knows is let off."""
    test = SkillTest.create(
        term=world.term, kind=KIND, title=TITLE, held_on=TODAY, set_at=NOW, **values
    )
    SkillCandidate.create(test=test, teacher=world.member)
    for unsure in (world.outsider, world.host):
        SkillCandidate.create(test=test, teacher=unsure, excused="免考")
    if score is not None:
        SkillResult.create(test=test, teacher=world.member, attempt=1, score=score, marked_at=NOW)
    return test
