"""The 领导小组 of a 制度 in words, with its clauses."""

from collections.abc import Iterator

from yanxiu_tui.regulation.phrases import ruled
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.steering import Phase


def steering(regulation: Regulation) -> Iterator[str]:
    """Which meetings each term, how many inspections; nothing where the school says nothing."""
    rule = regulation.steering
    if rule.meetings:
        said = "、".join(f"{phase.name}（{_week(phase)}前）" for phase in rule.meetings)
        yield from ruled(f"每学期专门会议：{said}，有记录", rule.clause)
    if rule.inspections:
        yield from ruled(f"每学期督查不少于 {rule.inspections} 次，记录备案", rule.inspecting)


def _week(phase: Phase) -> str:
    if phase.week > 0:
        return f"第 {phase.week} 周"
    return "最后一周" if phase.week == -1 else f"倒数第 {-phase.week} 周"
