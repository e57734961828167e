"""申报 as people see them, and who may see or decide which (DOMAIN §8)."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from peewee import JOIN

from db.models import Claim, Group, Membership, Teacher
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.claims import CLAIM_STATE_NAMES, ClaimState
from yanxiu_tui.rules.clauses import Clause
from yanxiu_tui.rules.roles import GROUP_KIND_NAMES, GroupKind, Role
from yanxiu_tui.services import deciding
from yanxiu_tui.services.claim_kinds import Versions, kind_name
from yanxiu_tui.services.groups import research_groups
from yanxiu_tui.services.permission import Act, Actor, Scope, allowed, reach, require

# What is due some day is handed in and received (上交), neither claimed nor decided.
CLAIMED = Claim.due_at.is_null()
# Who decides where nobody else in the office may: the office's own claims.
_STAND_INS = (Role.PRINCIPAL, Role.VICE_PRINCIPAL)


@dataclass(frozen=True)
class ClaimView:
    """One line of the 学时登记表.

    ``group_name`` is the teacher's 教研组, ``for_group`` the group it is claimed for (or ""); names
    are "" where nobody stands behind them.
    """

    id: int
    term_id: int
    teacher_id: int
    staff_no: str
    teacher_name: str
    group_name: str
    for_group: str
    kind: str
    kind_name: str
    unit: str
    takes_hours: bool
    clause: Clause | None
    title: str
    organiser: str
    first: date
    last: date
    amount: Decimal
    level: str
    hours_asked: Decimal
    hours_granted: Decimal
    complete: bool
    where_kept: str
    state: ClaimState
    state_name: str
    asked_at: datetime
    asked_by: str
    decided_at: datetime | None
    decided_by: str
    opinion: str


def my_claims(actor: Actor, term_id: int) -> list[ClaimView]:
    """One's own claims of a term, and those made for one's group; the latest first."""
    require(actor, Act.CLAIM)
    mine = _read().where(Claim.teacher == actor.teacher_id, Claim.term == term_id)
    return _views(mine.order_by(Claim.last.desc(), Claim.id.desc()))


def claims(
    actor: Actor,
    term_id: int | None = None,
    state: ClaimState | None = None,
    limit: int = 500,
    offset: int = 0,
) -> list[ClaimView]:
    """Everybody's claims of a term (None: of all); leaders see those of their groups' members.

    What waits is in the order it came, all else the latest first.
    """
    query = _read().where(_within_reach(actor))
    if term_id is not None:
        query = query.where(Claim.term == term_id)
    if state is not None:
        query = query.where(Claim.state == state)
    order = Claim.id if state is ClaimState.ASKED else Claim.id.desc()
    return _views(query.order_by(order).limit(limit).offset(offset))


def view(actor: Actor, claim_id: int) -> ClaimView:
    """One claim, by its number; Refused when there is none that this person may see."""
    query = _read().where(Claim.id == claim_id)
    if not Claim.select().where(Claim.id == claim_id, Claim.teacher == actor.teacher_id).exists():
        query = query.where(_within_reach(actor))
    found = _views(query)
    if not found:
        raise unknown(claim_id)
    return found[0]


def unknown(claim_id: int) -> Refused:
    """The refusal of a number that no claim has."""
    return Refused("no_claim", f"没有编号为 {claim_id} 的申报，请核对。")


def to_decide(actor: Actor) -> int:
    """How many claims wait for this person to decide."""
    if reach(actor, Act.VIEW_CLAIMS) is not Scope.SCHOOL:
        return 0
    held = holders()
    waiting = Claim.select(Claim.teacher).where(Claim.state == ClaimState.ASKED, CLAIMED)
    return sum(may_decide(actor, each.teacher_id, held) for each in waiting)


def groups_to_hand_in_for(actor: Actor) -> dict[str, int]:
    """The groups this person may hand in for, by the names people know them by.

    Those one leads; for the office, which enters for any leader, all of them.
    """
    query = Group.select().order_by(Group.kind, Group.name)
    if not allowed(actor, Act.CLAIM_FOR_OTHERS):
        query = query.where(Group.id.in_(list(actor.leads)))
    rows = list(query)
    seen = Counter(row.name for row in rows)
    return {
        f"{GROUP_KIND_NAMES[GroupKind(row.kind)]} {row.name}" if seen[row.name] > 1 else row.name:
        row.id for row in rows
    }  # fmt: skip


def holders() -> set[int]:
    """The active teachers whose office lets them decide on claims."""
    return deciding.holders(Act.DECIDE_CLAIM)


def may_decide(actor: Actor, teacher_id: int, deciders: Collection[int]) -> bool:
    """Whether this person may decide on that teacher's claim; never on their own.

    Where nobody else in the office may, a 校长 or 副校长 does.
    """
    return deciding.may_decide(actor, Act.DECIDE_CLAIM, teacher_id, deciders, *_STAND_INS)


def require_to_decide(actor: Actor, teacher_id: int) -> None:
    """Raise Refused unless ``may_decide``."""
    if teacher_id == actor.teacher_id:
        raise Refused("own_claim", "自己申报的、上交的要由他人审核。")
    if not may_decide(actor, teacher_id, holders()):
        require(actor, Act.DECIDE_CLAIM)


def _within_reach(actor: Actor) -> Any:
    if reach(actor, Act.VIEW_CLAIMS) is not Scope.OWN_GROUP:
        require(actor, Act.VIEW_CLAIMS)
        return Claim.id.is_null(False)
    led = list(actor.leads)
    members = Membership.select(Membership.teacher).where(Membership.group.in_(led))
    return Claim.teacher.in_(members) | Claim.group.in_(led)


def _read() -> Any:
    asker, decider = Teacher.alias(), Teacher.alias()
    return (
        Claim.select(Claim, Teacher, Group, asker, decider)
        .join(Teacher, on=Claim.teacher)
        .switch(Claim)
        .join(Group, JOIN.LEFT_OUTER)
        .switch(Claim)
        .join(asker, JOIN.LEFT_OUTER, on=Claim.asked_by, attr="asked_by")
        .switch(Claim)
        .join(decider, JOIN.LEFT_OUTER, on=Claim.decided_by, attr="decided_by")
        .where(CLAIMED)
    )


def _views(query: Any) -> list[ClaimView]:
    """Three queries, however many there are."""
    rows = list(query)
    groups = research_groups({row.teacher_id for row in rows})
    versions = Versions({row.term_id for row in rows})
    return [
        _view(row, groups.get(row.teacher_id, ""), versions.at(row.term_id, row.asked_at))
        for row in rows
    ]


def _view(row: Claim, group_name: str, regulation: Regulation) -> ClaimView:
    kind, state = regulation.claim_kind(row.kind), ClaimState(row.state)
    return ClaimView(
        id=row.id,
        term_id=row.term_id,
        teacher_id=row.teacher_id,
        staff_no=row.teacher.staff_no,
        teacher_name=row.teacher.name,
        group_name=group_name,
        for_group=row.group.name if row.group else "",
        kind=row.kind,
        kind_name=kind_name(regulation, row.kind),
        unit=kind.unit if kind else "项",
        takes_hours=bool(kind and kind.hours),
        clause=kind.clause if kind else None,
        title=row.title,
        organiser=row.organiser,
        first=row.first,
        last=row.last,
        amount=row.amount,
        level=row.level,
        hours_asked=row.hours_asked,
        hours_granted=row.hours_granted,
        complete=row.complete,
        where_kept=row.where_kept,
        state=state,
        state_name=CLAIM_STATE_NAMES[state],
        asked_at=row.asked_at,
        asked_by=row.asked_by.name if row.asked_by else "",
        decided_at=row.decided_at,
        decided_by=row.decided_by.name if row.decided_by else "",
        opinion=row.opinion,
    )
