"""Who was not simply there: a few at each meeting, every kind of it at least once a term."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from random import Random

from yanxiu_tui.services.demo.absences import Desk, Slip
from yanxiu_tui.services.demo.agenda import Plan
from yanxiu_tui.services.demo.calendar import Calendar, working_day
from yanxiu_tui.services.demo.people import Person

# Of those expected at a meeting, how many something befalls; what is long comes on top.
_SHARE = 0.057
_MOST_PRONE = 6
# Where there are fewer, one long leave would be a tenth of the school.
_SMALL = 24


class Fate(StrEnum):
    """What befell somebody at a meeting."""

    LATE = "late"
    ABSENT = "absent"
    LEFT_EARLY = "left_early"
    LEFT_MIDWAY = "left_midway"
    CALLED_IN_VAIN = "called_in_vain"
    CORRECTED = "corrected"
    CAME_AFTER_ALL = "came_after_all"


_LEAVES = ("official", "personal", "sick")
_EVERY_LOT = (*_LEAVES, Fate.LATE, Fate.ABSENT, Fate.LEFT_EARLY, Fate.LEFT_MIDWAY)
_MORE_LOTS = (*_LEAVES, *_LEAVES, Fate.LATE, Fate.LATE, Fate.LATE, Fate.ABSENT)

# The fate of each teacher (by staff number) at each meeting (by its place in the agenda).
Fates = dict[int, dict[str, Fate]]


def expected_at(plan: Plan, staff: Sequence[Person]) -> list[Person]:
    """Whom a meeting expected."""
    return [one for one in staff if not plan.group or one.is_in(plan.group)]


def draw(
    rng: Random, staff: Sequence[Person], plans: Sequence[Plan], term: Calendar, now: datetime
) -> tuple[list[Slip], Fates]:
    """The term's leave, and what befell whom at the meetings that are past."""
    lottery = _Lottery(rng, staff, plans, term, now)
    lottery.write_in()
    lottery.draw()
    return lottery.desk.slips, lottery.fates


class _Lottery:
    """Hands out leave and fates, so that one person's stories do not run into one another."""

    def __init__(
        self,
        rng: Random,
        staff: Sequence[Person],
        plans: Sequence[Plan],
        term: Calendar,
        now: datetime,
    ) -> None:
        self.rng, self.staff, self.term = rng, staff, term
        self.past = [plan for plan in plans if plan.ended_at]
        self.coming = [plan for plan in plans if not plan.ended_at and not plan.group]
        self.desk = Desk(rng, staff, term.today, now)
        self.fates: Fates = defaultdict(dict)
        self.told: set[tuple[str, date]] = set()

    def write_in(self) -> None:
        """What is there in every demo, whatever the lots say."""
        desk, head = self.desk, self.staff[0]
        school = [number for number, plan in enumerate(self.past) if not plan.group]
        young = [one for one in self.staff[_SMALL:] if one.sex == "女" and one.age < 36]
        mother = next((one for one in young if not one.leads), None)
        if mother:
            desk.maternity(mother, working_day(self.term.today - timedelta(weeks=5)))
        people = [one for one in self.staff if one is not head and one is not mother]
        shuffled = self.rng.sample(people, len(people))
        corrected, vain, came, refused, first, second = (shuffled * 6)[:6]
        self._befall(school[2], corrected, Fate.CORRECTED)
        self._befall(school[-1], vain, Fate.CALLED_IN_VAIN)
        if desk.past(came, "personal", self.past[school[3]]):
            self._befall(school[3], came, Fate.CAME_AFTER_ALL)
        desk.refused(refused, self.past[school[1]])
        desk.withdrawn(refused, self.past[school[4]])
        for turn in (4, 7):
            desk.past(head, "official", self.past[school[turn]])
        desk.coming(first, "personal", self.coming[0], granted=False)
        desk.coming(second, "official", self.coming[0], granted=False)
        desk.coming(vain, "official", self.coming[1], granted=True)

    def draw(self) -> None:
        """At each meeting a few draw a lot; one that cannot be told is drawn by the next."""
        lots, waiting = _lots(self.rng), list[str]()
        prone = {one.staff_no: self.rng.choice((1, 1, 1, 2, _MOST_PRONE)) for one in self.staff}
        for number, plan in enumerate(self.past):
            people = [one for one in expected_at(plan, self.staff) if one is not self.staff[0]]
            if not people:
                continue
            weights = [prone[one.staff_no] for one in people]
            count = int(len(people) * _SHARE + self.rng.random())
            chosen = {one.staff_no: one for one in self.rng.choices(people, weights, k=count)}
            for person in chosen.values():
                lot = waiting.pop() if waiting else next(lots)
                if not self._tell(number, person, lot):
                    waiting.append(lot)

    def _tell(self, number: int, person: Person, lot: str) -> bool:
        """Let it be so, unless that person has another story in those days."""
        day = self.past[number].day
        if any((person.staff_no, day + timedelta(days=step)) in self.told for step in range(-3, 4)):
            return False
        if isinstance(lot, Fate):
            self._befall(number, person, lot)
            return True
        hurried = lot == "sick" and self.rng.random() < 0.3
        return self.desk.past(person, lot, self.past[number], emergency=hurried) is not None

    def _befall(self, number: int, person: Person, fate: Fate) -> None:
        self.fates[number][person.staff_no] = fate
        self.told.add((person.staff_no, self.past[number].day))


def _lots(rng: Random) -> Iterator[str]:
    """Each lot once, then the commoner ones more often."""
    lots: list[str] = list(_EVERY_LOT)
    while True:
        rng.shuffle(lots)
        yield from lots
        lots = [*_EVERY_LOT, *_MORE_LOTS]
