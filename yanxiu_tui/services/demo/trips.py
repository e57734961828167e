"""Who travelled to learn: the trips behind some of the 公假, and how far each has come."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from db.models import Claim, OutStudy
from yanxiu_tui.clock import instant, local
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.rules.leave import GRANTED
from yanxiu_tui.rules.out_study import OutStudyState, proposed_hours, report_title
from yanxiu_tui.services import manuscripts
from yanxiu_tui.services.demo.absences import Slip
from yanxiu_tui.services.demo.calendar import Calendar, working_day
from yanxiu_tui.services.demo.people import Person
from yanxiu_tui.services.demo.rows import trace

# The 公假 that were trips to learn: what for, who held it, where.
_TRIPS = {
    "参加县教研室学科教研会": ("县学科教研会", "县教研室", "县城"),
    "外出参加骨干教师培训": ("骨干教师研修班", "市教师进修学校", "市里"),
}
_LEARNED = "听了三节示范课和一场专题报告，记了满满一本。"
_GAINED = "提问要等一等，让学生把话说完；作业要分层，量少而精。"
_TO_DO = "在组里上一节汇报课，把带回的材料复印给同组老师。"
_CAPS = (Decimal(300), Decimal(500), Decimal(800))


def write_trips(
    rng: Random,
    staff: Sequence[Person],
    slips: Sequence[Slip],
    regulation: Regulation,
    term: Calendar,
    term_id: int,
    now: datetime,
) -> list[dict[str, Any]]:
    """Most reported on and settled, the last still owed, one waiting to be decided; the traces."""
    trips = _Trips(rng, staff, regulation, term_id, now)
    learnt = [slip for slip in slips if slip.state in GRANTED and slip.reason in _TRIPS]
    for number, slip in enumerate(sorted(learnt, key=lambda each: each.starts_at), start=1):
        trips.behind(slip, settled=number < len(learnt) - 1, reported=number < len(learnt))
    trips.waiting(staff[-3], working_day(term.today + timedelta(days=9)))
    return trips.traces


class _Trips:
    """Writes the trips one by one: there are few."""

    def __init__(
        self,
        rng: Random,
        staff: Sequence[Person],
        regulation: Regulation,
        term_id: int,
        now: datetime,
    ) -> None:
        self.rng, self.regulation, self.term_id, self.now = rng, regulation, term_id, now
        self.head, self.clerk, self.dean = staff[0], staff[3], staff[2]
        self.traces: list[dict[str, Any]] = []

    def behind(self, slip: Slip, settled: bool, reported: bool) -> None:
        """The trip that a 公假 was for, told of as far as it had come by now."""
        title, organiser, place = _TRIPS[slip.reason]
        first, last = local(slip.starts_at).date(), local(slip.ends_at).date()
        by = slip.decided_by or self.head
        trip = OutStudy.create(
            term=self.term_id, teacher=slip.person.id, title=f"{title}（{slip.person.subject}）",
            notice=f"〔{first.year}〕{self.rng.randint(3, 90)}号", organiser=organiser, place=place,
            first=first, last=last, cap=self.rng.choice(_CAPS), state=OutStudyState.APPROVED,
            asked_at=slip.asked_at, asked_by=slip.person.id, decided_at=slip.decided_at,
            decided_by=by.id, opinion="同意", leave=slip.id,
        )  # fmt: skip
        decided = slip.decided_at or slip.asked_at
        self._tell(slip.person.id, "ask_out_study", trip, slip.asked_at)
        self._tell(by.id, "approve_out_study", trip, decided)
        at = instant(last, time(20, self.rng.randint(0, 59)))
        if reported and at < self.now:
            self._report(trip, slip.person, at)
            if settled and at + timedelta(days=4) < self.now:
                self._settle(trip, slip.person, at + timedelta(days=3))

    def waiting(self, person: Person, day: Any) -> None:
        """A trip that nobody has decided on yet."""
        asked = self.now - timedelta(hours=3)
        trip = OutStudy.create(
            term=self.term_id, teacher=person.id, title=f"省统编教材培训（{person.subject}）",
            notice="省教院培训通知", organiser="省教育学院", place="省城", first=day, last=day,
            asked_at=asked, asked_by=person.id,
        )  # fmt: skip
        self._tell(person.id, "ask_out_study", trip, asked)

    def _report(self, trip: OutStudy, person: Person, at: datetime) -> None:
        texts = {"learned": _LEARNED, "gained": _GAINED, "to_do": _TO_DO}
        report = manuscripts.begin(
            manuscripts.OUT_STUDY, self.term_id, report_title(trip.title), trip.last, at,
            author_id=person.id, texts=texts,
        )  # fmt: skip
        manuscripts.close(report.id, at)
        materials = "讲义一本，资料柜二层"
        _set(trip, report=report.id, reported_at=at, materials=materials)
        self._tell(person.id, "hand_in_report", trip, at)

    def _settle(self, trip: OutStudy, person: Person, at: datetime) -> None:
        by = self.dean if person is self.clerk else self.clerk
        hours = proposed_hours(self.regulation.out_study, trip.first, trip.last)
        claim = None
        if self.regulation.claim_kind(self.regulation.out_study.claim):
            claim = Claim.create(
                term=self.term_id, teacher=person.id, kind=self.regulation.out_study.claim,
                title=trip.title, organiser=trip.organiser, first=trip.first, last=trip.last,
                hours_asked=hours, hours_granted=hours, state=ClaimState.GRANTED,
                origin=f"out_study {trip.id}", asked_at=at, asked_by=by.id, decided_at=at,
                decided_by=by.id,
            )  # fmt: skip
        cost = Decimal(self.rng.randint(120, 900))
        _set(trip, cost=cost, settled_at=at, settled_by=by.id, claim=claim, passed_on_at=at)
        self._tell(by.id, "settle_out_study", trip, at, cost=cost, hours=hours)

    def _tell(self, who: int, act: str, trip: OutStudy, at: datetime, **detail: Any) -> None:
        self.traces.append(trace(who, act, "out_study", trip.id, at, **detail))


def _set(trip: OutStudy, **values: object) -> None:
    OutStudy.update(**values).where(OutStudy.id == trip.id).execute()
