"""How a meeting went: who signed in when, the two calls, who left; as the services record it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from yanxiu_tui.clock import instant
from yanxiu_tui.rules.attendance import FactKind, Status
from yanxiu_tui.services.demo.absences import Slip
from yanxiu_tui.services.demo.agenda import Plan
from yanxiu_tui.services.demo.fates import Fate
from yanxiu_tui.services.demo.people import Person
from yanxiu_tui.services.demo.rows import MACHINE, actor, trace
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.standings import record

_CORRECTION = "点名时在会场后台调试设备，全程参加，主持人证实。"
_NEVER_SIGNED_IN = frozenset({Fate.ABSENT, Fate.CORRECTED})
_A_NAME = timedelta(seconds=5)


@dataclass(frozen=True)
class Setting:
    """A meeting, whom it expected, their leave and fates by staff number, and who kept the roll.

    ``called`` says that both rolls were called, ``on_paper`` that a paper sheet was entered later.
    """

    plan: Plan
    people: Sequence[Person]
    leaves: Mapping[int, Slip]
    fates: Mapping[str, Fate]
    keeper: Person
    dean: Person
    called: bool
    on_paper: bool


class Meeting:
    """The facts and traces of one meeting, in the order in which they were recorded."""

    def __init__(self, rng: Random, setting: Setting) -> None:
        self.rng, self.setting, self.plan = rng, setting, setting.plan
        self.facts: list[dict[str, Any]] = []
        self.traces: list[dict[str, Any]] = []
        self._take_place()
        self.facts.sort(key=lambda fact: fact["recorded_at"])

    def _take_place(self) -> None:
        setting = self.setting
        there = [one for one in setting.people if self._came(one)]
        if setting.on_paper:
            self._enter_paper(there)
            return
        arrivals = {one.staff_no: self._arrival() for one in there}
        over = self._call_rolls(arrivals) if setting.called else self._after(600, 1200)
        for one in there:
            late = self._fate(one) is Fate.LATE
            at = over + self._seconds(90, 900) if late else arrivals[one.staff_no]
            self._sign_in(one, at)
            self._leave_before_the_end(one)
        for one in setting.people:
            if self._fate(one) is Fate.CORRECTED:
                self._correct(one)

    def _fate(self, person: Person) -> Fate | None:
        """What befell them; somebody on leave is away whatever the lots said."""
        fate = self.setting.fates.get(person.staff_no)
        away = person.id in self.setting.leaves and fate is not Fate.CAME_AFTER_ALL
        return None if away else fate

    def _came(self, person: Person) -> bool:
        fate = self._fate(person)
        if person.id in self.setting.leaves:
            return fate is Fate.CAME_AFTER_ALL
        return fate not in _NEVER_SIGNED_IN

    def _arrival(self) -> datetime:
        """Most within the last five minutes, some early, a few while the first roll is called."""
        turn = self.rng.random()
        if turn < 0.70:
            return self.plan.starts_at - timedelta(seconds=int(self.rng.triangular(2, 300, 80)))
        if turn < 0.96:
            return self._after(-640, -300)
        return self._after(10, 200)

    def _call_rolls(self, arrivals: Mapping[str, datetime]) -> datetime:
        """Both calls; whoever has not signed in is called by name. Returns when the last ended."""
        ended = self.plan.starts_at
        for roll, (low, high) in enumerate(((40, 90), (900, 1200)), start=1):
            at = self._after(low, high)
            self._about_all(FactKind.ROLL_STARTED, at, roll)
            for one in self.setting.people:
                if self._missing(one, arrivals, at + _A_NAME, roll):
                    at += _A_NAME
                    self._mark_absent(one, at, roll)
            ended = at + timedelta(seconds=30)
            self._about_all(FactKind.ROLL_ENDED, ended, roll)
        return ended

    def _missing(
        self, person: Person, arrivals: Mapping[str, datetime], at: datetime, roll: int
    ) -> bool:
        """Whether they are called and do not answer."""
        if person.id in self.setting.leaves:
            return False
        fate = self._fate(person)
        if fate is Fate.CALLED_IN_VAIN:
            return roll == 2
        not_yet = fate is Fate.LATE or fate in _NEVER_SIGNED_IN
        return not_yet or arrivals[person.staff_no] > at

    def _about_all(self, kind: FactKind, at: datetime, roll: int) -> None:
        act = "start_roll" if kind is FactKind.ROLL_STARTED else "finish_roll"
        self._record(kind, at, self.setting.keeper, "roll_call", roll=roll)
        self._trace(self.setting.keeper, act, at, roll=roll)

    def _mark_absent(self, person: Person, at: datetime, roll: int) -> None:
        self._record(
            FactKind.ROLL_ABSENT, at, self.setting.keeper, "roll_call", roll=roll,
            teacher_id=person.id,
        )  # fmt: skip
        self._trace(self.setting.keeper, "mark_roll", at, teacher=person.id, there=False)

    def _sign_in(self, person: Person, at: datetime) -> None:
        slip_of_hand = self.rng.random()
        if slip_of_hand < 0.02:
            nobody = Actor(None, "", MACHINE)
            before = at - self._seconds(6, 15)
            refused = {"teacher_id": person.id, "detail": "wrong_pin"}
            self.facts.append(self._row(FactKind.REFUSED, before, nobody, "keyboard", **refused))
        self._record(FactKind.SIGN_IN, at, person, "keyboard", teacher_id=person.id)
        self._trace(person, "sign_in", at, means="keyboard")
        if slip_of_hand > 0.985:
            again = at + self._seconds(8, 40)
            self._record(FactKind.SIGN_IN_AGAIN, again, person, "keyboard", teacher_id=person.id)

    def _leave_before_the_end(self, person: Person) -> None:
        match self._fate(person):
            case Fate.LEFT_EARLY:
                kind, at = FactKind.LEFT_EARLY, self.plan.ends_at - self._seconds(600, 1500)
            case Fate.LEFT_MIDWAY:
                kind, at = FactKind.LEFT_MIDWAY, self._after(1800, 3000)
            case _:
                return
        noted = at + self._seconds(20, 180)
        self._record(
            kind, at, self.setting.keeper, "roll_call", teacher_id=person.id, recorded_at=noted
        )
        self._trace(self.setting.keeper, str(kind), noted, teacher=person.id, at=at)

    def _correct(self, person: Person) -> None:
        """By the 教导主任, the next morning, with a reason (Z25)."""
        dean, at = self.setting.dean, self._next_morning()
        self._record(
            FactKind.CORRECTED, at, dean, "correction", teacher_id=person.id,
            detail=str(Status.PRESENT), before=str(Status.ABSENT), reason=_CORRECTION,
        )  # fmt: skip
        self._trace(
            dean, "correct", at, teacher=person.id, before=Status.ABSENT, after=Status.PRESENT
        )

    def _enter_paper(self, there: Sequence[Person]) -> None:
        """The power was off: signed on paper, entered by the keeper the next morning (补录)."""
        keeper, now = self.setting.keeper, self._next_morning()
        for one in there:
            at = self._after(-600, 0).replace(second=0, microsecond=0)
            self._record(
                FactKind.SIGN_IN, at, keeper, "paper", teacher_id=one.id, recorded_at=now,
                late_entry=True,
            )  # fmt: skip
        if there:
            self._trace(keeper, "enter_paper", now, count=len(there))

    def _next_morning(self) -> datetime:
        return instant(self.plan.day + timedelta(days=1), time(8, 10)) + self._seconds(0, 1500)

    def _after(self, low: int, high: int) -> datetime:
        """So many seconds after the beginning."""
        return self.plan.starts_at + self._seconds(low, high)

    def _seconds(self, low: int, high: int) -> timedelta:
        return timedelta(seconds=self.rng.randint(low, high))

    def _record(self, kind: FactKind, at: datetime, by: Person, means: str, **more: Any) -> None:
        self.facts.append(self._row(kind, at, actor(by), means, **more))

    def _row(
        self, kind: FactKind, at: datetime, by: Actor, means: str, **more: Any
    ) -> dict[str, Any]:
        row = record(self.plan.id, kind, at, by, means, **more)
        return {**row, "before": more.get("before", "")}

    def _trace(self, by: Person, act: str, when: datetime, /, **detail: Any) -> None:
        self.traces.append(trace(by.id, act, "activity", self.plan.id, when, **detail))
