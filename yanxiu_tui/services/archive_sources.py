"""What of a teacher's records files itself in the 个人成长档案 (Z34, P4): a query a source."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from peewee import JOIN

from db.models import (
    Activity,
    Attendee,
    Award,
    Certificate,
    EvaluationStage,
    Manuscript,
    Mark,
    Observation,
    OpenLesson,
    OutStudy,
    Pairing,
    PersonalPlan,
    PrepSession,
    PrepUnit,
    Ranking,
    RankingLine,
    Reflection,
    SkillResult,
    SkillTest,
    Teacher,
)
from yanxiu_tui.regulation.phrases import plain
from yanxiu_tui.rules.attendance import CAME, STATUS_NAMES, Status
from yanxiu_tui.rules.evaluation import STAGE_NAMES
from yanxiu_tui.rules.pairings import PairingState
from yanxiu_tui.rules.periods import school_year_of
from yanxiu_tui.rules.reflections import Kind
from yanxiu_tui.services import measures
from yanxiu_tui.services.archive_records import Filed, Records, joined, seen_in
from yanxiu_tui.services.hours import Seen
from yanxiu_tui.services.measures.asking import Ask

_HOURS = Ask("training_hours")
STANDING = (PairingState.SIGNED, PairingState.GRADUATED, PairingState.DISSOLVED)


def _attended(seen: Seen, *columns: Any) -> Any:
    rows = Attendee.select(*columns).join(Activity)
    return rows.where(
        Activity.term == seen.term.id,
        Activity.ended_at.is_null(False),
        Attendee.status.in_(sorted(CAME)),
    )


def _school_wide(seen: Seen, *columns: Any) -> Any:
    return _attended(seen, *columns).where(Activity.group.is_null())


def _in_group(seen: Seen, *columns: Any) -> Any:
    return _attended(seen, *columns).where(Activity.group.is_null(False))


def _prepared(seen: Seen, *columns: Any) -> Any:
    return _attended(seen, *columns).join(PrepSession)


def sessions(seen: Seen, *columns: Any) -> Any:
    """The 备课 that took place."""
    rows = PrepSession.select(*columns).join(Activity).switch(PrepSession).join(PrepUnit)
    return rows.where(Activity.term == seen.term.id, Activity.ended_at.is_null(False))


def _own_plans(seen: Seen, *columns: Any) -> Any:
    rows = PersonalPlan.select(*columns).join(PrepUnit).switch(PersonalPlan).join(Manuscript)
    return rows.where(PrepUnit.term == seen.term.id)


def _written(kind: Kind) -> Any:
    def rows(seen: Seen, *columns: Any) -> Any:
        return (
            Reflection.select(*columns)
            .join(Manuscript)
            .where(
                Manuscript.term == seen.term.id,
                Reflection.kind == kind,
                Reflection.handed_on.is_null(False),
            )
        )

    return rows


def heard(seen: Seen, *columns: Any) -> Any:
    """The lessons heard that count (Z22)."""
    return Observation.select(*columns).where(
        Observation.term == seen.term.id,
        Observation.completed_at.is_null(False),
        Observation.voided_at.is_null(),
    )


def opened(seen: Seen, *columns: Any) -> Any:
    """The open lessons that somebody has heard."""
    came = heard(seen, Observation.lesson).where(Observation.lesson.is_null(False))
    return OpenLesson.select(*columns).where(
        OpenLesson.term == seen.term.id,
        OpenLesson.cancelled_at.is_null(),
        OpenLesson.id.in_(came),
    )


def _paired(other: Any) -> Any:
    def rows(seen: Seen, *columns: Any) -> Any:
        pairs = Pairing.select(*columns).join(Teacher, on=other == Teacher.id)
        return pairs.where(
            Pairing.state.in_([str(state) for state in STANDING]),
            Pairing.first <= seen.term.ends_on,
            Pairing.last >= seen.term.starts_on,
        )

    return rows


def _judged(seen: Seen, *columns: Any) -> Any:
    rows = Mark.select(*columns).join(EvaluationStage)
    return rows.where(
        EvaluationStage.term == seen.term.id, EvaluationStage.closed_at.is_null(False)
    )


def _ranked(seen: Seen, *columns: Any) -> Any:
    rows = RankingLine.select(*columns).join(Ranking)
    return rows.where(Ranking.term == seen.term.id, Ranking.published_at.is_null(False))


def awarded(seen: Seen, *columns: Any) -> Any:
    """The awards that stand."""
    rows = Award.select(*columns).join(Teacher, JOIN.LEFT_OUTER, on=Award.teacher == Teacher.id)
    return rows.where(Award.term == seen.term.id, Award.withdrawn_at.is_null())


def reported(seen: Seen, *columns: Any) -> Any:
    """The trips that were reported on (P8)."""
    rows = OutStudy.select(*columns).join(Teacher, on=OutStudy.teacher == Teacher.id)
    return rows.where(OutStudy.term == seen.term.id, OutStudy.reported_at.is_null(False))


def _tested(seen: Seen, *columns: Any) -> Any:
    """What was taken of the tests that are closed; who did not come has nothing to file."""
    rows = SkillResult.select(*columns).join(SkillTest)
    closed = (SkillTest.term == seen.term.id) & SkillTest.closed_at.is_null(False)
    return rows.where(closed, SkillResult.score.is_null(False))


def certified(seen: Seen, *columns: Any) -> Any:
    """The certificates of the 学年 that the term is in."""
    year = school_year_of(seen.term.starts_on)
    rows = Certificate.select(*columns).join(Teacher, on=Certificate.teacher == Teacher.id)
    return rows.where(Certificate.school_year == year, Certificate.withdrawn_at.is_null())


def _status(kind: str, status: str) -> str:
    return joined(kind, STATUS_NAMES[Status(status)])


def _score(attempt: int, score: Decimal) -> str:
    return joined("补考" if attempt > 1 else "", f"{plain(score)} 分")


def _place(place: int | None, score: Decimal | None) -> str:
    return joined(
        "" if place is None else f"第 {place} 名", "" if score is None else f"{plain(score)} 分"
    )


class _Hours:
    """The term's 学时, one item for whoever has any."""

    def items(self, seen: Seen, teacher_id: int | None) -> list[Filed]:
        """The one line of the 学时登记表."""
        found = self._read(seen, [teacher_id] if teacher_id is not None else [])
        return [
            Filed(
                seen.window.last,
                f"学时认定 {plain(hours)} 学时",
                "学时登记表",
                seen_in("学时"),
                paper=("hours", 0),
            )
            for hours in found.values()
            if hours
        ]

    def counts(self, seen: Seen) -> dict[int, int]:
        """1 for whoever has any."""
        everybody: Any = Teacher.select(Teacher.id).tuples()
        found = self._read(seen, [teacher_id for (teacher_id,) in everybody])
        return {whose: 1 for whose, hours in found.items() if hours}

    def _read(self, seen: Seen, whose: list[int]) -> dict[int, Decimal]:
        found = measures.read([_HOURS], seen.window, seen.regulation, whose)[_HOURS]
        return {each: sum(figure or (), Decimal(0)) for each, figure in found.items()}


def _meetings(rows: Any) -> Records:
    return Records(
        rows, Activity.starts_at, Activity.title, "考勤表", Attendee.teacher,
        (Activity.kind, Attendee.status), _status, paper="sheet", key=Activity.id,
    )  # fmt: skip


def _lesson(title: Any, topic: Any) -> Any:
    return title.concat(" ").concat(topic)


OF_TEACHER: Mapping[str, tuple[Records | _Hours, ...]] = {
    "attendance": (_meetings(_attended),),
    "school_meetings": (_meetings(_school_wide),),
    "group_meetings": (_meetings(_in_group),),
    "prep_sessions": (_meetings(_prepared),),
    "keynotes": (
        Records(
            sessions, Activity.starts_at, Activity.title, "备课", PrepSession.keynote,
            (PrepUnit.title,), lambda unit: f"中心发言：{unit}", paper="prep", key=PrepSession.id,
        ),
    ),
    "personal_plans": (
        Records(
            _own_plans, Manuscript.day, PrepUnit.title, "教案与反思", PersonalPlan.teacher,
            (PersonalPlan.class_name,), lambda class_name: f"个性化教案，{class_name}",
        ),
    ),
    "reflections": (
        Records(
            _written(Kind.REFLECTION), Reflection.handed_on, Manuscript.title, "教案与反思",
            Reflection.teacher, (), lambda: "教后反思", paper="wrote", key=Reflection.teacher,
        ),
    ),
    "narratives": (
        Records(
            _written(Kind.NARRATIVE), Reflection.handed_on, Manuscript.title, "教案与反思",
            Reflection.teacher, (), lambda: "教育叙事", paper="wrote", key=Reflection.teacher,
        ),
    ),
    "observations": (
        Records(
            heard, Observation.day, _lesson(Observation.class_name, Observation.topic), "听课",
            Observation.observer, (Observation.subject,), lambda subject: f"听课记录，{subject}",
            paper="heard", key=Observation.observer,
        ),
    ),
    "open_lessons": (
        Records(
            opened, OpenLesson.day, _lesson(OpenLesson.class_name, OpenLesson.topic), "公开课",
            OpenLesson.teacher, (OpenLesson.subject,), lambda subject: f"公开课，{subject}",
            paper="list", key="open_lessons",
        ),
    ),
    "hours": (_Hours(),),
    "pairings": (
        Records(
            _paired(Pairing.apprentice), Pairing.first, Teacher.name, "师徒结对", Pairing.mentor,
            (Pairing.subject,), lambda subject: f"师徒协议，做师傅，{subject}",
            paper="agreement", key=Pairing.id,
        ),
        Records(
            _paired(Pairing.mentor), Pairing.first, Teacher.name, "师徒结对", Pairing.apprentice,
            (Pairing.subject,), lambda subject: f"师徒协议，做徒弟，{subject}",
            paper="agreement", key=Pairing.id,
        ),
    ),
    "evaluation": (
        Records(
            _judged, EvaluationStage.closed_at, EvaluationStage.stage, "四级评价", Mark.teacher,
            named=lambda stage: f"四级评价：{STAGE_NAMES[stage]}", thing=EvaluationStage.id,
            paper="list", key="evaluation",
        ),
    ),
    "ranking": (
        Records(
            _ranked, Ranking.published_at, Ranking.until, "公示与评优", RankingLine.teacher,
            (RankingLine.place, RankingLine.score), _place,
            named=lambda until: f"考核排名（到 {until:%m-%d}）",
            paper="notice", key=RankingLine.ranking,
        ),
    ),
    "awards": (
        Records(
            awarded, Award.decided_at, Award.name, "公示与评优", Award.teacher,
            (Award.reason,), lambda reason: joined("评优", reason), paper="list", key="awards",
        ),
    ),
    "out_studies": (
        Records(
            reported, OutStudy.last, OutStudy.title, "外出学习", OutStudy.teacher,
            (OutStudy.place, OutStudy.materials),
            lambda place, materials: joined("外出学习汇报", place, materials),
            paper="written", key=OutStudy.report,
        ),
    ),
    "skills": (
        Records(
            _tested, SkillTest.held_on, SkillTest.title, "业务考核", SkillResult.teacher,
            (SkillResult.attempt, SkillResult.score), _score, paper="skill_test", key=SkillTest.id,
        ),
    ),
    "certificates": (
        Records(
            certified, Certificate.entered_at, Certificate.result, "证书登记",
            Certificate.teacher, (Certificate.number,),
            lambda number: joined("证书登记", number), named=lambda result: f"证书：{result}",
            paper="certificates", key=Certificate.school_year,
        ),
    ),
}  # fmt: skip
