"""师徒结对 as it is handed out: the agreement on paper, and the register of all pairs (§8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from yanxiu_tui.clock import local
from yanxiu_tui.rules.pairing_agreements import Signer
from yanxiu_tui.rules.pairings import PairingState, PairQuota, Side
from yanxiu_tui.services import pairing_progress, pairing_views, school
from yanxiu_tui.services.pairing_progress import PairProgress
from yanxiu_tui.services.pairing_views import AddendumView, PairingView, SignatureView
from yanxiu_tui.services.permission import Actor

_SHOWN = [state for state in PairingState if state is not PairingState.WITHDRAWN]


@dataclass(frozen=True)
class AgreementPaper:
    """The agreement as it was made, who signed it, and every addendum to it.

    ``standing`` says in words what is still missing or how it ended; "" while it is in force.
    """

    school: str
    number: int
    mentor: str
    apprentice: str
    subject: str
    first: date
    last: date
    aims: str
    mentor_duties: str
    apprentice_duties: str
    mentor_quotas: tuple[PairQuota, ...]
    apprentice_quotas: tuple[PairQuota, ...]
    signatures: Mapping[Signer, SignatureView]
    addenda: tuple[AddendumView, ...]
    standing: str


@dataclass(frozen=True)
class RegisterLine:
    """One pair of the register: how far it is this term, without a record for how many days."""

    pair: PairingView
    progress: tuple[PairProgress, ...]
    silent: int


@dataclass(frozen=True)
class Register:
    """Every pair this person may see but withdrawn drafts, with the school, term and office."""

    school: str
    term: str
    office: str
    lines: tuple[RegisterLine, ...]


def agreement(actor: Actor, pairing_id: int, now: datetime) -> AgreementPaper:
    """One agreement for the printer; Refused to those who may not see the pair."""
    pair = pairing_views.pairing(actor, pairing_id, now)
    return AgreementPaper(
        school=school.school_name(),
        number=pair.id,
        mentor=f"{pair.mentor_name}（工号 {pair.mentor_no}）",
        apprentice=f"{pair.apprentice_name}（工号 {pair.apprentice_no}）",
        subject=pair.subject,
        first=pair.first,
        last=pair.agreed_last,
        aims=pair.aims,
        mentor_duties=pair.mentor_duties,
        apprentice_duties=pair.apprentice_duties,
        mentor_quotas=_of("mentor", pair.agreed_quotas),
        apprentice_quotas=_of("apprentice", pair.agreed_quotas),
        signatures={each.side: each for each in pair.signatures},
        # What nobody can sign any more never came to be.
        addenda=tuple(each for each in pair.addenda if each.signed_at or pair.ended_on is None),
        standing=_standing(pair),
    )


def register(actor: Actor, now: datetime) -> Register:
    """The school's pairs (a leader's: those of the group's members), those under way first."""
    pairs = _all(actor, now)
    begun = [pair.id for pair in pairs if pair.signed_at and pair.first <= local(now).date()]
    made = pairing_progress.progress(begun, now)
    silent = pairing_progress.silent(begun, now)
    term = school.current_term(now)
    return Register(
        school=school.school_name(),
        term=term.name,
        office=school.regulation_of(term.regulation_id).office,
        lines=tuple(
            RegisterLine(pair, tuple(made.get(pair.id, ())), silent.get(pair.id, 0))
            for pair in pairs
        ),
    )


def _all(actor: Actor, now: datetime) -> list[PairingView]:
    """However many there are, some hundreds at a time."""
    found: list[PairingView] = []
    while more := pairing_views.pairings(actor, now, _SHOWN, offset=len(found)):
        found += more
    return found


def _of(side: Side, quotas: tuple[PairQuota, ...]) -> tuple[PairQuota, ...]:
    return tuple(quota for quota in quotas if quota.side == side)


def _standing(pair: PairingView) -> str:
    if pair.state is PairingState.DRAFTED:
        return "尚未签齐"
    if pair.ended_on is None:
        return ""
    return f"{pair.ended_on} {pair.state_name}"
