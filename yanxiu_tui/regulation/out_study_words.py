"""外出学习 and 借阅 as a 制度 has them, in words (P8, Z36)."""

from collections.abc import Iterator

from yanxiu_tui.regulation.phrases import plain, ruled
from yanxiu_tui.regulation.schema import Regulation


def out_study(regulation: Regulation) -> Iterator[str]:
    """What is asked of who travels, and what the school pays."""
    rule = regulation.out_study
    within = f"回校后 {rule.report_days} 天内" if rule.report_days else "回校当天"
    names = "、".join(each.name for each in rule.sections)
    cap = f"，每次最多 {plain(rule.cap)} 元" if rule.cap is not None else ""
    yield from ruled("外出学习：由学校批准，批准后按公假算", rule.clause)
    yield from ruled(f"汇报：{within}交，写{names}", rule.reporting)
    yield from ruled(f"费用：按批准的限额报销{cap}，超支不补，违章不报", rule.spending)
    if rule.hours_a_day:
        yield f"学时：每天计 {plain(rule.hours_a_day)} 学时"


def lending(regulation: Regulation) -> list[str]:
    """How long something may be borrowed from the archives."""
    archives = regulation.archives
    said = f"借阅：管理员同意后签字领取，一次最多 {archives.loan_days} 天"
    return ruled(said, archives.lending or archives.clause)
