"""The notice of a trip put right for everybody it sends: its words, and at first its days (P8)."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, astuple, dataclass
from datetime import datetime
from typing import Any

from db.connection import held, transaction
from db.models import Manuscript, OutStudy, Teacher
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.names import Named, fold_width
from yanxiu_tui.rules.out_study import OutStudyState, report_title
from yanxiu_tui.services import manuscripts, official_leave, trace
from yanxiu_tui.services.credentials import find_teacher
from yanxiu_tui.services.out_study_drafts import (
    STANDING,
    OutStudyDraft,
    checked,
    hold_people,
    make,
    refuse_overlap,
    term_of,
)
from yanxiu_tui.services.out_study_rows import changed_meanwhile, find, wrong_state
from yanxiu_tui.services.out_study_views import OutStudyView, view
from yanxiu_tui.services.permission import Act, Actor, require

_TAKEN_OFF = "通知更正，不派这位老师去"


@dataclass(frozen=True)
class Notice:
    """What a notice says, and whom it sends, for a form to open with.

    ``decided`` once somebody may go: then its days and people stand. ``settled`` is how many of
    its trips are settled and keep their words.
    """

    draft: OutStudyDraft
    sent: tuple[Named, ...]
    decided: bool
    settled: int


def notice(actor: Actor, trip_id: int) -> Notice:
    """The notice of a trip as it stands; Refused once the trip is settled or off."""
    require(actor, Act.ENTER_OUT_STUDY)
    trip = find(trip_id)
    _refuse_closed(trip)
    rows = list(_together(trip).order_by(OutStudy.id))
    return Notice(
        _draft_of(trip),
        tuple(Named(row.teacher.staff_no, row.teacher.name, row.teacher.initials) for row in rows),
        any(row.state == OutStudyState.APPROVED for row in rows),
        sum(row.settled_at is not None for row in rows),
    )


def change_notice(
    actor: Actor, trip_id: int, draft: OutStudyDraft, staff_nos: Sequence[str], now: datetime
) -> list[OutStudyView]:
    """Put a notice right for all whom it sends, but those whose trip is settled.

    Its words may change until then, and nothing that was decided changes with them. Other days
    and other people are Refused once one of them may go: that brought 公假.
    """
    require(actor, Act.ENTER_OUT_STUDY)
    draft = checked(draft)
    numbers = list(dict.fromkeys(map(fold_width, staff_nos)))
    if not numbers:
        raise Refused("nobody", "请选派谁去，至少一位老师。")
    with transaction():
        trip, rows = _hold(trip_id)
        before = _draft_of(trip)
        there = {row.teacher.staff_no: row for row in rows}
        if (draft.first, draft.last) != (before.first, before.last) or set(numbers) != set(there):
            _refuse_decided(rows)
        stay = [row for number, row in there.items() if number in numbers and not row.settled_at]
        for number, row in there.items():
            if number not in numbers:
                _take_off(actor, row, now)
        _rewrite(actor, stay, before, draft, now)
        new = [find_teacher(each) for each in numbers if each not in there]
        made = make(actor, new, draft, now) if new else []
    return [view(actor, each.id, now) for each in (*stay, *made)]


def _together(trip: OutStudy) -> Any:
    """The trips of its notice that were not refused or cancelled, with their teachers."""
    return (
        OutStudy.select(OutStudy, Teacher)
        .join(Teacher, on=OutStudy.teacher)
        .where(
            OutStudy.title == trip.title,
            OutStudy.place == trip.place,
            OutStudy.notice == trip.notice,
            OutStudy.organiser == trip.organiser,
            OutStudy.first == trip.first,
            OutStudy.last == trip.last,
            OutStudy.state.in_([str(state) for state in STANDING]),
        )
    )


def _hold(trip_id: int) -> tuple[OutStudy, list[OutStudy]]:
    """A trip and those of its notice, held in the same order by whoever holds them."""
    before = find(trip_id)
    _refuse_closed(before)
    rows = list(held(_together(before).order_by(OutStudy.id), OutStudy))
    trip = next((row for row in rows if row.id == trip_id), None)
    if trip is None:
        raise changed_meanwhile()
    _refuse_closed(trip)
    return trip, rows


def _refuse_closed(trip: OutStudy) -> None:
    if trip.state not in STANDING:
        raise wrong_state(trip, "通知不能再改")
    if trip.settled_at is not None:
        raise Refused("settled", "这次外出学习已经核销，通知不能再改。")


def _refuse_decided(rows: Collection[OutStudy]) -> None:
    if any(row.state == OutStudyState.APPROVED for row in rows):
        raise Refused(
            "decided", "已经有人批准，有了公假：日期请用「改期」，人请用「取消」或另登记一份通知。"
        )


def _rewrite(
    actor: Actor,
    rows: Sequence[OutStudy],
    before: OutStudyDraft,
    draft: OutStudyDraft,
    now: datetime,
) -> None:
    if draft == before:
        return
    moved = (draft.first, draft.last) != (before.first, before.last)
    if moved:
        hold_people([row.teacher_id for row in rows])
    for row in rows if moved else ():
        refuse_overlap(row.teacher_id, draft.first, draft.last, but=row.id)
    term = {"term": term_of(draft.first).id} if moved else {}
    ids = [row.id for row in rows]
    OutStudy.update(**asdict(draft), **term).where(OutStudy.id.in_(ids)).execute()
    if draft.title != before.title:
        _retitle(rows, draft.title)
    trace.write_each(
        actor, "change_notice", "out_study", ids, now,
        before=list(astuple(before)), after=list(astuple(draft)),
    )  # fmt: skip


def _retitle(rows: Sequence[OutStudy], title: str) -> None:
    """The 公假 and the reports are called by the title, too."""
    official_leave.retitle([row.leave_id for row in rows if row.leave_id], title)
    reports = [row.report_id for row in rows if row.report_id]
    for report in Manuscript.select().where(Manuscript.id.in_(reports)):
        manuscripts.retitle(report.id, report_title(title), report.day)


def _take_off(actor: Actor, row: OutStudy, now: datetime) -> None:
    off = OutStudy.update(state=OutStudyState.CANCELLED, opinion=_TAKEN_OFF)
    off.where(OutStudy.id == row.id).execute()
    trace.write(actor, "cancel_out_study", "out_study", row.id, now)


def _draft_of(trip: OutStudy) -> OutStudyDraft:
    return OutStudyDraft(trip.title, trip.place, trip.first, trip.last, trip.notice, trip.organiser)
