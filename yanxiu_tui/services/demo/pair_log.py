"""师徒记录 of the made-up pairs: something every week, signed by the other side soon after."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from db.models import PairingEntry
from yanxiu_tui.clock import instant, local
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.calendar import why_off
from yanxiu_tui.rules.observations import late
from yanxiu_tui.services.demo import bank
from yanxiu_tui.services.demo.calendar import Calendar
from yanxiu_tui.services.demo.pairs import BEGUN, Fate, Pair
from yanxiu_tui.services.demo.rows import inserted, trace

_KINDS = ("guidance", "guidance", "guidance", "trial_lesson", "exchange")
_BY_MENTOR, _LATE, _SKIPPED = 0.6, 0.08, 0.1
_WAITS, _SOON = timedelta(days=3), timedelta(days=20)
_QUIET = timedelta(weeks=8)
_NOT_SIGNED = {"signed_at": None, "signed_by": None}
_NOT_STRUCK = {"struck_at": None, "struck_by": None, "strike_reason": ""}


def write_log(
    rng: Random,
    numbered: Sequence[tuple[int, Pair]],
    regulation: Regulation,
    term: Calendar,
    now: datetime,
) -> list[dict[str, Any]]:
    """What every pair wrote down by now; one entry was struck. Returns the traces."""
    log = _Log(rng, regulation, term, now)
    rows = [row for number, pair in numbered for row in log.of(number, pair)]
    rows += _struck(rows)
    rows.sort(key=lambda row: row["recorded_at"])
    traces: list[dict[str, Any]] = []
    for made, row in zip(inserted(PairingEntry, rows), rows, strict=True):
        traces += _traces(made, row)
    return traces


class _Log:
    """A pair's weeks, one after the other."""

    def __init__(self, rng: Random, regulation: Regulation, term: Calendar, now: datetime) -> None:
        self.rng, self.rule, self.term, self.now = rng, regulation.observing, term, now

    def of(self, number: int, pair: Pair) -> Iterator[dict[str, Any]]:
        """One entry in most of the weeks that the pair was under way; the latest waits."""
        days = set(self._days(pair))
        if pair.fate in BEGUN - {Fate.SILENT}:
            days.add(self._lately())
        for day in sorted(days):
            yield self._entry(number, pair, day)

    def _days(self, pair: Pair) -> Iterator[date]:
        if pair.fate not in BEGUN and pair.ended_on is None:
            return
        until = pair.ended_on or self.term.today
        if pair.fate is Fate.SILENT:
            until = min(until, pair.first + _QUIET)
        for week in range((until - pair.first).days // 7):
            day = pair.first + timedelta(weeks=week, days=self.rng.randint(0, 4))
            if not self._off(day) and self.rng.random() >= _SKIPPED:
                yield day

    def _lately(self) -> date:
        """The last day of school before today."""
        back = (self.term.today - timedelta(days=ahead) for ahead in range(1, 30))
        return next(day for day in back if day.weekday() < 5 and not self._off(day))

    def _off(self, day: date) -> bool:
        return bool(why_off(day, [self.term.exempt]))

    def _entry(self, number: int, pair: Pair, day: date) -> dict[str, Any]:
        rng, people = self.rng, (pair.mentor.id, pair.apprentice.id)
        writer, signer = people if rng.random() < _BY_MENTOR else people[::-1]
        kind = rng.choice(_KINDS)
        recorded = instant(day, time(17, rng.randint(0, 59)))
        if rng.random() < _LATE and self.now - recorded > _SOON:
            recorded += timedelta(days=rng.randint(9, 12))
        signed = recorded + timedelta(hours=rng.randint(3, 40))
        waits = self.now - signed < _WAITS or day == self._lately()
        lesson = bank.lesson(rng, pair.apprentice.subject)
        return {
            "pairing": number,
            "kind": kind,
            "day": day,
            "title": bank.said(rng, bank.PAIRED[kind], lesson=lesson),
            "words": rng.choice(bank.PAIRED_WORDS),
            "recorded_at": recorded,
            "recorded_by": writer,
            "late_entry": late(day, local(recorded).date(), self.rule),
            **(_NOT_SIGNED if waits else {"signed_at": signed, "signed_by": signer}),
            **_NOT_STRUCK,
        }


def _struck(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Somebody wrote down the wrong day, struck it, and wrote it again."""
    right = next((row for row in rows if not row["late_entry"]), None)
    if right is None:
        return []
    at = right["recorded_at"] - timedelta(minutes=9)
    wrong = {"day": right["day"] - timedelta(days=1), "recorded_at": at}
    struck = {
        "struck_at": at + timedelta(minutes=6), "struck_by": right["recorded_by"],
        "strike_reason": "日期写错，重新记",
    }  # fmt: skip
    return [{**right, **wrong, **_NOT_SIGNED, **struck}]


def _traces(made: int, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    subject = "pairing_entry"
    at = row["recorded_at"]
    yield trace(row["recorded_by"], "log_pairing", subject, made, at, kind=row["kind"])
    if row["signed_at"]:
        yield trace(row["signed_by"], "sign_pairing_entry", subject, made, row["signed_at"])
    if row["struck_at"]:
        reason = {"reason": row["strike_reason"]}
        yield trace(
            row["struck_by"], "strike_pairing_entry", subject, made, row["struck_at"], **reason
        )
