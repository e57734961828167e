"""PINs: checked, chosen with an enrolment code, slowed and locked per person (Z25)."""

import math
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from db import connection
from db.connection import transaction
from db.models import Credential, Membership, Office, Supervision, Teacher
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.badges import is_number
from yanxiu_tui.rules.names import fold_width
from yanxiu_tui.rules.pin import LOCKED_AFTER, wait_after, weakness
from yanxiu_tui.rules.roles import LEADER_OF, Role
from yanxiu_tui.services import trace
from yanxiu_tui.services.permission import Act, Actor, require

if TYPE_CHECKING:
    from argon2 import PasswordHasher


def has_pin(staff_no: str) -> bool:
    """Whether this teacher has chosen a PIN; raises Refused for an unknown number."""
    teacher = find_teacher(staff_no)
    held = Credential.get_or_none(Credential.teacher == teacher)
    return held is not None and bool(held.pin_hash)


def enter(staff_no: str, pin: str, now: datetime, machine: str) -> Actor:
    """Check the PIN and say who is at the desk, with every role they hold."""
    teacher = find_teacher(staff_no)
    check_pin(teacher, pin, now)
    return actor_for(teacher, machine)


def actor_for(teacher: Teacher, machine: str) -> Actor:
    """The person behind a checked PIN: offices, and the groups led, supervised, belonged to."""
    offices = {Role(office.role) for office in Office.select().where(Office.teacher == teacher)}
    places = list(
        Membership.select(Membership, Membership.group)
        .join(Membership.group.rel_model)
        .where(Membership.teacher == teacher)
    )
    led = [each for each in places if each.leads]
    supervised = Supervision.select(Supervision.group).where(Supervision.teacher == teacher)
    supervises = frozenset(each.group_id for each in supervised)
    if supervises:
        offices.add(Role.SUPERVISING_LEADER)
    by_kind = {kind.value: role for role, kind in LEADER_OF.items()}
    return Actor(
        teacher_id=teacher.id,
        name=teacher.name,
        machine=machine,
        roles=frozenset({Role.TEACHER, *offices, *(by_kind[each.group.kind] for each in led)}),
        leads=frozenset(each.group_id for each in led),
        staff_no=teacher.staff_no,
        supervises=supervises,
        belongs=frozenset(each.group_id for each in places),
    )


def check_pin(teacher: Teacher, pin: str, now: datetime) -> None:
    """Raise Refused unless this is the teacher's PIN; wrong guesses wait longer each time.

    A badge scanned in its place is no guess.
    """
    if is_number(fold_width(pin)):
        raise Refused("badge_for_pin", "刷的是工牌，这里要的是口令，请输入口令。")
    held = Credential.get_or_none(Credential.teacher == teacher)
    if held is None or not held.pin_hash:
        raise Refused("no_pin", f"{teacher.name}老师还没有设置口令，请用教导处发的启用码设置。")
    _refuse_waiting(held, now)
    _answer(held, _matches(held.pin_hash, fold_width(pin)), now)


def enrol(staff_no: str, code: str, pin: str, now: datetime, machine: str) -> None:
    """Choose a first (or new) PIN with the one-time code the office printed."""
    teacher = find_teacher(staff_no)
    held = Credential.get_or_none(Credential.teacher == teacher)
    if held is None or not held.code_hash:
        raise Refused("no_code", "还没有发给您启用码，请到教导处领取。")
    _refuse_waiting(held, now)
    if held.code_expires_at < now:
        raise Refused("code_expired", "启用码已过期，请到教导处换一张。")
    _answer(held, _matches(held.code_hash, fold_width(code).replace(" ", "")), now, "启用码")
    _set_pin(held, teacher, pin, now, machine, "enrol")


def change_pin(actor: Actor, old: str, pin: str, now: datetime) -> None:
    """Exchange one's own PIN for another."""
    teacher = find_teacher(actor.staff_no)
    check_pin(teacher, old, now)
    held = Credential.get(Credential.teacher == teacher)
    _set_pin(held, teacher, pin, now, actor.machine, "change_pin")


def refuse_weak(staff_no: str, pin: str) -> None:
    """Raise Refused when this teacher may not choose this PIN."""
    teacher = find_teacher(staff_no)
    sentence = weakness(fold_width(pin), teacher.staff_no, teacher.born, teacher.phone)
    if sentence:
        raise Refused("weak_pin", sentence)


def appoint_administrator(teacher: Teacher, pin: str, now: datetime, machine: str) -> None:
    """Give a new school's first administrator the machine (Z4) and a PIN of their own."""
    Office.get_or_create(teacher=teacher, role=Role.RESOURCE_TEACHER)
    held, _ = Credential.get_or_create(teacher=teacher)
    _set_pin(held, teacher, pin, now, machine, "enrol")


def unlock(actor: Actor, staff_no: str, now: datetime) -> None:
    """Let somebody who guessed wrong too often try again at once."""
    require(actor, Act.UNLOCK_PIN)
    teacher = find_teacher(staff_no)
    with transaction():
        Credential.update(failures=0, next_try_at=None).where(
            Credential.teacher == teacher
        ).execute()
        trace.write(actor, "unlock_pin", "teacher", teacher.id, now)


def find_teacher(staff_no: str) -> Teacher:
    """The teacher of that number, typed in any width; Refused when there is none."""
    number = fold_width(staff_no)
    active = (Teacher.staff_no == number) & Teacher.left_at.is_null()
    # What cannot be printed cannot be a number, and some databases refuse to compare it.
    teacher = Teacher.get_or_none(active) if number.isprintable() else None
    if teacher is None:
        raise Refused("unknown_teacher", "没有找到这个姓名或工号，请核对后再输。")
    return teacher


def _refuse_waiting(held: Credential, now: datetime) -> None:
    if held.next_try_at is None or held.next_try_at <= now:
        return
    wait = min(held.next_try_at - now, wait_after(held.failures))
    if now + wait < held.next_try_at:
        # The clock was put back: wait anew what the guesses deserve, and no longer.
        Credential.update(next_try_at=now + wait).where(
            Credential.id == held.id, Credential.next_try_at == held.next_try_at
        ).execute()
    if not wait:
        return
    seconds = math.ceil(wait.total_seconds())
    if held.failures >= LOCKED_AFTER:
        raise Refused(
            "locked", f"口令输错次数太多，请 {math.ceil(seconds / 60)} 分钟后再试，或请教导处解锁。"
        )
    raise Refused("wait", f"请等 {seconds} 秒再试，也可以先让下一位老师签到。")


def _answer(read: Credential, right: bool, now: datetime, what: str = "口令") -> None:
    """Say what came of a guess, and count it; Refused unless it was ``right``.

    Whoever guessed at another terminal meanwhile may have made the person wait: then nothing is
    said of this guess, so that many terminals get no more answers than one.
    """
    if right and not Credential.get_by_id(read.id).failures:
        return
    with transaction():
        mine = Credential.select().where(Credential.id == read.id)
        standing = connection.held(mine, Credential).get()
        _refuse_waiting(standing, now)
        failures = 0 if right else standing.failures + 1
        wait = wait_after(failures)
        Credential.update(failures=failures, next_try_at=now + wait if failures else None).where(
            Credential.id == read.id
        ).execute()
    if not right:
        raise _wrong(failures, wait, what)


def _wrong(failures: int, wait: timedelta, what: str) -> Refused:
    if failures >= LOCKED_AFTER:
        minutes = int(wait.total_seconds() // 60)
        return Refused("locked", f"{what}连续输错，已锁定 {minutes} 分钟，可请教导处解锁。")
    if wait:
        return Refused("wrong_pin", f"{what}不对，请 {int(wait.total_seconds())} 秒后再试。")
    return Refused("wrong_pin", f"{what}不对，请重新输入。")


def _set_pin(
    held: Credential, teacher: Teacher, pin: str, now: datetime, machine: str, act: str
) -> None:
    """Set the PIN, unless it or the code was used or changed elsewhere since ``held`` was read."""
    pin = fold_width(pin)
    refuse_weak(teacher.staff_no, pin)
    hashed = hash_pin(pin)
    with transaction():
        changed = Credential.update(
            pin_hash=hashed, code_hash="", code_expires_at=None, failures=0, next_try_at=None
        ).where(
            Credential.id == held.id,
            Credential.pin_hash == held.pin_hash,
            Credential.code_hash == held.code_hash,
        )
        if not changed.execute():
            raise Refused("changed_meanwhile", "口令刚刚在别处设好了，请用新口令。")
        trace.write(Actor(teacher.id, teacher.name, machine), act, "teacher", teacher.id, now)


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    # An old staffroom machine checks a PIN in well under half a second with this.
    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hash_pin(secret: str) -> str:
    """The secret as it is kept: argon2, its parameters inside."""
    return _hasher().hash(secret)


def _matches(hashed: str, secret: str) -> bool:
    from argon2.exceptions import VerificationError

    try:
        return secret.isascii() and _hasher().verify(hashed, secret)
    except VerificationError:
        return False
