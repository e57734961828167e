"""The made-up plans are checked: each week by the leader, each 学月 by the 包组领导 (Z17)."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from db.models import PlanCheck, Supervision
from yanxiu_tui.clock import instant
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.periods import Period, periods, weeks
from yanxiu_tui.rules.plan_checks import Finding
from yanxiu_tui.services.demo.calendar import Calendar
from yanxiu_tui.services.demo.people import Person
from yanxiu_tui.services.demo.prep import Prep
from yanxiu_tui.services.demo.rows import insert, trace
from yanxiu_tui.services.demo.units import Team
from yanxiu_tui.services.school_weeks import MONTH, WEEK

_FINDINGS = (Finding.GOOD,) * 17 + (Finding.IMPROVE,) * 2 + (Finding.MISSING,)
_WORDS = {
    Finding.GOOD: ("", "", "", "环节完整", "作业分层到位"),
    Finding.IMPROVE: ("学情分析过简", "检测题偏少，请补充"),
    Finding.MISSING: ("本周没有交，已提醒",),
}
_FORGOTTEN = 0.06


def check_plans(
    rng: Random,
    staff: Sequence[Person],
    teams: Sequence[Team],
    prep: Prep,
    regulation: Regulation,
    term: Calendar,
) -> list[dict[str, Any]]:
    """Who supervises which group, and every check of the weeks and 学月 gone; returns traces."""
    calendar = regulation.calendar
    counted = weeks(term.starts_on, term.ends_on, calendar.exempt_weeks, [term.exempt])
    months = periods("school_month", counted, calendar.school_month_weeks)
    rows: list[dict[str, Any]] = []
    traces: list[dict[str, Any]] = []
    supervised = []
    for turn, team in enumerate(teams):
        group = prep.groups[team.name]
        head = _supervisor(staff, team, turn)
        supervised.append({"group": group, "teacher": head.id})
        given = [(WEEK, each, team.leader) for each in _gone(counted, term)]
        given += [(MONTH, each, head) for each in _gone(months, term)]
        for span, each, by in given:
            if span == WEEK and rng.random() < _FORGOTTEN:
                continue
            at = instant(each.last - timedelta(days=2), time(16, rng.randint(0, 59)))
            found = list(_found(rng, team, span, each, by, at))
            rows += [{**row, "term": prep.term_id, "group": group} for row in found]
            traces.append(
                trace(by.id, "check_plans", "group", group, at,
                      span=span, number=each.number, of=len(found))
            )  # fmt: skip
    insert(Supervision, supervised)
    insert(PlanCheck, sorted(rows, key=lambda row: row["checked_at"]))
    return traces


def _supervisor(staff: Sequence[Person], team: Team, turn: int) -> Person:
    """One of the heads, who does not prepare with them."""
    heads = [one for one in staff[:3] if one not in team.members] or staff[:3]
    return heads[turn % len(heads)]


def _gone(spans: Sequence[Period], term: Calendar) -> list[Period]:
    return [each for each in spans if each.last < term.today]


def _found(
    rng: Random, team: Team, span: str, each: Period, by: Person, at: datetime
) -> Iterator[dict[str, Any]]:
    for one in team.members:
        if one is not by:
            finding = rng.choice(_FINDINGS)
            yield {
                "teacher": one.id,
                "span": span,
                "number": each.number,
                "result": finding,
                "words": rng.choice(_WORDS[finding]),
                "checked_at": at,
                "checked_by": by.id,
            }
