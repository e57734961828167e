"""Opening a group's plan with five years of records behind it, against one term's, in one run.

python -m tests.benchmarks.prep_list
"""

import json
import statistics
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import peewee

from db.connection import connect, database, transaction
from db.migrate import upgrade
from db.models import (
    Activity,
    Attendee,
    Group,
    Manuscript,
    Membership,
    Passage,
    PlanVersion,
    PrepSession,
    PrepUnit,
    Remark,
    Teacher,
    Term,
)
from tests.builders import OPERATOR, a_school
from yanxiu_tui.rules.lesson_prep import PLAN_SECTIONS
from yanxiu_tui.services import prep_units

TERMS, GROUPS, MEMBERS, UNITS = 10, 20, 6, 10
_TURNS = 41
_TEXT = "引导学生在诵读中体会人物的情感，抓住关键词句说出自己的理解。" * 10


def measure() -> dict[str, float]:
    """Medians in milliseconds and their ratio, timed turn by turn on two databases."""
    taken: dict[int, list[float]] = {1: [], TERMS: []}
    with tempfile.TemporaryDirectory() as folder:
        schools = {terms: _school(Path(folder) / f"{terms}.db", terms) for terms in taken}
        for _ in range(_TURNS):
            for terms, (opened, group_id, term_id) in schools.items():
                database.initialize(opened)
                taken[terms].append(_timed(group_id, term_id))
        for opened, _, _ in schools.values():
            opened.close()
    one, five = (statistics.median(each) for each in taken.values())
    return {"one term ms": one, "five years ms": five, "five years ratio": five / one}


def _school(path: Path, terms: int) -> tuple[peewee.Database, int, int]:
    """A database with so many terms, and the ids of one group and of the newest term."""
    opened = connect(f"sqlite:///{path}")
    upgrade(opened)
    return opened, *build(terms)


def _timed(group_id: int, term_id: int) -> float:
    """Milliseconds to open the plan; raises where something of it is missing."""
    begun = time.perf_counter()
    plan = prep_units.plan_of_term(OPERATOR, group_id, term_id)
    taken = (time.perf_counter() - begun) * 1000
    assert (len(plan.units), plan.covered, len(plan.silent)) == (UNITS, UNITS, 0)
    return taken


def build(terms: int) -> tuple[int, int]:
    """A school of twenty 备课组 that prepared ten units in each of so many terms.

    The ids of one group and of the newest term.
    """
    with transaction():
        last = a_school()
        groups = [_group(number) for number in range(GROUPS)]
        for back in range(terms):
            term = last if back == 0 else _earlier(last, back)
            for group in groups:
                _units(term, group, back)
    return groups[0].id, last.id


def _group(number: int) -> Group:
    group = Group.create(kind="prep", name=f"第{number}备课组")
    for at in range(MEMBERS):
        teacher = Teacher.create(
            staff_no=f"{number:02}{at:02}", name=f"教师{number}{at}", initials="js",
            created_at=datetime(2020, 1, 1, tzinfo=UTC),
        )  # fmt: skip
        Membership.create(group=group, teacher=teacher, leads=at == 0)
    return group


def _earlier(last: Term, back: int) -> Term:
    starts_on = last.starts_on - timedelta(days=182 * back)
    return Term.create(
        name=f"往前第{back}学期", starts_on=starts_on, ends_on=starts_on + timedelta(days=140),
        regulation=last.regulation_id,
    )  # fmt: skip


def _units(term: Term, group: Group, back: int) -> None:
    """Ten units with a written plan, two versions, a session with sign-ins and remarks each."""
    people = [row.teacher_id for row in group.memberships]
    sections = {each.id: _TEXT for each in PLAN_SECTIONS}
    for number in range(UNITS):
        day = term.starts_on + timedelta(weeks=number + 1)
        at = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=6)
        speaker = people[(number + back) % MEMBERS]
        plan, notes = (
            _manuscript(term, group, kind, day, at) for kind in ("shared_plan", "session")
        )
        _write(plan, sections, at)
        _write(notes, {"division": _TEXT, "outcome": _TEXT}, at)
        unit = PrepUnit.create(
            term=term, group=group, plan=plan, number=number + 1, title=f"第{number + 1}单元",
            first_week=number + 2, last_week=number + 2, keynote=speaker,
        )  # fmt: skip
        activity = Activity.create(
            term=term, group=group, kind="集体备课", title=f"第{number + 1}单元集体备课",
            starts_at=at, ends_at=at + timedelta(hours=1), state="closed", ended_at=at,
        )  # fmt: skip
        session = PrepSession.create(activity=activity, unit=unit, notes=notes, keynote=speaker)
        Attendee.insert_many(
            [{"activity": activity, "teacher": each, "status": "present"} for each in people]
        ).execute()
        Remark.insert_many(
            [{"session": session, "teacher": each, "words": _TEXT, "at": at} for each in people]
        ).execute()
        kept = json.dumps(sections, ensure_ascii=False)
        PlanVersion.insert_many(
            [{"unit": unit, "number": each, "sections": kept, "kept_at": at} for each in (1, 2)]
        ).execute()


def _manuscript(term: Term, group: Group, kind: str, day: date, at: datetime) -> Manuscript:
    return Manuscript.create(
        kind=kind, term=term, group=group, title="教案", day=day, created_at=at
    )


def _write(manuscript: Manuscript, texts: dict[str, str], at: datetime) -> None:
    Passage.insert_many(
        [
            {"manuscript": manuscript, "section": section, "text": text, "edited_at": at}
            for section, text in texts.items()
        ]
    ).execute()


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name}: {value:.2f}")
