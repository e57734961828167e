"""What can become of a claim (申报)."""

from collections.abc import Mapping
from enum import StrEnum


class ClaimState(StrEnum):
    """Only what is granted counts anywhere; a draft is a paper (上交) still being written."""

    DRAFT = "draft"
    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


CLAIM_STATE_NAMES: Mapping[ClaimState, str] = {
    ClaimState.DRAFT: "在写",
    ClaimState.ASKED: "待审核",
    ClaimState.GRANTED: "已通过",
    ClaimState.REFUSED: "未通过",
    ClaimState.WITHDRAWN: "已撤回",
}
