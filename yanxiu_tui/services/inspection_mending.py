"""整改: what was done about a finding, said by the leader or the office; what waits for it (D4)."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from db.connection import transaction
from db.models import InspectionFinding, InspectionMending, Membership, SteeringRecord, Teacher
from yanxiu_tui.clock import end_of
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.todo import Todo
from yanxiu_tui.services import steering, trace
from yanxiu_tui.services.groups import members_within_reach
from yanxiu_tui.services.inspection_rows import FindingView, found, not_taken_back
from yanxiu_tui.services.permission import (
    Act,
    Actor,
    Scope,
    allowed,
    groups_within,
    reach,
    require,
)
from yanxiu_tui.services.texts import clean

_ROOM = "steering"
_SHORT = "整改"
_MOST = 200


def mend(actor: Actor, finding_id: int, words: str, now: datetime) -> FindingView:
    """Say that a finding is mended, and what was done; in an earlier term's, too.

    The leader of the group or of a group the teacher is in, the office or a head says it, nobody
    of themselves.
    """
    words = clean(words, "整改的情况", _MOST)
    with transaction():
        row = _hold(actor, finding_id)
        if _standing(finding_id) is not None:
            raise Refused("mended", "这一条已经标为已整改，不用再标。")
        InspectionMending.create(
            finding=finding_id, words=words, mended_at=now, mended_by=actor.teacher_id
        )
        trace.write(
            actor, "mend_finding", "steering_record", row.record_id, now, finding=finding_id
        )
    return _seen(actor, finding_id)


def take_back(actor: Actor, finding_id: int, reason: str, now: datetime) -> FindingView:
    """Say that a finding is not mended after all, and why; what was said stays on record."""
    reason = clean(reason, "退回的原因", _MOST)
    with transaction():
        row = _hold(actor, finding_id)
        said = _standing(finding_id)
        if said is None:
            raise Refused("not_mended", "这一条还没有标为已整改，不用退回。")
        InspectionMending.update(withdrawn_at=now, withdrawn_reason=reason).where(
            InspectionMending.id == said.id
        ).execute()
        # Why stands with it: it may tell of a person, and a trace is for ever.
        trace.write(
            actor, "unmend_finding", "steering_record", row.record_id, now, finding=finding_id
        )
    return _seen(actor, finding_id)


def to_do(actor: Actor, term_id: int) -> list[Todo]:
    """What is not mended yet, however long ago it was found.

    Each reads their own, a leader those of the group and of its members; the office and the heads
    how many there are, by term. ``term_id`` is the current term: what is of another is said to be.
    """
    if actor.teacher_id is None:
        return []
    open_ = (
        ~InspectionFinding.good
        & SteeringRecord.finished_at.is_null(False)
        & Teacher.left_at.is_null()
        & InspectionFinding.id.not_in(
            InspectionMending.select(InspectionMending.finding).where(not_taken_back())
        )
    )
    whole = reach(actor, Act.MEND_FINDING) is Scope.SCHOOL
    mine = InspectionFinding.teacher == actor.teacher_id
    if not whole:
        led = list(groups_within(actor, Act.MEND_FINDING))
        theirs = InspectionFinding.teacher.in_(members_within_reach(actor, Act.MEND_FINDING))
        open_ &= mine | theirs | InspectionFinding.group.in_(led)
    views = found(open_, actor)
    own = [each for each in views if not each.mendable]
    others = [each for each in views if each.mendable]
    todos = [_one(each, "您", term_id) for each in own]
    if not whole:
        return [*todos, *(_one(each, each.whose, term_id) for each in others)]
    return [*todos, *_all(others, term_id)]


def _one(view: FindingView, whose: str, term_id: int) -> Todo:
    of_term, earlier = _term_of(view, term_id)
    words = f"{of_term}督查要{whose}整改：{view.words}"
    return Todo(_ROOM, words, _due_at(view), _SHORT, term_id=earlier)


def _all(views: list[FindingView], term_id: int) -> Iterator[Todo]:
    by_term: dict[tuple[str, int | None], list[FindingView]] = defaultdict(list)
    for each in views:
        by_term[_term_of(each, term_id)].append(each)
    for (of_term, earlier), here in by_term.items():
        words = f"{of_term}督查查到的 {len(here)} 条还没有整改"
        due = min(filter(None, map(_due_at, here)))
        yield Todo(_ROOM, words, due, _SHORT, len(here), term_id=earlier)


def _term_of(view: FindingView, term_id: int) -> tuple[str, int | None]:
    return ("", None) if view.term_id == term_id else ("以前学期的", view.term_id)


def _due_at(view: FindingView) -> datetime | None:
    return end_of(view.due_on) if view.due_on else None


def _hold(actor: Actor, finding_id: int) -> InspectionFinding:
    """A finding to mend, its inspection held until the transaction ends."""
    row: InspectionFinding | None = InspectionFinding.get_or_none(
        InspectionFinding.id == finding_id, InspectionFinding.struck_at.is_null()
    )
    if row is None:
        raise Refused("no_finding", "没有这一条，可能刚被别人删去。")
    _require_to_mend(actor, row)
    _, record = steering.hold(row.record_id, finished_too=True)
    if record.finished_at is None:
        raise Refused("not_finished", "督查还没有办结，办结以后再标整改。")
    if row.good:
        raise Refused("good", "这一条做得好，不用整改。")
    return row


def _require_to_mend(actor: Actor, row: InspectionFinding) -> None:
    if row.teacher_id is None:
        require(actor, Act.MEND_FINDING, row.group_id)
        return
    if row.teacher_id == actor.teacher_id:
        raise Refused("own_finding", "写到自己的，整改好了请组长或教导处来标。")
    of = Membership.select(Membership.group).where(Membership.teacher == row.teacher_id)
    if not any(allowed(actor, Act.MEND_FINDING, each.group_id) for each in of):
        require(actor, Act.MEND_FINDING)


def _standing(finding_id: int) -> InspectionMending | None:
    said: InspectionMending | None = InspectionMending.get_or_none(
        InspectionMending.finding == finding_id, not_taken_back()
    )
    return said


def _seen(actor: Actor, finding_id: int) -> FindingView:
    return found(InspectionFinding.id == finding_id, actor)[0]
