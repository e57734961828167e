"""听课 as people read it: what one heard, who heard oneself, and one record in full (Z22)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from db.models import Manuscript, Observation, Passage
from yanxiu_tui.rules.calendar import WEEKDAYS
from yanxiu_tui.rules.observations import MODE_NAMES, Marked
from yanxiu_tui.services import manuscripts, observation_conflicts, school
from yanxiu_tui.services.groups import members_within_reach
from yanxiu_tui.services.manuscript_rights import readable
from yanxiu_tui.services.observation_conflicts import Conflict
from yanxiu_tui.services.observation_rows import (
    OBSERVATION_STATE_NAMES,
    ObservationState,
    ObservationView,
    read,
    unknown,
    views,
)
from yanxiu_tui.services.permission import Act, Actor, Scope, reach, require

__all__ = [
    "OBSERVATION_STATE_NAMES", "ObservationRecord", "ObservationState", "ObservationView",
    "book", "conflicts", "mine", "observations", "of_me", "record", "to_confirm", "view",
]  # fmt: skip

MOST = 500


@dataclass(frozen=True)
class ObservationRecord:
    """One record with everything the 听课记录表 has a place for (DOMAIN §8).

    ``running`` is the 累计节数: how many this observer had heard this term, with this one; None
    while it does not count. ``day_words`` is the day as the form has it, ``teacher`` who taught.
    """

    id: int
    school: str
    class_name: str
    subject: str
    teacher: str
    topic: str
    day: date
    day_words: str
    period: int
    place: str
    mode: str
    observer: str
    running: int | None
    process: str
    side_notes: str
    strengths: str
    weaknesses: str
    advice: str
    grade: str
    total: Decimal | None
    late_entry: bool
    confirmed: bool
    answer: str
    voided: bool
    marks: tuple[Marked, ...] = ()


def mine(actor: Actor, term_id: int, limit: int = MOST, offset: int = 0) -> list[ObservationView]:
    """What one has heard oneself this term, the latest lesson first."""
    require(actor, Act.OBSERVE)
    query = read().where(Observation.observer == actor.teacher_id, Observation.term == term_id)
    return views(_latest(query, limit, offset))


def of_me(actor: Actor, term_id: int, limit: int = MOST, offset: int = 0) -> list[ObservationView]:
    """What others have heard of oneself and finished, those to be confirmed first.

    What still waits from an earlier term is among them.
    """
    require(actor, Act.OBSERVE)
    waiting, ends_on = Observation.confirmed_at.is_null(), school.term_view(term_id).ends_on
    left = waiting & (Observation.day <= ends_on)
    query = read().where((Observation.term == term_id) | left, *_of_me(actor))
    order = (waiting.desc(), Observation.day.desc(), Observation.period.desc(), Observation.id)
    return views(query.order_by(*order).limit(limit).offset(offset))


def to_confirm(actor: Actor) -> int:
    """How many records wait for this person to confirm them."""
    if actor.teacher_id is None:
        return 0
    waiting = Observation.confirmed_at.is_null()
    return int(Observation.select().where(waiting, *_of_me(actor)).count())


def observations(
    actor: Actor, term_id: int, limit: int = MOST, offset: int = 0
) -> list[ObservationView]:
    """Everybody's of a term, the latest first; leaders see those their members heard."""
    query = read().where(Observation.term == term_id, within_reach(actor))
    return views(_latest(query, limit, offset))


def conflicts(actor: Actor, term_id: int) -> list[Conflict]:
    """The records of a term that cannot both be right; leaders see those of their members."""
    return observation_conflicts.in_term(term_id, within_reach(actor))


def view(actor: Actor, observation_id: int) -> ObservationView:
    """One of them; Refused when there is none that this person may see."""
    query = read().where(Observation.id == observation_id)
    row = query.get_or_none()
    if row is None or not _may_see(actor, row):
        raise unknown(observation_id)
    return views([row])[0]


def record(actor: Actor, observation_id: int) -> ObservationRecord:
    """One of them in full, as the paper form has it; Refused to those who may not read it."""
    found = view(actor, observation_id)
    passages = manuscripts.manuscript(actor, found.manuscript_id).passages
    words = {section: each.text for section, each in passages.items()}
    return _record(found, words, _running(found), school.school_name())


def book(actor: Actor, observer_id: int, term_id: int) -> list[ObservationRecord]:
    """All that a teacher heard in a term and that counts, in order; as many queries for any."""
    heard = Observation.observer == observer_id, Observation.term == term_id, counts()
    query = read().where(*heard, within_reach(actor))
    found = views(query.order_by(Observation.day, Observation.period, Observation.id))
    texts = _texts(actor, [each.manuscript_id for each in found])
    name = school.school_name()
    return [
        _record(each, texts[each.manuscript_id], at, name) for at, each in enumerate(found, start=1)
    ]


def _texts(actor: Actor, manuscript_ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """What stands in these, by section, as far as this person may read them."""
    rows: Any = Passage.select(Passage.manuscript, Passage.section, Passage.text).join(Manuscript)
    found: dict[int, dict[str, str]] = {each: {} for each in manuscript_ids}
    for manuscript_id, section, text in rows.where(
        Manuscript.id.in_(list(manuscript_ids)), readable(actor)
    ).tuples():
        found[manuscript_id][section] = text
    return found


def _record(
    found: ObservationView, words: Mapping[str, str], running: int | None, own_school: str
) -> ObservationRecord:
    day = found.day
    return ObservationRecord(
        id=found.id,
        school=found.school_name or own_school,
        class_name=found.class_name,
        subject=found.subject,
        teacher=found.teacher_name,
        topic=found.topic,
        day=day,
        day_words=f"{day.year}年{day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()]}",
        period=found.period,
        place=found.place,
        mode=MODE_NAMES[found.mode],
        observer=found.observer_name,
        running=running,
        process=words.get("process", ""),
        side_notes=words.get("side_notes", ""),
        strengths=words.get("strengths", ""),
        weaknesses=words.get("weaknesses", ""),
        advice=words.get("advice", ""),
        grade=found.grade,
        total=found.total,
        late_entry=found.late_entry,
        confirmed=found.confirmed_at is not None,
        answer=found.answer,
        voided=found.voided_at is not None,
        marks=found.marks,
    )


def within_reach(actor: Actor) -> Any:
    """Whose records this person may see beside their own, as a condition; Refused when nobody's."""
    scope = reach(actor, Act.VIEW_OBSERVATIONS)
    if scope is Scope.NONE:
        require(actor, Act.VIEW_OBSERVATIONS)
    if scope is Scope.SCHOOL:
        return Observation.id.is_null(False)
    return Observation.observer.in_(members_within_reach(actor, Act.VIEW_OBSERVATIONS))


def counts() -> Any:
    """Which records count (Z22), as a condition: completed, and not voided."""
    return Observation.completed_at.is_null(False) & Observation.voided_at.is_null()


def _of_me(actor: Actor) -> tuple[Any, ...]:
    return (Observation.taught_by == actor.teacher_id, counts())


def _may_see(actor: Actor, row: Observation) -> bool:
    if actor.teacher_id is not None:
        if row.observer_id == actor.teacher_id:
            return True
        if row.taught_by_id == actor.teacher_id and row.completed_at is not None:
            return True
    if reach(actor, Act.VIEW_OBSERVATIONS) is Scope.NONE:
        return False
    seen = Observation.select().where(Observation.id == row.id, within_reach(actor))
    return bool(seen.exists())


def _running(found: ObservationView) -> int | None:
    if found.completed_at is None or found.voided_at is not None:
        return None
    mine = Observation.select().where(
        Observation.observer == found.observer_id, Observation.term == found.term_id, counts()
    )
    here = (
        (Observation.day < found.day)
        | ((Observation.day == found.day) & (Observation.period < found.period))
        | (
            (Observation.day == found.day)
            & (Observation.period == found.period)
            & (Observation.id <= found.id)
        )
    )
    return int(mine.where(here).count())


def _latest(query: Any, limit: int, offset: int) -> Any:
    order = (Observation.day.desc(), Observation.period.desc(), Observation.id.desc())
    return query.order_by(*order).limit(limit).offset(offset)
