"""评分: what one person gives in a stage, and sees of their own until it closes (D9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from peewee import chunked

from db.connection import transaction
from db.models import Mark
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.evaluation import marked_by, typed_score
from yanxiu_tui.services import trace
from yanxiu_tui.services.evaluation_staff import (
    Roster,
    Subject,
    find_stage,
    hold_stage,
    is_asked,
    require_evaluation,
    stage_title,
)
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.texts import clean

_BATCH = 100


@dataclass(frozen=True)
class ToMark:
    """Somebody I mark (or a 教研组), and what I have given; ``score`` None is not yet."""

    subject: Subject
    score: Decimal | None
    comment: str


@dataclass(frozen=True)
class Marking:
    """What one person has to mark in a stage. Marks run from 0 to ``full``."""

    stage_id: int
    title: str
    subject: str
    full: int
    open: bool
    lines: tuple[ToMark, ...]


@dataclass(frozen=True)
class NewMark:
    """A mark as it is typed, in any width; ``subject_id`` is a teacher's or a group's."""

    subject_id: int
    score: str
    comment: str = ""


def to_mark(actor: Actor, stage_id: int) -> Marking:
    """Those this person marks in a stage, with their own present marks and nobody else's."""
    require(actor, Act.EVALUATE)
    row = find_stage(stage_id)
    evaluation = require_evaluation(row.term_id)
    roster = Roster(row.term_id)
    mine = marked_by(roster.staff, row.subject, row.stage, actor.teacher_id or 0)
    query = Mark.select().where(Mark.stage == row, Mark.marker == actor.teacher_id)
    given = {_subject_of(mark): mark for mark in query}
    return Marking(
        stage_id=row.id,
        title=stage_title(evaluation, row.subject, row.stage),
        subject=row.subject,
        full=evaluation.full,
        open=row.closed_at is None and is_asked(evaluation, row.subject, row.stage),
        lines=tuple(
            _line(subject, given.get(subject.id))
            for subject in roster.subjects(row.subject).values()
            if subject.id in mine
        ),
    )


def give_marks(actor: Actor, stage_id: int, marks: Sequence[NewMark], now: datetime) -> int:
    """Give marks, or change those given before, all of them or none; how many were kept.

    Refused once the stage is closed or no longer asked for, for anybody one does not mark, and
    outside 0 to full.
    """
    require(actor, Act.EVALUATE)
    with transaction():
        row = hold_stage(stage_id, share=True)
        if row.closed_at:
            raise Refused("closed", "这个阶段的评价已经结束，不能再评分。")
        evaluation = require_evaluation(row.term_id)
        if not is_asked(evaluation, row.subject, row.stage):
            title = stage_title(evaluation, row.subject, row.stage)
            raise Refused("no_stage", f"现行制度已不再要求{title}，不用再评分。")
        roster = Roster(row.term_id)
        mine = marked_by(roster.staff, row.subject, row.stage, actor.teacher_id or 0)
        if any(mark.subject_id not in mine for mark in marks):
            raise Refused("not_yours", "这不在您要评的名单里，请返回后重新打开。")
        column = "group" if row.subject == "group" else "teacher"
        kept: dict[int, dict[str, object]] = {
            mark.subject_id: {
                "stage": row.id,
                "marker": actor.teacher_id,
                column: mark.subject_id,
                "score": checked_score(mark.score, evaluation.full),
                "comment": clean(mark.comment, "评语", 200, required=False),
                "at": now,
            }
            for mark in marks
        }
        _keep(column, list(kept.values()))
        trace.write(actor, "give_marks", "evaluation_stage", row.id, now, marks=len(kept))
    return len(kept)


def _keep(column: str, rows: Sequence[dict[str, object]]) -> None:
    """Write the marks, each over the one given before."""
    target = [Mark.stage, Mark.marker, getattr(Mark, column)]
    for batch in chunked(rows, _BATCH):
        Mark.insert_many(batch).on_conflict(
            conflict_target=target, preserve=[Mark.score, Mark.comment, Mark.at]
        ).execute()


def checked_score(text: str, full: int) -> Decimal:
    """What was typed as a score; Refused when it is none from 0 to ``full``."""
    score = typed_score(text, full)
    if score is None:
        raise Refused("bad_score", f"分数应为 0 至 {full}，最多两位小数，请核对。")
    return score


def _line(subject: Subject, mark: Mark | None) -> ToMark:
    if mark is None:
        return ToMark(subject, None, "")
    return ToMark(subject, mark.score, mark.comment)


def _subject_of(mark: Mark) -> int:
    subject: int = mark.group_id if mark.teacher_id is None else mark.teacher_id
    return subject
