"""证书登记: who has earned an entry for the 学年, entered by the office, put right (P12, D8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from peewee import chunked

from db.connection import held, transaction
from db.models import Certificate, Teacher
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.phrases import condition as says
from yanxiu_tui.regulation.terms import CertificateRule, Condition
from yanxiu_tui.rules.clauses import UNSAID, Clause
from yanxiu_tui.rules.periods import school_year_name
from yanxiu_tui.services import measures, persons, trace
from yanxiu_tui.services.certificate_rows import (
    CertificateView,
    SchoolYear,
    certificates,
    last_numbers,
    newest_year,
    school_year,
    school_years,
)
from yanxiu_tui.services.conditions import checked
from yanxiu_tui.services.credentials import find_teacher
from yanxiu_tui.services.measures import Ask
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.persons import Staff
from yanxiu_tui.services.texts import clean

__all__ = [
    "CertificateLine", "CertificatePage", "CertificateView", "Entry", "certificates", "correct",
    "enter", "enter_proposed", "newest_year", "page", "school_years", "withdraw",
]  # fmt: skip
RESULTS = ("合格", "良好", "优秀")
_HOURS = Ask("training_hours", yearly=True)
_BATCH = 50


@dataclass(frozen=True)
class Entry:
    """What is entered; the 学时 come from the records, the reason only where it is asked."""

    number: str = ""
    result: str = RESULTS[0]
    note: str = ""


@dataclass(frozen=True)
class CertificateLine:
    """One teacher in a year: what they did, what they lack, and the entry that stands.

    ``number`` is that of their certificate, as far as it is known.
    """

    staff: Staff
    hours: Decimal
    met: tuple[str, ...]
    lacks: tuple[str, ...]
    number: str
    certificate: CertificateView | None

    @property
    def proposed(self) -> bool:
        """Whether they have earned an entry that is not made yet."""
        return not self.lacks and self.certificate is None


@dataclass(frozen=True)
class CertificatePage:
    """Everybody in a 学年; without a rule of the school's nobody is proposed."""

    year: int
    terms: tuple[str, ...]
    name: str
    clause: Clause
    says: str
    lines: tuple[CertificateLine, ...]

    @property
    def year_name(self) -> str:
        """「2026—2027学年」."""
        return school_year_name(self.year)


def page(actor: Actor, year: int, now: datetime) -> CertificatePage:
    """Everybody on the roster, with what the records of the whole year say."""
    require(actor, Act.VIEW_CERTIFICATES)
    return _page(school_year(year, now))


def enter(actor: Actor, staff_no: str, year: int, entry: Entry, now: datetime) -> CertificateView:
    """Enter one; who has not earned it by the records needs a word why. Nobody enters their own."""
    require(actor, Act.ENTER_CERTIFICATE)
    entry, teacher = _clean(entry), find_teacher(staff_no)
    _refuse_own(actor, teacher.id)
    line = _line_of(school_year(year, now), teacher)
    if line.lacks and not entry.note:
        said = "，".join(line.lacks)
        raise Refused("not_earned", f"{teacher.name}老师{said}，要登记请写明原因。")
    with transaction():
        held(Teacher.select().where(Teacher.id == teacher.id), Teacher).get()
        if certificates(year, teacher.id):
            raise Refused("entered", f"{teacher.name}老师这一学年已经登记过，要改请更正。")
        made = Certificate.create(**_row(actor, line, year, entry, now))
        trace.write(actor, "enter_certificate", "certificate", made.id, now,
                    teacher=teacher.id, year=year)  # fmt: skip
    return certificates(year, teacher.id)[0]


def enter_proposed(actor: Actor, year: int, now: datetime) -> int:
    """Enter everybody who has earned it and has none yet, oneself left out; how many."""
    require(actor, Act.ENTER_CERTIFICATE)
    seen = school_year(year, now)
    with transaction():
        # Whoever enters at the same time waits here, and then finds them entered.
        list(held(Teacher.select(Teacher.id).order_by(Teacher.id), Teacher))
        chosen = [
            each
            for each in _page(seen).lines
            if each.proposed and each.staff.id != actor.teacher_id
        ]
        rows = [_row(actor, each, year, Entry(each.number), now) for each in chosen]
        for batch in chunked(rows, _BATCH):
            Certificate.insert_many(batch).execute()
        trace.write(actor, "enter_certificates", "certificate", None, now,
                    year=year, teachers=[each.staff.id for each in chosen])  # fmt: skip
    return len(chosen)


def correct(
    actor: Actor, certificate_id: int, entry: Entry, reason: str, now: datetime
) -> CertificateView:
    """Put an entry right, and why; its 学时 are read anew, the trace says what stood there."""
    require(actor, Act.ENTER_CERTIFICATE)
    entry, reason = _clean(entry), clean(reason, "更正的原因", 200)
    with transaction():
        row = _hold(certificate_id)
        _refuse_own(actor, row.teacher_id)
        teacher = Teacher.get_by_id(row.teacher_id)
        hours = _line_of(school_year(row.school_year, now), teacher).hours
        Certificate.update(
            number=entry.number, result=entry.result, note=entry.note, hours=hours
        ).where(Certificate.id == row.id).execute()
        trace.write(
            actor, "correct_certificate", "certificate", row.id, now,
            was=[row.number, row.result, row.hours], entered=[entry.number, entry.result, hours],
            reason=reason,
        )  # fmt: skip
    return certificates(row.school_year, row.teacher_id)[0]


def withdraw(actor: Actor, certificate_id: int, reason: str, now: datetime) -> None:
    """Let an entry stand no more, and why; it stays on record."""
    require(actor, Act.ENTER_CERTIFICATE)
    reason = clean(reason, "撤销的原因", 200)
    with transaction():
        row = _hold(certificate_id)
        _refuse_own(actor, row.teacher_id)
        Certificate.update(withdrawn_at=now, withdrawn_reason=reason).where(
            Certificate.id == row.id
        ).execute()
        trace.write(actor, "withdraw_certificate", "certificate", row.id, now, reason=reason)


def _page(seen: SchoolYear) -> CertificatePage:
    rule = seen.regulation.certificate
    staff = persons.staff(seen.term, seen.until)
    conditions = rule.conditions if rule else []
    return CertificatePage(
        year=seen.year,
        terms=seen.terms,
        name=rule.name if rule else "证书",
        clause=rule.clause if rule else UNSAID,
        says="，".join(says(seen.regulation, each) for each in conditions),
        lines=tuple(_lines(seen, rule, staff)),
    )


def _line_of(seen: SchoolYear, teacher: Any) -> CertificateLine:
    (line,) = _lines(seen, seen.regulation.certificate, [persons.one(seen.term, teacher.id)])
    return line


def _lines(
    seen: SchoolYear, rule: CertificateRule | None, staff: Sequence[Staff]
) -> list[CertificateLine]:
    conditions = rule.conditions if rule else []
    figures = _figures(seen, conditions, [each.id for each in staff])
    entered = {each.teacher_id: each for each in certificates(seen.year)}
    numbers = last_numbers(seen.year)
    lines = []
    for each in staff:
        found = [
            checked(condition, seen.regulation, figures[_ask(condition)][each.id])
            for condition in conditions
        ]
        lacks = tuple(one.said for one in found if not one.met)
        own = entered.get(each.id)
        lines.append(
            CertificateLine(
                staff=each,
                hours=figures[_HOURS][each.id] or Decimal(0),
                met=tuple(one.said for one in found if one.met),
                lacks=lacks if rule else ("本校制度没有写登记的条件",),
                number=own.number if own else numbers.get(each.id, ""),
                certificate=own,
            )
        )
    return lines


def _ask(condition: Condition) -> Ask:
    """Its figure over the whole year; that of the 周期 is over more already."""
    yearly = condition.measure != "cycle_hours"
    return Ask(condition.measure, tuple(condition.of), yearly=yearly)


def _figures(
    seen: SchoolYear, conditions: Sequence[Condition], whose: Sequence[int]
) -> Mapping[Ask, Mapping[int, Decimal | None]]:
    asks = [_HOURS, *(_ask(each) for each in conditions)]
    found = measures.read(asks, seen.window, seen.regulation, whose)
    return {
        ask: {who: figure[0] if figure else None for who, figure in read.items()}
        for ask, read in found.items()
    }


def _row(
    actor: Actor, line: CertificateLine, year: int, entry: Entry, now: datetime
) -> dict[str, Any]:
    return {
        "teacher": line.staff.id,
        "school_year": year,
        "number": entry.number,
        "result": entry.result,
        "hours": line.hours,
        "note": entry.note,
        "entered_at": now,
        "entered_by": actor.teacher_id,
    }


def _clean(entry: Entry) -> Entry:
    return Entry(
        clean(entry.number, "证书编号", 32, required=False),
        clean(entry.result, "结果", 16),
        clean(entry.note, "备注", 200, required=False),
    )


def _refuse_own(actor: Actor, teacher_id: int) -> None:
    if teacher_id == actor.teacher_id:
        raise Refused("own_certificate", "自己的证书请由他人登记。")


def _hold(certificate_id: int) -> Any:
    row = held(Certificate.select().where(Certificate.id == certificate_id), Certificate).first()
    if row is None or row.withdrawn_at:
        raise Refused("no_certificate", "没有这一条证书登记，可能刚被别人撤销。")
    return row
