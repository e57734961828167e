"""What a notice says of a trip: checked, and written down for each whom it sends (P8)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from db.connection import held
from db.models import OutStudy, Teacher
from yanxiu_tui.clock import day_bounds
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.out_study import LONGEST_DAYS, OutStudyState, days
from yanxiu_tui.rules.typed import EARLIEST, LATEST
from yanxiu_tui.services import school, trace
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.school import TermView
from yanxiu_tui.services.texts import clean

STANDING = (OutStudyState.ASKED, OutStudyState.APPROVED)


@dataclass(frozen=True)
class OutStudyDraft:
    """What a notice says of a trip; ``notice`` is its own number or title."""

    title: str
    place: str
    first: date
    last: date
    notice: str = ""
    organiser: str = ""


def checked(draft: OutStudyDraft) -> OutStudyDraft:
    """The draft with its words cleaned; Refused at the first thing that cannot be."""
    refuse_bad_days(draft.first, draft.last)
    return replace(
        draft,
        title=clean(draft.title, "学习内容", 128),
        place=clean(draft.place, "地点", 64),
        notice=clean(draft.notice, "通知", 128, required=False),
        organiser=clean(draft.organiser, "主办单位", 64, required=False),
    )


def refuse_bad_days(first: date, last: date) -> None:
    """Refuse days that no trip takes."""
    if last < first:
        raise Refused("bad_dates", "返回日期早于出发日期，请核对。")
    if days(first, last) > LONGEST_DAYS:
        raise Refused("too_long", f"一次外出学习最长 {LONGEST_DAYS} 天，请核对起止日期。")
    if first < EARLIEST or last > LATEST:
        raise Refused("bad_dates", f"日期应在 {EARLIEST.year} 年至 {LATEST.year} 年之间，请核对。")


def hold_people(ids: Sequence[int]) -> None:
    """Hold these teachers, so that two trips in the same days do not slip in."""
    rows = Teacher.select(Teacher.id).where(Teacher.id.in_(list(ids)))
    list(held(rows.order_by(Teacher.id), Teacher))


def make(
    actor: Actor, sent: Sequence[Teacher], draft: OutStudyDraft, now: datetime
) -> list[OutStudy]:
    """Write it down for each."""
    ids = [each.id for each in sent]
    hold_people(ids)
    for each in ids:
        refuse_overlap(each, draft.first, draft.last)
    term = term_of(draft.first)
    rule = school.regulation_of(term.regulation_id).out_study
    made = [
        OutStudy.create(
            term=term.id, teacher=each, title=draft.title, notice=draft.notice,
            organiser=draft.organiser, place=draft.place, first=draft.first, last=draft.last,
            cap=rule.cap, asked_at=now, asked_by=actor.teacher_id,
        )
        for each in ids
    ]  # fmt: skip
    for row in made:
        trace.write(actor, "ask_out_study", "out_study", row.id, now, teacher=row.teacher_id)
    return made


def term_of(first: date) -> TermView:
    """The term that a trip belongs to: that of its first day."""
    return school.current_term(day_bounds(first)[0])


def refuse_overlap(teacher_id: int, first: date, last: date, but: int = 0) -> None:
    """Refuse days on which this teacher is away already, on another trip than ``but``."""
    other = OutStudy.get_or_none(
        OutStudy.teacher == teacher_id,
        OutStudy.state.in_([str(state) for state in STANDING]),
        OutStudy.first <= last,
        OutStudy.last >= first,
        OutStudy.id != but,
    )
    if other is not None:
        name = Teacher.get_by_id(teacher_id).name
        raise Refused(
            "overlap",
            f"{name}老师 {other.first:%m月%d日} 至 {other.last:%m月%d日} 已有外出学习"
            f"「{other.title}」，日期重叠，请核对。",
        )
