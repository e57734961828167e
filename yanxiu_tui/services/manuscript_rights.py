"""Who may read a 文稿 and who may write it: one rule for opening, for lists and for searching."""

from itertools import chain
from typing import Any

from db.connection import database
from db.models import Activity, Manuscript, PrepSession, PrepUnit
from yanxiu_tui.services.activities import State, run_by
from yanxiu_tui.services.groups import members_within_reach, within_reach
from yanxiu_tui.services.permission import Act, Actor, Scope, allowed, reach

SHARED_PLAN, SESSION = "shared_plan", "session"
PERSONAL_PLAN, REFLECTION, OBSERVATION = "personal_plan", "reflection", "observation"
# What is handed in: one's own, a group's, or the school's, which has neither author nor group.
PAPER = "paper"
OUT_STUDY, STEERING = "out_study", "steering"
_TOGETHER = (SHARED_PLAN, SESSION, PAPER)
_OF_SCHOOL = {PAPER: Act.HAND_IN_FOR_SCHOOL, STEERING: Act.KEEP_STEERING}


def readable(actor: Actor) -> Any:
    """Which manuscripts this person may read, as a condition on Manuscript.

    One's own; the group's, and what is written at a session that one hosts or records; what leaders
    look after and what tells of oneself, once it is finished.
    A 个性化教案 is never finished, and is looked at while it is taught from (Z17). What the school
    itself hands in is everybody's to read once it is finished.
    """
    kind, finished = Manuscript.kind, Manuscript.closed_at.is_null(False)
    looked_after = (kind == PERSONAL_PLAN) | ((kind == REFLECTION) & finished)
    heard = (kind == OBSERVATION) & _of_people(actor, Act.VIEW_OBSERVATIONS)
    told = (kind == OUT_STUDY) & _of_people(actor, Act.VIEW_OUT_STUDY)
    handed_in = (kind == PAPER) & _of_people(actor, Act.VIEW_CLAIMS)
    return (
        (Manuscript.author == actor.teacher_id)
        | (kind.in_(_TOGETHER) & _of_groups(actor))
        | (looked_after & _of_people(actor, Act.VIEW_WRITINGS))
        | (finished & ((Manuscript.about == actor.teacher_id) | heard | told | handed_in))
        | _of_the_school(actor)
    )


def may_read(actor: Actor, manuscript_id: int) -> bool:
    """Whether this person may read that one."""
    return bool(Manuscript.select().where(Manuscript.id == manuscript_id, readable(actor)).exists())


def may_write(actor: Actor, row: Manuscript) -> bool:
    """Its author; where a group writes together anybody of it, and who hosts or records it."""
    if row.author_id is not None:
        return bool(row.author_id == actor.teacher_id)
    if row.group_id is None:
        return row.kind in _OF_SCHOOL and allowed(actor, _OF_SCHOOL[row.kind])
    if row.kind == PAPER:
        return allowed(actor, Act.CLAIM_FOR_GROUP, row.group_id)
    return allowed(actor, Act.WRITE_PREP, row.group_id) or _is_run(actor, row)


def _of_the_school(actor: Actor) -> Any:
    """What is nobody's own: papers of the school, and the steering group's records."""
    papers = Manuscript.kind == PAPER
    if not allowed(actor, Act.HAND_IN_FOR_SCHOOL):
        papers &= Manuscript.closed_at.is_null(False)
    kinds = papers
    if allowed(actor, Act.VIEW_STEERING):
        kinds |= Manuscript.kind == STEERING
    return kinds & Manuscript.author.is_null() & Manuscript.group.is_null()


def _of_groups(actor: Actor) -> Any:
    if reach(actor, Act.VIEW_PREP) is Scope.SCHOOL:
        return Manuscript.group.is_null(False)
    ours = Manuscript.group.in_(list(within_reach(actor, Act.VIEW_PREP)))
    # Asked first, as most run none: a search is quicker with one condition less.
    found = database.execute(_run(actor, PrepSession.notes, PrepUnit.plan))
    run = list(chain.from_iterable(found))
    return ours | Manuscript.id.in_(run) if run else ours


def _run(actor: Actor, *columns: Any) -> Any:
    """Of the sessions that this person hosts or records, for whom Act.WRITE_PREP has Role.HOST."""
    joined = PrepSession.select(*columns).join(Activity).switch(PrepSession).join(PrepUnit)
    return joined.where(run_by(actor), Activity.state != State.CANCELLED)


def _is_run(actor: Actor, row: Manuscript) -> bool:
    """Whether it is written at a session that they run, until the leader has signed that."""
    of_it = (PrepSession.notes == row) | (PrepUnit.plan == row)
    open_ = _run(actor, PrepSession.id).where(of_it, PrepSession.signed_at.is_null())
    return bool(open_.exists())


def _of_people(actor: Actor, act: Act) -> Any:
    if reach(actor, act) is Scope.SCHOOL:
        return Manuscript.author.is_null(False)
    return Manuscript.author.in_(members_within_reach(actor, act))
