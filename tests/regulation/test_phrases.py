"""Numbers and people as they are said in a sentence."""

from decimal import Decimal

import pytest

from yanxiu_tui.regulation.phrases import plain, who_says
from yanxiu_tui.rules.applies import Who
from yanxiu_tui.rules.roles import Role


@pytest.mark.parametrize(
    ("number", "shown"),
    [("10.00", "10"), ("0.50", "0.5"), ("-3", "−3"), ("0", "0"), ("-0.001", "0"), ("1E+2", "100")],
)
def test_numbers_are_printed_plainly(number, shown):
    assert plain(Decimal(number)) == shown


def test_whom_a_rule_is_for_is_said_in_words():
    assert who_says([]) == "全体"
    assert who_says([Who(roles=[Role.DEAN], not_roles=[Role.PRINCIPAL])]) == "教导主任（校长除外）"
    assert who_says([Who(not_roles=[Role.PRINCIPAL])]) == "校长以外的人"
    assert who_says([Who(sex="男", age_below=50), Who(sex="女", age_below=45)]) == (
        "男、不满 50 岁，或女、不满 45 岁"
    )
    assert who_says([Who(age_least=40, teaching_year_least=4, teaching_year_most=9)]) == (
        "满 40 岁、教龄第 4 年起、教龄 9 年以内"
    )
    assert who_says([Who(groups=["语文组"], subjects=["语文"], backbone=["市级", "区级"])]) == (
        "语文组、教语文、市级、区级骨干"
    )
