"""What is wrong with the 师徒结对 of a 制度: each fault named by its place."""

from collections.abc import Iterator

from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.regulation.uses import NAME, name_faults, near, unique, who_faults
from yanxiu_tui.rules.pairings import HEARD, OPENED, PairingRule

_PLACE = "pairing"
_RECORDED = (HEARD, OPENED)
_JUDGES = ("mentor", "apprentice", "office")
_MOST = {"most_apprentices": 20, "years": 10, "silent_days": 366}
# As many, and as long, as an agreement takes.
_MOST_OWED, _TEMPLATE = 200, 500


def pairing_faults(regulation: Regulation) -> Iterator[str]:
    """People there can be, numbers within reason, quotas on something that is counted."""
    rule = regulation.pairing
    for field in ("mentors", "apprentices"):
        yield from who_faults(f"{_PLACE}.{field}", getattr(rule, field))
    for field, most in _MOST.items():
        if not 1 <= getattr(rule, field) <= most:
            yield f"{_PLACE}.{field} 应为 1 至 {most} 的整数"
    for field in ("aims", "mentor_duties", "apprentice_duties"):
        yield from name_faults(f"{_PLACE}.{field}", getattr(rule, field), _TEMPLATE)
    yield from _entry_kinds(rule)
    yield from _quotas(rule)
    yield from _weights(rule)


def _entry_kinds(rule: PairingRule) -> Iterator[str]:
    place = f"{_PLACE}.entry_kinds"
    if not rule.entry_kinds:
        yield f"{place} 至少要有一项"
    yield from unique(place, [kind.id for kind in rule.entry_kinds], ".id")
    yield from unique(place, [kind.name for kind in rule.entry_kinds], ".name")
    for at, kind in enumerate(rule.entry_kinds):
        if kind.id in _RECORDED:
            yield f"{place}[{at}].id「{kind.id}」另有记录，请换一个"


def _quotas(rule: PairingRule) -> Iterator[str]:
    place = f"{_PLACE}.quotas"
    known = [*_RECORDED, *(kind.id for kind in rule.entry_kinds)]
    yield from unique(place, [quota.id for quota in rule.quotas], ".id")
    for at, quota in enumerate(rule.quotas):
        if quota.counts not in known:
            hint = near(quota.counts, known) or f"，可选：{'、'.join(known)}"
            yield f"{place}[{at}].counts「{quota.counts}」没有这种记录{hint}"
        if not 1 <= quota.least <= _MOST_OWED:
            yield f"{place}[{at}].least 应为 1 至 {_MOST_OWED} 的整数"
        yield from name_faults(f"{place}[{at}].unit", quota.unit, NAME)


def _weights(rule: PairingRule) -> Iterator[str]:
    # Each of the two is judged by two of these, so none may be left without.
    missing = [who for who in _JUDGES if who not in rule.weights]
    if rule.weights and missing:
        yield f"{_PLACE}.weights 还缺 {'、'.join(missing)}，三方都要写，或都不写"
    for who, weight in rule.weights.items():
        if weight <= 0:
            yield f"{_PLACE}.weights.{who} 应为正数"
