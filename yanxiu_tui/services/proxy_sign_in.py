"""签到核查: what in a meeting's sign-ins deserves a look (Z25), and every attempt it refused."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN

from db.models import Activity, AttendanceFact, Attendee, Teacher, Trace
from yanxiu_tui.clock import day_bounds, local
from yanxiu_tui.rules.attendance import FactKind
from yanxiu_tui.rules.proxy_sign_in import Attempt, Clue, ClueKind, Registration, clues
from yanxiu_tui.services.activities import ActivityView, find, view_of
from yanxiu_tui.services.attendance_history import FACT_NAMES, REASON_NAMES
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.standings import OFFLINE

CLUE_NAMES: Mapping[ClueKind, str] = {
    ClueKind.SECOND_TEACHER: "一部手机签两位",
    ClueKind.DENIED: "签到与点名不符",
    ClueKind.TWO_PLACES: "断网时两处签到",
    ClueKind.BURST: "一个地址连着签",
    ClueKind.NEW_PHONE: "当天换的手机",
    ClueKind.FIRST_PHONE: "当天头一次用手机",
}
MEANS_NAMES: Mapping[str, str] = {
    "keyboard": "口令",
    "command": "命令行",
    "phone": "手机",
    "badge": "工牌",
    "paper": "纸表",
    OFFLINE: "断网",
}
_SIGN_INS = (FactKind.SIGN_IN, FactKind.SIGN_IN_AGAIN)


@dataclass(frozen=True)
class AttemptView:
    """A sign-in or a refused one, ``what`` in words.

    Staff number and name are "" when nobody is known by what was given; ``phone`` is the number of
    the registered phone, ``address`` where on the network it came from, if it did.
    """

    id: int
    at: datetime
    staff_no: str
    name: str
    signed_in: bool
    what: str
    means: str
    machine: str
    phone: int | None
    address: str


@dataclass(frozen=True)
class ClueView:
    """What deserves a look, never a verdict: the attempts it is about, and what to bear in mind."""

    kind: ClueKind
    attempts: tuple[AttemptView, ...]
    note: str

    @property
    def name(self) -> str:
        """What it is, in a few words."""
        return CLUE_NAMES[self.kind]

    @property
    def names(self) -> tuple[str, ...]:
        """The teachers it names, each once, in order of time."""
        return tuple(dict.fromkeys(attempt.name for attempt in self.attempts))


@dataclass(frozen=True)
class Check:
    """One meeting: what deserves a look, the most telling first; refused ones, latest first."""

    activity: ActivityView
    clues: tuple[ClueView, ...]
    refused: tuple[AttemptView, ...]


def check(actor: Actor, activity_id: int) -> Check:
    """Look through the sign-ins of one meeting: four queries, however many there are."""
    row = find(activity_id)
    activity = view_of(row)
    require(actor, Act.CHECK_PROXY, activity.group_id, activity.is_run_by(actor.teacher_id))
    facts = _facts(row)
    registered, owners = _registrations(facts)
    day, _ = day_bounds(local(activity.starts_at).date())
    found = clues(map(_attempt, facts), registered, _denied(activity_id), day)
    views = {fact.id: _view(fact) for fact in facts}
    return Check(
        activity,
        tuple(_clue(clue, views, owners) for clue in found),
        tuple(views[fact.id] for fact in reversed(facts) if fact.kind == FactKind.REFUSED),
    )


def _facts(row: Activity) -> list[AttendanceFact]:
    """Sign-ins and refusals, as they came; also those that named no meeting while this was open."""
    kinds = AttendanceFact.kind.in_([*_SIGN_INS, FactKind.REFUSED])
    which = AttendanceFact.activity == row.id
    if row.opened_at:
        stray = AttendanceFact.activity.is_null() & (AttendanceFact.at >= row.opened_at)
        if row.ended_at:
            stray &= AttendanceFact.at <= row.ended_at
        which |= stray
    query = AttendanceFact.select(AttendanceFact, Teacher).join(
        Teacher, JOIN.LEFT_OUTER, on=AttendanceFact.teacher
    )
    return list(query.where(which, kinds).order_by(AttendanceFact.id))


def _registrations(
    facts: Iterable[AttendanceFact],
) -> tuple[list[Registration], dict[int, str]]:
    """When these phones, and other phones of these teachers, became whose; and their names."""
    by_phone = [fact for fact in facts if fact.phone_id is not None]
    if not by_phone:
        return [], {}
    theirs = Trace.actor.in_({fact.teacher_id for fact in by_phone if fact.teacher_id})
    rows: Any = (
        Trace.select(Trace.subject_id, Trace.actor, Trace.at, Teacher.name)
        .join(Teacher)
        .where(
            Trace.subject == "phone",
            Trace.act == "register_phone",
            Trace.subject_id.in_({fact.phone_id for fact in by_phone}) | theirs,
        )
        .order_by(Trace.id)
        .tuples()
    )
    registered = [(Registration(phone, teacher, at), name) for phone, teacher, at, name in rows]
    return [each for each, _ in registered], {each.teacher: name for each, name in registered}


def _denied(activity_id: int) -> set[int]:
    query = Attendee.select(Attendee.teacher).where(
        Attendee.activity == activity_id, Attendee.conflict
    )
    return {row.teacher_id for row in query}


def _attempt(fact: AttendanceFact) -> Attempt:
    return Attempt(
        id=fact.id,
        at=fact.at,
        teacher=fact.teacher_id,
        signed_in=fact.kind in _SIGN_INS,
        phone=fact.phone_id,
        address=fact.address or "",
        machine=fact.machine,
        offline=fact.means == OFFLINE,
    )


def _view(fact: AttendanceFact) -> AttemptView:
    signed_in = fact.kind in _SIGN_INS
    return AttemptView(
        id=fact.id,
        at=fact.at,
        staff_no=fact.teacher.staff_no if fact.teacher else "",
        name=fact.teacher.name if fact.teacher else "",
        signed_in=signed_in,
        what=FACT_NAMES[FactKind(fact.kind)] if signed_in else reason_name(fact.detail),
        means=MEANS_NAMES.get(fact.means, fact.means),
        machine=fact.machine,
        phone=fact.phone_id,
        address=fact.address or "",
    )


def reason_name(reason: str) -> str:
    """Why a sign-in was refused, in words."""
    return REASON_NAMES.get(reason, reason)


def _clue(clue: Clue, views: Mapping[int, AttemptView], owners: Mapping[int, str]) -> ClueView:
    attempts = tuple(views[attempt.id] for attempt in clue.attempts)
    return ClueView(clue.kind, attempts, _note(clue, attempts, owners))


def _note(clue: Clue, attempts: Sequence[AttemptView], owners: Mapping[int, str]) -> str:
    match clue.kind:
        case ClueKind.SECOND_TEACHER:
            return "一部手机一次活动只签一位。请问清手机是谁的、是谁操作的。"
        case ClueKind.DENIED:
            return "签到后点名不在。可能临时走开，也可能不是本人签的，请核对。"
        case ClueKind.TWO_PLACES:
            return (
                "一处断网，两处都签了，以先签的为准。可能是没把握又签一次，也可能不是本人，请问清。"
            )
        case ClueKind.BURST:
            teachers = len({attempt.staff_no for attempt in attempts})
            took = int((attempts[-1].at - attempts[0].at).total_seconds())
            said = f"{teachers} 位老师在 {took} 秒里从 {attempts[0].address} 签到。"
            return said + "同一个路由器后面的手机地址相同，不一定有问题。"
        case ClueKind.NEW_PHONE:
            whose = owners.get(clue.came_from or 0)
            moved = f"这部手机以前是{whose}老师登记的。" if whose else ""
            other = "以前登记过别的手机" if clue.had_another else "以前没有登记过手机"
            return f"{moved}这位老师{other}。"
        case ClueKind.FIRST_PHONE:
            return "以前没有登记过手机，头一次用手机签到的都列在这里，不一定有问题。"
