"""Certificates as they are kept, and the 学年 that the school has terms of (P12, D8)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from peewee import JOIN

from db.models import Certificate, Teacher, Term
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.periods import school_year_bounds, school_year_of
from yanxiu_tui.rules.typed import EARLIEST, LATEST
from yanxiu_tui.services import school
from yanxiu_tui.services.measures.asking import Window, window


@dataclass(frozen=True)
class CertificateView:
    """One entry that stands. ``hours`` are those on record when it was entered."""

    id: int
    teacher_id: int
    school_year: int
    number: str
    result: str
    hours: Decimal
    note: str
    entered_at: datetime
    entered_by: str


@dataclass(frozen=True)
class SchoolYear:
    """A 学年 that has begun, seen from its last term: ``terms`` by name, ``until`` by what day."""

    year: int
    terms: tuple[str, ...]
    term_ids: tuple[int, ...]
    regulation: Regulation
    window: Window
    term: school.TermView
    until: date


def school_years(now: datetime) -> list[int]:
    """The years that a term has begun in, the newest first."""
    begun = Term.select(Term.starts_on).where(Term.starts_on <= local(now).date())
    return sorted({school_year_of(row.starts_on) for row in begun}, reverse=True)


def newest_year(now: datetime) -> int:
    """The newest of them; Refused where no term has begun."""
    years = school_years(now)
    if not years:
        raise Refused("no_year", "还没有开始的学期，到时再登记证书。")
    return years[0]


def school_year(year: int, now: datetime) -> SchoolYear:
    """That year as it stands now; Refused where the school has no term of it that has begun."""
    if not EARLIEST.year <= year < LATEST.year:
        raise _no_year()
    first, following = school_year_bounds(year)
    today = local(now).date()
    begun = Term.select().where(
        Term.starts_on >= first, Term.starts_on < following, Term.starts_on <= today
    )
    rows = list(begun.order_by(Term.starts_on))
    if not rows:
        raise _no_year()
    term = school.view(rows[-1])
    regulation = school.regulation_of(term.regulation_id)
    until = min(today, date.fromordinal(following.toordinal() - 1))
    return SchoolYear(
        year=year,
        terms=tuple(row.name for row in rows),
        term_ids=tuple(row.id for row in rows),
        regulation=regulation,
        window=window(term, regulation, until),
        term=term,
        until=until,
    )


def _no_year() -> Refused:
    return Refused("no_year", "这一学年还没有学期，请核对学年，写开始的那一年，如 2026。")


def certificates(year: int | None = None, teacher_id: int | None = None) -> list[CertificateView]:
    """The entries that stand, of a year or of a teacher, by year; one query."""
    by = Teacher.alias()
    rows: Any = (
        Certificate.select(Certificate, by.name)
        .join(by, JOIN.LEFT_OUTER, on=Certificate.entered_by == by.id, attr="by")
        .where(Certificate.withdrawn_at.is_null())
        .order_by(Certificate.school_year, Certificate.id)
    )
    if year is not None:
        rows = rows.where(Certificate.school_year == year)
    if teacher_id is not None:
        rows = rows.where(Certificate.teacher == teacher_id)
    return [_view(row) for row in rows]


def _view(row: Any) -> CertificateView:
    by = getattr(row, "by", None)
    return CertificateView(
        id=row.id,
        teacher_id=row.teacher_id,
        school_year=row.school_year,
        number=row.number,
        result=row.result,
        hours=row.hours,
        note=row.note,
        entered_at=row.entered_at,
        entered_by=by.name if by and by.name else "",
    )


def last_numbers(before: int) -> dict[int, str]:
    """The number on each teacher's certificate as it was last entered: a certificate keeps it."""
    rows = Certificate.select(Certificate.teacher, Certificate.number).where(
        Certificate.withdrawn_at.is_null(),
        Certificate.number != "",
        Certificate.school_year < before,
    )
    return {row.teacher_id: row.number for row in rows.order_by(Certificate.school_year)}
