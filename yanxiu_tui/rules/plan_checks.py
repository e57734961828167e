"""教案检查: what may be found of somebody's plans, and which groups are to check them (Z17)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from yanxiu_tui.rules.roles import GroupKind

# 由教研组长或备课组长负责。
CHECKED_KINDS = (GroupKind.RESEARCH, GroupKind.PREP)


class Finding(StrEnum):
    """What a check found."""

    GOOD = "good"
    IMPROVE = "improve"
    MISSING = "missing"


FINDING_NAMES: Mapping[Finding, str] = {
    Finding.GOOD: "合格",
    Finding.IMPROVE: "需改进",
    Finding.MISSING: "缺",
}


@dataclass(frozen=True)
class Team:
    """A group with its members."""

    id: int
    kind: GroupKind
    members: frozenset[int]


def to_check(teams: Sequence[Team], checked: Collection[int]) -> list[Team]:
    """The groups a 通报 speaks of: every 备课组, and a 教研组 where its members are in none.

    Where the 教研组长 did check, that group, too.
    """
    in_prep = {who for team in teams if team.kind is GroupKind.PREP for who in team.members}
    return [
        team
        for team in teams
        if team.id in checked
        or (team.members and (team.kind is GroupKind.PREP or in_prep.isdisjoint(team.members)))
    ]
