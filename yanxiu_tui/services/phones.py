"""Signing in by phone: a phone is registered once with the PIN, then proves itself (Z25)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from db.connection import held, transaction
from db.models import AttendanceFact, Attendee, Phone, Teacher
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules import phone_codes as rule
from yanxiu_tui.rules.attendance import FactKind
from yanxiu_tui.rules.names import rank
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.rules.seals import seal
from yanxiu_tui.services import credentials, phone_codes, trace
from yanxiu_tui.services.permission import Act, Actor, allowed, require
from yanxiu_tui.services.sign_in import (
    Origin,
    SignedIn,
    note_refusal,
    record_within,
)

MEANS = "phone"


@dataclass(frozen=True)
class Call:
    """Where and when a phone calls: its network address, the terminal that serves it, the time.

    ``phone`` is the key it says it has, "" for none. ``keeps`` says whether a refusal is written
    down; where somebody knocks a thousand times a minute it is not.
    """

    address: str
    machine: str
    now: datetime
    phone: str = ""
    keeps: bool = True


@dataclass(frozen=True)
class Welcome:
    """What a phone is shown that brought a good code; ``name`` is its owner, "" when unknown."""

    activity: phone_codes.Meeting
    ticket: str = field(repr=False)
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
    secret: str = field(repr=False)
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
    with _keeping(call) as attempt:
        attempt.phone = _known(call.phone)
        attempt.activity_id = phone_codes.aimed_at(given, call.now)
        visit = phone_codes.enter(given, call.now)
    owner = attempt.phone
    name = owner.teacher.name if owner and _in_use(owner) else ""
    return Welcome(visit.activity, visit.ticket, name)


def candidates(ticket: str, typed: str, now: datetime) -> list[Candidate]:
    """Whom of those expected the typed name, initials or number may mean, at most eight."""
    activity_id = phone_codes.open_ticket(phone_codes.secret(), ticket, now)
    rows: Any = (
        Attendee.select(Teacher.staff_no, Teacher.name, Teacher.initials, Attendee.group_name)
        .join(Teacher)
        .where(Attendee.activity == activity_id)
        .tuples()
    )
    return rank(typed, [Candidate(*row) for row in rows])


def register(
    ticket: str, staff_no: str, pin: str, proof: str, nonce: str, call: Call
) -> Registered:
    """Make the phone this teacher's, once the PIN is right, and sign them in; all or nothing.

    A phone that was registered before, even one stopped, brings its ``proof`` and stays the same
    phone, whoever owns it, so that it cannot sign in a second teacher; the proof is of this very
    registration. A new one is known by the ticket and its ``nonce``: the same request again, its
    answer lost, makes no second phone.
    """
    school = phone_codes.secret()
    with _keeping(call, staff_no) as attempt:
        attempt.activity_id = phone_codes.ticket_for(school, ticket, call.now)
        attempt.phone = _known(call.phone)
        activity_id = phone_codes.open_ticket(school, ticket, call.now)
        if attempt.phone is not None:
            words = rule.registration(ticket, staff_no, nonce)
            _refuse_unproved(school, attempt.phone, words, proof)
        teacher = credentials.find_teacher(staff_no)
        credentials.check_pin(teacher, pin, call.now)
        key = attempt.phone.key if attempt.phone else _new_key(school, ticket, nonce)
        actor = _owner(teacher, call)
        with transaction():
            phone_id, new = _hand_over(key, actor, call)
            signed_in = _record(activity_id, actor, call, phone_id)
            if new:
                trace.write(actor, "register_phone", "phone", phone_id, call.now)
    return Registered(key, rule.phone_secret(school, key), signed_in)


def sign_in(ticket: str, proof: str, call: Call) -> SignedIn:
    """One tap: sign in whoever this phone is registered to."""
    school = phone_codes.secret()
    with _keeping(call) as attempt, transaction():
        attempt.activity_id = phone_codes.ticket_for(school, ticket, call.now)
        attempt.phone = _known(call.phone, hold=True)
        activity_id = phone_codes.open_ticket(school, ticket, call.now)
        phone = _proved(school, attempt.phone, ticket, proof)
        return _record(activity_id, _owner(phone.teacher, call), call, phone.id)


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


@dataclass
class _Attempt:
    """What is known of an attempt by the time it is refused."""

    activity_id: int | None = None
    phone: Phone | None = None


@contextmanager
def _keeping(call: Call, staff_no: str = "") -> Iterator[_Attempt]:
    """Keep the attempt if it is refused, under the phone's owner where nobody else was named."""
    attempt = _Attempt()
    try:
        yield attempt
    except Refused as refusal:
        if call.keeps:
            phone = attempt.phone
            named = staff_no or (phone.teacher.staff_no if phone else "")
            origin = Origin(call.address, phone.id if phone else None)
            note_refusal(
                attempt.activity_id, named, refusal.reason, call.now, MEANS, call.machine, origin
            )
        raise _for_a_phone(refusal) from None


def _for_a_phone(refusal: Refused) -> Refused:
    """What is said at 签到台 fits a phone, but for who stands before it."""
    sentence = str(refusal)
    if refusal.reason == "no_pin":
        who = sentence.partition("还没有")[0]
        sentence = f"{who}还没有设置口令，请先带启用码到签到台签到并设好口令，以后就能用手机。"
    elif refusal.reason == "wait":
        sentence = f"口令刚才输错了，{sentence.partition('，')[0]}。"
    return Refused(refusal.reason, sentence)


def _record(activity_id: int, actor: Actor, call: Call, phone_id: int) -> SignedIn:
    return record_within(activity_id, actor, call.now, MEANS, Origin(call.address, phone_id))


def _new_key(school: str, ticket: str, nonce: str) -> str:
    return seal(school, "new phone", f"{ticket}|{nonce}")[:32]


def _hand_over(key: str, actor: Actor, call: Call) -> tuple[int, bool]:
    """Make the phone of that key this teacher's, and tell whether it was not before.

    What it was before stays the same phone.
    """
    given = {
        "teacher": actor.teacher_id,
        "registered_at": call.now,
        "address": call.address,
        "revoked_at": None,
    }
    made = Phone.insert(key=key, **given).on_conflict_ignore().as_rowcount().execute()
    phone = held(Phone.select().where(Phone.key == key), Phone).get()
    changed = phone.teacher_id != actor.teacher_id or phone.revoked_at
    if changed:
        Phone.update(given).where(Phone.id == phone.id).execute()
    return phone.id, bool(made or changed)


# What a sign-in looks at of a phone's owner; reading no more keeps it quick.
_OWNER = (Teacher.id, Teacher.staff_no, Teacher.name, Teacher.left_at)


def _known(key: str, hold: bool = False) -> Phone | None:
    """The phone of that key with its owner, perhaps held until the transaction ends."""
    if not (key.isascii() and key.isalnum()):
        return None
    rows = Phone.select(Phone, *_OWNER).join(Teacher).where(Phone.key == key)
    return next(iter(held(rows, Phone) if hold else rows), None)


def _in_use(phone: Phone) -> bool:
    return not phone.revoked_at and not phone.teacher.left_at


def _proved(school: str, phone: Phone | None, ticket: str, proof: str) -> Phone:
    """The phone, if it is known, not stopped, its owner still here, and it proves itself."""
    if phone is None or phone.teacher.left_at:
        raise Refused("unknown_phone", "这部手机还没有登记，请选姓名、输口令登记一次。")
    if phone.revoked_at:
        raise Refused("phone_revoked", "这部手机已经停用，请选姓名、输口令重新登记。")
    _refuse_unproved(school, phone, ticket, proof)
    return phone


def _refuse_unproved(school: str, phone: Phone, words: str, proof: str) -> None:
    if not rule.proves(rule.phone_secret(school, phone.key), words, proof):
        raise Refused("wrong_proof", "这部手机的登记已失效，请选姓名、输口令重新登记。")


def _owner(teacher: Teacher, call: Call) -> Actor:
    """Whoever owns the phone, with no more than a teacher may do."""
    roles = frozenset({Role.TEACHER})
    return Actor(teacher.id, teacher.name, call.machine, roles, staff_no=teacher.staff_no)


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
