"""督查: what an inspection found of whom, who sees it, and the 通报 that tells all (D4, Z17)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from db.connection import transaction
from db.models import Group, InspectionFinding, Membership, SteeringRecord
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.names import fold_width
from yanxiu_tui.rules.steering import INSPECTION
from yanxiu_tui.services import bulletins, school, steering, trace
from yanxiu_tui.services.bulletins import Bulletin
from yanxiu_tui.services.credentials import find_teacher
from yanxiu_tui.services.inspection_rows import SCHOOL, FindingView, found
from yanxiu_tui.services.permission import Act, Actor, allowed, require
from yanxiu_tui.services.texts import clean

__all__ = [
    "SCHOOL", "FindingDraft", "FindingView", "InspectionBulletin", "add", "bulletin", "of_record",
    "publish", "seen", "strike",
]  # fmt: skip
_MOST = 200


@dataclass(frozen=True)
class FindingDraft:
    """Of a teacher (by staff number), of a group, or of the whole school without either."""

    words: str
    good: bool = True
    group_id: int | None = None
    staff_no: str = ""


@dataclass(frozen=True)
class InspectionBulletin:
    """The 通报 of an inspection, to be read out.

    Teachers who are to mend something stand in ``to_mend`` only where the office has named them;
    ``unnamed`` is how many do not. ``told_on`` is the day it was published, else today, and
    ``plan_checks`` the latest frozen one of the term.
    """

    school: str
    office: str
    title: str
    term_name: str
    day: date
    told_on: date
    good: tuple[FindingView, ...]
    to_mend: tuple[FindingView, ...]
    unnamed: int
    names_to_mend: bool
    plan_checks: Bulletin | None


def add(actor: Actor, record_id: int, draft: FindingDraft, now: datetime) -> FindingView:
    """Write down one thing that was found, while the inspection is not finished."""
    require(actor, Act.KEEP_STEERING)
    words = clean(draft.words, "检查到的情况", _MOST)
    if draft.group_id is not None and Group.get_or_none(Group.id == draft.group_id) is None:
        raise Refused("no_group", "没有这个组，请重新选择。")
    teacher = find_teacher(draft.staff_no) if fold_width(draft.staff_no) else None
    with transaction():
        _, row = steering.hold(record_id)
        _refuse_meeting(row)
        made = InspectionFinding.create(
            record=record_id, group=None if teacher else draft.group_id, teacher=teacher,
            good=draft.good, words=words,
        )  # fmt: skip
        trace.write(
            actor, "add_finding", "steering_record", record_id, now,
            finding=made.id, teacher=teacher.id if teacher else None, group=made.group_id,
            good=draft.good,
        )  # fmt: skip
    return found(InspectionFinding.id == made.id)[0]


def strike(actor: Actor, finding_id: int, now: datetime) -> None:
    """Take out what was written by mistake; it stays on record."""
    require(actor, Act.KEEP_STEERING)
    row = InspectionFinding.get_or_none(InspectionFinding.id == finding_id)
    if row is None:
        raise Refused("no_finding", "没有这一条，可能刚被别人删去。")
    with transaction():
        steering.hold(row.record_id)
        struck = InspectionFinding.update(struck_at=now).where(
            InspectionFinding.id == finding_id, InspectionFinding.struck_at.is_null()
        )
        if not struck.execute():
            raise Refused("no_finding", "没有这一条，可能刚被别人删去。")
        trace.write(
            actor, "strike_finding", "steering_record", row.record_id, now, finding=finding_id
        )


def publish(actor: Actor, record_id: int, names_to_mend: bool, now: datetime) -> None:
    """Let everybody read what a finished inspection found.

    Teachers who are to mend something are named only where ``names_to_mend`` says so.
    """
    require(actor, Act.KEEP_STEERING)
    with transaction():
        _, row = steering.hold(record_id, finished_too=True)
        _refuse_meeting(row)
        if row.finished_at is None:
            raise Refused("not_finished", "督查还没有办结，请先办结，再发通报。")
        SteeringRecord.update(published_at=now, names_to_mend=names_to_mend).where(
            SteeringRecord.id == record_id
        ).execute()
        trace.write(
            actor, "publish_inspection", "steering_record", record_id, now, names=names_to_mend
        )


def of_record(actor: Actor, record_id: int) -> list[FindingView]:
    """All that one inspection found, for the office and the heads."""
    require(actor, Act.VIEW_STEERING)
    return found(InspectionFinding.record == record_id, actor)


def seen(actor: Actor, term_id: int) -> list[FindingView]:
    """What this person may know of the term's finished inspections, the latest first.

    What was found of oneself and of those one leads, of one's groups and of the school, and all
    that a 通报 tells.
    """
    finished = SteeringRecord.finished_at.is_null(False) & (SteeringRecord.term == term_id)
    if not allowed(actor, Act.VIEW_STEERING):
        finished &= _theirs(actor) | _published()
    return found(finished, actor)


def bulletin(actor: Actor, record_id: int, now: datetime) -> InspectionBulletin:
    """The 通报 as it may be handed out; Refused before the inspection is finished."""
    require(actor, Act.VIEW_STEERING)
    row = SteeringRecord.get_or_none(
        SteeringRecord.id == record_id, SteeringRecord.withdrawn_at.is_null()
    )
    if row is None or row.kind != INSPECTION or row.finished_at is None:
        raise Refused("not_finished", "只有办结的督查可以写通报，请先办结。")
    term = school.term_view(row.term_id)
    # What was done since it was published is for the next one to tell.
    at = row.published_at or now
    read = found(InspectionFinding.record == record_id, at=at)
    lacking = [each for each in read if not each.good]
    told = [each for each in lacking if row.names_to_mend or not each.of_teacher]
    checks = bulletins.bulletins(actor, term.id)
    known = (each for each in checks if each.frozen_at and each.frozen_at <= at)
    return InspectionBulletin(
        school=school.school_name(),
        office=school.regulation_of(term.regulation_id).office,
        title=row.title,
        term_name=term.name,
        day=row.day,
        told_on=local(at).date(),
        good=tuple(each for each in read if each.good),
        to_mend=tuple(told),
        unnamed=len(lacking) - len(told),
        names_to_mend=row.names_to_mend,
        plan_checks=next(known, None),
    )


def _refuse_meeting(row: SteeringRecord) -> None:
    if row.kind != INSPECTION:
        raise Refused("not_inspection", "会议没有检查情况，请写在会议记录里。")


def _theirs(actor: Actor) -> Any:
    """Of oneself, of those in groups that one leads or supervises, of one's own groups."""
    led = actor.leads | actor.supervises
    people = Membership.select(Membership.teacher).where(Membership.group.in_(list(led)))
    of_school = InspectionFinding.teacher.is_null() & InspectionFinding.group.is_null()
    return (
        (InspectionFinding.teacher == actor.teacher_id)
        | InspectionFinding.teacher.in_(people)
        | InspectionFinding.group.in_(list(led | actor.belongs))
        | of_school
    )


def _published() -> Any:
    named = InspectionFinding.good | InspectionFinding.teacher.is_null()
    return SteeringRecord.published_at.is_null(False) & (named | SteeringRecord.names_to_mend)
