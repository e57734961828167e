"""What is wrong with what a 制度 says of papers that are due: each fault named by its place."""

from collections.abc import Iterator

from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.regulation.terms import ClaimKind
from yanxiu_tui.regulation.uses import name_faults, unique, who_faults


def submission_faults(regulation: Regulation) -> Iterator[str]:
    """What is due is due from somebody, counts no hours, and can be written and ticked off."""
    for at, kind in enumerate(regulation.claims):
        place = f"claims[{at}]"
        yield from _of_others(place, kind)
        if kind.handed_in and (kind.hours or kind.levels):
            yield f"{place}.deadline 写了期限的是上交的材料，不能再写 hours、levels"
        yield from who_faults(f"{place}.who", kind.who)
        yield from unique(f"{place}.group_kinds", kind.group_kinds)
        yield from unique(f"{place}.parts", kind.parts)
        for number, part in enumerate(kind.parts):
            yield from name_faults(f"{place}.parts[{number}]", part)
        yield from unique(f"{place}.sections", [each.id for each in kind.sections], ".id")
        yield from unique(f"{place}.sections", [each.name for each in kind.sections], ".name")


def _of_others(place: str, kind: ClaimKind) -> Iterator[str]:
    """What is said of a paper that only papers of another kind can have."""
    if kind.by == "school" and not kind.deadline:
        yield f"{place}.deadline 学校上交的要写期限"
    if kind.who and not (kind.handed_in and kind.by == "teacher"):
        yield f"{place}.who 只能用于有期限、由老师本人上交的"
    if kind.group_kinds and not (kind.handed_in and kind.by == "leader"):
        yield f"{place}.group_kinds 只能用于有期限、由组长上交的"
    for field in ("parts", "sections"):
        if getattr(kind, field) and not kind.handed_in:
            yield f"{place}.{field} 只能用于有期限、要上交的"
