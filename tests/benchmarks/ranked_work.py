"""A full term of work at the terminal for the ranking to be timed on: 备课, 听课, reflections."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Any

from db.models import (
    Activity,
    Manuscript,
    Observation,
    OpenLesson,
    PrepSession,
    PrepUnit,
    Reflection,
    Remark,
    Term,
)
from yanxiu_tui.services.demo.rows import insert

# How many of each a teacher does in a term.
_OBSERVATIONS, _CONFIRMED, _REFLECTIONS, _REMARKS = 16, 0.56, 4, 4


class Work:
    """Gathers the rows of a term that began on ``first`` and writes them all at once."""

    def __init__(self, rng: Random, term: Term, first: date, weeks: int) -> None:
        self.rng, self.term, self.first, self.weeks = rng, term, first, weeks
        self.at = term.regulation.adopted_at
        self.ids = count(1)
        self.manuscripts: list[dict[str, Any]] = []

    def write(self, ids: Sequence[int], groups: Sequence[Sequence[int]]) -> None:
        """Everything these teachers did, in these groups; their meetings are there already."""
        prepared = self._prepared(groups)
        lessons = [self._lesson(one) for one in ids if self.rng.random() < 0.8]
        heard = [self._observation(ids, one) for one in ids for _ in self._times(_OBSERVATIONS)]
        came = [
            self._observation([lesson["teacher"]], self.rng.choice(ids), number)
            for number, lesson in enumerate(lessons, 1)
        ]
        thought = [self._reflection(one) for one in ids for _ in self._times(_REFLECTIONS)]
        insert(Manuscript, self.manuscripts)
        for table, rows in zip((PrepUnit, PrepSession, Remark), prepared, strict=True):
            insert(table, rows)
        insert(OpenLesson, lessons)
        insert(Observation, [*heard, *came])
        insert(Reflection, thought)

    def _times(self, usual: int) -> range:
        return range(max(0, usual + self.rng.randint(-2, 1)))

    def _day(self) -> date:
        return self.first + timedelta(days=self.rng.randrange(7 * self.weeks))

    def _manuscript(self, kind: str, day: date, author: int | None, group: int | None) -> int:
        self.manuscripts.append(
            {
                "term": self.term.id,
                "kind": kind,
                "title": "课堂教学研究",
                "day": day,
                "author": author,
                "group": group,
                "created_at": self.at,
            }
        )
        return next(self.ids)

    def _prepared(self, groups: Sequence[Sequence[int]]) -> tuple[list[dict[str, Any]], ...]:
        """A unit and a session for the first meeting of each group in each week, by turns."""
        units, sessions, remarks = [], [], []
        met = Activity.select(Activity.group, Activity.id, Activity.starts_at)
        weekly = {(row.group_id, row.starts_at): row.id for row in met if row.group_id}
        turn = {number: iter(range(self.weeks)) for number in range(1, len(groups) + 1)}
        for (group, _), activity in sorted(weekly.items()):
            members, at = groups[group - 1], next(turn[group])
            keynote = members[at % len(members)]
            plan, notes = (
                self._manuscript(kind, self.first, None, group)
                for kind in ("shared_plan", "session")
            )
            units.append(
                {"term": self.term.id, "group": group, "plan": plan, "number": at, "title": "单元"}
            )
            sessions.append(
                {"activity": activity, "unit": len(units), "notes": notes, "keynote": keynote}
            )
            remarks += self._remarks(members, len(sessions))
        return units, sessions, remarks

    def _remarks(self, members: Sequence[int], session: int) -> Iterator[dict[str, Any]]:
        for _ in range(round(len(members) * _REMARKS / self.weeks * 1.2)):
            yield {
                "session": session,
                "teacher": self.rng.choice(members),
                "words": "可以再分一层",
                "adopted": self.rng.choice(("", "adopted", "adopted", "declined", "declined")),
                "at": self.at,
            }

    def _lesson(self, one: int) -> dict[str, Any]:
        return {
            "term": self.term.id,
            "teacher": one,
            "kind": "open_lesson",
            "subject": "语文",
            "topic": "《背影》",
            "class_name": "八（2）班",
            "day": self._day(),
            "period": 2,
            "announced_at": self.at,
        }

    def _observation(
        self, taught: Sequence[int], observer: int, lesson: int | None = None
    ) -> dict[str, Any]:
        day = self._day()
        return {
            "term": self.term.id,
            "manuscript": self._manuscript("observation", day, observer, None),
            "observer": observer,
            "taught_by": self.rng.choice(taught),
            "lesson": lesson,
            "subject": "语文",
            "class_name": "八（2）班",
            "topic": "《背影》",
            "day": day,
            "period": 3,
            "mode": "random",
            "started_at": self.at,
            "completed_at": self.at,
            "confirmed_at": self.at if self.rng.random() < _CONFIRMED else None,
        }

    def _reflection(self, one: int) -> dict[str, Any]:
        day = self._day()
        manuscript = self._manuscript("reflection", day, one, None)
        return {"teacher": one, "kind": "reflection", "manuscript": manuscript, "handed_on": day}
