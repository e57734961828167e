"""补录: a sheet signed on paper, entered afterwards, each line stamped as such (Z25)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db.connection import transaction
from db.models import Activity, Attendee
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.attendance import FactKind
from yanxiu_tui.rules.names import fold_width
from yanxiu_tui.services import trace
from yanxiu_tui.services.activities import State, hold
from yanxiu_tui.services.makeup import settle
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.standings import attendees, derive, record

OWN_LINE = "自己的一行请教导处或别的组长补录。"
_MEANS = "paper"


@dataclass(frozen=True)
class PaperRow:
    """One signed line; ``left`` is when somebody went before the end (早退), if they did."""

    staff_no: str
    signed_at: datetime
    left: datetime | None = None


def enter(actor: Actor, activity_id: int, rows: Sequence[PaperRow], now: datetime) -> int:
    """Enter a paper sheet, all of it or nothing, and say for how many something was entered.

    Somebody who signed in electronically keeps that; an early leave on paper is still noted. Nobody
    enters their own line.
    """
    signed = _checked(rows)
    with transaction():
        activity = hold(activity_id)
        require(actor, Act.ENTER_PAPER, activity.group_id)
        if activity.state not in (State.OPEN, State.ENDED, State.CLOSED):
            raise Refused("not_met", "这次活动没有开放过，不能补录签到表。")
        expected = {row.teacher.staff_no: row for row in attendees(activity)}
        unknown = [staff_no for staff_no in signed if staff_no not in expected]
        if unknown:
            raise Refused(
                "not_expected", f"这些工号不在应到名单里：{'、'.join(unknown)}，请核对后再录。"
            )
        lines = [(expected[staff_no], line) for staff_no, line in signed.items()]
        if actor.teacher_id in {row.teacher_id for row, _ in lines}:
            raise Refused("own_line", OWN_LINE)
        _refuse_bad_times(activity, lines, now)
        facts = [fact for row, line in lines for fact in _facts(actor, row, line, now)]
        stamped = {fact["teacher"] for fact in facts}
        if facts:
            trace.write(
                actor, "enter_paper", "activity", activity.id, now,
                facts=facts, count=len(stamped),
            )  # fmt: skip
            _stamp(activity, [row for row, _ in lines if row.teacher_id in stamped])
    return len(stamped)


def _checked(rows: Sequence[PaperRow]) -> dict[str, PaperRow]:
    """The lines by staff number; Refused when there are none or one number stands twice."""
    if not rows:
        raise Refused("empty", "签到表上还没有一行，请先填写。")
    numbers = [fold_width(row.staff_no) for row in rows]
    twice = [staff_no for staff_no, count in Counter(numbers).items() if count > 1]
    if twice:
        raise Refused("twice", f"这些工号填了不止一行：{'、'.join(twice)}，请核对后再录。")
    return dict(zip(numbers, rows, strict=True))


def _refuse_bad_times(
    activity: Activity, lines: Sequence[tuple[Attendee, PaperRow]], now: datetime
) -> None:
    """A paper is signed on the day of the meeting; who left did so while it met.

    Whoever signed in at the machine as well left after that too.
    """
    day = local(activity.starts_at).date()
    over = activity.ended_at or now
    wrong = [
        row.teacher.staff_no
        for row, line in lines
        if local(line.signed_at).date() != day
        or line.signed_at > now
        or (line.left and not _there_from(activity, row, line) < line.left <= over)
    ]
    if wrong:
        raise Refused(
            "bad_time",
            f"这些工号的时间不对：{'、'.join(wrong)}；签到应在活动当天、现在之前，离场应在签到之后、散会之前。",
        )


def _there_from(activity: Activity, row: Attendee, line: PaperRow) -> datetime:
    known: datetime = row.signed_in_at or line.signed_at
    return max(known, line.signed_at, activity.starts_at)


def _facts(actor: Actor, row: Attendee, line: PaperRow, now: datetime) -> list[dict[str, Any]]:
    """What the line adds to what is known."""
    happened = []
    if row.signed_in_at is None:
        happened.append((FactKind.SIGN_IN, line.signed_at))
    if line.left is not None and not row.departure:
        happened.append((FactKind.LEFT_EARLY, line.left))
    return [
        record(
            row.activity_id,
            kind,
            at,
            actor,
            _MEANS,
            teacher_id=row.teacher_id,
            recorded_at=now,
            late_entry=True,
        )
        for kind, at in happened
    ]


def _stamp(activity: Activity, rows: Sequence[Attendee]) -> None:
    """Stamp the lines 补录 and derive them again."""
    Attendee.update(late_entry=True).where(Attendee.id.in_([row.id for row in rows])).execute()
    settle(activity, rows, derive(activity, rows))
