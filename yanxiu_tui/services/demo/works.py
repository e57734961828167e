"""What the made-up staff claimed: self study, trips and prizes."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from db.models import Claim
from yanxiu_tui.clock import instant
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.services.demo.calendar import Calendar, working_day
from yanxiu_tui.services.demo.people import Person
from yanxiu_tui.services.demo.rows import insert, trace

_BOOKS = ("《给教师的建议》", "《核心素养导向的课堂教学》", "《大概念教学》", "《静悄悄的革命》")
_PRIZES = ("教学论文评选", "优质课例展评", "课件制作比赛")
_LEVELS = ("县级", "县级", "县级", "市级", "市级", "省级")
_STILL_WAITING = timedelta(days=3)


def write_works(
    rng: Random,
    staff: Sequence[Person],
    regulation: Regulation,
    term: Calendar,
    term_id: int,
    now: datetime,
) -> list[dict[str, Any]]:
    """A term of claims, nearly all granted within days; those of the last days still wait.

    Returns the traces that they would have left.
    """
    works = _Works(rng, staff, regulation, term, term_id, now)
    for one in staff:
        works.of_teacher(one)
    insert(Claim, works.rows)
    return works.traces


class _Works:
    """Gathers the claims, then they are written all at once."""

    def __init__(
        self,
        rng: Random,
        staff: Sequence[Person],
        regulation: Regulation,
        term: Calendar,
        term_id: int,
        now: datetime,
    ) -> None:
        self.rng, self.staff, self.regulation, self.term = rng, staff, regulation, term
        self.term_id, self.now = term_id, now
        self.clerk = staff[3]
        self.days = (term.today - term.starts_on).days - 1
        self.rows: list[dict[str, Any]] = []
        self.traces: list[dict[str, Any]] = []

    def of_teacher(self, one: Person) -> None:
        """As much as somebody does in the weeks so far."""
        rng = self.rng
        for _ in range(rng.choice((0, 1, 1, 2))):
            title = f"读{rng.choice(_BOOKS)}"
            self._add(one, "self_study", title, self._any_day(), hours=rng.choice((2, 3, 4)))
        if rng.random() < 0.15:
            level = rng.choice(_LEVELS)
            title = f"{level}{rng.choice(_PRIZES)}"
            self._add(one, "prize", title, self._any_day(), level=level)

    def _add(
        self,
        one: Person,
        kind: str,
        title: str,
        day: date,
        hours: int = 0,
        level: str = "",
    ) -> None:
        day = min(day, self.term.today - timedelta(days=1))
        if self.regulation.claim_kind(kind) is None or day < self.term.starts_on:
            return
        asked = instant(day, time(self.rng.randint(9, 16), self.rng.randint(0, 59)))
        waits = self.now - asked < _STILL_WAITING
        later = working_day(day + timedelta(days=self.rng.randint(1, 2)))
        looked_at = instant(later, time(self.rng.randint(9, 16), 20))
        decided = None if waits else min(looked_at, self.now - timedelta(hours=1))
        self.rows.append(
            {
                "term": self.term_id,
                "teacher": one.id,
                "kind": kind,
                "title": title,
                "first": day,
                "last": day,
                "amount": Decimal(1),
                "level": level,
                "hours_asked": Decimal(hours),
                "hours_granted": Decimal(0 if waits else hours),
                "state": str(ClaimState.ASKED if waits else ClaimState.GRANTED),
                "asked_at": asked,
                "asked_by": one.id,
                "decided_at": decided,
                "decided_by": None if waits else self._decider(one).id,
            }
        )
        self.traces.append(trace(one.id, "claim", "claim", None, asked, kind=kind))

    def _decider(self, one: Person) -> Person:
        """Nobody decides their own."""
        return self.staff[2] if one is self.clerk else self.clerk

    def _any_day(self) -> date:
        return self._day(self.rng.randint(1, self.days))

    def _day(self, ahead: int) -> date:
        return working_day(self.term.starts_on + timedelta(days=ahead))
