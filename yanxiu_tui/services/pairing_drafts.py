"""What a 师徒结对协议 may say: the regulation's template, and every check before it is kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

from db.models import Pairing, Teacher
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.applies import applies, teaching_year_on
from yanxiu_tui.rules.clauses import UNSAID
from yanxiu_tui.rules.names import fold_width
from yanxiu_tui.rules.pairing_agreements import Span, most_at_once, overlap
from yanxiu_tui.rules.pairings import PairingRule, PairingState, PairQuota
from yanxiu_tui.rules.prep_groups import parts
from yanxiu_tui.services import past_staff, persons, school
from yanxiu_tui.services.pairing_rows import addenda, last_in_force, quotas_of, unknown
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.texts import clean, clean_lines

MOST_LESSONS = 200
LONGEST = 500


@dataclass(frozen=True)
class PairingDraft:
    """What is agreed; people by staff number, the first and the last day included."""

    mentor_no: str
    apprentice_no: str
    subject: str
    first: date
    last: date
    aims: str
    mentor_duties: str
    apprentice_duties: str
    quotas: tuple[PairQuota, ...]


def rule(now: datetime) -> PairingRule:
    """How the school pairs by the regulation of today."""
    return school.regulation_of(school.current_term(now).regulation_id).pairing


def template(
    actor: Actor, now: datetime, mentor_no: str = "", apprentice_no: str = ""
) -> PairingDraft:
    """The regulation's template, from today on; the subject is the apprentice's."""
    require(actor, Act.DRAFT_PAIRING)
    asked, today = rule(now), local(now).date()
    taught = Teacher.get_or_none(Teacher.staff_no == apprentice_no) if apprentice_no else None
    return PairingDraft(
        mentor_no=mentor_no,
        apprentice_no=apprentice_no,
        subject=taught.subject if taught else "",
        first=today,
        last=_years_later(today, asked.years),
        aims=asked.aims,
        mentor_duties=asked.mentor_duties,
        apprentice_duties=asked.apprentice_duties,
        quotas=asked.quotas,
    )


def draft_of(actor: Actor, pairing_id: int) -> PairingDraft:
    """An agreement as it could be drafted again, for changing it or for one like it."""
    require(actor, Act.DRAFT_PAIRING)
    row = Pairing.get_or_none(Pairing.id == pairing_id)
    if row is None:
        raise unknown(pairing_id)
    return PairingDraft(
        mentor_no=row.mentor.staff_no,
        apprentice_no=row.apprentice.staff_no,
        subject=row.subject,
        first=row.first,
        last=row.last,
        aims=row.aims,
        mentor_duties=row.mentor_duties,
        apprentice_duties=row.apprentice_duties,
        quotas=quotas_of(row.quotas),
    )


def warnings(actor: Actor, draft: PairingDraft, now: datetime) -> list[str]:
    """What does not forbid this pair but ought to be thought over, in sentences."""
    require(actor, Act.DRAFT_PAIRING)
    asked, term = rule(now), past_staff.term_ahead(now)
    mentor, apprentice = people_of(draft)
    said = []
    if applies(asked.mentors, persons.one(term, mentor.id).person) is None:
        said.append(f"名册里{mentor.name}老师的资料不全，看不出够不够做师傅的条件。")
    if not applies(asked.apprentices, persons.one(term, apprentice.id).person):
        said.append(f"{apprentice.name}老师不在制度规定要拜师的人里{_by(asked)}。")
    if mentor.subject and parts(mentor.subject).isdisjoint(parts(draft.subject.strip())):
        said.append(f"{mentor.name}老师教{mentor.subject}，不教{draft.subject.strip()}。")
    return said


def taught() -> dict[str, str]:
    """What each teacher teaches, by staff number, as far as the roster tells."""
    known = Teacher.select(Teacher.staff_no, Teacher.subject).where(Teacher.left_at.is_null())
    return {row.staff_no: row.subject for row in known if row.subject}


def levels() -> list[str]:
    """The backbone levels the roster knows, as an apprentice may reach one (P9)."""
    known = Teacher.select(Teacher.backbone_level).where(Teacher.backbone_level != "").distinct()
    return sorted(row.backbone_level for row in known)


def people_of(draft: PairingDraft) -> tuple[Teacher, Teacher]:
    """Mentor and apprentice; Refused when one is unknown or both are one person."""
    mentor = _person(draft.mentor_no, "师傅")
    apprentice = _person(draft.apprentice_no, "徒弟")
    if mentor.id == apprentice.id:
        raise Refused("oneself", "师傅和徒弟不能是同一个人，请重新选徒弟。")
    return mentor, apprentice


def checked(draft: PairingDraft, now: datetime) -> dict[str, Any]:
    """The draft as columns; Refused at the first thing that is missing or cannot be."""
    mentor, apprentice = people_of(draft)
    asked = rule(now)
    person = persons.one(past_staff.term_ahead(now), mentor.id).person
    if applies(asked.mentors, person) is False:
        raise Refused(
            "no_standing", f"{mentor.name}老师不够做师傅的条件{_by(asked)}，请换一位师傅。"
        )
    refuse_bad_days(draft.first, draft.last)
    for each in (mentor, apprentice):
        refuse_outside_service(each, draft.first, draft.last)
    return {
        "mentor": mentor,
        "apprentice": apprentice,
        "subject": clean(draft.subject, "学科", 32),
        "first": draft.first,
        "last": draft.last,
        "aims": paragraph(draft.aims, "培养目标"),
        "mentor_duties": paragraph(draft.mentor_duties, "师傅职责"),
        "apprentice_duties": paragraph(draft.apprentice_duties, "徒弟职责"),
        "quotas": quotas_to_keep(draft.quotas),
    }


def refuse_bad_days(first: date, last: date) -> None:
    """Refuse a pair that ends before it begins."""
    if last < first:
        raise Refused("bad_dates", "到期日期早于开始日期，请核对。")


def refuse_outside_service(teacher: Teacher, first: date, last: date) -> None:
    """Refuse days on which this teacher was not yet, or is no longer, at the school."""
    year = teaching_year_on(teacher.joined, first)
    if year is not None and year < 1:
        raise Refused(
            "outside_service",
            f"{teacher.name}老师 {teacher.joined} 才参加工作，开始日期不能比这早。",
        )
    if teacher.left_at is not None and local(teacher.left_at).date() < last:
        day = local(teacher.left_at).date()
        raise Refused("outside_service", f"{teacher.name}老师 {day} 已经离岗，期限不能到这以后。")


def refuse_overlap(
    mentor: Teacher, apprentice: Teacher, within: Span, asked: PairingRule, besides: int = 0
) -> None:
    """One mentor at a time; no more apprentices than the regulation lets one mentor have.

    What is drafted counts, too: otherwise two drafts would pass one another. Two queries.
    """
    others = list(_standing(mentor, apprentice, besides))
    added = addenda([row.id for row in others])
    spans = [(row, _span(row, last_in_force(row, added[row.id]))) for row in others]
    for row, span in spans:
        if row.apprentice_id == apprentice.id and overlap(span, within):
            raise Refused(
                "overlap",
                f"{apprentice.name}老师 {span.first} 至 {span.last} 已是{row.mentor.name}老师的"
                "徒弟，同一时间只拜一位师傅，请改期限或先了结那一对。",
            )
    busy = [span for row, span in spans if row.mentor_id == mentor.id]
    if most_at_once(busy, within) >= asked.most_apprentices:
        raise Refused(
            "mentor_full",
            f"{mentor.name}老师这段时间已带 {asked.most_apprentices} 位徒弟，"
            f"不能再多{_by(asked)}，请换一位师傅或改期限。",
        )


def quotas_to_keep(quotas: Iterable[PairQuota]) -> str:
    """Quotas as they are kept; one of nothing is none. Refused where a number cannot be."""
    asked = tuple(quotas)
    for each in asked:
        if not 0 <= each.least <= MOST_LESSONS:
            raise Refused("bad_quota", f"「{each.name}」请写 0 到 {MOST_LESSONS} 的数字。")
    return msgspec.json.encode([each for each in asked if each.least]).decode()


def paragraph(typed: str, label: str) -> str:
    """A few sentences; Refused when there is none or it is too long."""
    text = clean_lines(typed).strip()
    if not text:
        raise Refused("empty", f"请填写{label}。")
    if len(text) > LONGEST:
        raise Refused("too_long", f"{label}请控制在 {LONGEST} 字以内。")
    return text


def _person(staff_no: str, label: str) -> Teacher:
    """Whoever has that number, also somebody who has left: the days decide."""
    number = fold_width(staff_no)
    if not number.strip():
        raise Refused("no_person", f"请选定{label}。")
    found = Teacher.get_or_none(Teacher.staff_no == number) if number.isprintable() else None
    if found is None:
        raise Refused("unknown_teacher", f"{label}的工号「{staff_no}」没有找到，请核对。")
    return found


def _standing(mentor: Teacher, apprentice: Teacher, besides: int) -> Any:
    """The pairs of either that were not withdrawn."""
    return (
        Pairing.select(Pairing, Teacher)
        .join(Teacher, on=Pairing.mentor)
        .where(
            (Pairing.mentor == mentor) | (Pairing.apprentice == apprentice),
            Pairing.state != PairingState.WITHDRAWN,
            Pairing.id != besides,
        )
    )


def _span(row: Pairing, last: date) -> Span:
    """The days it takes; on the day it ended another may begin."""
    if row.ended_on is None:
        return Span(row.first, last)
    return Span(row.first, min(last, date.fromordinal(row.ended_on.toordinal() - 1)))


def _by(asked: PairingRule) -> str:
    return "" if asked.clause.id == UNSAID.id else f"（{asked.clause.id}）"


def _years_later(day: date, years: int) -> date:
    """The last day of so many years from ``day``."""
    return date.fromordinal(_same_day(day.year + years, day).toordinal() - 1)


def _same_day(year: int, day: date) -> date:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return date(year, 3, 1)
