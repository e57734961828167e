"""A pair of teachers as its papers have it: the agreement, and a line of the register."""

from dataclasses import replace
from datetime import date, timedelta

from tests.builders import NOW
from yanxiu_tui.rules.pairing_agreements import Signer
from yanxiu_tui.rules.pairings import QUOTAS, PairingState
from yanxiu_tui.services.pairing_papers import AgreementPaper
from yanxiu_tui.services.pairing_progress import PairProgress
from yanxiu_tui.services.pairing_views import AddendumView, PairingView, SignatureView


def a_signature(side: Signer, name: str, **values: object) -> SignatureView:
    """Signed at NOW, 14:30 in the school."""
    return SignatureView(**{"side": side, "name": name, "at": NOW, "intact": True, **values})


SIGNED = {
    Signer.MENTOR: a_signature(Signer.MENTOR, "周敏"),
    Signer.APPRENTICE: a_signature(Signer.APPRENTICE, "林远"),
    Signer.SCHOOL: a_signature(Signer.SCHOOL, "孙正"),
}


def an_agreement(**values: object) -> AgreementPaper:
    """周敏 is 林远's mentor for a year; all three have signed."""
    return AgreementPaper(
        **{
            "school": "示范中学",
            "number": 3,
            "mentor": "周敏（工号 1003）",
            "apprentice": "林远（工号 1002）",
            "subject": "语文",
            "first": date(2026, 9, 1),
            "last": date(2027, 8, 31),
            "aims": "以老带新，一年内站稳讲台。",
            "mentor_duties": "指导备课、上课和评课。\n每月听徒弟的课，指出优点和不足。",
            "apprentice_duties": "主动请教，多听师傅的课。",
            "mentor_quotas": QUOTAS[:2],
            "apprentice_quotas": QUOTAS[2:],
            "signatures": SIGNED,
            "addenda": (),
            "standing": "",
            **values,
        }
    )  # type: ignore[arg-type]


def an_addendum(**values: object) -> AddendumView:
    """The pair goes on for another term and asks for fewer lessons; both have signed."""
    return AddendumView(
        **{
            "id": 1,
            "number": 1,
            "words": "因徒弟产假，延长一个学期。",
            "last": date(2028, 1, 20),
            "quotas": QUOTAS[1:3],
            "drafted_at": NOW,
            "signed_at": NOW,
            "signatures": tuple(SIGNED.values())[:2],
            "digest": "",
            "may_sign": "",
            **values,
        }
    )  # type: ignore[arg-type]


def a_pair(**values: object) -> PairingView:
    """The same pair as a list has it, signed and under way."""
    paper = an_agreement()
    return PairingView(
        **{
            "id": 3,
            "mentor_id": 3,
            "mentor_name": "周敏",
            "mentor_no": "1003",
            "apprentice_id": 2,
            "apprentice_name": "林远",
            "apprentice_no": "1002",
            "subject": paper.subject,
            "first": paper.first,
            "last": paper.last,
            "agreed_last": paper.last,
            "aims": paper.aims,
            "mentor_duties": paper.mentor_duties,
            "apprentice_duties": paper.apprentice_duties,
            "quotas": QUOTAS,
            "agreed_quotas": QUOTAS,
            "state": PairingState.SIGNED,
            "state_name": "培养中",
            "signatures": tuple(SIGNED.values()),
            "drafted_at": NOW - timedelta(days=40),
            "drafted_by": "何静",
            "signed_at": NOW - timedelta(days=39),
            "ended_on": None,
            "ended_by": "",
            "end_reason": "",
            "promoted_to": "",
            "addenda": (),
            "digest": "",
            "overdue": False,
            "may_sign": "",
            "may_log": False,
            "may_draft": True,
            "may_end": True,
            "may_resume": False,
            **values,
        }
    )  # type: ignore[arg-type]


def half_done() -> tuple[PairProgress, ...]:
    """Each quota half met."""
    return tuple(PairProgress(quota, quota.least // 2, quota.least) for quota in QUOTAS)


def ended(**values: object) -> PairingView:
    """The pair once the apprentice was done."""
    state = {"state": PairingState.GRADUATED, "state_name": "出师", "ended_on": date(2026, 10, 12)}
    return replace(a_pair(), **{**state, **values})
