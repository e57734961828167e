"""请假条 of every kind, with the papers each needs and what was decided (Z28–Z30)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from yanxiu_tui.clock import instant
from yanxiu_tui.rules.leave import GRANTED, LeaveState, Span, covers
from yanxiu_tui.services.demo.agenda import Plan
from yanxiu_tui.services.demo.calendar import working_day
from yanxiu_tui.services.demo.people import Person

_REASONS = {
    "official": (
        "参加县教研室学科教研会", "外出参加骨干教师培训", "带学生参加市级竞赛", "赴兄弟学校送教",
        "参加县教育局会议",
    ),
    "personal": ("参加孩子家长会", "陪护住院的老人", "办理房产手续", "参加亲属婚礼", "家中搬迁"),
    "sick": ("发热就医", "牙痛治疗", "腰痛理疗", "身体不适，需复查"),
    "maternity": ("产假",),
}  # fmt: skip
_PAPERS = {
    "official": ("official_notice",),
    "personal": ("slip",),
    "sick": ("hospital_certificate", "written_application"),
    "maternity": ("hospital_certificate",),
}
_LONGEST_DAYS = {"official": 2, "personal": 0, "sick": 2}
_MATERNITY = timedelta(days=98)


@dataclass
class Slip:
    """One 请假条; ``papers`` are kinds and when each was received. ``id`` is known once written."""

    person: Person
    kind: str
    reason: str = field(repr=False)
    starts_at: datetime
    ends_at: datetime
    asked_at: datetime
    asked_by: Person
    state: LeaveState = LeaveState.APPROVED
    decided_by: Person | None = None
    decided_at: datetime | None = None
    opinion: str = field(default="", repr=False)
    cover: str = ""
    emergency: bool = False
    returned_at: datetime | None = None
    papers: list[tuple[str, datetime]] = field(default_factory=list)
    id: int = 0

    def covers(self, plan: Plan) -> bool:
        """Whether it is granted and takes its person out of this meeting."""
        away = Span(self.starts_at, self.ends_at)
        meeting = Span(plan.starts_at, plan.ends_at)
        return self.state in GRANTED and covers(away, meeting, self.returned_at)


class Desk:
    """Where slips are handed in: by whom they are decided, and that no two overlap."""

    def __init__(self, rng: Random, staff: Sequence[Person], today: date, now: datetime) -> None:
        self.rng, self.staff, self.today, self.now = rng, staff, today, now
        self.slips: list[Slip] = []

    def past(self, person: Person, kind: str, plan: Plan, emergency: bool = False) -> Slip | None:
        """A leave that was granted for a meeting of the past; None when too near another."""
        slip = self._draft(person, kind, plan)
        last = plan.day + timedelta(days=self.rng.randint(0, _LONGEST_DAYS[kind]))
        last = min(last, self.today - timedelta(days=1))
        if last > plan.day:
            slip.ends_at = instant(last, time(18, 0))
        if emergency:
            self._hurry(slip, plan)
        else:
            self._ask_before(slip, plan.day)
            self._decide(slip, slip.asked_at + self._minutes(20, 150))
        self._come_back(slip, last + timedelta(days=1))
        return self._keep(slip)

    def refused(self, person: Person, plan: Plan) -> Slip | None:
        """A 事假 the head said no to."""
        slip = self._draft(person, "personal", plan)
        self._ask_before(slip, plan.day)
        self._decide(slip, slip.asked_at + self._minutes(30, 90))
        slip.state, slip.opinion = LeaveState.REFUSED, "当天有集体教研，请另选时间办理。"
        return self._keep(slip)

    def withdrawn(self, person: Person, plan: Plan) -> Slip | None:
        """A 事假 taken back before anybody decided."""
        slip = self._draft(person, "personal", plan)
        self._ask_before(slip, plan.day)
        slip.state = LeaveState.WITHDRAWN
        return self._keep(slip)

    def coming(self, person: Person, kind: str, plan: Plan, granted: bool) -> Slip | None:
        """A leave for a meeting still to come, granted or waiting to be."""
        slip = self._draft(person, kind, plan)
        self._ask_before(slip, self.today)
        if granted:
            self._decide(slip, slip.asked_at + self._minutes(45, 80))
        else:
            slip.state = LeaveState.ASKED
        return self._keep(slip)

    def maternity(self, person: Person, first: date) -> Slip | None:
        """A 产假 that began some weeks ago and goes on."""
        starts_at = instant(first, time(8, 0))
        slip = Slip(
            person, "maternity", _REASONS["maternity"][0], starts_at, starts_at + _MATERNITY,
            starts_at, person, cover="课务由同组教师分担",
        )  # fmt: skip
        self._ask_before(slip, first)
        self._decide(slip, slip.asked_at + self._minutes(60, 180))
        slip.opinion = "同意，注意休养。"
        return self._keep(slip)

    def _draft(self, person: Person, kind: str, plan: Plan) -> Slip:
        """Away on the day of the meeting, 事假 only for that half of it."""
        morning = plan.starts_at < instant(plan.day, time(12, 0))
        first, last = (time(8, 0), time(18, 0))
        if kind == "personal":
            first, last = (time(8, 0), time(12, 0)) if morning else (time(14, 0), time(18, 0))
        return Slip(
            person, kind, self.rng.choice(_REASONS[kind]),
            instant(plan.day, first), instant(plan.day, last), plan.starts_at,
            person, cover=self._cover(person),
        )  # fmt: skip

    def _cover(self, person: Person) -> str:
        near = [one for one in self.staff if one.subject == person.subject and one is not person]
        return f"课务与{self.rng.choice(near).name}老师调换" if near else "安排学生自习"

    def _ask_before(self, slip: Slip, first: date) -> None:
        """On the last working day before."""
        day = first - timedelta(days=3 if first.weekday() == 0 else 1)
        slip.asked_at = instant(day, time(self.rng.choice((8, 10, 16)), self.rng.randint(0, 59)))
        slip.papers = [
            (paper, slip.asked_at + self._minutes(2, 15)) for paper in _PAPERS[slip.kind]
        ]

    def _hurry(self, slip: Slip, plan: Plan) -> None:
        """Told by telephone; the papers came the day after, or are still owed."""
        slip.emergency, slip.asked_by, slip.reason = True, self.staff[3], "急诊就医"
        slip.asked_at = plan.starts_at - self._minutes(60, 90)
        self._decide(slip, slip.asked_at + self._minutes(15, 40))
        later = slip.ends_at + timedelta(hours=15)
        slip.papers = [
            (paper, later + self._minutes(1, 20)) for paper in _PAPERS[slip.kind]
            if later + self._minutes(20, 20) < self.now
        ]  # fmt: skip

    def _decide(self, slip: Slip, at: datetime) -> None:
        """Z29: by the head of the steering group; the head's own by the 副校长."""
        head, deputy = self.staff[0], self.staff[1]
        slip.decided_by = deputy if slip.person is head else head
        slip.decided_at = at
        slip.opinion = self.rng.choice(("同意", "同意", "同意，请安排好课务。"))

    def _come_back(self, slip: Slip, day: date) -> None:
        returned = instant(working_day(day), time(7, 50)) + self._minutes(0, 25)
        if returned < self.now and self.rng.random() < 0.85:
            slip.state, slip.returned_at = LeaveState.RETURNED, returned

    def _keep(self, slip: Slip) -> Slip | None:
        week = timedelta(days=5)
        near = (
            other.starts_at - week < slip.ends_at and slip.starts_at < other.ends_at + week
            for other in self.slips if other.person is slip.person
        )  # fmt: skip
        if any(near):
            return None
        self.slips.append(slip)
        return slip

    def _minutes(self, low: int, high: int) -> timedelta:
        return timedelta(minutes=self.rng.randint(low, high), seconds=self.rng.randint(0, 59))


def covering(slips: Iterable[Slip], plan: Plan) -> dict[int, Slip]:
    """The leave that takes each teacher (by ID) out of this meeting."""
    return {slip.person.id: slip for slip in slips if slip.covers(plan)}
