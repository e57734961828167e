"""异议: what a teacher says against a published ranking, and what the office answers."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN

from db.connection import held, transaction
from db.models import Objection, Ranking, Teacher
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import frozen_views, trace
from yanxiu_tui.services.frozen_views import SUBJECT_NAMES
from yanxiu_tui.services.permission import Act, Actor, allowed, require
from yanxiu_tui.services.publishing import is_newest
from yanxiu_tui.services.texts import clean

MOST_WORDS = 500


@dataclass(frozen=True)
class ObjectionView:
    """An objection; ``upheld`` is None until it is answered."""

    id: int
    ranking_id: int
    ranking_title: str
    teacher_id: int
    name: str
    words: str
    at: datetime
    answer: str
    upheld: bool | None
    answered_at: datetime | None
    answered_by: str

    @property
    def state_name(self) -> str:
        """待答复, 成立 or 不成立."""
        return {None: "待答复", True: "成立", False: "不成立"}[self.upheld]


def object_(actor: Actor, ranking_id: int, words: str, now: datetime) -> ObjectionView:
    """Object to a published ranking, within its 公示期 and while no newer one is published."""
    require(actor, Act.OBJECT)
    if actor.teacher_id is None:
        raise Refused("no_teacher", "异议要由老师本人提出，请用教师工号进入。")
    frozen = frozen_views.find(actor, ranking_id)
    words = clean(words, "异议内容", MOST_WORDS)
    if not frozen.on_notice(local(now).date()):
        raise Refused(
            "not_on_notice", f"{frozen.title}现在不在公示期内，有问题请直接找{frozen.office}。"
        )
    if not is_newest(frozen, among_published=True):
        raise Refused("superseded", f"{frozen.title}之后公示了新的一版，请对新的一版提出。")
    with transaction():
        made = Objection.create(ranking=ranking_id, teacher=actor.teacher_id, words=words, at=now)
        trace.write(actor, "object", "objection", made.id, now, ranking=ranking_id)
    return _one(made.id)


def answer(
    actor: Actor, objection_id: int, words: str, upheld: bool, now: datetime
) -> ObjectionView:
    """Answer somebody else's objection, once.

    What is upheld is put right where it is recorded; the ranking is then frozen again.
    """
    require(actor, Act.ANSWER_OBJECTION)
    words = clean(words, "答复", MOST_WORDS)
    with transaction():
        row = held(Objection.select().where(Objection.id == objection_id), Objection).first()
        if row is None:
            raise Refused("no_objection", f"没有编号为 {objection_id} 的异议，请核对。")
        if row.teacher_id == actor.teacher_id:
            raise Refused("own_objection", "自己的异议要由别人答复。")
        if row.answered_at:
            raise Refused("answered", "这条异议已经答复过，不用再办。")
        Objection.update(
            answer=words, upheld=upheld, answered_at=now, answered_by=actor.teacher_id
        ).where(Objection.id == objection_id).execute()
        trace.write(actor, "answer_objection", "objection", objection_id, now, upheld=upheld)
    return _one(objection_id)


def objections(actor: Actor, term_id: int) -> list[ObjectionView]:
    """A term's objections, those that wait first: all of them for the office, else one's own."""
    query = _read().where(Ranking.term == term_id)
    if not (allowed(actor, Act.ANSWER_OBJECTION) or frozen_views.sees_all(actor)):
        query = query.where(Objection.teacher == actor.teacher_id)
    found = [_view(row) for row in query.order_by(Objection.at.desc(), Objection.id.desc())]
    return sorted(found, key=lambda each: each.answered_at is not None)


def waiting(actor: Actor) -> list[date | None]:
    """The last day of 公示 of each objection that waits for this person's answer."""
    if not allowed(actor, Act.ANSWER_OBJECTION):
        return []
    query: Any = Objection.select(Ranking.notice_last).join(Ranking)
    query = query.where(Objection.answered_at.is_null())
    if actor.teacher_id is not None:
        query = query.where(Objection.teacher != actor.teacher_id)
    return [last for (last,) in query.tuples()]


def _one(objection_id: int) -> ObjectionView:
    return _view(_read().where(Objection.id == objection_id).get())


def _read() -> Any:
    by = Teacher.alias()
    return (
        Objection.select(Objection, Ranking, Teacher, by)
        .join(Ranking)
        .switch(Objection)
        .join(Teacher, on=Objection.teacher)
        .switch(Objection)
        .join(by, JOIN.LEFT_OUTER, on=Objection.answered_by, attr="by")
    )


def _view(row: Any) -> ObjectionView:
    by = getattr(row, "by", None)
    return ObjectionView(
        id=row.id,
        ranking_id=row.ranking_id,
        ranking_title=f"{SUBJECT_NAMES[row.ranking.subject]}排名第 {row.ranking.version} 版",
        teacher_id=row.teacher_id,
        name=row.teacher.name,
        words=row.words,
        at=row.at,
        answer=row.answer,
        upheld=row.upheld,
        answered_at=row.answered_at,
        answered_by=by.name if by else "",
    )
