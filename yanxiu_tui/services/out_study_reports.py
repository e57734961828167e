"""外出学习 brought home: the report, materials, the telling, and what the school pays (P8)."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

from db.connection import held, transaction
from db.models import Activity, Claim, OutStudy
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.phrases import plain
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.regulation.terms import ClaimKind
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.rules.out_study import OutStudyState, reimbursed, report_title
from yanxiu_tui.services import claim_lines, files, manuscripts, trace
from yanxiu_tui.services.activities import State
from yanxiu_tui.services.claim_drafts import refuse_bad_hours
from yanxiu_tui.services.claim_kinds import Versions
from yanxiu_tui.services.out_study_rows import hold, refuse_bad_money, wrong_state
from yanxiu_tui.services.out_study_views import OutStudyView, view
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.texts import clean


def begin_report(actor: Actor, trip_id: int, now: datetime) -> int:
    """The manuscript of one's own report, begun when it is first opened; its number."""
    with transaction():
        trip = _hold_own(actor, trip_id)
        if trip.report_id is not None:
            return int(trip.report_id)
        if local(now).date() < trip.first:
            raise Refused("too_early", "还没有出发，回校以后再写汇报。")
        made = manuscripts.begin(
            manuscripts.OUT_STUDY, trip.term_id, report_title(trip.title),
            local(now).date(), now, author_id=trip.teacher_id,
        )  # fmt: skip
        _set(trip, report=made)
        trace.write(actor, "begin_report", "out_study", trip_id, now)
    return int(made.id)


def hand_in(actor: Actor, trip_id: int, now: datetime) -> OutStudyView:
    """Hand one's report in; whether in time is told by the day it was due."""
    with transaction():
        trip = _hold_own(actor, trip_id)
        if trip.reported_at is not None:
            raise Refused("reported", f"汇报已于 {local(trip.reported_at):%m月%d日} 交过。")
        if local(now).date() < trip.last:
            raise Refused("too_early", "还没有回校，回校当天再交。")
        if not _is_written(actor, trip.report_id):
            raise Refused("empty", "汇报一个字也没写，不能交。写几句就可以，长短不限。")
        _set(trip, reported_at=now)
        manuscripts.close(trip.report_id, now)
        trace.write(actor, "hand_in_report", "out_study", trip_id, now)
    return view(actor, trip_id, now)


def take_back(actor: Actor, trip_id: int, now: datetime) -> OutStudyView:
    """Write on in one's own report; it counts anew from when it is handed in again."""
    with transaction():
        trip = _hold_own(actor, trip_id)
        if trip.reported_at is None:
            raise Refused("not_reported", "汇报还没有交，可以直接写。")
        _set(trip, reported_at=None)
        manuscripts.close(trip.report_id, None)
        trace.write(
            actor, "take_back_report", "out_study", trip_id, now, reported_at=trip.reported_at
        )
    return view(actor, trip_id, now)


def keep_materials(
    actor: Actor, trip_id: int, words: str, path: str | None, now: datetime
) -> OutStudyView:
    """Note what was brought home and where it lies; a file at ``path`` is copied in."""
    words = clean(words, "材料和存放处", 200, required=path is None)
    # Read before the transaction: a slow disk holds up nobody else.
    content = files.read(path) if path is not None else None
    with transaction():
        trip = hold(trip_id)
        own = trip.teacher_id == actor.teacher_id
        require(actor, Act.ASK_OUT_STUDY if own else Act.ENTER_OUT_STUDY)
        _refuse_unapproved(trip)
        values: dict[str, object] = {"materials": words}
        if content is not None:
            values |= {"file": files.store(content, now), "file_name": content.name}
        _set(trip, **values)
        trace.write(actor, "keep_materials", "out_study", trip_id, now, file=bool(content))
    return view(actor, trip_id, now)


def take_materials_out(actor: Actor, trip_id: int, path: str | Path, now: datetime) -> Path:
    """Write a copy of the file that was brought home, for whoever may see the trip."""
    trip = view(actor, trip_id, now)
    if trip.file_id is None:
        raise Refused("no_file", "这次外出学习没有存进电子材料。")
    return files.take_out(trip.file_id, path, trip.file_name)


def pass_on(actor: Actor, trip_id: int, activity_id: int | None, now: datetime) -> OutStudyView:
    """Say at which meeting it was told to the others; None: 没有必要交流."""
    require(actor, Act.ENTER_OUT_STUDY)
    with transaction():
        trip = hold(trip_id)
        _refuse_unapproved(trip)
        if activity_id is not None:
            _refuse_other_meeting(trip, activity_id)
        _set(trip, passed_on=activity_id, passed_on_at=now)
        trace.write(actor, "pass_on", "out_study", trip_id, now, activity=activity_id)
    return view(actor, trip_id, now)


def settle(
    actor: Actor, trip_id: int, cost: Decimal, violation: str, hours: Decimal, now: datetime
) -> OutStudyView:
    """Settle what it cost, in 元, and credit the 学时; anew, where it was settled wrongly.

    ``violation`` says what was against the rules: then nothing is reimbursed (违章则罚).
    """
    require(actor, Act.SETTLE_OUT_STUDY)
    violation = clean(violation, "违章情况", 200, required=False)
    refuse_bad_money(cost)
    with transaction():
        trip = hold(trip_id)
        if trip.teacher_id == actor.teacher_id:
            raise Refused("own_trip", "自己的外出学习要由他人核销。")
        _refuse_unapproved(trip)
        if trip.reported_at is None:
            raise Refused("not_reported", "还没有交外出学习汇报，交了再核销（P8）。")
        line = _credit(actor, trip, hours, now)
        _set(
            trip, cost=cost, violation=violation, settled_at=now, settled_by=actor.teacher_id,
            claim=line,
        )  # fmt: skip
        trace.write(
            actor, "settle_out_study", "out_study", trip_id, now, cost=cost,
            pays=reimbursed(cost, trip.cap, violation), violation=bool(violation), hours=hours,
        )  # fmt: skip
    return view(actor, trip_id, now)


def _credit(actor: Actor, trip: OutStudy, hours: Decimal, now: datetime) -> Claim | None:
    """The line of the 学时登记表 that the trip comes to; None where the school counts none."""
    regulation = _regulation(trip)
    kind = regulation.claim_kind(regulation.out_study.claim)
    if kind is None:
        if hours:
            raise Refused("no_hours", "本校制度没有给外出学习计学时，请把学时填 0。")
        return None
    refuse_bad_hours(hours, kind)
    origin = f"out_study {trip.id}"
    _refuse_too_many(trip, kind, hours, origin)
    line = claim_lines.Line(
        origin=origin, term_id=trip.term_id, teacher_id=trip.teacher_id, kind=kind.id,
        title=trip.title, first=trip.first, last=trip.last, hours=hours,
        organiser=trip.organiser,
    )  # fmt: skip
    return claim_lines.keep(actor, line, now)


def _refuse_too_many(trip: OutStudy, kind: ClaimKind, hours: Decimal, origin: str) -> None:
    """Refuse more than a term allows of this kind; holds the teacher's claims meanwhile."""
    if kind.most_hours is None:
        return
    theirs = Claim.select().where(Claim.teacher == trip.teacher_id, Claim.term == trip.term_id)
    given = sum(
        (
            row.hours_granted
            for row in held(theirs.order_by(Claim.id), Claim)
            if (row.kind, row.state) == (kind.id, ClaimState.GRANTED) and row.origin != origin
        ),
        Decimal(0),
    )
    room = max(Decimal(0), kind.most_hours - given)
    if hours > room:
        raise Refused(
            "too_many_hours",
            f"「{kind.name}」每学期最多认定 {plain(kind.most_hours)} 学时（{kind.clause.id}），"
            f"已认定 {plain(given)}，这次最多 {plain(room)}。",
        )


def _regulation(trip: OutStudy) -> Regulation:
    """What the trip is held to: the regulation as it was when it was asked for."""
    return Versions({trip.term_id}).at(trip.term_id, trip.asked_at)


def _hold_own(actor: Actor, trip_id: int) -> OutStudy:
    """One's own approved trip that is not settled yet, held."""
    trip = hold(trip_id)
    if trip.teacher_id != actor.teacher_id:
        raise Refused("not_yours", "汇报要由外出学习的老师本人写、本人交。")
    _refuse_unapproved(trip)
    if trip.settled_at is not None:
        raise Refused("settled", "这次外出学习已经核销，汇报不能再改。")
    return trip


def _refuse_unapproved(trip: OutStudy) -> None:
    if trip.state != OutStudyState.APPROVED:
        raise wrong_state(trip, "不能办理")


def _is_written(actor: Actor, report_id: int | None) -> bool:
    if report_id is None:
        return False
    passages = manuscripts.manuscript(actor, report_id).passages.values()
    return any(each.text.strip() for each in passages)


def _refuse_other_meeting(trip: OutStudy, activity_id: int) -> None:
    meeting = Activity.get_or_none(Activity.id == activity_id)
    if meeting is None or meeting.state == State.CANCELLED:
        raise Refused("no_activity", "没有这次活动，或活动已经取消，请另选。")
    if local(meeting.starts_at).date() < trip.first:
        raise Refused("before_trip", "这次活动在外出学习之前，请另选。")


def _set(trip: OutStudy, **values: object) -> None:
    OutStudy.update(**values).where(OutStudy.id == trip.id).execute()
