"""Adopting a 制度 for a term: each time a version of its own, with a date and a reason (Z1)."""

from dataclasses import dataclass
from datetime import datetime

from peewee import JOIN

from db.connection import held, transaction
from db.models import Adoption, EvaluationStage, Mark, RegulationVersion, Teacher, Term
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.loader import load, pinned
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.services import trace
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.texts import clean

_LONGEST_REASON = 200
_NOBODY = "操作员"


@dataclass(frozen=True)
class VersionView:
    """One version a term was held to: who adopted it when and why, and whether it is in force."""

    id: int
    name: str
    title: str
    adopted_at: datetime
    by: str
    reason: str
    in_force: bool


def versions(term_id: int) -> list[VersionView]:
    """Every version the term has been held to, oldest first."""
    rows = list(
        Adoption.select(Adoption, RegulationVersion, Teacher.name, Term.regulation)
        .join(RegulationVersion)
        .switch(Adoption)
        .join(Term)
        .switch(Adoption)
        .join(Teacher, JOIN.LEFT_OUTER)
        .where(Adoption.term == term_id)
        .order_by(Adoption.at, Adoption.id)
    )
    return [_view(row, row.term.regulation_id == row.regulation_id) for row in rows]


def source_of(version_id: int) -> str:
    """The TOML text of a version, as it was adopted."""
    version = RegulationVersion.get_or_none(RegulationVersion.id == version_id)
    if version is None:
        raise Refused("no_version", f"没有编号为 {version_id} 的制度版本，请核对。")
    return str(version.source)


def in_force_at(term_id: int, moment: datetime) -> Regulation:
    """The regulation a term was held to at that moment; before the first adoption, that one."""
    adopted = (
        RegulationVersion.select(RegulationVersion.source)
        .join(Adoption)
        .where(Adoption.term == term_id)
    )
    by_then = adopted.where(Adoption.at <= moment).order_by(Adoption.at.desc(), Adoption.id.desc())
    found = by_then.first() or adopted.order_by(Adoption.at, Adoption.id).first()
    if found is None:
        found = Term.get_by_id(term_id).regulation
    return pinned(str(found.source))


def adopt(actor: Actor, term_id: int, source: str, reason: str, now: datetime) -> VersionView:
    """Hold a term to another regulation from now on.

    Meetings opened before and rankings frozen before keep the version they have. Refused when the
    text is wrong, is the one already in force, or has 四级评价 out of another full than that of the
    marks already given.
    """
    require(actor, Act.ADOPT_REGULATION)
    regulation = load(source)
    reason = clean(reason, "采用的原因", _LONGEST_REASON)
    with transaction():
        # Of two who adopt at once the second sees what the first has done.
        term = next(iter(held(Term.select().where(Term.id == term_id), Term)), None)
        if term is None:
            raise Refused("no_term", f"没有编号为 {term_id} 的学期，请核对。")
        if str(term.regulation.source) == source:
            raise Refused("same_regulation", "这份制度与现行的完全相同，不必重新采用。")
        _require_full_of_marks(term_id, regulation)
        version = RegulationVersion.create(
            name=regulation.name, source=source, adopted_at=now, reason=reason
        )
        Term.update(regulation=version).where(Term.id == term_id).execute()
        adopted = Adoption.create(
            term=term, regulation=version, at=now, by=actor.teacher_id, reason=reason
        )
        trace.write(
            actor, "adopt_regulation", "term", term_id, now,
            version=version.id, name=regulation.name, reason=reason,
        )  # fmt: skip
    return _view(adopted, in_force=True)


def _require_full_of_marks(term_id: int, regulation: Regulation) -> None:
    """Marks given out of one full cannot be read out of another (D9)."""
    stages = EvaluationStage.select().where(EvaluationStage.term == term_id)
    # Whoever gives marks holds their stage: none can come in between.
    ids = [stage.id for stage in held(stages, EvaluationStage)]
    mark = Mark.select(Mark.at).where(Mark.stage.in_(ids)).order_by(Mark.at).first()
    if mark is None or regulation.evaluation is None:
        return
    given = in_force_at(term_id, mark.at).evaluation
    if given and given.full != regulation.evaluation.full:
        raise Refused(
            "other_full",
            f"本学期的四级评价已按满分 {given.full} 分打了分，"
            f"新制度的 evaluation.full 也要写 {given.full}。",
        )


def _view(row: Adoption, in_force: bool) -> VersionView:
    version = row.regulation
    return VersionView(
        id=version.id,
        name=version.name,
        title=pinned(str(version.source)).title,
        adopted_at=row.at,
        by=row.by.name if row.by else _NOBODY,
        reason=row.reason,
        in_force=in_force,
    )
