"""听课: what a record must hold before it counts, and how a lesson may be scored (Z22, Z23)."""

from decimal import Decimal

import msgspec

from yanxiu_tui.rules.clauses import Clause


class SheetLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of a score sheet, from 0 to ``full`` points."""

    id: str
    name: str
    full: Decimal


class Observing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How lessons are heard: the grades given, a score sheet if there is one, the periods a day.

    What is entered more than ``late_after_days`` days after the lesson is stamped 补录.
    """

    clause: Clause
    grades: tuple[str, ...] = ("优", "良", "中", "差")
    sheet: tuple[SheetLine, ...] = ()
    periods: int = 10
    late_after_days: int = 7
