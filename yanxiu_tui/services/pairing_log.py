"""师徒记录: what a pair did, written by one side and signed by the other before it counts (形式2).

Lessons heard of each other and open lessons are not written here: they have their own records.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN

from db.connection import held, transaction
from db.models import Pairing, PairingEntry, Teacher
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.observations import late
from yanxiu_tui.rules.pairings import ENTRY_KINDS, EntryKind, PairingState
from yanxiu_tui.services import pairing_views, school, trace
from yanxiu_tui.services.pairing_rows import addenda, hold, last_in_force
from yanxiu_tui.services.pairing_views import own
from yanxiu_tui.services.permission import Act, Actor, allowed, require
from yanxiu_tui.services.texts import clean, clean_lines

LONGEST_TITLE = 64
LONGEST_WORDS = 2000


@dataclass(frozen=True)
class EntryDraft:
    """What was done: ``kind`` is one of the regulation's, ``words`` may be empty."""

    kind: str
    day: date
    title: str
    words: str = ""


@dataclass(frozen=True)
class EntryView:
    """One entry of a pair's log; ``may_sign`` and ``may_strike`` are about whoever reads it."""

    id: int
    pairing_id: int
    kind: str
    kind_name: str
    day: date
    title: str
    words: str
    recorded_at: datetime
    recorded_by: str
    late_entry: bool
    signed_at: datetime | None
    signed_by: str
    struck_at: datetime | None
    struck_by: str
    strike_reason: str
    may_sign: bool
    may_strike: bool


def kinds(now: datetime) -> tuple[EntryKind, ...]:
    """What may be written into a log this term."""
    return _regulation(now).pairing.entry_kinds


def add(actor: Actor, pairing_id: int, draft: EntryDraft, now: datetime) -> EntryView:
    """Write down what both did; the other side is asked to sign it. Late ones are stamped 补录."""
    require(actor, Act.LOG_PAIRING)
    regulation = _regulation(now)
    values = _checked(draft, regulation)
    with transaction():
        row = hold(pairing_id)
        if actor.teacher_id not in (row.mentor_id, row.apprentice_id):
            raise Refused("not_yours", "师徒记录由师傅和徒弟自己写。")
        _refuse_outside(row, draft.day, local(now).date())
        _refuse_twice(row, values)
        made = PairingEntry.create(
            pairing=row,
            recorded_at=now,
            recorded_by=actor.teacher_id,
            late_entry=late(draft.day, local(now).date(), regulation.observing),
            **values,
        )
        trace.write(actor, "log_pairing", "pairing_entry", made.id, now, kind=draft.kind)
    return _entry(actor, made.id, now)


def sign(actor: Actor, entry_id: int, now: datetime) -> EntryView:
    """Sign, as the other side, that it was so: from now on it counts."""
    with transaction():
        row = _hold_entry(actor, entry_id, now)
        if actor.teacher_id not in (row.pairing.mentor_id, row.pairing.apprentice_id):
            raise Refused("not_yours", "师徒记录由对方签认。")
        if row.recorded_by_id == actor.teacher_id:
            raise Refused("own_entry", "这条是您自己写的，要由对方签认。")
        if row.struck_at is not None:
            raise Refused("struck", "这条记录已经作废，不用再签。")
        if row.signed_at is not None:
            raise Refused("signed", "这条记录已经签过了。")
        _sign([row.id], actor, now)
    return _entry(actor, entry_id, now)


def sign_many(actor: Actor, entry_ids: Sequence[int], now: datetime) -> int:
    """Sign all of these that wait for this person; how many that were."""
    with transaction():
        waiting = _waiting(actor).where(PairingEntry.id.in_(list(entry_ids)))
        rows = held(waiting.order_by(PairingEntry.id), PairingEntry)
        ids = [row.id for row in rows]
        _sign(ids, actor, now)
    return len(ids)


def strike(actor: Actor, entry_id: int, reason: str, now: datetime) -> EntryView:
    """Let an entry not count, saying why; it stays in the log.

    Either side may until it is signed; after that the office alone.
    """
    reason = clean(reason, "作废的原因", 200)
    with transaction():
        row = _hold_entry(actor, entry_id, now)
        if row.struck_at is not None:
            raise Refused("struck", "这条记录已经作废。")
        if not _may_strike(actor, row):
            raise Refused("not_allowed", "已经签认的记录双方都不能再改，确有错误请教导处作废。")
        PairingEntry.update(struck_at=now, struck_by=actor.teacher_id, strike_reason=reason).where(
            PairingEntry.id == row.id
        ).execute()
        trace.write(actor, "strike_pairing_entry", "pairing_entry", row.id, now, reason=reason)
    return _entry(actor, entry_id, now)


def entries(actor: Actor, pairing_id: int, now: datetime) -> list[EntryView]:
    """The log of a pair, the latest day first."""
    pairing_views.pairing(actor, pairing_id, now)
    rows = _read().where(PairingEntry.pairing == pairing_id)
    return _views(actor, rows.order_by(PairingEntry.day.desc(), PairingEntry.id.desc()), now)


def to_sign(actor: Actor) -> int:
    """How many entries wait for this person's signature."""
    return int(_waiting(actor).count()) if actor.teacher_id else 0


def _regulation(now: datetime) -> Regulation:
    return school.regulation_of(school.current_term(now).regulation_id)


def _checked(draft: EntryDraft, regulation: Regulation) -> dict[str, Any]:
    names = {each.id: each.name for each in regulation.pairing.entry_kinds}
    if draft.kind not in names:
        raise Refused("bad_kind", f"类别请选：{'、'.join(names.values())}。")
    words = clean_lines(draft.words).strip()
    if len(words) > LONGEST_WORDS:
        raise Refused("too_long", f"经过请控制在 {LONGEST_WORDS} 字以内。")
    title = clean(draft.title, "内容", LONGEST_TITLE)
    return {"kind": draft.kind, "day": draft.day, "title": title, "words": words}


def _refuse_outside(row: Pairing, day: date, today: date) -> None:
    """An entry is of a day on which both were mentor and apprentice."""
    if row.state != PairingState.SIGNED:
        ended = row.state in (PairingState.GRADUATED, PairingState.DISSOLVED)
        why = "已经结束" if ended else "还没有签订"
        raise Refused("not_running", f"这对师徒的协议{why}，不能写记录。")
    if day > today:
        raise Refused("future", "日期最晚是今天，做过的事才记。")
    last = last_in_force(row, addenda([row.id])[row.id])
    if not row.first <= day <= last:
        raise Refused("outside", f"日期应在结对期限（{row.first} 至 {last}）之内，请核对。")


def _refuse_twice(row: Pairing, values: Mapping[str, Any]) -> None:
    same = PairingEntry.select().where(
        PairingEntry.pairing == row,
        PairingEntry.kind == values["kind"],
        PairingEntry.day == values["day"],
        PairingEntry.title == values["title"],
        PairingEntry.struck_at.is_null(),
    )
    if same.exists():
        raise Refused("recorded_already", "这件事已经记过了，一人记、一人签就行，不用再写。")


def _hold_entry(actor: Actor, entry_id: int, now: datetime) -> PairingEntry:
    query = PairingEntry.select(PairingEntry, Pairing).join(Pairing)
    row = held(query.where(PairingEntry.id == entry_id), PairingEntry).first()
    if row is None:
        raise Refused("no_entry", f"没有编号为 {entry_id} 的师徒记录，请核对。")
    pairing_views.pairing(actor, row.pairing_id, now)
    return row


def _may_sign(actor: Actor, row: PairingEntry) -> bool:
    sides = (row.pairing.mentor_id, row.pairing.apprentice_id)
    open_ = row.signed_at is None and row.struck_at is None
    return open_ and actor.teacher_id in sides and row.recorded_by_id != actor.teacher_id


def _may_strike(actor: Actor, row: PairingEntry) -> bool:
    if row.struck_at is not None:
        return False
    if actor.teacher_id in (row.pairing.mentor_id, row.pairing.apprentice_id):
        return row.signed_at is None
    return allowed(actor, Act.ASSESS_PAIRING)


def _waiting(actor: Actor) -> Any:
    return (
        PairingEntry.select(PairingEntry)
        .join(Pairing)
        .where(
            own(actor),
            Pairing.state != PairingState.WITHDRAWN,
            PairingEntry.recorded_by != actor.teacher_id,
            PairingEntry.signed_at.is_null(),
            PairingEntry.struck_at.is_null(),
        )
    )


def _sign(ids: Sequence[int], actor: Actor, now: datetime) -> None:
    PairingEntry.update(signed_at=now, signed_by=actor.teacher_id).where(
        PairingEntry.id.in_(list(ids))
    ).execute()
    trace.write_each(actor, "sign_pairing_entry", "pairing_entry", ids, now)


def _read() -> Any:
    signer, striker = Teacher.alias(), Teacher.alias()
    return (
        PairingEntry.select(PairingEntry, Pairing, Teacher, signer, striker)
        .join(Pairing)
        .switch(PairingEntry)
        .join(Teacher, on=PairingEntry.recorded_by, attr="recorded_by")
        .switch(PairingEntry)
        .join(signer, JOIN.LEFT_OUTER, on=PairingEntry.signed_by, attr="signed_by")
        .switch(PairingEntry)
        .join(striker, JOIN.LEFT_OUTER, on=PairingEntry.struck_by, attr="struck_by")
    )


def _entry(actor: Actor, entry_id: int, now: datetime) -> EntryView:
    return _views(actor, _read().where(PairingEntry.id == entry_id), now)[0]


def _views(actor: Actor, query: Any, now: datetime) -> list[EntryView]:
    # What a school has no more keeps the name it usually has.
    names = {each.id: each.name for each in (*ENTRY_KINDS, *kinds(now))}
    return [_view(actor, row, names) for row in query]


def _view(actor: Actor, row: PairingEntry, names: Mapping[str, str]) -> EntryView:
    return EntryView(
        id=row.id,
        pairing_id=row.pairing_id,
        kind=row.kind,
        kind_name=names.get(row.kind, row.kind),
        day=row.day,
        title=row.title,
        words=row.words,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by.name,
        late_entry=row.late_entry,
        signed_at=row.signed_at,
        signed_by=row.signed_by.name if row.signed_by else "",
        struck_at=row.struck_at,
        struck_by=row.struck_by.name if row.struck_by else "",
        strike_reason=row.strike_reason,
        may_sign=_may_sign(actor, row),
        may_strike=_may_strike(actor, row),
    )
