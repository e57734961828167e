"""工牌: handed out, lost, and anew; one scan signs in, or says whose PIN must follow (Z25)."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from peewee import chunked

from db.connection import held, transaction
from db.models import Badge, Membership, Teacher
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules import badges as rule
from yanxiu_tui.rules.names import fold_width
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.rules.seals import seal
from yanxiu_tui.services import phone_codes, trace
from yanxiu_tui.services.activities import find, regulation_for
from yanxiu_tui.services.groups import research_groups
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.sign_in import SignedIn, note_refusal, record_sign_in, where_expected
from yanxiu_tui.services.texts import clean

MEANS = "badge"
REISSUED = "换发新工牌"
_LONGEST_REASON = 200
_BATCH = 200


@dataclass(frozen=True)
class NewBadge:
    """A badge as it is printed for its bearer; its number is kept only as a keyed digest.

    ``replaces`` says that an earlier badge of theirs is void now.
    """

    staff_no: str
    name: str
    group_name: str
    number: str = field(repr=False)
    replaces: bool = False


@dataclass(frozen=True)
class BadgeView:
    """A badge handed out, as the office sees it; revoked since ``revoked_at``, and why."""

    staff_no: str
    name: str
    group_name: str
    issued_at: datetime
    revoked_at: datetime | None
    reason: str


@dataclass(frozen=True)
class Bearer:
    """Whose badge was scanned, where they are expected; their PIN must follow."""

    staff_no: str
    name: str
    activity_id: int


def issue(
    actor: Actor,
    now: datetime,
    staff_nos: Iterable[str] | None = None,
    group_id: int | None = None,
) -> list[NewBadge]:
    """Make badges for everybody who has none, for those of one group, or anew for those named.

    Of those named the earlier badge is revoked. Nobody ever has two that are good.
    """
    require(actor, Act.ISSUE_BADGES)
    with transaction():
        teachers = _held_teachers(staff_nos, group_id)
        bearing = _bearing(teachers)
        if staff_nos is None:
            teachers = [each for each in teachers if each.id not in bearing]
            bearing = set()
        numbers = {each.id: _new_number() for each in teachers}
        _void(bearing, actor, REISSUED, now)
        _keep(numbers, actor, now)
        if numbers:
            trace.write(
                actor, "issue_badges", "teacher", None, now,
                teachers=sorted(numbers), replaced=sorted(bearing),
            )  # fmt: skip
    groups = research_groups(list(numbers))
    return [
        NewBadge(
            each.staff_no, each.name, groups.get(each.id, ""), numbers[each.id], each.id in bearing
        )
        for each in teachers
    ]


def revoke(actor: Actor, staff_no: str, reason: str, now: datetime) -> str:
    """挂失: whoever finds this teacher's badge cannot use it any more; the teacher's name."""
    require(actor, Act.ISSUE_BADGES)
    reason = clean(reason, "挂失原因", _LONGEST_REASON)
    with transaction():
        # Somebody who left may have lost theirs, too.
        query = Teacher.select().where(Teacher.staff_no == fold_width(staff_no))
        teacher = held(query, Teacher).first()
        if teacher is None:
            raise Refused("unknown_teacher", f"没有工号为「{staff_no}」的老师，请核对。")
        if not _bearing([teacher]):
            raise Refused("no_badge", f"{teacher.name}老师没有在用的工牌，不用挂失。")
        _void({teacher.id}, actor, reason, now)
        trace.write(actor, "revoke_badge", "teacher", teacher.id, now, reason=reason)
    return str(teacher.name)


def badges(actor: Actor) -> list[BadgeView]:
    """Every badge ever handed out, by staff number, the latest of each teacher first."""
    require(actor, Act.ISSUE_BADGES)
    query = Badge.select(Badge, Teacher).join(Teacher, on=Badge.teacher)
    rows = list(query.order_by(Teacher.staff_no, Badge.id.desc()))
    groups = research_groups({row.teacher_id for row in rows})
    return [
        BadgeView(
            row.teacher.staff_no,
            row.teacher.name,
            groups.get(row.teacher_id, ""),
            row.issued_at,
            row.revoked_at,
            row.reason,
        )
        for row in rows
    ]


def scan(number: str, now: datetime, machine: str, preferred: int | None) -> SignedIn | Bearer:
    """One scan signs in, or says whose PIN must follow where the meeting's regulation asks for it.

    The meeting is the preferred one if the bearer is expected there. Every refusal is kept.
    """
    badge = _find(number)
    try:
        teacher = _bearer_of(badge)
    except Refused as refusal:
        owner = badge.teacher.staff_no if badge else ""
        note_refusal(preferred, owner, refusal.reason, now, MEANS, machine)
        raise
    activity_id = where_expected(teacher.staff_no, now, MEANS, machine, preferred)
    if regulation_for(find(activity_id)).badge_needs_pin:
        return Bearer(teacher.staff_no, teacher.name, activity_id)
    roles = frozenset({Role.TEACHER})
    bearer = Actor(teacher.id, teacher.name, machine, roles, staff_no=teacher.staff_no)
    return record_sign_in(activity_id, bearer, now, MEANS)


def _find(number: str) -> Badge | None:
    """The badge of that number, good or not, with whose it is."""
    plain = fold_width(number).replace(" ", "")
    digest = seal(phone_codes.secret(), "badge", plain)
    query = Badge.select(Badge, Teacher).join(Teacher, on=Badge.teacher)
    return query.where(Badge.digest == digest).first()


def _bearer_of(badge: Badge | None) -> Teacher:
    """The teacher this badge lets in; Refused when it is nobody's, or no good any more."""
    if badge is None:
        raise Refused("unknown_badge", "没有这张工牌，请再刷一次，或输入姓名和口令签到。")
    teacher: Teacher = badge.teacher
    if teacher.left_at:
        sentence = f"{teacher.name}老师已经离岗，不能签到；如有疑问请找教导处。"
        raise Refused("teacher_left", sentence)
    if badge.revoked_at:
        raise Refused("badge_revoked", "这张工牌已经作废，请用新的工牌，或输入姓名和口令签到。")
    return teacher


def _held_teachers(staff_nos: Iterable[str] | None, group_id: int | None) -> list[Teacher]:
    """Who is meant, held until the transaction ends, so that two terminals do not both issue."""
    query = Teacher.select().where(Teacher.left_at.is_null())
    wanted = {fold_width(each) for each in staff_nos or ()}
    if staff_nos is not None:
        query = query.where(Teacher.staff_no.in_(wanted))
    if group_id is not None:
        members: Any = Membership.select(Membership.teacher).where(Membership.group == group_id)
        query = query.where(Teacher.id.in_(members))
    found = list(held(query.order_by(Teacher.staff_no), Teacher))
    unknown = sorted(wanted - {each.staff_no for each in found})
    if unknown:
        raise Refused("unknown_teacher", f"没有找到工号：{'、'.join(unknown)}，请核对后再输。")
    return found


def _bearing(teachers: Sequence[Teacher]) -> set[int]:
    """Those of them who have a badge that is good."""
    good = Badge.select(Badge.teacher).where(Badge.revoked_at.is_null())
    ids = {each.id for each in teachers}
    return {row.teacher_id for row in good} & ids


def _keep(numbers: Mapping[int, str], actor: Actor, now: datetime) -> None:
    """Write down the badges of these teachers, of their numbers only the digests."""
    secret = phone_codes.secret()
    rows = [
        {
            "teacher": teacher_id,
            "digest": seal(secret, "badge", number),
            "issued_at": now,
            "issued_by": actor.teacher_id,
        }
        for teacher_id, number in numbers.items()
    ]
    for batch in chunked(rows, _BATCH):
        Badge.insert_many(batch).execute()


def _void(teacher_ids: set[int], actor: Actor, reason: str, now: datetime) -> None:
    for batch in chunked(sorted(teacher_ids), _BATCH):
        Badge.update(revoked_at=now, revoked_by=actor.teacher_id, reason=reason).where(
            Badge.teacher.in_(batch), Badge.revoked_at.is_null()
        ).execute()


def _new_number() -> str:
    return rule.complete(str(10**10 + secrets.randbelow(9 * 10**10)))
