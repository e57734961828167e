"""新学期: the next term begun from the last one, in one act; nothing of the past changes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from peewee import chunked

from db.connection import held, transaction
from db.models import Activity, Adoption, PrepUnit, RegulationVersion, School, Term
from yanxiu_tui.clock import day_bounds, end_of, instant
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.loader import load
from yanxiu_tui.rules.calendar import SeriesDays, weekly
from yanxiu_tui.rules.periods import school_year_of
from yanxiu_tui.rules.rollover import TermDays, first_on, is_first
from yanxiu_tui.services import manuscripts, school, trace
from yanxiu_tui.services.activities import State
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.rollover_series import WeeklySeries, weekly_series
from yanxiu_tui.services.school import TermView
from yanxiu_tui.services.texts import clean

CARRIED_ON = "沿用上学期"
_BATCH = 15
_LONGEST_BREAK = timedelta(days=200)


@dataclass(frozen=True)
class TermDraft:
    """The new term as it is asked for.

    ``series`` are the weekly ones to plan again, by key. ``source`` is the TOML of a newly adopted
    制度, "" keeps the old; ``units`` takes the unit titles of the same half of last 学年 over.
    """

    name: str
    starts_on: date
    ends_on: date
    series: tuple[str, ...] = ()
    source: str = field(default="", repr=False)
    reason: str = ""
    units: bool = False


@dataclass(frozen=True)
class Begun:
    """What came of it; ``skipped`` are days off that a series would have fallen on."""

    term: TermView
    planned: int
    skipped: tuple[tuple[date, str], ...]
    units: int


def begin(actor: Actor, draft: TermDraft, now: datetime) -> Begun:
    """Begin the next term; until its first day the old one stays the current one.

    Refused when a term is prepared already, when the dates run into an earlier term or leave a
    gap too long to be meant, or when the name is taken.
    """
    require(actor, Act.ROLL_OVER)
    if draft.source:
        require(actor, Act.ADOPT_REGULATION)
        load(draft.source)
    name = clean(draft.name, "学期名称", 64)
    school.refuse_odd_term(draft.starts_on, draft.ends_on)
    with transaction():
        # Of two terminals the second sees the term that the first has begun.
        held(School.select(), School).first()
        terms = list(Term.select().order_by(Term.starts_on))
        old = school.view(school.term_at(now, terms))
        _refuse_impossible(terms, old, name, draft)
        version, reason = _version(old, draft, now)
        row = Term.create(
            name=name, starts_on=draft.starts_on, ends_on=draft.ends_on, regulation=version
        )
        Adoption.create(term=row, regulation=version, at=now, by=actor.teacher_id, reason=reason)
        term = school.view(row)
        planned, skipped = _plan_again(old, term, draft.series)
        units = _carry_units(terms, term, now) if draft.units else []
        trace.write(
            actor, "begin_term", "term", term.id, now,
            name=name, first=term.starts_on, last=term.ends_on, version=version, reason=reason,
        )  # fmt: skip
        trace.write_each(actor, "plan_series", "activity", planned, now, count=len(planned))
        for unit in units:
            trace.write(actor, "add_unit", "prep_unit", unit.id, now, title=unit.title)
    return Begun(term, len(planned), skipped, len(units))


def change_days(actor: Actor, days: TermDays, now: datetime) -> int:
    """Call the prepared term otherwise or give it other days; how many meetings that calls off.

    Refused once it has begun. Meetings planned on days that are no longer its own are called off.
    """
    require(actor, Act.ROLL_OVER)
    name = clean(days.name, "学期名称", 64)
    school.refuse_odd_term(days.starts_on, days.ends_on)
    with transaction():
        held(School.select(), School).first()
        terms = list(Term.select().order_by(Term.starts_on))
        old = school.view(school.term_at(now, terms))
        upcoming = terms.pop()
        if upcoming.id == old.id:
            raise Refused("not_prepared", "还没有开好新学期，没有可以改的。")
        _refuse_days(terms, old, name, days)
        Term.update(name=name, starts_on=days.starts_on, ends_on=days.ends_on).where(
            Term.id == upcoming.id
        ).execute()
        off = _call_off(actor, upcoming.id, days, now)
        trace.write(
            actor, "change_term", "term", upcoming.id, now,
            before=[upcoming.name, upcoming.starts_on, upcoming.ends_on],
            after=[name, days.starts_on, days.ends_on], called_off=off,
        )  # fmt: skip
    return off


def told(done: Begun) -> str:
    """What came of it, in a sentence."""
    said = f"{done.term.name}已开好，{done.term.starts_on} 起自动换过去"
    said += f"；排了 {done.planned} 次活动" if done.planned else ""
    said += f"，跳过节假日 {len(done.skipped)} 天" if done.skipped else ""
    said += f"；{not_skipped(done.term)}" if done.planned and not_skipped(done.term) else ""
    return said + (f"；带来 {done.units} 个单元。" if done.units else "。")


def not_skipped(term: TermView) -> str:
    """Which holidays no series can skip, as nobody knows them yet; "" when all are known."""
    years = "、".join(map(str, school.unpublished_years(term)))
    return f"{years} 年的节假日还没有公布，落在假日的请到“研修活动”里取消" if years else ""


def days_of(series: WeeklySeries, starts_on: date, ends_on: date) -> SeriesDays:
    """The days a series would fall on in such a term, public holidays skipped."""
    return weekly(first_on(series.weekday, starts_on), ends_on, ())


def units_to_carry(terms: Sequence[Term], starts_on: date) -> Term | None:
    """The same half of the 学年 before, whose unit titles are a beginning."""
    wanted = (school_year_of(starts_on) - 1, is_first(starts_on))
    return next(
        (
            term
            for term in terms
            if (school_year_of(term.starts_on), is_first(term.starts_on)) == wanted
        ),
        None,
    )


def _refuse_impossible(terms: Sequence[Term], old: TermView, name: str, draft: TermDraft) -> None:
    last = terms[-1]
    if last.id != old.id:
        raise Refused(
            "prepared",
            f"「{last.name}」已经开好，{last.starts_on} 起自动换过去，不用再开。",
        )
    _refuse_days(terms, old, name, draft)


def _refuse_days(
    terms: Sequence[Term], old: TermView, name: str, draft: TermDraft | TermDays
) -> None:
    if any(term.name == name for term in terms):
        raise Refused("name_taken", f"已有叫「{name}」的学期，请换一个名称。")
    if draft.starts_on <= old.ends_on:
        raise Refused(
            "overlaps",
            f"新学期要从上学期（{old.name}，到 {old.ends_on}）结束以后开始，请核对日期。",
        )
    if draft.starts_on - old.ends_on > _LONGEST_BREAK:
        raise Refused(
            "too_far", f"{draft.starts_on} 离上学期结束（{old.ends_on}）太远，请核对日期。"
        )


def _call_off(actor: Actor, term_id: int, days: TermDays, now: datetime) -> int:
    """Call off what is planned before the first day of the term or after its last."""
    first, after = day_bounds(days.starts_on)[0], end_of(days.ends_on)
    outside = (Activity.starts_at < first) | (Activity.starts_at >= after)
    planned = (Activity.term == term_id) & (Activity.state == State.PLANNED) & outside
    ids = [row.id for row in Activity.select(Activity.id).where(planned)]
    if ids:
        Activity.update(state=State.CANCELLED).where(planned).execute()
        reason = "学期的日期改了"
        trace.write_each(actor, "cancel_activity", "activity", ids, now, reason=reason)
    return len(ids)


def _version(old: TermView, draft: TermDraft, now: datetime) -> tuple[int, str]:
    """The regulation the term is pinned to, and why: the old one's, or one newly adopted."""
    known = RegulationVersion.get_by_id(old.regulation_id)
    if not draft.source or draft.source == known.source:
        return int(known.id), CARRIED_ON
    reason = clean(draft.reason, "采用的原因", 200)
    made = RegulationVersion.create(
        name=load(draft.source).name, source=draft.source, adopted_at=now, reason=reason
    )
    return int(made.id), reason


def _plan_again(
    old: TermView, term: TermView, keys: Sequence[str]
) -> tuple[list[int], tuple[tuple[date, str], ...]]:
    """Plan the chosen series on the new term's weeks; the meetings, and the days skipped."""
    known = {each.key: each for each in weekly_series(old.id)}
    rows: list[dict[str, Any]] = []
    skipped: dict[date, str] = {}
    for key in keys:
        if key not in known:
            raise Refused("no_series", "有一个每周活动已经没有了，请重新打开「新学期」再选。")
        found = days_of(known[key], term.starts_on, term.ends_on)
        rows += _meetings(known[key], found.days, term.id)
        skipped |= dict(found.skipped)
    for batch in chunked(rows, _BATCH):
        Activity.insert_many(batch).execute()
    made = Activity.select(Activity.id).where(Activity.term == term.id).order_by(Activity.starts_at)
    return [row.id for row in made], tuple(sorted(skipped.items()))


def _meetings(series: WeeklySeries, days: Sequence[date], term_id: int) -> list[dict[str, Any]]:
    anew = str(uuid4())
    return [
        {
            "term": term_id,
            "series": anew,
            "group": series.group_id,
            "kind": series.kind,
            "title": series.title,
            "starts_at": instant(day, series.starts),
            "ends_at": instant(day, series.ends),
            "place": series.place,
            "presenter": series.presenter,
            "host": series.host_id,
            "recorder": series.recorder_id,
            "hours": series.hours,
        }
        for day in days
    ]


def _carry_units(terms: Sequence[Term], term: TermView, now: datetime) -> list[PrepUnit]:
    """The unit titles of the same half of last 学年, each with an empty plan of its own (Z12)."""
    source = units_to_carry(terms, term.starts_on)
    rows = PrepUnit.select().where(PrepUnit.term == source, PrepUnit.dropped_at.is_null())
    carried = list(rows.order_by(PrepUnit.group, PrepUnit.number)) if source else []
    made = []
    for unit in carried:
        plan = manuscripts.begin(
            manuscripts.SHARED_PLAN, term.id, unit.title, term.starts_on, now,
            group_id=unit.group_id,
        )  # fmt: skip
        made.append(
            PrepUnit.create(
                term=term.id, group=unit.group_id, plan=plan, number=unit.number, title=unit.title
            )
        )
    return made
