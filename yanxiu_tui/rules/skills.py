"""基本功 and 教材教法: who must be tested, what passes, how often one may try again (P10, P11)."""

from decimal import Decimal

import msgspec

from yanxiu_tui.rules.applies import Who
from yanxiu_tui.rules.clauses import Clause


class Skill(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of test. ``who`` must take it, their age as on ``age_on`` (月-日; "" on the day).

    ``passing`` of ``full`` marks pass; who fails may try again ``retakes`` times. ``claim`` is the
    ID of the claim kind that a final result is a line of ("": none).
    """

    id: str
    name: str
    clause: Clause
    who: list[Who] = []
    age_on: str = ""
    full: Decimal = Decimal(100)
    passing: Decimal = Decimal(60)
    retakes: int = 1
    claim: str = ""
