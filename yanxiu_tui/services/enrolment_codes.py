"""启用码: one-time codes with which teachers choose their PIN, made for the office to hand out."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from peewee import JOIN, chunked

from db.connection import transaction
from db.models import Credential, Teacher
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.names import fold_width
from yanxiu_tui.rules.pin import CODE_LIFE
from yanxiu_tui.services import trace
from yanxiu_tui.services.permission import Act, Actor, require

if TYPE_CHECKING:
    from argon2 import PasswordHasher

# Digits only, for any input method, and none that is mistaken for a letter.
_CODE_LENGTH = 8
_BATCH = 100


@dataclass(frozen=True)
class EnrolmentCode:
    """A one-time code as it is printed for its owner; it is kept only as a hash.

    ``replaces`` says that an earlier code, perhaps already handed out, is void now.
    """

    staff_no: str
    name: str
    subject: str
    code: str = field(repr=False)
    replaces: bool = False


def issue_codes(
    actor: Actor, now: datetime, staff_nos: Iterable[str] | None = None
) -> list[EnrolmentCode]:
    """Make new one-time codes, for everybody without a PIN or for those named.

    A code for somebody who has a PIN replaces that PIN only once it is used.
    """
    require(actor, Act.ISSUE_CODES)
    teachers = _to_enrol(staff_nos)
    codes = {teacher.id: _new_code() for teacher in teachers}
    earlier = Credential.select(Credential.teacher).where(Credential.code_hash != "")
    replaced = {held.teacher_id for held in earlier}
    rows = [
        {
            "teacher": teacher_id,
            "code_hash": _hasher().hash(code),
            "code_expires_at": now + CODE_LIFE,
            "failures": 0,
            "next_try_at": None,
        }
        for teacher_id, code in codes.items()
    ]
    with transaction():
        _keep(rows)
        trace.write(actor, "issue_codes", "teacher", None, now, teachers=sorted(codes))
    return [
        EnrolmentCode(
            teacher.staff_no,
            teacher.name,
            teacher.subject,
            codes[teacher.id],
            teacher.id in replaced,
        )
        for teacher in teachers
    ]


def _keep(rows: Sequence[Mapping[str, object]]) -> None:
    """Write the codes down, each over the one before; PINs stay as they are."""
    for batch in chunked(rows, _BATCH):
        Credential.insert_many(batch).on_conflict(
            conflict_target=[Credential.teacher],
            preserve=[
                Credential.code_hash, Credential.code_expires_at, Credential.failures,
                Credential.next_try_at,
            ],
        ).execute()  # fmt: skip


def _to_enrol(staff_nos: Iterable[str] | None) -> list[Teacher]:
    active = Teacher.select().where(Teacher.left_at.is_null()).order_by(Teacher.staff_no)
    if staff_nos is None:
        without = active.join(Credential, JOIN.LEFT_OUTER).where(
            Credential.id.is_null() | (Credential.pin_hash == "")
        )
        return list(without)
    wanted = [fold_width(staff_no) for staff_no in staff_nos]
    found = list(active.where(Teacher.staff_no.in_(wanted)))
    unknown = sorted(set(wanted) - {teacher.staff_no for teacher in found})
    if unknown:
        raise Refused("unknown_teacher", f"没有找到工号：{'、'.join(unknown)}，请核对后再输。")
    return found


def _new_code() -> str:
    return "".join(secrets.choice("23456789") for _ in range(_CODE_LENGTH))


@cache
def _hasher() -> "PasswordHasher":
    """For codes, which are random, live a fortnight and are made by the hundred."""
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1)
