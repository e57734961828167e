"""A school with a full term of records, as large as asked, for the ranking to be timed on."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from db.connection import transaction
from db.models import (
    Activity,
    Attendee,
    Claim,
    EvaluationStage,
    Group,
    Mark,
    Membership,
    RegulationVersion,
    School,
    Teacher,
    Term,
)
from tests.benchmarks.ranked_work import Work
from yanxiu_tui.clock import instant
from yanxiu_tui.regulation.loader import preset_source
from yanxiu_tui.rules.attendance import Status
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.rules.roles import GroupKind
from yanxiu_tui.services.demo.rows import insert

FIRST_DAY, LAST_DAY, WEEKS = date(2026, 9, 1), date(2027, 1, 20), 20
NOW = datetime.fromisoformat("2027-01-20T10:00:00+00:00")
_GROUP_SIZE = 12
_STATUSES = [Status.PRESENT] * 88 + [Status.LATE] * 4 + [Status.ABSENT] * 2
_STATUSES += [Status.OFFICIAL_LEAVE] * 2 + [Status.PERSONAL_LEAVE] * 2 + [Status.SICK_LEAVE] * 2
_DEPARTURES = [""] * 97 + ["left_early"] * 2 + ["left_midway"]
# How many of each a teacher does in a term.
_CLAIMS = {"personal_plan": 1, "self_study": 1}
_STAGES = {"self": 1, "peer": 6, "principal": 1, "panel": 4}


def build(teachers: int, preset: str) -> Term:
    """Sixty meetings, some forty pieces of work and a dozen marks for each of these teachers."""
    rng = Random(teachers)
    with transaction():
        School.create(name="示范中学", created_at=NOW)
        version = RegulationVersion.create(
            name=preset, source=preset_source(preset), adopted_at=NOW, reason="建校"
        )
        term = Term.create(
            name="第一学期", starts_on=FIRST_DAY, ends_on=LAST_DAY, regulation=version
        )
        insert(Teacher, [_teacher(rng, number) for number in range(teachers)])
        ids = [row.id for row in Teacher.select(Teacher.id).order_by(Teacher.id)]
        groups = [ids[start : start + _GROUP_SIZE] for start in range(0, teachers, _GROUP_SIZE)]
        insert(
            Group,
            [{"kind": GroupKind.RESEARCH, "name": f"第{n}组"} for n in range(1, len(groups) + 1)],
        )
        places = [
            {"group": number, "teacher": one, "leads": one == members[0]}
            for number, members in enumerate(groups, 1)
            for one in members
        ]
        insert(Membership, places)
        _meet(rng, term, ids, groups)
        insert(Claim, [row for one in ids for row in _claims(rng, term, one)])
        Work(rng, term, FIRST_DAY, WEEKS).write(ids, groups)
        _judge(rng, term, ids)
    return term


def _teacher(rng: Random, number: int) -> dict[str, Any]:
    return {
        "staff_no": f"{1001 + number}",
        "name": f"教师{number}",
        "initials": "js",
        "sex": rng.choice("男女"),
        "born": f"{rng.randint(1966, 2002)}-05",
        "joined": f"{rng.randint(1990, 2025)}-09",
        "subject": "语文",
        "created_at": NOW,
    }


def _meet(rng: Random, term: Term, ids: list[int], groups: list[list[int]]) -> None:
    """Each week one meeting of the whole school and two of each group."""
    meetings = [(week, None) for week in range(WEEKS)]
    meetings += [
        (week, number) for week in range(WEEKS) for number in range(len(groups)) for _ in range(2)
    ]
    insert(Activity, [_meeting(term, *each) for each in meetings])
    attendees = [
        {
            "activity": activity_id,
            "teacher": one,
            "status": rng.choice(_STATUSES),
            "departure": rng.choice(_DEPARTURES),
        }
        for activity_id, (_, number) in enumerate(meetings, 1)
        for one in (ids if number is None else groups[number])
    ]
    insert(Attendee, attendees)


def _meeting(term: Term, week: int, number: int | None) -> dict[str, Any]:
    at = instant(FIRST_DAY + timedelta(days=week * 7), datetime.min.time()) + timedelta(hours=15)
    return {
        "term": term.id,
        "group": None if number is None else number + 1,
        "kind": "集体备课",
        "title": "单元整体教学",
        "starts_at": at,
        "ends_at": at + timedelta(hours=2),
        "hours": Decimal(1),
        "state": "closed",
        "ended_at": at + timedelta(hours=2),
    }


def _claims(rng: Random, term: Term, one: int) -> Iterator[dict[str, Any]]:
    for kind, usual in _CLAIMS.items():
        for _ in range(max(0, usual + rng.randint(-2, 1))):
            day = FIRST_DAY + timedelta(days=rng.randrange(7 * WEEKS))
            yield {
                "term": term.id,
                "teacher": one,
                "kind": kind,
                "title": "课堂教学研究",
                "first": day,
                "last": day,
                "hours_granted": Decimal(2 if kind == "self_study" else 0),
                "state": ClaimState.GRANTED,
                "asked_at": NOW,
            }


def _judge(rng: Random, term: Term, ids: list[int]) -> None:
    for number, (stage, times) in enumerate(_STAGES.items(), 1):
        EvaluationStage.create(
            term=term, subject="teacher", stage=stage, opened_at=NOW, closed_at=NOW
        )
        marks = [
            {
                "stage": number,
                "marker": ids[(at + other) % len(ids)],
                "teacher": one,
                "score": Decimal(rng.randint(70, 100)),
                "at": NOW,
            }
            for at, one in enumerate(ids)
            for other in range(times)
        ]
        insert(Mark, marks)
