"""What can become of a claim (申报)."""

from collections.abc import Mapping
from enum import StrEnum


class ClaimState(StrEnum):
    """Only what is granted counts anywhere."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


CLAIM_STATE_NAMES: Mapping[ClaimState, str] = {
    ClaimState.ASKED: "待审核",
    ClaimState.GRANTED: "已通过",
    ClaimState.REFUSED: "未通过",
    ClaimState.WITHDRAWN: "已撤回",
}
