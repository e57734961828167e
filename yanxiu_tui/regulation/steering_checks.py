"""What is wrong with the 领导小组 of a 制度: each fault named by its place."""

from collections.abc import Iterator

from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.regulation.uses import unique

_PLACE = "steering"
_MOST_WEEKS, _MOST_INSPECTIONS = 30, 20
_SECTIONS = ("meeting_sections", "inspection_sections")


def steering_faults(regulation: Regulation) -> Iterator[str]:
    """Meetings in weeks there are, each once; not more inspections than can be; sections."""
    rule = regulation.steering
    place = f"{_PLACE}.meetings"
    yield from unique(place, [phase.id for phase in rule.meetings], ".id")
    yield from unique(place, [phase.name for phase in rule.meetings], ".name")
    for at, phase in enumerate(rule.meetings):
        if phase.week == 0 or abs(phase.week) > _MOST_WEEKS:
            yield (
                f"{place}[{at}].week 应为 1 至 {_MOST_WEEKS}，或从学期末倒数的 -1 至 -{_MOST_WEEKS}"
            )
    if not 0 <= rule.inspections <= _MOST_INSPECTIONS:
        yield f"{_PLACE}.inspections 应为 0 至 {_MOST_INSPECTIONS} 的整数"
    for field in _SECTIONS:
        sections = getattr(rule, field)
        if not sections:
            yield f"{_PLACE}.{field} 至少要有一项"
        yield from unique(f"{_PLACE}.{field}", [each.id for each in sections], ".id")
