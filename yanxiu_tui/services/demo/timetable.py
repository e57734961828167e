"""Who teaches what when, so that nobody of the made-up school is in two rooms at once."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from yanxiu_tui.clock import instant
from yanxiu_tui.rules.calendar import why_off
from yanxiu_tui.services.demo import bank
from yanxiu_tui.services.demo.calendar import Calendar
from yanxiu_tui.services.demo.people import Person

_BEGIN = (
    time(8, 0), time(8, 55), time(9, 50), time(10, 45), time(14, 0), time(14, 55), time(15, 50),
)  # fmt: skip
LENGTH = timedelta(minutes=40)


@dataclass(frozen=True)
class Lesson:
    """One lesson of somebody in a class."""

    teacher: Person
    day: date
    period: int
    topic: str
    class_name: str

    @property
    def begins(self) -> datetime:
        return instant(self.day, _BEGIN[self.period - 1])


class Timetable:
    """The lessons that come up, drawn as they are asked for; each person in one place at a time.

    Two people ``apart`` never hear each other.
    """

    def __init__(self, rng: Random, term: Calendar, apart: Container[tuple[int, int]]) -> None:
        self.rng, self.term, self._apart = rng, term, apart
        self._lessons: dict[tuple[int, date, int], Lesson] = {}
        self._taken: set[tuple[int, date, int]] = set()
        self._rooms: set[tuple[str, date, int]] = set()

    def days(self, first: date, last: date) -> list[date]:
        """The days of school between two."""
        span = (last - first).days
        days = (first + timedelta(days=ahead) for ahead in range(span + 1))
        return [day for day in days if day.weekday() < 5 and not why_off(day, [self.term.exempt])]

    def lesson(self, teacher: Person, days: list[date], observer: Person | None) -> Lesson | None:
        """A lesson that this observer has time to hear; None when none turned up in a few tries."""
        for _ in range(6):
            day, period = self.rng.choice(days), self.rng.randint(1, len(_BEGIN))
            at = (teacher.id, day, period)
            able = observer is None or self.is_free(observer, day, period)
            if able and (at in self._lessons or at not in self._taken):
                found = self._lessons.get(at) or self._given(teacher, day, period)
                if found and (observer is None or self.hear(observer, found)):
                    return found
        return None

    def is_free(self, one: Person, day: date, period: int) -> bool:
        """Whether they neither teach nor sit in a lesson then."""
        return (one.id, day, period) not in self._taken

    def hear(self, observer: Person, lesson: Lesson) -> bool:
        """Let them sit in, unless they are elsewhere in that period."""
        if (observer.id, lesson.teacher.id) in self._apart:
            return False
        if not self.is_free(observer, lesson.day, lesson.period):
            return False
        self._taken.add((observer.id, lesson.day, lesson.period))
        return True

    def _given(self, teacher: Person, day: date, period: int) -> Lesson | None:
        room = (teacher.class_name, day, period)
        if room in self._rooms:
            return None
        self._rooms.add(room)
        topic = bank.lesson(self.rng, teacher.subject)
        made = Lesson(teacher, day, period, topic, teacher.class_name)
        self._lessons[teacher.id, day, period] = made
        self._taken.add((teacher.id, day, period))
        return made
