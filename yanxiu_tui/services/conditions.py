"""Whether a figure meets a condition of the regulation, in words (D10, D11, P12, D8)."""

from decimal import Decimal

from yanxiu_tui.regulation.phrases import amount, bounds, noun, unit_beside
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.regulation.terms import Condition
from yanxiu_tui.rules.awards import Checked, within


def checked(condition: Condition, regulation: Regulation, figure: Decimal | None) -> Checked:
    """The condition looked at; a figure of None is no record at all."""
    what, unit = noun(condition, regulation), unit_beside(condition, regulation)
    if within(condition.at_least, condition.at_most, figure):
        return Checked(f"{what} {amount(figure or Decimal(0), unit)}", True)
    found = "没有记录" if figure is None else amount(figure, unit)
    return Checked(f"{what} {found}（应{bounds(condition, unit)}）", False, figure is not None)
