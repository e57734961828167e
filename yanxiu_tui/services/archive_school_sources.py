"""What of the school's records files itself in the 总档案 (Z32, Z33, P3): a query a source."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from peewee import JOIN, fn

from db.models import (
    Activity,
    ActivityDocument,
    ActivityFile,
    Adoption,
    Award,
    Certificate,
    EvaluationStage,
    Group,
    Manuscript,
    MonthlyReport,
    Observation,
    OpenLesson,
    OutStudy,
    Pairing,
    PlanVersion,
    PrepSession,
    PrepUnit,
    Ranking,
    RegulationVersion,
    SkillTest,
    SteeringRecord,
    Teacher,
)
from yanxiu_tui.rules.evaluation import STAGE_NAMES, SUBJECT_NAMES
from yanxiu_tui.rules.steering import INSPECTION, MEETING
from yanxiu_tui.services.archive_records import Filed, Records, joined, seen_in
from yanxiu_tui.services.archive_sources import (
    STANDING,
    awarded,
    certified,
    opened,
    reported,
    sessions,
)
from yanxiu_tui.services.documents import DOCUMENT_NAMES
from yanxiu_tui.services.frozen_views import SUBJECT_NAMES as RANKED_NAMES
from yanxiu_tui.services.hours import Seen

_MONTHLY_NAMES = {"plan_checks": "教案检查通报", "observations": "听课统计"}


def _held(seen: Seen, *columns: Any) -> Any:
    rows = Activity.select(*columns).join(Group, JOIN.LEFT_OUTER)
    return rows.where(Activity.term == seen.term.id, Activity.ended_at.is_null(False))


def _papers(seen: Seen, *columns: Any) -> Any:
    rows = ActivityDocument.select(*columns).join(Activity)
    return rows.where(Activity.term == seen.term.id)


def _photos(seen: Seen, *columns: Any) -> Any:
    rows = ActivityFile.select(*columns).join(Activity)
    return rows.where(Activity.term == seen.term.id, ActivityFile.removed_at.is_null())


def _signed(seen: Seen, *columns: Any) -> Any:
    return sessions(seen, *columns).join(Group).where(PrepSession.signed_at.is_null(False))


def _shared(seen: Seen, *columns: Any) -> Any:
    return (
        PrepUnit.select(*columns)
        .join(Group)
        .switch(PrepUnit)
        .join(Manuscript)
        .where(
            PrepUnit.term == seen.term.id,
            PrepUnit.dropped_at.is_null(),
            PrepUnit.id.in_(PlanVersion.select(PlanVersion.unit)),
        )
    )


def _opened(seen: Seen, *columns: Any) -> Any:
    return opened(seen, *columns).join(Teacher, on=OpenLesson.teacher == Teacher.id)


# The first of those who heard it: their 听课记录 tells of the open lesson.
_HEARD_BY = Observation.select(fn.MIN(Observation.observer)).where(
    Observation.lesson == OpenLesson.id,
    Observation.completed_at.is_null(False),
    Observation.voided_at.is_null(),
)
_APPRENTICE = Teacher.alias()


def _paired(seen: Seen, *columns: Any) -> Any:
    rows = Pairing.select(*columns).join(Teacher, on=Pairing.mentor == Teacher.id)
    rows = rows.switch(Pairing).join(_APPRENTICE, on=Pairing.apprentice == _APPRENTICE.id)
    return rows.where(
        Pairing.state.in_([str(state) for state in STANDING]),
        Pairing.first <= seen.term.ends_on,
        Pairing.last >= seen.term.starts_on,
    )


def _judged(seen: Seen, *columns: Any) -> Any:
    return EvaluationStage.select(*columns).where(
        EvaluationStage.term == seen.term.id, EvaluationStage.closed_at.is_null(False)
    )


def _awarded(seen: Seen, *columns: Any) -> Any:
    rows = awarded(seen, *columns).switch(Award)
    return rows.join(Group, JOIN.LEFT_OUTER, on=Award.group == Group.id)


def _tested(seen: Seen, *columns: Any) -> Any:
    rows = SkillTest.select(*columns)
    return rows.where(SkillTest.term == seen.term.id, SkillTest.closed_at.is_null(False))


def _steered(kind: str) -> Callable[..., Any]:
    def rows(seen: Seen, *columns: Any) -> Any:
        return SteeringRecord.select(*columns).where(
            SteeringRecord.term == seen.term.id,
            SteeringRecord.kind == kind,
            SteeringRecord.finished_at.is_null(False),
            SteeringRecord.withdrawn_at.is_null(),
        )

    return rows


def _in_term(table: Any, *conditions: Any) -> Callable[..., Any]:
    def rows(seen: Seen, *columns: Any) -> Any:
        return table.select(*columns).where(table.term == seen.term.id, *conditions)

    return rows


def _adopted(seen: Seen, *columns: Any) -> Any:
    rows = Adoption.select(*columns).join(RegulationVersion)
    return rows.where(Adoption.term == seen.term.id)


def _meeting(kind: str, place: str, presenter: str, group: str | None) -> str:
    return joined(kind, group, place, f"主讲{presenter}" if presenter else "")


def _span(number: int, first: date, last: date) -> str:
    return f"第 {number} 次，{first:%m-%d} 至 {last:%m-%d}"


class _HoursRegister:
    """The 学时登记表 of the term: one item, once there is anything to write in it."""

    def items(self, seen: Seen, _: int | None) -> list[Filed]:
        """The register, as of today."""
        if not _held(seen, Activity.id).exists():
            return []
        return [Filed(seen.window.last, "学时登记表", "全体教师的学时", seen_in("学时"))]


def _ranking_words(version: int, published: datetime | None) -> str:
    return joined(f"第 {version} 版", "已公示" if published else "")


OF_SCHOOL: Mapping[str, tuple[Records | _HoursRegister, ...]] = {
    "activities": (
        Records(
            _held, Activity.starts_at, Activity.title, "研修活动",
            more=(Activity.kind, Activity.place, Activity.presenter, Group.name), words=_meeting,
            paper="sheet", key=Activity.id,
        ),
    ),
    "attendance": (
        Records(
            _held, Activity.starts_at, Activity.title, "考勤表", more=(Group.name,),
            words=lambda group: joined("签到表", group),
        ),
    ),
    "activity_papers": (
        Records(
            _papers, ActivityDocument.received_at, Activity.title, ActivityDocument.where_kept,
            more=(ActivityDocument.kind,), words=lambda kind: DOCUMENT_NAMES[kind], medium="paper",
        ),
        Records(
            _photos, ActivityFile.added_at, Activity.title, ActivityFile.where_kept,
            more=(ActivityFile.caption,), words=lambda caption: joined("照片、文件", caption),
        ),
    ),
    "prep_sessions": (
        Records(
            _signed, Activity.starts_at, Activity.title, "备课", more=(Group.name,),
            words=lambda group: joined("集体备课记录", group),
        ),
    ),
    "shared_plans": (
        Records(
            _shared, Manuscript.day, PrepUnit.title, "备课", more=(Group.name,),
            words=lambda group: joined("共性教案", group),
        ),
    ),
    "open_lessons": (
        Records(
            _opened, OpenLesson.day, OpenLesson.topic, "公开课",
            more=(Teacher.name, OpenLesson.class_name),
            words=lambda name, class_name: joined("公开课", name, class_name),
            paper="heard", key=_HEARD_BY,
        ),
    ),
    "hours": (_HoursRegister(),),
    "pairings": (
        Records(
            _paired, Pairing.first, Teacher.name, "师徒结对",
            more=(_APPRENTICE.name, Pairing.subject),
            words=lambda apprentice, subject: joined(f"师徒协议，徒弟{apprentice}", subject),
        ),
    ),
    "evaluation": (
        Records(
            _judged, EvaluationStage.closed_at, EvaluationStage.stage, "四级评价",
            more=(EvaluationStage.subject,),
            words=lambda subject: f"评价{SUBJECT_NAMES[subject]}",
            named=lambda stage: f"四级评价：{STAGE_NAMES[stage]}",
        ),
    ),
    "ranking": (
        Records(
            _in_term(Ranking), Ranking.frozen_at, Ranking.subject, "考核排名",
            more=(Ranking.version, Ranking.published_at), words=_ranking_words,
            named=lambda subject: f"{RANKED_NAMES[subject]}考核排名",
            paper="notice", key=Ranking.id,
        ),
    ),
    "awards": (
        Records(
            _awarded, Award.decided_at, Award.name, "公示与评优", more=(Teacher.name, Group.name),
            words=lambda name, group: joined("评优", name or group),
        ),
    ),
    "out_studies": (
        Records(
            reported, OutStudy.last, OutStudy.title, "外出学习", more=(Teacher.name,),
            words=lambda name: f"外出学习汇报，{name}", paper="written", key=OutStudy.report,
        ),
    ),
    "skills": (
        Records(
            _tested, SkillTest.held_on, SkillTest.title, "业务考核", words=lambda: "成绩汇总",
        ),
    ),
    "steering": (
        Records(
            _steered(MEETING), SteeringRecord.day, SteeringRecord.title, "领导小组",
            words=lambda: "会议记录",
        ),
    ),
    "inspections": (
        Records(
            _steered(INSPECTION), SteeringRecord.day, SteeringRecord.title, "领导小组",
            words=lambda: "督查记录", paper="minutes", key=SteeringRecord.id,
        ),
    ),
    "bulletins": (
        Records(
            _in_term(MonthlyReport), MonthlyReport.frozen_at, MonthlyReport.subject, "教案检查",
            more=(MonthlyReport.number, MonthlyReport.first, MonthlyReport.last), words=_span,
            named=lambda subject: _MONTHLY_NAMES[subject],
        ),
    ),
    "certificates": (
        Records(
            certified, Certificate.entered_at, Teacher.name, "证书登记", more=(Certificate.result,),
            words=lambda result: f"证书登记，{result}",
        ),
    ),
    "regulation": (
        Records(
            _adopted, Adoption.at, RegulationVersion.name, "制度", more=(Adoption.reason,),
            words=lambda reason: reason, named=lambda _: "校本研修制度",
        ),
    ),
}  # fmt: skip
