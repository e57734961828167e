"""《报告册》: what the records hold of one teacher's 学年, nothing of it asked for again (D8)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from peewee import JOIN

from db.models import Claim, OutStudy, Pairing, SkillCandidate, SkillTest, Teacher, Term
from yanxiu_tui.regulation.phrases import plain
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.rules.measures import RECORDED
from yanxiu_tui.rules.pairing_agreements import state_name
from yanxiu_tui.rules.pairings import PairingState
from yanxiu_tui.rules.periods import school_year_bounds, school_year_name
from yanxiu_tui.rules.skills import OUTCOME_NAMES
from yanxiu_tui.services import award_history, measures, persons, school
from yanxiu_tui.services.archive_sources import STANDING
from yanxiu_tui.services.certificate_rows import SchoolYear, certificates, school_year
from yanxiu_tui.services.claim_kinds import Versions, kind_name
from yanxiu_tui.services.credentials import find_teacher
from yanxiu_tui.services.measures import Ask
from yanxiu_tui.services.measures.asking import Record, window
from yanxiu_tui.services.measures.hours import projects_of
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.persons import Staff
from yanxiu_tui.services.skill_rows import lines_of, skills_of

_MEETINGS = (
    ("expected", "应到"), ("attended", "实到"), ("late", "迟到"), ("left_early", "早退"),
    ("left_midway", "中途离场"), ("absent", "缺席"), ("official_leave", "公假"),
    ("personal_leave", "事假"), ("sick_leave", "病假"),
)  # fmt: skip
_LISTED = (
    ("observations_given", "听课", ("日期", "课题", "执教"), "节"),
    ("open_lessons", "上公开课", ("日期", "课题", "听课"), "节"),
    ("reflections", "教后反思和教育叙事", ("日期", "题目", "说明"), "篇"),
)
_UNDIVIDED = "不分项目"
Row = tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """One part of the book: a table, and what it comes to in a line."""

    title: str
    headings: Row
    rows: tuple[Row, ...]
    sum: str = ""


@dataclass(frozen=True)
class ReportBook:
    """One teacher's book of a 学年."""

    school: str
    year_name: str
    office: str
    staff: Staff
    terms: tuple[str, ...]
    parts: tuple[Part, ...] = field(default=())


def report_book(actor: Actor, staff_no: str, year: int, now: datetime) -> ReportBook:
    """The book of somebody; one's own, or for those who enter certificates anybody's."""
    teacher = find_teacher(staff_no)
    if teacher.id == actor.teacher_id:
        require(actor, Act.OWN_ARCHIVE)
    else:
        require(actor, Act.VIEW_CERTIFICATES)
    seen = school_year(year, now)
    return ReportBook(
        school=school.school_name(),
        year_name=school_year_name(year),
        office=seen.regulation.office,
        staff=persons.one(seen.term, teacher.id),
        terms=seen.terms,
        parts=tuple(_parts(seen, teacher)),
    )


def _parts(seen: SchoolYear, teacher: Any) -> Iterator[Part]:
    yield _attendance(seen, teacher.id)
    yield _hours(seen, teacher.id)
    for measure, title, headings, unit in _LISTED:
        yield _listed(seen, teacher.id, measure, title, headings, unit)
    yield _claimed(seen, teacher.id)
    yield _travelled(seen, teacher.id)
    yield _paired(seen, teacher.id)
    yield _tested(seen, teacher.id)
    yield _judged(seen, teacher.id)
    yield _awarded(seen, teacher.staff_no)
    yield _certified(seen, teacher.id)


def _attendance(seen: SchoolYear, whose: int) -> Part:
    asks = [Ask(name, yearly=True) for name, _ in _MEETINGS]
    rate = Ask("attendance_rate", yearly=True)
    found = measures.read([*asks, rate], seen.window, seen.regulation, [whose])
    counts = tuple(plain((found[ask][whose] or (Decimal(0),))[0]) for ask in asks)
    came = found[rate][whose]
    said = f"出勤率 {plain(came[0] * 100)}%，公假不计" if came else ""
    return Part("考勤（次）", tuple(name for _, name in _MEETINGS), (counts,), said)


def _hours(seen: SchoolYear, whose: int) -> Part:
    """By 研修项目, a term at a time, each by the regulation it was held to."""
    rows: list[Row] = []
    total = Decimal(0)
    for row in _terms(seen):
        term = school.view(row)
        regulation = school.regulation_of(term.regulation_id)
        ask = Ask("hours_by_project")
        here = window(term, regulation, min(seen.until, term.ends_on))
        figure = measures.read([ask], here, regulation, [whose])[ask][whose] or ()
        names = [project.name for project in projects_of(regulation)]
        for name, hours in zip(names if len(names) > 1 else [_UNDIVIDED], figure, strict=False):
            if hours:
                rows.append((row.name, name, plain(hours)))
        total += sum(figure, Decimal(0))
    return Part("学时", ("学期", "研修项目", "学时"), tuple(rows), f"合计 {plain(total)} 学时")


def _listed(
    seen: SchoolYear, whose: int, measure: str, title: str, headings: Row, unit: str
) -> Part:
    found = measures.records(Ask(measure, yearly=True), seen.window, seen.regulation, whose)
    rows = tuple((f"{each.day}", each.title, each.detail) for each in found)
    if not any(detail for _, _, detail in rows):
        return Part(title, headings[:2], tuple(row[:2] for row in rows), _sum(found, unit))
    return Part(title, headings, rows, _sum(found, unit))


def _sum(found: Sequence[Record], unit: str) -> str:
    done = sum((each.amount for each in found), Decimal(0))
    return f"共 {plain(done)} {unit}"


def _claimed(seen: SchoolYear, whose: int) -> Part:
    """What was granted and stands nowhere else in the book."""
    rows = Claim.select().where(
        Claim.term.in_(seen.term_ids),
        Claim.teacher == whose,
        Claim.state == ClaimState.GRANTED,
        Claim.origin == "",
        Claim.kind.not_in(list(RECORDED)),
    )
    versions = Versions(seen.term_ids)
    said = tuple(
        (
            f"{row.last}",
            row.title,
            kind_name(versions.at(row.term_id, row.asked_at), row.kind),
            row.level,
        )
        for row in rows.order_by(Claim.last, Claim.id)
    )
    return Part("申报的成果", ("日期", "名称", "类别", "级别"), said, f"共 {len(said)} 项")


def _travelled(seen: SchoolYear, whose: int) -> Part:
    """The trips that were reported (P8); the hours of those not settled are still blank."""
    rows: Any = (
        OutStudy.select(OutStudy.last, OutStudy.title, OutStudy.place, Claim.hours_granted)
        .join(Claim, JOIN.LEFT_OUTER, on=OutStudy.claim == Claim.id)
        .where(
            OutStudy.term.in_(seen.term_ids),
            OutStudy.teacher == whose,
            OutStudy.reported_at.is_null(False),
        )
        .order_by(OutStudy.last, OutStudy.id)
    )
    said = tuple(
        (f"{last}", title, place, "" if hours is None else plain(hours))
        for last, title, place, hours in rows.tuples()
    )
    return Part("外出学习", ("日期", "内容", "地点", "学时"), said, f"共 {len(said)} 次")


def _paired(seen: SchoolYear, whose: int) -> Part:
    first, following = school_year_bounds(seen.year)
    mentor, apprentice = Teacher.alias(), Teacher.alias()
    rows: Any = (
        Pairing.select(
            Pairing.first, Pairing.last, Pairing.ended_on, Pairing.state, Pairing.mentor,
            mentor.name, apprentice.name, Pairing.subject,
        )
        .join(mentor, on=Pairing.mentor == mentor.id)
        .switch(Pairing)
        .join(apprentice, on=Pairing.apprentice == apprentice.id)
        .where(
            (Pairing.mentor == whose) | (Pairing.apprentice == whose),
            Pairing.state.in_([str(each) for each in STANDING]),
            Pairing.first < following,
        )
        .order_by(Pairing.first, Pairing.id)
    )  # fmt: skip
    said = []
    for begun, last, ended, state, by, teaches, learns, subject in rows.tuples():
        if (ended or last) >= first:
            with_whom = f"带徒弟{learns}" if by == whose else f"师傅{teaches}"
            stretch = f"{begun} 至 {ended or last}"
            name = state_name(PairingState(state), begun, seen.until)
            said.append((with_whom, subject, stretch, name))
    return Part("师徒结对", ("对方", "学科", "起止", "状态"), tuple(said))


def _tested(seen: SchoolYear, whose: int) -> Part:
    tests = list(
        SkillTest.select()
        .join(SkillCandidate)
        .where(
            SkillTest.term.in_(seen.term_ids),
            SkillTest.closed_at.is_null(False),
            SkillCandidate.teacher == whose,
        )
        .order_by(SkillTest.held_on, SkillTest.id)
    )
    lines = lines_of(tests, skills_of(tests), [whose]) if tests else {}
    said = []
    for row in tests:
        (line,) = lines[row.id]
        assert line.outcome is not None
        score = "" if line.score is None else plain(line.score)
        said.append(
            (f"{row.held_on}", row.title, score, OUTCOME_NAMES[line.outcome], line.comments)
        )
    return Part("业务考核", ("日期", "名称", "成绩", "结果", "评语"), tuple(said))


def _judged(seen: SchoolYear, whose: int) -> Part:
    ask = Ask("evaluation", yearly=True)
    figure = measures.read([ask], seen.window, seen.regulation, [whose])[ask][whose]
    found = measures.records(ask, seen.window, seen.regulation, whose)
    rows = tuple((each.title, each.detail, plain(each.amount)) for each in found)
    said = f"合成 {plain(figure[0])} 分（满分 100）" if figure else ""
    return Part("年末评价", ("评价", "说明", "得分"), rows, said)


def _awarded(seen: SchoolYear, staff_no: str) -> Part:
    first, following = school_year_bounds(seen.year)
    rows = tuple(
        (f"{each.decided_on}", each.name, each.reason)
        for each in reversed(award_history.history(staff_no))
        if first <= each.starts_on < following
    )
    return Part("评优", ("日期", "奖项", "理由"), rows)


def _certified(seen: SchoolYear, whose: int) -> Part:
    rule = seen.regulation.certificate
    rows = tuple(
        (each.number, each.result, plain(each.hours), each.note)
        for each in certificates(seen.year, whose)
    )
    return Part(f"{rule.name if rule else '证书'}登记", ("证书编号", "结果", "学时", "备注"), rows)


def _terms(seen: SchoolYear) -> Sequence[Any]:
    return list(Term.select().where(Term.id.in_(seen.term_ids)).order_by(Term.starts_on))
