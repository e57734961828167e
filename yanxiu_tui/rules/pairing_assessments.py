"""Judging a pair at the end of a term: when, who sees it when, and what it comes to (§8)."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from yanxiu_tui.rules.evaluation import combined
from yanxiu_tui.rules.pairings import Side


class Judge(StrEnum):
    """Who judges: the two one another, the office both."""

    MENTOR = "mentor"
    APPRENTICE = "apprentice"
    OFFICE = "office"


JUDGES_OF: Mapping[Side, tuple[Judge, ...]] = {
    "mentor": (Judge.APPRENTICE, Judge.OFFICE),
    "apprentice": (Judge.MENTOR, Judge.OFFICE),
}
FULL = Decimal(100)
_CENT = Decimal("0.01")
_TERM_END = timedelta(weeks=4)


def opens_on(term_ends_on: date, ended_on: date | None) -> date:
    """From when on it may be judged: the term's last four weeks, or the day the pair ended."""
    term_end = term_ends_on - _TERM_END
    return term_end if ended_on is None else min(term_end, ended_on)


def sees_all(judge: Judge | None, given: Collection[Judge], over: bool) -> bool:
    """Whether somebody sees what the others gave.

    A judge does after giving their own, anybody else once all three are in; all do when it is over.
    """
    if over:
        return True
    return judge in given if judge else len(given) == len(Judge)


def whole(
    side: Side, scores: Mapping[Judge, Decimal | None], weights: Mapping[str, Decimal]
) -> Decimal | None:
    """What one side's judgements come to, weighed; None while there is none.

    Without ``weights`` all weigh the same. A judgement that is missing is left out, never zero.
    """
    judges = JUDGES_OF[side]
    weighed = {
        str(judge): weights.get(judge, Decimal(0)) if weights else Decimal(1) for judge in judges
    }
    return combined({str(judge): scores.get(judge) for judge in judges}, weighed, "left_out")


def is_score(score: Decimal) -> bool:
    """Whether it is a score from 0 to 100 in hundredths."""
    return score.is_finite() and 0 <= score <= FULL and score == score.quantize(_CENT)
