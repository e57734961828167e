"""One 文稿 to be read: every section by its name, and whose it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from peewee import JOIN

from db.models import Group, Manuscript, PrepSession, Remark, Teacher, Term
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.lesson_prep import (
    NARRATIVE_PARTS,
    OBSERVATION_PARTS,
    SESSION_PARTS,
    Section,
)
from yanxiu_tui.rules.search import KIND_NAMES
from yanxiu_tui.services import manuscripts, school
from yanxiu_tui.services.manuscripts import (
    OBSERVATION,
    OUT_STUDY,
    PAPER,
    REFLECTION,
    SESSION,
    STEERING,
)
from yanxiu_tui.services.permission import Actor


@dataclass(frozen=True)
class Reading:
    """A manuscript as it stands: ``parts`` are names with texts, those not filled in included.

    ``who`` is its author or the group that wrote it, ``about`` whom it tells of, or "".
    """

    kind_name: str
    title: str
    who: str
    about: str
    day: date
    closed: bool
    parts: Sequence[tuple[str, str]]


def reading(actor: Actor, manuscript_id: int) -> Reading:
    """All of it; Refused to those who may not read it."""
    view = manuscripts.manuscript(actor, manuscript_id)
    row = _row(manuscript_id)
    texts = {section: passage.text for section, passage in view.passages.items()}
    sections = _sections(row.kind, school.regulation_of(row.term.regulation_id), texts)
    named = [(each.name, texts.pop(each.id, "")) for each in sections]
    said = _said(manuscript_id) if row.kind == SESSION else ()
    return Reading(
        kind_name=KIND_NAMES[row.kind],
        title=row.title,
        who=_name(row.author) or _name(row.group),
        about=_name(row.about),
        day=row.day,
        closed=view.closed_at is not None,
        # A section that the regulation no longer has is shown all the same.
        parts=[*named, *(each for each in texts.items() if each[1]), *said],
    )


def _row(manuscript_id: int) -> Manuscript:
    about = Teacher.alias()
    return (
        Manuscript.select(Manuscript, Term, Teacher, Group, about)
        .join(Term)
        .join_from(Manuscript, Teacher, JOIN.LEFT_OUTER, on=Manuscript.author)
        .join_from(Manuscript, Group, JOIN.LEFT_OUTER)
        .join_from(Manuscript, about, JOIN.LEFT_OUTER, on=Manuscript.about)
        .where(Manuscript.id == manuscript_id)
        .get()
    )


def _sections(kind: str, regulation: Regulation, texts: Mapping[str, str]) -> Sequence[Section]:
    if kind == SESSION:
        return SESSION_PARTS
    if kind == OBSERVATION:
        return OBSERVATION_PARTS
    if kind == REFLECTION:
        narrated = any(each.id in texts for each in NARRATIVE_PARTS)
        return NARRATIVE_PARTS if narrated else regulation.lesson_prep.prompts
    if kind == OUT_STUDY:
        return regulation.out_study.sections
    if kind in (PAPER, STEERING):
        return _found_in(texts, [*_steering(regulation), *_papers(regulation)])
    return regulation.lesson_prep.sections


def _steering(regulation: Regulation) -> Iterator[Section]:
    yield from regulation.steering.meeting_sections
    yield from regulation.steering.inspection_sections


def _papers(regulation: Regulation) -> Iterator[Section]:
    """What papers are written in; one that no kind has sections for is one whole text."""
    yield from (section for kind in regulation.claims for section in kind.sections)
    yield Section(id="text", name="正文")


def _found_in(texts: Mapping[str, str], sections: Sequence[Section]) -> list[Section]:
    """Of these sections those that something was written in, each once."""
    return list({each.id: each for each in sections if each.id in texts}.values())


def _name(row: Teacher | Group | None) -> str:
    return str(row.name) if row else ""


def _said(notes_id: int) -> Iterator[tuple[str, str]]:
    """Who said what at the session, in order."""
    query = (
        Remark.select(Remark.words, Teacher.name)
        .join(Teacher, on=Remark.teacher)
        .join_from(Remark, PrepSession)
        .where(PrepSession.notes == notes_id, Remark.struck_at.is_null())
        .order_by(Remark.id)
    )
    return ((f"{row.teacher.name}发言", row.words) for row in query)
