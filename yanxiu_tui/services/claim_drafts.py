"""What a 申报 says, checked against the regulation before it is kept."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.regulation.terms import ClaimKind
from yanxiu_tui.services.school import TermView
from yanxiu_tui.services.texts import clean

MOST_HOURS = Decimal(500)
_MOST = {"字": Decimal(500_000)}
_MOST_OTHERS = Decimal(200)
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class ClaimDraft:
    """What is claimed. ``kind`` and ``level`` are the regulation's; ``amount`` counts its unit.

    ``group_id`` is the group a leader hands it in for.
    """

    kind: str
    title: str
    first: date
    last: date
    amount: Decimal = Decimal(1)
    level: str = ""
    hours: Decimal = Decimal(0)
    organiser: str = ""
    where_kept: str = ""
    group_id: int | None = None


def claimable_kind(regulation: Regulation, kind_id: str) -> ClaimKind:
    """The kind of that ID; Refused when it is not claimed but handed in (上交)."""
    kind = known_kind(regulation, kind_id)
    if kind.handed_in:
        raise Refused("in_submissions", f"「{kind.name}」有上交期限，请到「上交」里交，不用申报。")
    return kind


def known_kind(regulation: Regulation, kind_id: str) -> ClaimKind:
    """The kind of that ID; Refused, with those there are, when the school has no such kind."""
    kind = regulation.claim_kind(kind_id)
    if kind is None:
        claimed = [each for each in regulation.claims if not each.handed_in]
        names = "、".join(f"{each.name}（{each.id}）" for each in claimed)
        known = f"可选：{names}" if names else "本校制度还没有规定可以申报什么"
        raise Refused("unknown_kind", f"没有这类申报，{known}。")
    return kind


def checked(draft: ClaimDraft, kind: ClaimKind, term: TermView, now: datetime) -> ClaimDraft:
    """The draft made fit to keep; Refused with what is wrong and what to do."""
    _refuse_bad_days(draft, term, local(now).date())
    _refuse_bad_amount(draft.amount, kind)
    _refuse_wrong_level(draft.level, kind)
    refuse_bad_hours(draft.hours, kind)
    return replace(
        draft,
        title=clean(draft.title, "名称", 128),
        organiser=clean(draft.organiser, "主办单位", 64, required=False),
        where_kept=clean(draft.where_kept, "存放处", 200, required=False),
        group_id=draft.group_id if kind.by == "leader" else None,
    )


def refuse_bad_hours(hours: Decimal, kind: ClaimKind) -> None:
    """Refuse hours that make no sense, or any at all where the kind gives none."""
    if not _sane(hours) or not 0 <= hours <= MOST_HOURS:
        raise Refused("bad_hours", f"学时应在 0 至 {MOST_HOURS} 之间，最多两位小数，请核对。")
    if hours and not kind.hours:
        raise Refused("no_hours", f"「{kind.name}」不计学时（{kind.clause.id}），请把学时留空。")


def _refuse_bad_days(draft: ClaimDraft, term: TermView, today: date) -> None:
    if draft.last < draft.first:
        raise Refused("bad_dates", "结束日期早于开始日期，请核对。")
    if draft.last > today:
        raise Refused("in_future", "还没有做完的不能申报，结束日期最晚是今天，请核对。")
    if draft.first < term.starts_on or draft.last > term.ends_on:
        raise Refused(
            "outside_term",
            f"只能申报本学期（{term.starts_on} 至 {term.ends_on}）之内的，请核对日期。",
        )


def _refuse_bad_amount(amount: Decimal, kind: ClaimKind) -> None:
    most = _MOST.get(kind.unit, _MOST_OTHERS)
    if not _sane(amount) or not 0 < amount <= most:
        raise Refused(
            "bad_amount", f"数量应大于 0，一次最多 {most} {kind.unit}，最多两位小数，请核对。"
        )


def _refuse_wrong_level(level: str, kind: ClaimKind) -> None:
    if level in kind.levels or (not level and not kind.levels):
        return
    if not kind.levels:
        raise Refused("no_level", f"「{kind.name}」不分级别，请把级别留空。")
    raise Refused("bad_level", f"请选「{kind.name}」的级别：{'、'.join(kind.levels)}。")


def _sane(number: Decimal) -> bool:
    return number.is_finite() and abs(number) < 10**6 and number == number.quantize(_CENT)
