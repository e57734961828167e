"""Freezing a ranking (Z37): it is never changed; a correction makes another version."""

from collections.abc import Sequence
from datetime import date, datetime

from peewee import chunked

from db.connection import transaction
from db.models import EvaluationStage, Ranking, RankingLine
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.digest import SealedLine, digest
from yanxiu_tui.rules.scoring import State
from yanxiu_tui.services import frozen_views, school, trace
from yanxiu_tui.services.frozen_views import SUBJECT_NAMES, TEACHER, FrozenRanking
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.school import TermView, hold_term
from yanxiu_tui.services.sealing import SealedResult, computed, source_of
from yanxiu_tui.services.texts import clean

FIRST = "首次"
_BATCH = 100
_NAMED = 5


def freeze(
    actor: Actor, term_id: int, subject: str, last: date, reason: str, now: datetime
) -> FrozenRanking:
    """Keep the ranking as it stands at the end of ``last``, by the regulation now in force.

    ``subject`` is ``teacher`` or a kind of group. Refused while anything is still pending; a
    second version needs a reason.
    """
    require(actor, Act.FREEZE_RANKING)
    if subject not in SUBJECT_NAMES:
        raise Refused("no_subject", f"可以冻结的排名有：{'、'.join(SUBJECT_NAMES.values())}。")
    with transaction():
        term = hold_term(term_id)
        _refuse_odd_day(term, last, local(now).date())
        version = _next_version(term_id, subject)
        reason = clean(reason, "再次冻结的原因", 200, required=version > 1) or FIRST
        regulation = school.regulation_of(term.regulation_id)
        _refuse_open_stage(term, subject, regulation)
        last, lines = computed(term, subject, regulation, last)
        _refuse_pending(term, subject, regulation, last, lines)
        digested = [line.digested() for line in lines]
        kept = Ranking.create(
            term=term_id,
            regulation=term.regulation_id,
            subject=subject,
            version=version,
            until=last,
            digest=digest(source_of(term.regulation_id), term.name, subject, last, digested),
            reason=reason,
            frozen_at=now,
            frozen_by=actor.teacher_id,
        )
        _keep_lines(kept.id, lines, digested)
        trace.write(
            actor, "freeze_ranking", "ranking", kept.id, now,
            ranked=subject, version=version, until=last, digest=kept.digest, reason=reason,
        )  # fmt: skip
    return frozen_views.find(actor, kept.id)


def _next_version(term_id: int, subject: str) -> int:
    earlier = Ranking.select(Ranking.version).where(
        Ranking.term == term_id, Ranking.subject == subject
    )
    return max((row.version for row in earlier), default=0) + 1


def _refuse_odd_day(term: TermView, last: date, today: date) -> None:
    if last > today:
        raise Refused("future", "截止日期还没有到，请写今天或以前的日期。")
    if last < term.starts_on:
        raise Refused("outside_term", f"截止日期在本学期（{term.starts_on} 起）之前，请核对。")


def _refuse_open_stage(term: TermView, subject: str, regulation: Regulation) -> None:
    """A stage still being marked would change what was frozen."""
    scheme = regulation.scoring if subject == TEACHER else regulation.group_scoring
    if not any(item.measure.endswith("evaluation") for item in scheme.items):
        return
    going_on = EvaluationStage.select().where(
        EvaluationStage.term == term.id,
        EvaluationStage.subject == ("teacher" if subject == TEACHER else "group"),
        EvaluationStage.closed_at.is_null(),
    )
    if going_on.exists():
        raise Refused(
            "stage_open", "四级评价还有阶段没有结束，请先在“四级评价”里结束，再冻结排名。"
        )


def _refuse_pending(
    term: TermView, subject: str, regulation: Regulation, last: date, lines: Sequence[SealedResult]
) -> None:
    """Nothing is frozen while somebody's score may still change for want of a figure."""
    if not lines:
        raise Refused("nobody", "排名里一个也没有，没有可以冻结的。")
    members = any(item.measure == "members_score" for item in regulation.group_scoring.items)
    if subject != TEACHER and members:
        lines = [*lines, *computed(term, TEACHER, regulation, last)[1]]
    pending = [line for line in lines if line.result.pending]
    if pending:
        named = "，".join(_what_is_pending(line) for line in pending[:_NAMED])
        more = "等" if len(pending) > _NAMED else ""
        raise Refused(
            "pending",
            f"还有 {len(pending)} 个得分待定，不能冻结：{named}{more}。请先补齐再冻结。",
        )


def _what_is_pending(line: SealedResult) -> str:
    items = [item.name for item in line.sealed.items if item.state == State.PENDING]
    return f"{line.name}（{'、'.join(items)}）"


def _keep_lines(
    ranking_id: int, lines: Sequence[SealedResult], digested: Sequence[SealedLine]
) -> None:
    rows = [
        {
            "ranking": ranking_id,
            "teacher": line.teacher,
            "group": line.group,
            "place": kept.place,
            "score": kept.score,
            "grade": kept.grade,
            "vetoed": kept.vetoed,
            "figures": kept.figures,
        }
        for line, kept in zip(lines, digested, strict=True)
    ]
    for batch in chunked(rows, _BATCH):
        RankingLine.insert_many(batch).execute()
