"""The school, its terms, and the regulation a term is held to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from peewee import IntegrityError

from db.connection import held, transaction
from db.models import Adoption, ExemptDays, RegulationVersion, School, Teacher, Term
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.loader import load, pinned, preset_source
from yanxiu_tui.rules.calendar import Exempt, public_holiday
from yanxiu_tui.rules.names import fold_width, initials
from yanxiu_tui.rules.typed import EARLIEST, LATEST
from yanxiu_tui.services import credentials, trace
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.texts import clean

if TYPE_CHECKING:
    from yanxiu_tui.regulation.schema import Regulation

_LONGEST_TERM = timedelta(days=400)
# How long after a term has begun what the last one left undone is still asked for.
_STILL_OPEN = timedelta(days=30)


@dataclass(frozen=True)
class TermView:
    """One 学期 and its regulation version."""

    id: int
    name: str
    starts_on: date
    ends_on: date
    regulation_id: int


def school_name() -> str:
    """The name of the school; "" before ``yanxiu init``."""
    school = School.get_or_none()
    return school.name if school else ""


def regulation_of(version_id: int) -> "Regulation":
    """The regulation as it was adopted."""
    return pinned(str(RegulationVersion.get_by_id(version_id).source))


def current_term(now: datetime) -> TermView:
    """The term ``now`` falls in, else the last one begun; Refused before ``yanxiu init``."""
    return view(term_at(now, list(Term.select().order_by(Term.starts_on))))


def running_term(term_id: int, now: datetime) -> TermView:
    """The same, to act in; Refused where ``term_id`` is another: what was seen is not what is."""
    current = current_term(now)
    if current.id != term_id:
        raise Refused("other_term", f"现在是{current.name}，别的学期的不能再办，请换回本学期。")
    return current


def term_before(now: datetime) -> TermView | None:
    """The term before the current one; None in the school's first."""
    current = current_term(now)
    earlier = [each for each in terms() if each.starts_on < current.starts_on]
    return earlier[-1] if earlier else None


def at_hand(now: datetime) -> list[tuple[TermView, str]]:
    """The current term, and in its first weeks the one before; each with the words that say so."""
    current = current_term(now)
    young = local(now).date() - current.starts_on <= _STILL_OPEN
    before = term_before(now) if young else None
    return [(current, ""), *([(before, "上学期的")] if before else [])]


def terms() -> list[TermView]:
    """Every term, in order of time."""
    return [view(row) for row in Term.select().order_by(Term.starts_on)]


def term_at(now: datetime, terms: Sequence[Term]) -> Term:
    """The same among all the terms, read before in order of time."""
    if not terms:
        raise Refused("no_school", "还没有建立学校，请先运行 yanxiu init。")
    today = local(now).date()
    begun = [term for term in terms if term.starts_on <= today]
    return begun[-1] if begun else terms[0]


def hold_term(term_id: int) -> TermView:
    """The term, held until the transaction ends: one act on it waits for the other."""
    term = held(Term.select().where(Term.id == term_id), Term).first()
    if term is None:
        raise Refused("no_term", f"没有编号为 {term_id} 的学期，请核对。")
    return view(term)


def exempt_days(term_id: int) -> list[Exempt]:
    """The term's own days without 研修."""
    rows = ExemptDays.select().where(ExemptDays.term == term_id).order_by(ExemptDays.first)
    return [Exempt(row.first, row.last, row.reason) for row in rows]


def add_exempt_days(
    actor: Actor, term_id: int, first: date, last: date, reason: str, now: datetime
) -> None:
    """Keep these days free of 研修 in this term; refused once it is over."""
    require(actor, Act.EDIT_CALENDAR)
    if last < first:
        raise Refused("bad_dates", "结束日期早于开始日期，请核对。")
    term = _not_over(term_id, now)
    if first < term.starts_on or last > term.ends_on:
        raise Refused(
            "outside_term",
            f"停研的日子应在本学期（{term.starts_on} 至 {term.ends_on}）之内，请核对。",
        )
    reason = clean(reason, "停研原因", 64)
    with transaction():
        ExemptDays.create(term=term_id, first=first, last=last, reason=reason)
        trace.write(actor, "exempt_days", "term", term_id, now, first=first, last=last)


def remove_exempt_days(actor: Actor, term_id: int, days: Exempt, now: datetime) -> None:
    """Let there be 研修 again on days that were kept free of it; refused once the term is over."""
    require(actor, Act.EDIT_CALENDAR)
    _not_over(term_id, now)
    with transaction():
        removed = (
            ExemptDays.delete()
            .where(
                ExemptDays.term == term_id,
                ExemptDays.first == days.first,
                ExemptDays.last == days.last,
                ExemptDays.reason == days.reason,
            )
            .execute()
        )
        if not removed:
            raise Refused("no_such_days", "没有这几天停研的记录，可能刚被别人删除。")
        trace.write(
            actor,
            "remove_exempt_days",
            "term",
            term_id,
            now,
            first=days.first,
            last=days.last,
            reason=days.reason,
        )


def _not_over(term_id: int, now: datetime) -> TermView:
    """The term; Refused once it is over: deadlines and quotas of the past do not move."""
    term = view(Term.get_by_id(term_id))
    if local(now).date() > term.ends_on:
        raise Refused("term_over", f"{term.name}已经结束，停研日不能再改。")
    return term


def public_holidays(term: TermView) -> list[Exempt]:
    """The public holidays within the term, as far as they are published."""
    length = (term.ends_on - term.starts_on).days + 1
    days = [term.starts_on + timedelta(days=number) for number in range(length)]
    runs = [(name, list(run)) for name, run in groupby(days, public_holiday) if name]
    return [Exempt(run[0], run[-1], name) for name, run in runs]


def unpublished_years(term: TermView) -> list[int]:
    """The years of the term whose public holidays are not yet known: New Year's Day has no name."""
    years = range(term.starts_on.year, term.ends_on.year + 1)
    return [year for year in years if not public_holiday(date(year, 1, 1))]


def found_school(
    operator: Actor,
    name: str,
    term_name: str,
    starts_on: date,
    ends_on: date,
    preset: str,
    administrator: tuple[str, str],
    pin: str,
    now: datetime,
) -> TermView:
    """Begin a school: its name, first term, regulation and first administrator (a 资源教师).

    ``administrator`` is a staff number and a name. Refused when a school is already here.
    """
    name = clean(name, "学校名称", 128)
    term_name = clean(term_name, "学期名称", 64)
    refuse_odd_term(starts_on, ends_on)
    source = preset_source(preset)
    adopted = load(source).name
    staff_no = clean(fold_width(administrator[0]), "管理员工号", 32)
    person = clean(administrator[1], "管理员姓名", 64)
    with transaction():
        keep_school(name, now)
        version = RegulationVersion.create(
            name=adopted, source=source, adopted_at=now, reason="建校时采用"
        )
        term = Term.create(name=term_name, starts_on=starts_on, ends_on=ends_on, regulation=version)
        Adoption.create(term=term, regulation=version, at=now, reason=version.reason)
        # The roster may have come first.
        teacher, _ = Teacher.get_or_create(
            staff_no=staff_no,
            defaults={"name": person, "initials": initials(person), "created_at": now},
        )
        credentials.appoint_administrator(teacher, pin, now, operator.machine)
        trace.write(operator, "found_school", "school", None, now, name=name, preset=adopted)
    return view(term)


def keep_school(name: str, now: datetime) -> None:
    """Write the school down, inside a transaction; Refused when there is one already."""
    already = Refused("school_exists", "这个数据库里已有学校，请换一个数据库地址。")
    if School.select().exists():
        raise already
    try:
        # The same id for every school: of several founded at once only one is kept.
        School.create(id=1, name=name, created_at=now)
    except IntegrityError as error:
        raise already from error


def refuse_odd_term(starts_on: date, ends_on: date) -> None:
    """Raise Refused where no term can have these days."""
    if ends_on <= starts_on:
        raise Refused("bad_dates", "学期的结束日期应晚于开始日期，请核对。")
    if starts_on < EARLIEST or ends_on > LATEST:
        raise Refused(
            "bad_dates", f"学期应在 {EARLIEST.year} 年至 {LATEST.year} 年之间，请核对日期。"
        )
    if ends_on - starts_on > _LONGEST_TERM:
        raise Refused("bad_dates", f"一个学期最长 {_LONGEST_TERM.days} 天，请核对起止日期。")


def term_view(term_id: int) -> TermView:
    """A term by its id."""
    return view(Term.get_by_id(term_id))


def term_named(name: str) -> TermView:
    """The term of that name, or the only one whose name holds it."""
    known = terms()
    exact = [term for term in known if term.name == name]
    found = exact or [term for term in known if name in term.name]
    if len(found) != 1:
        names = "、".join(term.name for term in known)
        raise Refused("no_term", f"没有认出学期「{name}」，现有：{names}。")
    return found[0]


def view(term: Term) -> TermView:
    """The term as others see it."""
    return TermView(term.id, term.name, term.starts_on, term.ends_on, term.regulation_id)
