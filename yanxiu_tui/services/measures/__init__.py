"""Every measure of ``rules/measures``, read for everybody at once, and the records behind one."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.items import Figure
from yanxiu_tui.rules.measures import WORK
from yanxiu_tui.services.measures import (
    attendance,
    claims,
    evaluation,
    hosting,
    hours,
    pairings,
    work,
)
from yanxiu_tui.services.measures.asking import (
    Ask,
    Record,
    Window,
    counted,
    cycle,
    school_year,
    unique,
)
from yanxiu_tui.services.measures.sources import Part, Recipe, Source, Sums

__all__ = ["Ask", "Record", "Window", "read", "records"]

_COUNTED = (
    "expected", "attended", "on_time", "late", "left_early", "left_midway", "absent",
    "personal_leave", "sick_leave", "official_leave",
)  # fmt: skip
_DONE = ("claims", *WORK)
_PAIRED = ("mentor_assessment", "apprentice_assessment")

_RECIPES: Mapping[str, Callable[[Ask, Window, Regulation], Recipe]] = {
    **dict.fromkeys(_COUNTED, lambda ask, *_: attendance.count(ask)),
    **dict.fromkeys(_DONE, lambda ask, *_: work.amount(ask)),
    "claims_mean": lambda ask, *_: work.mean(ask),
    "attendance_rate": lambda ask, *_: attendance.rate(ask),
    "members_attendance": lambda ask, *_: attendance.members_rate(ask),
    "makeups_owed": lambda ask, window, _: attendance.makeups_owed(ask, window),
    "training_hours": hours.training_hours,
    "cycle_hours": hours.training_hours,
    "hours_by_project": hours.by_project,
    "submissions": lambda ask, *_: claims.submissions(ask),
    "group_submissions": lambda ask, *_: claims.group_submissions(ask),
    "sessions_led": lambda ask, *_: hosting.sessions_led(ask),
    "meetings_held": lambda ask, *_: hosting.meetings_held(ask),
    "evaluation": lambda ask, _, regulation: evaluation.evaluation(ask, regulation),
    "group_evaluation": lambda ask, _, regulation: evaluation.group_evaluation(ask, regulation),
    **dict.fromkeys(_PAIRED, lambda ask, _, regulation: pairings.assessment(ask, regulation)),
}


def read(
    asks: Sequence[Ask], window: Window, regulation: Regulation, whose: Sequence[int]
) -> dict[Ask, dict[int, Figure]]:
    """The figures of all these teachers (or groups): one query a source, one a period ask."""
    whole = [ask for ask in unique(asks) if not ask.every and ask.measure != "cycle_hours"]
    found = _read_whole([ask for ask in whole if not ask.yearly], window, regulation, whose)
    yearly = [ask for ask in whole if ask.yearly]
    if yearly:
        found |= _read_whole(yearly, school_year(window), regulation, whose)
    for ask in unique(asks):
        if ask.measure == "cycle_hours":
            years = cycle(window, regulation)
            found |= _read_whole([ask], years, regulation, whose)
        elif ask.every:
            found[ask] = _read_by_period(ask, window, regulation, whose)
    return found


def _read_whole(
    asks: Sequence[Ask], window: Window, regulation: Regulation, whose: Sequence[int]
) -> dict[Ask, dict[int, Figure]]:
    recipes = {ask: _RECIPES[ask.measure](ask, window, regulation) for ask in asks}
    parts: dict[Source, list[Part]] = {}
    for recipe in recipes.values():
        for part in recipe.parts:
            parts.setdefault(part.source, []).append(part)
    sums = {source: source.sums(each, window, whose) for source, each in parts.items()}
    at = dict.fromkeys(parts, 0)
    return {ask: _finish(recipe, sums, at, whose) for ask, recipe in recipes.items()}


def _finish(
    recipe: Recipe, sums: Mapping[Source, Sums], at: dict[Source, int], whose: Sequence[int]
) -> dict[int, Figure]:
    """The figures of one ask, whose columns stand where ``at`` points in the sums."""
    places: list[tuple[Sums, int]] = []
    for part in recipe.parts:
        places.append((sums[part.source], at[part.source]))
        at[part.source] += 1
    if recipe.finish is None and len(places) == 1:
        held, place = places[0]
        return {who: (row[place],) if (row := held.get(who)) else recipe.nothing for who in whose}
    return {who: _made(recipe, places, who) for who in whose}


_NONE = Decimal(0)


def _made(recipe: Recipe, places: Sequence[tuple[Sums, int]], who: int) -> Figure:
    rows = [(held.get(who), place) for held, place in places]
    if recipe.finish is None or all(row is None for row, _ in rows):
        return recipe.nothing
    return recipe.finish(*(row[place] if row else _NONE for row, place in rows))


def _read_by_period(
    ask: Ask, window: Window, regulation: Regulation, whose: Sequence[int]
) -> dict[int, Figure]:
    stretches = window.begun(ask.every) if ask.running else window.passed(ask.every)
    (part,) = _RECIPES[ask.measure](ask, window, regulation).parts
    found = part.source.capped(part, window, stretches, ask.need)
    return {who: found.get(who, (_NONE,)) for who in whose}


def records(ask: Ask, window: Window, regulation: Regulation, whose: int) -> list[Record]:
    """The very records behind one figure, in order of time; their amounts come to it."""
    seen = school_year(window) if ask.yearly else window
    found = _records(ask, seen, regulation, whose)
    return counted(found, ask, window) if ask.every else found


def _records(ask: Ask, window: Window, regulation: Regulation, whose: int) -> list[Record]:
    measure = ask.measure
    if measure in _COUNTED or measure == "attendance_rate":
        return attendance.records(ask, window, whose)
    if measure in (*_DONE, "claims_mean"):
        return work.records(ask, window, whose)
    if measure in ("submissions", "group_submissions"):
        return claims.records(ask, window, whose)
    if measure == "makeups_owed":
        return attendance.makeup_records(window, whose)
    if measure == "training_hours":
        return hours.records(ask, window, regulation, whose)
    if measure == "cycle_hours":
        return hours.records(ask, cycle(window, regulation), regulation, whose)
    if measure in ("sessions_led", "meetings_held"):
        return hosting.records(ask, window, whose)
    if measure in ("evaluation", "group_evaluation"):
        return evaluation.records(ask, window, regulation, whose)
    if measure in _PAIRED:
        return pairings.records(ask, window, regulation, whose)
    return []
