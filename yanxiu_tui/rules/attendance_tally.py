"""The figures of a 签到表, or of one teacher's term: how many came, and how many count (Z28)."""

from collections.abc import Iterable
from dataclasses import dataclass

from yanxiu_tui.rules.attendance import Status


@dataclass(frozen=True)
class Tally:
    """The figures at the foot of a 签到表. ``present`` counts everyone who came, late ones too."""

    expected: int
    present: int
    late: int
    absent: int
    waiting: int
    official_leave: int
    personal_leave: int
    sick_leave: int

    @property
    def on_leave(self) -> int:
        return self.official_leave + self.personal_leave + self.sick_leave

    @property
    def rate(self) -> float | None:
        """Attendance rate; 公假 stands in neither numerator nor denominator (Z28).

        None while nobody counts: a missing figure is never a zero.
        """
        counted = self.expected - self.official_leave
        return self.present / counted if counted else None


def tally(statuses: Iterable[Status]) -> Tally:
    """Count the standings of a meeting, or of one teacher's term."""
    counts = dict.fromkeys(Status, 0)
    for status in statuses:
        counts[status] += 1
    return Tally(
        expected=sum(counts.values()),
        present=counts[Status.PRESENT] + counts[Status.LATE],
        late=counts[Status.LATE],
        absent=counts[Status.ABSENT],
        waiting=counts[Status.EXPECTED],
        official_leave=counts[Status.OFFICIAL_LEAVE],
        personal_leave=counts[Status.PERSONAL_LEAVE],
        sick_leave=counts[Status.SICK_LEAVE],
    )
