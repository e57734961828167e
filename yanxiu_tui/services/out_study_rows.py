"""A trip as it is stored: found, held, and what is refused of it wherever it is refused."""

from decimal import Decimal

from db.connection import held
from db.models import OutStudy
from yanxiu_tui.clock import day_bounds, end_of
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.leave import Span
from yanxiu_tui.rules.out_study import OUT_STUDY_STATE_NAMES, OutStudyState
from yanxiu_tui.services.out_study_views import unknown

MOST_MONEY = Decimal(1_000_000)
_CENT = Decimal("0.01")


def find(trip_id: int) -> OutStudy:
    """The trip of that number; Refused when there is none."""
    found = OutStudy.get_or_none(OutStudy.id == trip_id)
    if found is None:
        raise unknown(trip_id)
    return found


def hold(trip_id: int) -> OutStudy:
    """The trip, held until the transaction ends; meetings are held before it, never after."""
    find(trip_id)
    row: OutStudy = held(OutStudy.select().where(OutStudy.id == trip_id), OutStudy).get()
    return row


def span_of(trip: OutStudy) -> Span:
    """From the first minute of the first day to the last of the last."""
    return Span(day_bounds(trip.first)[0], end_of(trip.last))


def wrong_state(trip: OutStudy, so: str) -> Refused:
    """The refusal of an act that does not fit where the trip stands."""
    state = OUT_STUDY_STATE_NAMES[OutStudyState(trip.state)]
    return Refused("wrong_state", f"这次外出学习{state}，{so}。")


def changed_meanwhile() -> Refused:
    """The refusal of an act on what another did something to since it was read."""
    return Refused("changed_meanwhile", "这次外出学习刚刚被别人改过，请刷新后再看。")


def refuse_bad_money(amount: Decimal | None) -> None:
    """Refuse what is no sum of money."""
    if amount is None:
        return
    sane = amount.is_finite() and 0 <= amount <= MOST_MONEY and amount == amount.quantize(_CENT)
    if not sane:
        raise Refused("bad_money", f"金额应在 0 至 {MOST_MONEY:,} 元之间，最多两位小数，请核对。")
