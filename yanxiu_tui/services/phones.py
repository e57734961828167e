"""Signing in by phone: a phone is registered once with the PIN, then proves itself (Z25)."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db.connection import transaction
from db.models import AttendanceFact, Attendee, Phone, Teacher
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules import phone_codes as rule
from yanxiu_tui.rules.attendance import FactKind
from yanxiu_tui.rules.names import rank
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services import credentials, phone_codes, trace
from yanxiu_tui.services.activities import ActivityView
from yanxiu_tui.services.permission import Act, Actor, allowed, require
from yanxiu_tui.services.sign_in import (
    Origin,
    SignedIn,
    note_refusal,
    record_sign_in,
    record_within,
)

MEANS = "phone"


@dataclass(frozen=True)
class Call:
    """Where and when a phone calls: its network address, the terminal that serves it, the time.

    ``phone`` is the key it says it has, "" for none.
    """

    address: str
    machine: str
    now: datetime
    phone: str = ""


@dataclass(frozen=True)
class Welcome:
    """What a phone is shown that brought a good code; ``name`` is its owner, "" when unknown."""

    activity: ActivityView
    ticket: str
    name: str


@dataclass(frozen=True)
class Candidate:
    """Somebody expected at the activity, as the one who types a name finds them."""

    staff_no: str
    name: str
    initials: str
    group_name: str


@dataclass(frozen=True)
class Registered:
    """A phone that is somebody's now, what it proves itself with, and the sign-in just made."""

    phone: str
    secret: str
    signed_in: SignedIn


@dataclass(frozen=True)
class PhoneView:
    """A registered phone as the office and its owner see it."""

    id: int
    staff_no: str
    name: str
    initials: str
    registered_at: datetime
    address: str
    revoked_at: datetime | None


def enter(given: str, call: Call) -> Welcome:
    """Open the page of the activity whose code was scanned or typed; a refusal is kept."""
    owner = _known(call.phone)
    try:
        visit = phone_codes.enter(given, call.now)
    except Refused as refusal:
        _note(refusal, phone_codes.named_by(given), owner, call)
        raise
    name = owner.teacher.name if owner and not owner.revoked_at else ""
    return Welcome(visit.activity, visit.ticket, name)


def candidates(ticket: str, typed: str, now: datetime) -> list[Candidate]:
    """Whom of those expected the typed name, initials or number may mean, at most eight."""
    activity_id = phone_codes.open_ticket(ticket, now)
    rows: Any = (
        Attendee.select(Teacher.staff_no, Teacher.name, Teacher.initials, Attendee.group_name)
        .join(Teacher)
        .where(Attendee.activity == activity_id)
        .tuples()
    )
    return rank(typed, [Candidate(*row) for row in rows])


def register(ticket: str, staff_no: str, pin: str, proof: str, call: Call) -> Registered:
    """Make the phone this teacher's, once the PIN is right, and sign them in; all or nothing.

    A phone that was registered before, even one stopped, brings its ``proof`` and stays the same
    phone, whoever owns it, so that it cannot sign in a second teacher.
    """
    activity_id, before = None, _known(call.phone)
    try:
        activity_id = phone_codes.open_ticket(ticket, call.now)
        if before is not None:
            _refuse_unproved(before, ticket, proof)
        teacher = credentials.find_teacher(staff_no)
        credentials.check_pin(teacher, pin, call.now)
    except Refused as refusal:
        _note(refusal, activity_id, before, call, staff_no)
        raise
    return _take(activity_id, teacher, before, call)


def sign_in(ticket: str, proof: str, call: Call) -> SignedIn:
    """One tap: sign in whoever this phone is registered to."""
    activity_id, phone = None, _known(call.phone)
    try:
        activity_id = phone_codes.open_ticket(ticket, call.now)
        phone = _proved(phone, ticket, proof)
    except Refused as refusal:
        _note(refusal, activity_id, phone, call)
        raise
    return record_sign_in(
        activity_id, _owner(phone.teacher, call), call.now, MEANS, Origin(call.address, phone.id)
    )


def phones(actor: Actor) -> list[PhoneView]:
    """The phones registered, the latest first: everybody's for the office, else one's own."""
    query = Phone.select(Phone, Teacher).join(Teacher).order_by(Phone.registered_at.desc())
    if not allowed(actor, Act.MANAGE_PHONES):
        require(actor, Act.OWN_PHONE)
        query = query.where(Phone.teacher == actor.teacher_id)
    return [_view(row) for row in query]


def latest(activity_id: int, most: int = 3) -> list[str]:
    """Who signed in to this activity by phone last, the latest first."""
    rows: Any = (
        AttendanceFact.select(Teacher.name)
        .join(Teacher, on=AttendanceFact.teacher == Teacher.id)
        .where(
            AttendanceFact.activity == activity_id,
            AttendanceFact.kind == FactKind.SIGN_IN,
            AttendanceFact.means == MEANS,
        )
        .order_by(AttendanceFact.id.desc())
        .limit(most)
        .tuples()
    )
    return [name for (name,) in rows]


def revoke(actor: Actor, phone_id: int, now: datetime) -> PhoneView:
    """Stop a phone that is lost or given away; it can be registered anew with the PIN."""
    with transaction():
        found = Phone.select(Phone, Teacher).join(Teacher).where(Phone.id == phone_id).first()
        if found is None:
            raise Refused("no_phone", "没有这部手机，请刷新后再看。")
        if found.teacher_id != actor.teacher_id:
            require(actor, Act.MANAGE_PHONES)
        if found.revoked_at is None:
            found.revoked_at = now
            Phone.update(revoked_at=now).where(Phone.id == phone_id).execute()
            trace.write(actor, "revoke_phone", "phone", phone_id, now, teacher=found.teacher_id)
    return _view(found)


def _take(activity_id: int, teacher: Teacher, before: Phone | None, call: Call) -> Registered:
    """Hand the phone over and sign in; of a refusal nothing stays but the attempt."""
    actor = _owner(teacher, call)
    try:
        with transaction():
            phone = _hand_over(before, actor, call)
            origin = Origin(call.address, phone.id)
            signed_in = record_within(activity_id, actor, call.now, MEANS, origin)
    except Refused as refusal:
        _note(refusal, activity_id, before, call, actor.staff_no)
        raise
    kept = rule.phone_secret(phone_codes.secret(), phone.key)
    return Registered(phone.key, kept, signed_in)


def _hand_over(before: Phone | None, actor: Actor, call: Call) -> Phone:
    """The phone as this teacher's; what it was before stays the same phone."""
    if before is not None and before.teacher_id == actor.teacher_id and not before.revoked_at:
        return before
    given = {
        "teacher": actor.teacher_id,
        "registered_at": call.now,
        "address": call.address,
        "revoked_at": None,
    }
    if before is None:
        phone = Phone.create(key=secrets.token_hex(16), **given)
    else:
        Phone.update(given).where(Phone.id == before.id).execute()
        phone = before
    trace.write(actor, "register_phone", "phone", phone.id, call.now)
    return phone


def _known(key: str) -> Phone | None:
    """The phone of that key, with its owner."""
    rows = Phone.select(Phone, Teacher).join(Teacher).where(Phone.key == key)
    return rows.first() if key else None


def _proved(phone: Phone | None, ticket: str, proof: str) -> Phone:
    """The phone, if it is known, not stopped, its owner still here, and it proves itself."""
    if phone is None or phone.teacher.left_at:
        raise Refused("unknown_phone", "这部手机还没有登记，请选姓名、输口令登记一次。")
    if phone.revoked_at:
        raise Refused("phone_revoked", "这部手机已经停用，请选姓名、输口令重新登记。")
    _refuse_unproved(phone, ticket, proof)
    return phone


def _refuse_unproved(phone: Phone, ticket: str, proof: str) -> None:
    if not rule.proves(rule.phone_secret(phone_codes.secret(), phone.key), ticket, proof):
        raise Refused("wrong_proof", "这部手机的登记已失效，请选姓名、输口令重新登记。")


def _owner(teacher: Teacher, call: Call) -> Actor:
    """Whoever owns the phone, with no more than a teacher may do."""
    roles = frozenset({Role.TEACHER})
    return Actor(teacher.id, teacher.name, call.machine, roles, staff_no=teacher.staff_no)


def _note(
    refusal: Refused, activity_id: int | None, phone: Phone | None, call: Call, staff_no: str = ""
) -> None:
    """Keep the attempt, under the phone's owner where nobody else was named."""
    named = staff_no or (phone.teacher.staff_no if phone else "")
    origin = Origin(call.address, phone.id if phone else None)
    note_refusal(activity_id, named, refusal.reason, call.now, MEANS, call.machine, origin)


def _view(phone: Phone) -> PhoneView:
    return PhoneView(
        phone.id,
        phone.teacher.staff_no,
        phone.teacher.name,
        phone.teacher.initials,
        phone.registered_at,
        phone.address,
        phone.revoked_at,
    )
