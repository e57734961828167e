"""What is kept of a computed line: under 一票否决 or not (Z39)."""

from decimal import Decimal

import pytest

from yanxiu_tui.rules.applies import Person
from yanxiu_tui.rules.digest import Sealed
from yanxiu_tui.rules.scoring import UNSCORED, VETOED, Ranked, Result
from yanxiu_tui.services.sealing import SealedResult

_ZERO = Decimal(0)


@pytest.mark.parametrize(
    ("place", "grade", "vetoed"),
    [(None, VETOED, True), (3, VETOED, False), (3, "优", False), (None, UNSCORED, False)],
)
def test_a_grade_that_is_merely_called_so_is_no_veto(place, grade, vetoed):
    result = Result(Person(1, "1001"), _ZERO, (), _ZERO, _ZERO, Decimal(60), False, True)
    sealed = Sealed("语文组", "0", [], "0", "0", "60")
    line = SealedResult("1001", "苏慧", 1, None, Ranked(result, place, grade), sealed)
    assert line.digested().vetoed is vetoed
