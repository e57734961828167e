"""The roster: what the office's list changes, taking it in, and the list of teachers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN, IntegrityError, chunked

from db.connection import held, transaction
from db.models import Badge, Credential, Group, Membership, Office, Teacher
from yanxiu_tui.errors import Refused
from yanxiu_tui.roster.changes import ImportPlan, Listed, Pair, Standing, compare
from yanxiu_tui.roster.model import TEXTS, Column, Reading
from yanxiu_tui.rules.names import fold_width, initials
from yanxiu_tui.rules.roles import GroupKind, Role
from yanxiu_tui.services import past_staff, trace
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.texts import clean

_BATCH = 200
_LONGEST_REASON = 200
_GroupKey = tuple[GroupKind, str]
_FIELDS = (*TEXTS, Column.POSTS)


@dataclass(frozen=True)
class TeacherRow:
    """One teacher as the list shows them; several groups or posts are joined with 、."""

    staff_no: str
    name: str
    sex: str
    subject: str
    grade: str
    research_group: str
    posts: str
    has_pin: bool
    has_badge: bool
    active: bool


def plan_import(actor: Actor, reading: Reading) -> ImportPlan:
    """What importing this roster would change; Refused when it has faults."""
    require(actor, Act.IMPORT_ROSTER)
    _refuse_faults(reading)
    return compare(reading, _standings(), _group_ids())[0]


def import_roster(actor: Actor, reading: Reading, now: datetime) -> ImportPlan:
    """Take the roster in, all of it or none; nobody is deleted. Refused when it has faults."""
    require(actor, Act.IMPORT_ROSTER)
    _refuse_faults(reading)
    try:
        with transaction():
            past_staff.keep(now)
            group_ids = _group_ids()
            plan, pairs = compare(reading, _standings(), group_ids)
            _write_teachers(pairs, now)
            teacher_ids = _teacher_ids()
            _write_memberships(pairs, teacher_ids, group_ids)
            _write_offices(pairs, teacher_ids)
            trace.write(
                actor,
                "import_roster",
                "roster",
                None,
                now,
                source=reading.source,
                added=len(plan.added),
                changed=plan.people_changed,
                unchanged=plan.unchanged,
                missing=len(plan.missing),
            )
    except IntegrityError as error:
        raise Refused("meanwhile", "名单刚被别人改动，这次没有导入，请再导入一次。") from error
    return plan


def teachers(actor: Actor, group_id: int | None = None) -> list[TeacherRow]:
    """Every teacher, or one group's, those who left last, in the order of their staff numbers."""
    require(actor, Act.VIEW_ROSTER, group_id)
    bears = (Badge.teacher == Teacher.id) & Badge.revoked_at.is_null()
    query = (
        Teacher.select(Teacher, Credential.pin_hash, Badge.id)
        .join(Credential, JOIN.LEFT_OUTER, on=(Credential.teacher == Teacher.id), attr="held")
        .switch(Teacher)
        .join(Badge, JOIN.LEFT_OUTER, on=bears, attr="badge")
        .order_by(Teacher.staff_no)
    )
    memberships = (
        Membership.select(Membership.teacher, Group.name)
        .join(Group)
        .where(Group.kind == GroupKind.RESEARCH)
        .order_by(Group.name)
    )
    if group_id is not None:
        members = Membership.select(Membership.teacher).where(Membership.group == group_id)
        query = query.where(Teacher.id.in_(members))
        memberships = memberships.where(Membership.teacher.in_(members))
    groups: dict[int, list[str]] = defaultdict(list)
    for teacher_id, name in memberships.tuples().iterator():
        groups[teacher_id].append(name)
    rows = [_row(teacher, groups[teacher.id]) for teacher in query]
    return sorted(rows, key=lambda row: (not row.active, len(row.staff_no), row.staff_no))


def mark_left(actor: Actor, staff_no: str, reason: str, now: datetime) -> Listed:
    """离岗: no longer expected, no longer let in; what was recorded stays.

    Refused for oneself, so that nobody shuts the school's last administrator out by a slip.
    """
    return _move(actor, staff_no, reason, now, leaves=True)


def mark_returned(actor: Actor, staff_no: str, reason: str, now: datetime) -> Listed:
    """返岗: expected again from the next activity that opens, with the PIN they had."""
    return _move(actor, staff_no, reason, now, leaves=False)


def _move(actor: Actor, staff_no: str, reason: str, now: datetime, leaves: bool) -> Listed:
    require(actor, Act.IMPORT_ROSTER)
    number = fold_width(staff_no)
    reason = clean(reason, "离岗原因" if leaves else "返岗原因", _LONGEST_REASON)
    with transaction():
        past_staff.keep(now)
        teacher = held(Teacher.select().where(Teacher.staff_no == number), Teacher).first()
        if teacher is None:
            raise Refused("unknown_teacher", f"没有工号为「{number}」的老师，请核对。")
        if teacher.id == actor.teacher_id:
            raise Refused("oneself", "不能给自己办离岗，请由教导处的另一位老师办理。")
        if leaves == (teacher.left_at is not None):
            already = "已经离岗" if leaves else "本来就在岗"
            raise Refused("already", f"{teacher.name}老师{already}，不用再办。")
        Teacher.update(left_at=now if leaves else None).where(Teacher.id == teacher.id).execute()
        act = "mark_left" if leaves else "mark_returned"
        trace.write(actor, act, "teacher", teacher.id, now, reason=reason)
    return Listed(teacher.staff_no, teacher.name)


def _row(teacher: Teacher, groups: Sequence[str]) -> TeacherRow:
    credential = getattr(teacher, "held", None)
    return TeacherRow(
        staff_no=teacher.staff_no,
        name=teacher.name,
        sex=teacher.sex,
        subject=teacher.subject,
        grade=teacher.grade,
        research_group="、".join(groups),
        posts=teacher.posts,
        has_pin=bool(credential and credential.pin_hash),
        has_badge=getattr(teacher, "badge", None) is not None,
        active=teacher.left_at is None,
    )


def _refuse_faults(reading: Reading) -> None:
    if reading.faults:
        raise Refused(
            "roster_faults", f"花名册里有 {len(reading.faults)} 处要改，没有导入，请改好后再试。"
        )


def _standings() -> list[Standing]:
    """Every teacher as they are known now."""
    groups: dict[int, dict[_GroupKey, bool]] = defaultdict(dict)
    joined = Membership.select(Membership.teacher, Group.kind, Group.name, Membership.leads)
    for teacher_id, kind, name, leads in joined.join(Group).tuples().iterator():
        groups[teacher_id][GroupKind(kind), name] = leads
    offices: dict[int, set[Role]] = defaultdict(set)
    for teacher_id, role in Office.select(Office.teacher, Office.role).tuples().iterator():
        offices[teacher_id].add(Role(role))
    return [
        Standing(
            staff_no=teacher.staff_no,
            posts=tuple(filter(None, teacher.posts.split("、"))),
            active=teacher.left_at is None,
            groups=groups[teacher.id],
            offices=frozenset(offices[teacher.id]),
            **{each: getattr(teacher, each) for each in TEXTS},
        )
        for teacher in Teacher.select().order_by(Teacher.id)
    ]


def _write_teachers(pairs: Sequence[Pair], now: datetime) -> None:
    """Add the new and update the changed in as few statements as they fit in."""
    rows = [
        _columns(after, now)
        for before, after in pairs
        if before is None or _rewrites(before, after)
    ]
    updated = [Teacher.initials, Teacher.left_at, *(getattr(Teacher, each) for each in _FIELDS)]
    for batch in chunked(rows, _BATCH):
        Teacher.insert_many(batch).on_conflict(
            conflict_target=[Teacher.staff_no], preserve=updated
        ).execute()


def _rewrites(before: Standing, after: Standing) -> bool:
    return not before.active or any(
        getattr(before, each) != getattr(after, each) for each in _FIELDS
    )


def _columns(standing: Standing, now: datetime) -> dict[str, Any]:
    return {
        **{str(each): getattr(standing, each) for each in TEXTS},
        "staff_no": standing.staff_no,
        "initials": initials(standing.name),
        "posts": "、".join(standing.posts),
        "created_at": now,
        "left_at": None,
    }


def _write_memberships(
    pairs: Sequence[Pair], teacher_ids: Mapping[str, int], group_ids: Mapping[_GroupKey, int]
) -> None:
    wanted = {group for _, after in pairs for group in after.groups}
    new = [{"kind": kind, "name": name} for kind, name in sorted(wanted - group_ids.keys())]
    if new:
        for batch in chunked(new, _BATCH):
            Group.insert_many(batch).execute()
        group_ids = _group_ids()
    rows: list[dict[str, Any]] = []
    gone: set[tuple[Any, int]] = set()
    for before, after in pairs:
        held = before.groups if before else {}
        teacher = teacher_ids[after.staff_no]
        gone |= {(group_ids[group], teacher) for group in held.keys() - after.groups.keys()}
        rows += [
            {"group": group_ids[group], "teacher": teacher, "leads": leads}
            for group, leads in after.groups.items()
            if held.get(group) != leads
        ]
    for batch in chunked(rows, _BATCH):
        Membership.insert_many(batch).on_conflict(
            conflict_target=[Membership.group, Membership.teacher], preserve=[Membership.leads]
        ).execute()
    _delete(Membership, Membership.group, gone)


def _write_offices(pairs: Sequence[Pair], teacher_ids: Mapping[str, int]) -> None:
    rows: list[dict[str, Any]] = []
    gone: set[tuple[Any, int]] = set()
    for before, after in pairs:
        held = before.offices if before else frozenset()
        teacher = teacher_ids[after.staff_no]
        gone |= {(role.value, teacher) for role in held - after.offices}
        rows += [{"teacher": teacher, "role": role} for role in sorted(after.offices - held)]
    for batch in chunked(rows, _BATCH):
        Office.insert_many(batch).on_conflict_ignore().execute()
    _delete(Office, Office.role, gone)


def _delete(table: Any, column: Any, gone: set[tuple[Any, int]]) -> None:
    """Delete the rows with these pairs of ``column`` and teacher, one statement a value."""
    by_value: dict[Any, list[int]] = defaultdict(list)
    for value, teacher in gone:
        by_value[value].append(teacher)
    for value, people in by_value.items():
        for batch in chunked(people, _BATCH):
            table.delete().where(column == value, table.teacher.in_(batch)).execute()


def _group_ids() -> dict[_GroupKey, int]:
    rows = Group.select(Group.kind, Group.name, Group.id).tuples().iterator()
    return {(GroupKind(kind), name): group_id for kind, name, group_id in rows}


def _teacher_ids() -> dict[str, int]:
    return dict(Teacher.select(Teacher.staff_no, Teacher.id).tuples().iterator())
