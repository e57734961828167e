"""定额: how much of something each is to do, by role and years, and how far they are (Z20, Z21)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

import msgspec

from yanxiu_tui.rules.applies import Case, Person, Who, applies, number_for
from yanxiu_tui.rules.clauses import Clause

# A 学年 is two terms: what is asked of it is counted in both.
SCHOOL_YEAR: Final = "school_year"
Span = Literal["", "week", "fortnight", "school_month", "school_year"]


class Quota(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """At least ``least`` of a measure ``every`` period ("" the term) by each it concerns.

    The first of ``cases`` that fits somebody stands instead of ``least``. With ``adds_to`` it comes
    on top of another quota of the same measure instead of counting towards it.
    """

    id: str
    name: str
    measure: str
    least: Decimal
    unit: str
    clause: Clause
    subject: Literal["teacher", "group", "school"] = "teacher"
    of: list[str] = []
    every: Span = ""
    who: list[Who] = []
    cases: list[Case] = []
    adds_to: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """One quota of one person: ``done`` of ``need`` by the end of term or 学年, ``due`` by now."""

    quota: Quota
    done: Decimal
    need: Decimal
    due: Decimal

    @property
    def short(self) -> Decimal:
        """What is still missing by then."""
        return max(Decimal(0), self.need - self.done)


def least_for(quota: Quota, person: Person) -> Decimal | None:
    """How much this person owes each period; None when it does not concern them."""
    if not applies(quota.who, person):
        return None
    return number_for(person, quota.least, quota.cases)


def progress(
    quotas: Sequence[Quota],
    person: Person,
    done: Mapping[str, Decimal],
    periods: Mapping[Span, int],
    passed: Mapping[Span, int],
) -> list[Progress]:
    """Every quota that concerns this person.

    ``done`` is by quota ID; ``periods`` how many of each kind the term has, ``passed`` how many of
    them are over.
    """
    owed: dict[str, tuple[Decimal, Decimal]] = {}
    for quota in quotas:
        least = least_for(quota, person)
        if least is not None:
            owed[quota.id] = (least * periods[quota.every], least * passed[quota.every])
    for quota in quotas:
        if quota.id in owed and quota.adds_to in owed:
            base, more = owed[quota.adds_to], owed[quota.id]
            owed[quota.adds_to] = (base[0] + more[0], base[1] + more[1])
    return [
        Progress(quota, done[quota.id], *owed[quota.id]) for quota in quotas if quota.id in owed
    ]
