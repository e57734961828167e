"""师徒考核 as figures: how mentors and apprentices were judged at the term's end (形式2)."""

from decimal import Decimal
from typing import Any

from peewee import Field, Value, fn

from db.models import Pairing, PairingAssessment, Teacher
from yanxiu_tui.clock import local
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.items import Figure
from yanxiu_tui.rules.pairing_assessments import JUDGES_OF, Judge, whole
from yanxiu_tui.rules.pairings import Side
from yanxiu_tui.rules.scoring import cents
from yanxiu_tui.services.measures.asking import Ask, Record, Window, exact
from yanxiu_tui.services.measures.sources import Part, Recipe, Source, total


def _rows(window: Window, *columns: Any) -> Any:
    """What was given in pairs that all three have judged, or in a term that is over.

    Before that a figure would tell one judge what another gave.
    """
    given = PairingAssessment.at < window.until
    rows = PairingAssessment.select(*columns).join(Pairing)
    rows = rows.where(PairingAssessment.term.in_(window.term_ids), given)
    if window.last > window.ends_on:
        return rows
    other = PairingAssessment.alias()
    all_three = other.select(fn.COUNT(other.id)).where(
        other.pairing == PairingAssessment.pairing,
        other.term == PairingAssessment.term,
        other.at < window.until,
    )
    return rows.where(Value(len(Judge)) == all_three)


OF: dict[Side, tuple[Source, Field]] = {
    "mentor": (Source(_rows, Pairing.mentor, PairingAssessment.at), PairingAssessment.mentor_score),
    "apprentice": (
        Source(_rows, Pairing.apprentice, PairingAssessment.at),
        PairingAssessment.apprentice_score,
    ),
}


def assessment(ask: Ask, regulation: Regulation) -> Recipe:
    """Each judge's mean over somebody's pairs, weighed as the regulation says."""
    side = _side(ask)
    source, score = OF[side]
    parts = [
        Part(source, column)
        for judge in JUDGES_OF[side]
        for column in (total(_by(judge, score), score), total(_by(judge, score)))
    ]
    weights = {str(judge): weight for judge, weight in regulation.pairing.weights.items()}

    def weigh(*sums: Decimal) -> Figure:
        means = {
            judge: cents(sums[2 * at] / sums[2 * at + 1]) if sums[2 * at + 1] else None
            for at, judge in enumerate(JUDGES_OF[side])
        }
        figure = whole(side, means, weights)
        return None if figure is None else (figure,)

    return Recipe(parts, weigh, None)


def records(ask: Ask, window: Window, regulation: Regulation, whose: int) -> list[Record]:
    """Each judgement of somebody's pairs; the office's by the name the school has for it."""
    source, score = OF[_side(ask)]
    other = Pairing.apprentice if _side(ask) == "mentor" else Pairing.mentor
    names = {Judge.MENTOR: "师傅", Judge.APPRENTICE: "徒弟", Judge.OFFICE: regulation.office}
    rows = source.rows(
        window, PairingAssessment.at, PairingAssessment.role, Teacher.name, score
    ).join(Teacher, on=other == Teacher.id)
    found = rows.where(source.whose == whose, score.is_null(False))
    return [
        Record(local(at).date(), f"师徒考核（{name}）", f"{names[Judge(role)]}评", exact(given))
        for at, role, name, given in found.order_by(PairingAssessment.at).tuples()
    ]


def _side(ask: Ask) -> Side:
    return "mentor" if ask.measure == "mentor_assessment" else "apprentice"


def _by(judge: Judge, score: Field) -> Any:
    return (PairingAssessment.role == str(judge)) & score.is_null(False)
