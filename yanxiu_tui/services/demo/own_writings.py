"""What the made-up teachers wrote by themselves: 个性化教案, 教后反思, 教育叙事 (Z15, Z16, P6)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from db.models import PersonalPlan, Reflection
from yanxiu_tui.clock import instant
from yanxiu_tui.rules.reflections import Kind
from yanxiu_tui.services.demo import bank
from yanxiu_tui.services.demo.calendar import Calendar, working_day
from yanxiu_tui.services.demo.people import Person
from yanxiu_tui.services.demo.prep import Prep
from yanxiu_tui.services.demo.rows import insert, inserted, trace
from yanxiu_tui.services.demo.units import Unit
from yanxiu_tui.services.demo.writings import Writing, write
from yanxiu_tui.services.manuscripts import PERSONAL_PLAN, REFLECTION

_PLANNED, _THOUGHT_ABOUT = 0.75, 0.7
# Of how many of the last units somebody's own plans are kept here.
_LATEST = 3
_NARRATIVES = 0.08
_ADJUSTED = ("students", "teaching", "homework")
_Thought = tuple[Person, Unit | None, Writing]


def write_own(
    rng: Random,
    prep: Prep,
    diligence: Mapping[str, float],
    term: Calendar,
    now: datetime,
) -> list[dict[str, Any]]:
    """Everybody's plans of the last units and thoughts on those taught; returns the traces."""
    units = [unit for unit in prep.units if prep.held(unit)]
    _write_plans(rng, prep, units, diligence)
    return _write_thoughts(prep, [*_thoughts(rng, prep, units, diligence, term, now)])


def _write_plans(
    rng: Random, prep: Prep, units: Sequence[Unit], diligence: Mapping[str, float]
) -> None:
    """Many of the members keep a plan of their own of each of the last units."""
    latest = [unit for unit in units if unit.last_week >= prep.week - 2 * _LATEST]
    plans = [
        (unit, one, _personal_plan(rng, prep, unit, one))
        for unit in latest
        for one in unit.team.members
        if rng.random() < _PLANNED * diligence[one.staff_no]
    ]
    write(prep.term_id, [writing for _, _, writing in plans])
    insert(
        PersonalPlan,
        [
            {
                "unit": unit.id,
                "teacher": one.id,
                "class_name": one.class_name,
                "version": prep.first_version[unit],
                "manuscript": writing.id,
            }
            for unit, one, writing in plans
        ],
    )


def _write_thoughts(prep: Prep, thoughts: Sequence[_Thought]) -> list[dict[str, Any]]:
    """Write them down; returns the traces of those handed in."""
    write(prep.term_id, [writing for _, _, writing in thoughts])
    rows = [
        {
            "teacher": one.id,
            "unit": unit.id if unit else None,
            "kind": Kind.REFLECTION if unit else Kind.NARRATIVE,
            "manuscript": writing.id,
            "handed_on": writing.day,
        }
        for one, unit, writing in thoughts
    ]
    made = inserted(Reflection, rows)
    return [
        trace(one.id, "hand_in", "reflection", number, writing.closed_at)
        for number, (one, _, writing) in zip(made, thoughts, strict=True)
        if writing.closed_at
    ]


def _personal_plan(rng: Random, prep: Prep, unit: Unit, one: Person) -> Writing:
    """The group's, with a word on one's own class."""
    changed = rng.choice(_ADJUSTED)
    texts = dict(prep.versions[unit][0])
    texts[changed] += f"\n{rng.choice(bank.ADJUSTED)}"
    at = (prep.meetings[unit].ended_at or prep.now) + timedelta(hours=rng.randint(1, 20))
    at = min(at, prep.now - timedelta(minutes=20))
    return Writing(
        PERSONAL_PLAN, f"{unit.title}（{one.class_name}）", prep.meetings[unit].day, texts, at,
        author=one.id, group=prep.groups[unit.team.name],
    )  # fmt: skip


def _thoughts(
    rng: Random,
    prep: Prep,
    units: Sequence[Unit],
    diligence: Mapping[str, float],
    term: Calendar,
    now: datetime,
) -> Iterator[_Thought]:
    last = term.today - timedelta(days=1)
    for unit in units:
        for one in unit.team.members if prep.taught(unit) else ():
            day = _handed_on(rng, unit, term)
            if day <= last and rng.random() < _THOUGHT_ABOUT * diligence[one.staff_no]:
                prompts = rng.sample(list(bank.REFLECTION), rng.randint(2, 4))
                texts = {
                    prompt: bank.said(rng, bank.REFLECTION[prompt], unit=unit.about)
                    for prompt in bank.REFLECTION
                    if prompt in prompts
                }
                yield one, unit, _thought(rng, one, unit.title, day, texts, prep, unit)
    for one in dict.fromkeys(one for unit in units for one in unit.team.members):
        if rng.random() < _NARRATIVES:
            day = min(working_day(term.starts_on + timedelta(days=rng.randint(20, 80))), last)
            texts = {"narrative": bank.NARRATIVE}
            yield one, None, _thought(rng, one, rng.choice(bank.NARRATIVES), day, texts, prep, None)


def _thought(
    rng: Random,
    one: Person,
    title: str,
    day: date,
    texts: dict[str, str],
    prep: Prep,
    unit: Unit | None,
) -> Writing:
    at = instant(day, time(rng.randint(8, 20), rng.randint(0, 59)))
    return Writing(
        REFLECTION, title, day, texts, at - timedelta(minutes=rng.randint(15, 60)), author=one.id,
        group=prep.groups[unit.team.name] if unit else None, closed_at=at,
    )  # fmt: skip


def _handed_on(rng: Random, unit: Unit, term: Calendar) -> date:
    """Within days of the unit's end; by a few some weeks later (补录)."""
    friday = term.starts_on + timedelta(weeks=unit.last_week - 1, days=4)
    return working_day(
        friday + timedelta(days=rng.randint(18, 25) if rng.random() < 0.04 else rng.randint(0, 8))
    )
