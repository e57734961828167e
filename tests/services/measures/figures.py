"""A term of records for measures to be read from: 苏慧 and 林远 of 语文组, led by 周敏."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from db.models import (
    Activity,
    Attendee,
    Claim,
    Manuscript,
    Observation,
    OpenLesson,
    PrepSession,
    PrepUnit,
    Reflection,
    Remark,
    Teacher,
    Term,
)
from tests.builders import NOW
from tests.services.cast import Cast, a_cast
from yanxiu_tui.clock import instant
from yanxiu_tui.regulation.loader import load
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.attendance import Status
from yanxiu_tui.rules.items import Figure
from yanxiu_tui.services import measures, school
from yanxiu_tui.services.measures.asking import Ask, Record, Window, window

SOURCE = """
name = "small"
title = "小学校制度"
office = "教导处"
activity_kinds = ["集体备课", "专题讲座"]
evidence_by_asking = []
evidence_names = {}
leave = []
signature = { id = "甲1", words = "本人签到" }
four_fixed = { id = "甲2", words = "四定" }
attendance = { late_by = "never", clause = { id = "甲3", words = "考勤" } }
large_activity = { documents = [], clause = { id = "甲4", words = "材料" } }

[hours]
cycle = 360
cycle_starts = 2024
late = 0.5
left_early = 0.5
clause = { id = "甲5", words = "学时" }
projects = [
  { id = "prep", name = "备课", activity_kinds = ["集体备课"], most = 3 },
  { id = "study", name = "自学", claims = ["self_study"] },
]

[[claims]]
id = "self_study"
name = "自学"
hours = true
clause = { id = "甲6", words = "自学" }

[evaluation]
stages = [
  { id = "self", name = "自评", weight = 1 },
  { id = "peer", name = "互评", weight = 3 },
]
clause = { id = "甲7", words = "评价" }
"""
LAST = date(2026, 12, 31)


@dataclass(frozen=True)
class Scene:
    """The school, its term, and the regulation that asks."""

    cast: Cast
    term: Term
    regulation: Regulation

    def window(self, last: date = LAST) -> Window:
        return window(school.view(self.term), self.regulation, last)

    def figure(self, ask: Ask, who: Teacher | int, last: date = LAST) -> Figure:
        """One figure of one teacher (or group)."""
        whose = who if isinstance(who, int) else who.id
        return measures.read([ask], self.window(last), self.regulation, [whose])[ask][whose]

    def records(self, ask: Ask, who: Teacher | int, last: date = LAST) -> list[Record]:
        """The records behind it."""
        whose = who if isinstance(who, int) else who.id
        return measures.records(ask, self.window(last), self.regulation, whose)


def a_scene() -> Scene:
    """The school, with nothing held yet."""
    cast = a_cast()
    return Scene(cast, cast.term, load(SOURCE))


def a_meeting(scene: Scene, day: date, kind: str = "集体备课", **values: object) -> Activity:
    """A meeting that is over, with nobody on its sheet yet; two hours long and worth two."""
    at = instant(day, datetime.min.time()) + timedelta(hours=15)
    return Activity.create(
        **{
            "term": scene.term,
            "kind": kind,
            "title": f"{day:%m-%d} {kind}",
            "starts_at": at,
            "ends_at": at + timedelta(hours=2),
            "ended_at": at + timedelta(hours=2),
            "hours": Decimal(2),
            "state": "closed",
            **values,
        }
    )


def attends(activity: Activity, teacher: Teacher, status: Status, departure: str = "") -> None:
    """How the teacher stood at that meeting."""
    Attendee.create(activity=activity, teacher=teacher, status=status, departure=departure)


def a_claim(scene: Scene, teacher: Teacher, kind: str, day: date, **values: object) -> Claim:
    """A granted claim of that day."""
    return Claim.create(
        **{
            "term": scene.term,
            "teacher": teacher,
            "kind": kind,
            "title": f"{day:%m-%d} {kind}",
            "first": day,
            "last": day,
            "state": "granted",
            "asked_at": NOW,
            **values,
        }
    )


def a_manuscript(scene: Scene, kind: str, title: str, day: date, **values: object) -> Manuscript:
    """A manuscript with nothing in it."""
    return Manuscript.create(
        term=scene.term, kind=kind, title=title, day=day, created_at=NOW, **values
    )


def an_observation(scene: Scene, observer: Teacher, day: date, **values: object) -> Observation:
    """A lesson on 《背影》 heard, its record complete; ``taught_by`` nobody of the school."""
    return Observation.create(
        **{
            "term": scene.term,
            "manuscript": a_manuscript(scene, "observation", "《背影》", day, author=observer),
            "observer": observer,
            "subject": "语文",
            "class_name": "八（2）班",
            "topic": "《背影》",
            "day": day,
            "period": 3,
            "mode": "random",
            "started_at": NOW,
            "completed_at": NOW,
            **values,
        }
    )


def an_open_lesson(scene: Scene, teacher: Teacher, day: date, **values: object) -> OpenLesson:
    """A 公开课 announced; nobody has heard it yet."""
    return OpenLesson.create(
        **{
            "term": scene.term,
            "teacher": teacher,
            "kind": "open_lesson",
            "subject": "语文",
            "topic": "《社戏》",
            "class_name": "八（1）班",
            "day": day,
            "period": 2,
            "announced_at": NOW,
            **values,
        }
    )


def a_session(scene: Scene, activity: Activity, keynote: Teacher | None = None) -> PrepSession:
    """A 集体备课 of 第一单元 at that meeting."""
    day = scene.term.starts_on
    group = scene.cast.group
    unit = PrepUnit.create(
        term=scene.term, group=group, number=1, title="第一单元",
        plan=a_manuscript(scene, "shared_plan", "第一单元", day, group=group),
    )  # fmt: skip
    notes = a_manuscript(scene, "session", "第一单元", day, group=group)
    return PrepSession.create(activity=activity, unit=unit, notes=notes, keynote=keynote)


def a_remark(session: PrepSession, teacher: Teacher, **values: object) -> Remark:
    """Something said there; neither taken up nor turned down."""
    return Remark.create(session=session, teacher=teacher, words="可以再分一层", at=NOW, **values)


def a_reflection(
    scene: Scene, teacher: Teacher, handed_on: date | None, kind: str = "reflection"
) -> Reflection:
    """A 教后反思 (or 教育叙事) begun on the term's first day."""
    day = scene.term.starts_on
    manuscript = a_manuscript(scene, "reflection", "第一单元教后反思", day, author=teacher)
    return Reflection.create(teacher=teacher, kind=kind, manuscript=manuscript, handed_on=handed_on)
