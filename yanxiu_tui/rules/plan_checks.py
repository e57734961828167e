"""教案检查: what may be found of somebody's plans (Z17)."""

from collections.abc import Mapping
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
