"""研讨: who said what at a session, kept as it is said, adopted into the plan or not (Z14)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from peewee import JOIN

from db.connection import held, transaction
from db.models import Activity, PrepSession, PrepUnit, Remark, Teacher
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import manuscripts, prep_session_views, search_index, trace
from yanxiu_tui.services.activities import is_run_by
from yanxiu_tui.services.credentials import find_teacher
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.texts import clean

LONGEST = 1000
Verdict = Literal["adopted", "declined", ""]


@dataclass(frozen=True)
class RemarkView:
    """What somebody said. ``adopted`` is adopted, declined or ""; ``section`` where it went.

    ``late`` says that it was written down after the day of the session (补录).
    """

    id: int
    teacher_id: int
    teacher_name: str
    words: str
    section: str
    adopted: str
    revision: int
    at: datetime
    recorded_by: str
    staff_no: str
    late: bool


def remarks(actor: Actor, session_id: int) -> list[RemarkView]:
    """What was said, in order, without what was struck out; Refused to who may not see it."""
    prep_session_views.session(actor, session_id)
    query = _joined().where(Remark.session == session_id, Remark.struck_at.is_null())
    return [_view(row) for row in query.order_by(Remark.id)]


def add(actor: Actor, session_id: int, staff_no: str, words: str, now: datetime) -> RemarkView:
    """Keep what a teacher said."""
    words = _checked(words)
    teacher = find_teacher(staff_no)
    with transaction():
        session = _hold(actor, session_id)
        made = Remark.create(
            session=session, teacher=teacher, words=words, at=now, recorded_by=actor.teacher_id
        )
        search_index.put(session.notes_id)
        trace.write(actor, "add_remark", "prep_session", session_id, now, remark=made.id)
    return _one(made.id)


def change(
    actor: Actor, remark_id: int, staff_no: str, words: str, based_on: int, now: datetime
) -> RemarkView:
    """Put right who said it or what was said; the trace keeps what stood there.

    Refused when another has changed it since revision ``based_on``.
    """
    words = _checked(words)
    teacher = find_teacher(staff_no)
    with transaction():
        row = _hold_remark(actor, remark_id, based_on)
        _update(row, words=words, teacher=teacher)
        search_index.put(row.session.notes_id)
        trace.write(
            actor, "change_remark", "prep_session", row.session_id, now,
            remark=remark_id, before=[row.teacher_id, row.words],
        )  # fmt: skip
    return _one(remark_id)


def decide(
    actor: Actor,
    remark_id: int,
    verdict: Verdict,
    based_on: int,
    now: datetime,
    section: str = "",
) -> RemarkView:
    """采纳, 未采纳, or "" for neither yet.

    With a ``section`` the words, and whose they are, go to the end of it in the 共性教案.
    """
    with transaction():
        row = _hold_remark(actor, remark_id, based_on)
        if section:
            said = f"{row.words}（{row.teacher.name}）"
            manuscripts.append(actor, row.session.unit.plan_id, section, said, now)
        _update(row, adopted=verdict, section=section or row.section)
        trace.write(
            actor, "decide_remark", "prep_session", row.session_id, now,
            remark=remark_id, verdict=verdict, section=section,
        )  # fmt: skip
    return _one(remark_id)


def strike(actor: Actor, remark_id: int, based_on: int, now: datetime) -> None:
    """Strike out what was not said; it stays on record and counts no more."""
    with transaction():
        row = _hold_remark(actor, remark_id, based_on)
        _update(row, struck_at=now)
        search_index.put(row.session.notes_id)
        trace.write(actor, "strike_remark", "prep_session", row.session_id, now, remark=remark_id)


def _checked(words: str) -> str:
    return clean(words, "意见", LONGEST)


def _update(row: Remark, **values: object) -> None:
    Remark.update(revision=row.revision + 1, **values).where(Remark.id == row.id).execute()


def _hold(actor: Actor, session_id: int) -> PrepSession:
    """The session, held while it is written in; Refused once the leader has signed."""
    query = (
        PrepSession.select(PrepSession, Activity, PrepUnit)
        .join(Activity)
        .switch(PrepSession)
        .join(PrepUnit)
        .where(PrepSession.id == session_id)
    )
    row = next(iter(held(query, PrepSession)), None)
    if row is None:
        raise Refused("no_session", "没有这次备课，请核对。")
    require(actor, Act.WRITE_PREP, row.unit.group_id, is_run_by(row.activity, actor.teacher_id))
    if row.signed_at is not None:
        raise Refused("signed", "组长已经签字，记录不能再改；要改请组长先撤回签字。")
    return row


def _hold_remark(actor: Actor, remark_id: int, based_on: int) -> Remark:
    """The remark as it stands, its session held; Refused where another has changed it."""
    found = Remark.get_or_none(Remark.id == remark_id)
    if found is None:
        raise Refused("no_remark", "没有这条发言，请核对。")
    session = _hold(actor, found.session_id)
    row = _joined().where(Remark.id == remark_id).get()
    if row.struck_at is not None:
        raise Refused("struck", "这条发言刚被划去，没有改动。")
    if row.revision != based_on:
        raise Refused("changed", f"别人刚改过这一条，现在是：{row.words}。请看过再改。")
    row.session = session
    return row


def _joined() -> Any:
    recorder = Teacher.alias()
    return (
        Remark.select(Remark, Teacher, recorder, PrepSession, Activity)
        .join(Teacher, on=Remark.teacher, attr="teacher")
        .switch(Remark)
        .join(recorder, JOIN.LEFT_OUTER, on=Remark.recorded_by, attr="recorded_by")
        .switch(Remark)
        .join(PrepSession)
        .join(Activity)
    )


def _one(remark_id: int) -> RemarkView:
    return _view(_joined().where(Remark.id == remark_id).get())


def _view(row: Remark) -> RemarkView:
    return RemarkView(
        id=row.id,
        teacher_id=row.teacher_id,
        teacher_name=row.teacher.name,
        words=row.words,
        section=row.section,
        adopted=row.adopted,
        revision=row.revision,
        at=row.at,
        recorded_by=row.recorded_by.name if row.recorded_by else "",
        staff_no=row.teacher.staff_no,
        late=local(row.at).date() > local(row.session.activity.ends_at).date(),
    )
