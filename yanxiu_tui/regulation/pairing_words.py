"""The 师徒结对 of a 制度 in words, with its clause."""

from collections.abc import Iterator, Sequence

from yanxiu_tui.regulation.phrases import plain, ruled, who_says
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.applies import Who
from yanxiu_tui.rules.pairings import PairingRule, Side

_SIDE_NAMES: dict[Side, str] = {"mentor": "师傅", "apprentice": "徒弟"}


def pairing(regulation: Regulation) -> Iterator[str]:
    """Who pairs with whom and for how long, what each owes, who judges."""
    rule = regulation.pairing
    yield from ruled(
        f"结对：师傅{_open_to(rule.mentors)}，徒弟{_open_to(rule.apprentices)}；"
        f"一位师傅同时最多带 {rule.most_apprentices} 人，一般结对 {rule.years} 年",
        rule.clause,
    )
    yield f"目标：{rule.aims}"
    yield f"师傅职责：{rule.mentor_duties}"
    yield f"徒弟职责：{rule.apprentice_duties}"
    yield f"师徒记录：{'、'.join(kind.name for kind in rule.entry_kinds)}，对方签认才计数"
    if rule.quotas:
        yield f"每学期：{'；'.join(_owed(rule))}"
    yield f"连续 {rule.silent_days} 天没有记录的提醒"
    yield f"学期末考核：师徒互评，{regulation.office}评两人{_weighed(rule, regulation.office)}"


def _open_to(alternatives: Sequence[Who]) -> str:
    return f"限{who_says(alternatives)}" if alternatives else "不限"


def _owed(rule: PairingRule) -> Iterator[str]:
    """「师傅听徒弟的课不少于 8 节、指导不少于 8 次」, a side at a time."""
    for side, name in _SIDE_NAMES.items():
        owed = [
            f"{quota.name}不少于 {quota.least} {quota.unit}"
            for quota in rule.quotas
            if quota.side == side
        ]
        if owed:
            yield f"{name}{'、'.join(owed)}"


def _weighed(rule: PairingRule, office: str) -> str:
    """What the three judgements weigh beside each other."""
    names = {"mentor": "师傅", "apprentice": "徒弟", "office": office}
    said = [f"{names[who]} {plain(weight)}" for who, weight in rule.weights.items()]
    return f"，权重为{'、'.join(said)}" if said else ""
