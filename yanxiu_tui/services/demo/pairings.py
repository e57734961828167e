"""The made-up pairs are written down: agreements, signatures, changes, how they were judged."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import msgspec

from db.models import (
    Pairing,
    PairingAddendum,
    PairingAssessment,
    PairingSignature,
)
from yanxiu_tui.clock import instant, local
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.pairing_agreements import Added, Agreed, Signer, digest
from yanxiu_tui.rules.pairings import OPENED, PairingState
from yanxiu_tui.services.demo.calendar import Calendar
from yanxiu_tui.services.demo.pair_log import write_log
from yanxiu_tui.services.demo.pairs import Fate, Pair
from yanxiu_tui.services.demo.people import Person
from yanxiu_tui.services.demo.rows import insert, inserted, trace
from yanxiu_tui.services.pairing_drafts import quotas_to_keep

_STATES = {
    Fate.DRAFTED: PairingState.DRAFTED,
    Fate.HALF_SIGNED: PairingState.DRAFTED,
    Fate.WITHDRAWN: PairingState.WITHDRAWN,
    Fate.GRADUATED: PairingState.GRADUATED,
    Fate.DISSOLVED: PairingState.DISSOLVED,
}
_BOTH = (Signer.MENTOR, Signer.APPRENTICE)
_SIGNERS = {Fate.DRAFTED: _BOTH, Fate.HALF_SIGNED: _BOTH[:1], Fate.WITHDRAWN: ()}
_ENDINGS = {
    Fate.WITHDRAWN: ("withdraw_pairing", "师傅另有任务，换一位师傅重拟"),
    Fate.GRADUATED: ("graduate_pairing", "汇报课获好评，提前出师"),
    Fate.DISSOLVED: ("dissolve_pairing", "师傅临时接手毕业班，双方协商解除"),
}
_PROMOTED_TO = "校级"
_DAY, _YEAR = timedelta(days=1), timedelta(days=365)
_HALF_A_YEAR = timedelta(days=150)
_LONGER, _FEWER = "再延长一个学期。", "徒弟本学期教两个年级，公开课改为 1 节。"
# How the pair that is done was judged: the mentor by the apprentice and the office, and so on.
_JUDGED = {
    "mentor": (None, Decimal(93), "肯学肯改，已能独立带班。"),
    "apprentice": (Decimal(96), None, "每周都来听课，说得具体，受益很多。"),
    "office": (Decimal(92), Decimal(91), "记录完整，成效明显。"),
}


def write_pairs(
    rng: Random,
    pairs: Sequence[Pair],
    staff: Sequence[Person],
    regulation: Regulation,
    term: Calendar,
    term_id: int,
    now: datetime,
) -> list[dict[str, Any]]:
    """Every pair with all that belongs to it; returns the traces that they would have left."""
    book = _Book(staff, regulation, term, term_id)
    numbered = book.write(pairs)
    return [*book.traces, *write_log(rng, numbered, regulation, term, now)]


class _Book:
    """Gathers the agreements and what was signed, then writes it all at once."""

    def __init__(
        self, staff: Sequence[Person], regulation: Regulation, term: Calendar, term_id: int
    ) -> None:
        self.rule, self.term, self.term_id = regulation.pairing, term, term_id
        self.clerk, self.heads = staff[3], staff[2::-1]
        self.monday = term.today - timedelta(days=term.today.weekday())
        self.quotas = quotas_to_keep(self.rule.quotas)
        self.signatures: list[dict[str, Any]] = []
        self.assessments: list[dict[str, Any]] = []
        self.traces: list[dict[str, Any]] = []

    def write(self, pairs: Sequence[Pair]) -> list[tuple[int, Pair]]:
        """The pairs with their numbers, in the order in which they were drafted."""
        ordered = sorted(pairs, key=self._drafted_at)
        numbered = list(zip(inserted(Pairing, list(map(self._row, ordered))), ordered, strict=True))
        for number, pair in numbered:
            at = self._drafted_at(pair)
            people = {"mentor": pair.mentor.staff_no, "apprentice": pair.apprentice.staff_no}
            self._trace(self.clerk, "draft_pairing", number, at, **people)
            self._sign(number, pair)
            self._end(number, pair)
        addenda = [
            self._addendum(number, pair)
            for number, pair in numbered
            if pair.fate in (Fate.CHANGED, Fate.CHANGING)
        ]
        for made, (row, pair) in zip(
            inserted(PairingAddendum, [row for row, _ in addenda]), addenda, strict=True
        ):
            self._sign_addendum(made, row, pair)
        insert(PairingSignature, self.signatures)
        insert(PairingAssessment, self.assessments)
        return numbered

    def _drafted_at(self, pair: Pair) -> datetime:
        """Some days before it begins; what begins next week was drafted last week."""
        days = {Fate.AHEAD: -7, Fate.WITHDRAWN: -5, Fate.DRAFTED: -4, Fate.HALF_SIGNED: -4}
        ahead = days.get(pair.fate)
        day = pair.first - 5 * _DAY if ahead is None else self.monday + ahead * _DAY
        return instant(day, time(10, 10))

    def _row(self, pair: Pair) -> dict[str, Any]:
        _, reason = _ENDINGS.get(pair.fate, ("", ""))
        ended = self._ended_on(pair)
        return {
            "mentor": pair.mentor.id,
            "apprentice": pair.apprentice.id,
            **self._words(pair),
            "state": str(_STATES.get(pair.fate, PairingState.SIGNED)),
            "drafted_at": self._drafted_at(pair),
            "drafted_by": self.clerk.id,
            "signed_at": self._signed_at(pair),
            "ended_on": ended,
            "ended_by": self._ender(pair).id if ended else None,
            "end_reason": reason,
            "promoted_to": _PROMOTED_TO if pair.fate is Fate.GRADUATED else "",
        }

    def _words(self, pair: Pair) -> dict[str, Any]:
        """The words of the agreement, from the regulation's template."""
        return {
            "subject": pair.apprentice.subject,
            "first": pair.first,
            "last": pair.first + self.rule.years * _YEAR - _DAY,
            "aims": self.rule.aims,
            "mentor_duties": self.rule.mentor_duties,
            "apprentice_duties": self.rule.apprentice_duties,
            "quotas": self.quotas,
        }

    def _digest(self, pair: Pair) -> str:
        return digest(Agreed(pair.mentor.staff_no, pair.apprentice.staff_no, **self._words(pair)))

    def _ended_on(self, pair: Pair) -> date | None:
        withdrawn = pair.fate is Fate.WITHDRAWN
        return local(self._drafted_at(pair)).date() if withdrawn else pair.ended_on

    def _signed_at(self, pair: Pair) -> datetime | None:
        """When the school signed, which it does last."""
        if pair.fate in _SIGNERS:
            return None
        return self._drafted_at(pair) + timedelta(days=2, hours=6, minutes=20)

    def _head(self, pair: Pair) -> Person:
        """One of the heads, who is not in the pair; a dean rather than the principal."""
        return next(one for one in self.heads if one not in (pair.mentor, pair.apprentice))

    def _ender(self, pair: Pair) -> Person:
        return self.clerk if pair.fate is Fate.WITHDRAWN else self._head(pair)

    def _sign(self, number: int, pair: Pair) -> None:
        """Both sides at noon the next day, the school the day after."""
        words, noon = self._digest(pair), self._drafted_at(pair) + timedelta(days=1, hours=2)
        for turn, side in enumerate(_SIGNERS.get(pair.fate, _BOTH)):
            self._signature(number, None, side, pair, words, noon + timedelta(minutes=11 * turn))
        if at := self._signed_at(pair):
            self._signature(number, None, Signer.SCHOOL, pair, words, at)

    def _signature(
        self, number: int, added: int | None, side: Signer, pair: Pair, words: str, at: datetime
    ) -> None:
        signers = {Signer.MENTOR: pair.mentor, Signer.APPRENTICE: pair.apprentice}
        by = signers.get(side) or self._head(pair)
        self.signatures.append(
            {
                "pairing": number, "addendum": added, "side": str(side), "teacher": by.id,
                "digest": words, "signed_at": at,
            }
        )  # fmt: skip
        self._trace(by, "sign_pairing", number, at, side=side, addendum=added)

    def _end(self, number: int, pair: Pair) -> None:
        """How it ended, and how it was judged if it was 出师."""
        act, reason = _ENDINGS.get(pair.fate, ("", ""))
        ended = self._ended_on(pair)
        if ended is None:
            return
        at = instant(ended, time(15, 40))
        done = pair.fate is Fate.GRADUATED
        detail = {"promoted_to": _PROMOTED_TO} if done else {"reason": reason}
        self._trace(self._ender(pair), act, number, at, **detail)
        if done:
            self._judge(number, pair, at)

    def _judge(self, number: int, pair: Pair, at: datetime) -> None:
        judges = {"mentor": pair.mentor, "apprentice": pair.apprentice, "office": self._head(pair)}
        for turn, (role, (mentor, apprentice, words)) in enumerate(_JUDGED.items(), start=1):
            given = at + turn * _DAY
            self.assessments.append(
                {
                    "pairing": number, "term": self.term_id, "role": role, "mentor_score": mentor,
                    "apprentice_score": apprentice, "words": words, "at": given,
                    "by": judges[role].id,
                }
            )  # fmt: skip
            self._trace(judges[role], "assess_pairing", number, given, as_=role, before=None)

    def _addendum(self, number: int, pair: Pair) -> tuple[dict[str, Any], Pair]:
        """One asks for less and is in force, another lasts longer and waits for the mentor."""
        changed = pair.fate is Fate.CHANGED
        day = pair.first + 28 * _DAY if changed else self.monday - 3 * _DAY
        at = instant(day, time(10, 10))
        self._trace(self.clerk, "draft_addendum", number, at, number=1)
        row = {
            "pairing": number,
            "number": 1,
            "words": _LONGER,
            "last": self._words(pair)["last"] + _HALF_A_YEAR,
            "quotas": None,
            "drafted_at": at,
            "drafted_by": self.clerk.id,
            "signed_at": None,
        }
        if changed:
            fewer = {"words": _FEWER, "last": None, "quotas": self._fewer()}
            row |= {**fewer, "signed_at": at + timedelta(hours=2, minutes=11)}
        return row, pair

    def _fewer(self) -> str:
        """The quotas with one open lesson."""
        return quotas_to_keep(
            msgspec.structs.replace(each, least=1) if each.counts == OPENED else each
            for each in self.rule.quotas
        )

    def _sign_addendum(self, made: int, row: dict[str, Any], pair: Pair) -> None:
        words = digest(
            Added(self._digest(pair), row["number"], row["words"], row["last"], row["quotas"])
        )
        sides = _BOTH if row["signed_at"] else (Signer.APPRENTICE,)
        for turn, side in enumerate(sides):
            at = row["drafted_at"] + timedelta(hours=2, minutes=11 * turn)
            self._signature(row["pairing"], made, side, pair, words, at)

    def _trace(self, by: Person, act: str, subject: int, at: datetime, /, **detail: Any) -> None:
        self.traces.append(trace(by.id, act, "pairing", subject, at, **detail))
