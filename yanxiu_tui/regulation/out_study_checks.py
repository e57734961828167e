"""What is wrong with what a 制度 says of 外出学习 and of lending from the archives."""

from collections.abc import Iterator

from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.regulation.uses import near, unique

_MOST_DAYS = 60
_MOST_LOAN = 400
_MOST_MONEY = 1_000_000
_MOST_HOURS = 24


def out_study_faults(regulation: Regulation) -> Iterator[str]:
    """Every fault of ``out_study``, and of ``archives.loan_days``."""
    rule = regulation.out_study
    if not 0 <= rule.report_days <= _MOST_DAYS:
        yield f"out_study.report_days 应为 0 至 {_MOST_DAYS} 的整数"
    if not 1 <= regulation.archives.loan_days <= _MOST_LOAN:
        yield f"archives.loan_days 应为 1 至 {_MOST_LOAN} 的整数"
    if rule.cap is not None and not 0 < rule.cap <= _MOST_MONEY:
        yield f"out_study.cap 应为正数，最多 {_MOST_MONEY:,} 元，不封顶就不写"
    if not rule.sections:
        yield "out_study.sections 至少要有一项"
    yield from unique("out_study.sections", [each.id for each in rule.sections], ".id")
    if not 0 <= rule.hours_a_day <= _MOST_HOURS:
        yield f"out_study.hours_a_day 应在 0 与 {_MOST_HOURS} 之间"
    if rule.hours_a_day > 0:
        counted = [kind.id for kind in regulation.claims if kind.hours]
        if rule.claim not in counted:
            hint = near(rule.claim, counted)
            what = "可申报学时（hours = true）的一类 claims"
            yield f"out_study.claim「{rule.claim}」不是{what}{hint}"
