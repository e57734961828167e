"""查找: what stands in plans, minutes, reflections and observations, found again by its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN

from db import search as index
from db.connection import database
from db.models import Group, Manuscript, Passage, PrepSession, Remark, Teacher
from db.statements import Statement
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.search import KIND_NAMES, Piece, excerpt, phrases
from yanxiu_tui.services.manuscripts import SESSION, readable
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.texts import clean

LONGEST = 64
# Of an excerpt: some words that lead up to the place, and a line of a wide screen.
_BEFORE, _LENGTH = 10, 60
_LATEST = (Manuscript.day.desc(), Manuscript.id.desc())
# Number, kind, title, day, author, group.
Row = Sequence[Any]


@dataclass(frozen=True)
class Hit:
    """A manuscript that holds what was looked for, and an excerpt from where it does.

    ``who`` is its author, or the group that wrote it. ``section_id`` is "" where the excerpt is
    from the title; ``snippet`` says of each piece whether it is what was looked for.
    """

    manuscript_id: int
    kind: str
    kind_name: str
    title: str
    who: str
    day: date
    section_id: str
    snippet: Sequence[Piece]


@dataclass(frozen=True)
class Found:
    """One page of hits, the latest day first; ``more`` says that there are others."""

    hits: Sequence[Hit]
    more: bool


def search(
    actor: Actor,
    typed: str,
    kind: str | None = None,
    term_id: int | None = None,
    limit: int = 20,
    offset: int = 0,
) -> Found:
    """The manuscripts this person may read that hold every part of what was typed.

    Refused when nothing in it can be looked for.
    """
    typed = clean(typed, "要找的字句", LONGEST)
    looked_for = phrases(typed)
    if not looked_for:
        raise Refused("nothing_to_find", "标点和符号找不到文稿，请输入要找的字或词。")
    # All that decides and sorts, and nothing else: the rest is read of one page only.
    query = _matching(looked_for).where(readable(actor))
    if kind is not None:
        query = query.where(Manuscript.kind == kind)
    if term_id is not None:
        query = query.where(Manuscript.term == term_id)
    page = query.order_by(*_LATEST).limit(limit + 1).offset(offset)
    ids = [number for (number,) in database.execute(page)]
    return Found(_hits(ids[:limit], typed), len(ids) > limit)


def _matching(looked_for: Sequence[Sequence[str]]) -> Any:
    found = index.matching(looked_for).alias("found")
    return Manuscript.select(Manuscript.id).join(found, on=(found.c.rowid == Manuscript.id))


def _hits(ids: Sequence[int], typed: str) -> list[Hit]:
    if not ids:
        return []
    rows: dict[int, Row] = {}
    texts: dict[int, list[tuple[str, str]]] = {}
    for *row, section, text in _whole.rows(ids):
        rows[row[0]] = row
        texts.setdefault(row[0], []).append((section or "", text or ""))
    notes = [row[0] for row in rows.values() if row[1] == SESSION]
    for row_id, section, words in _said.rows(notes) if notes else ():
        texts[row_id].append((section, words))
    return [_hit(row, texts[row[0]], typed) for row in rows.values()]


@Statement
def _whole(ids: Sequence[int]) -> Any:
    """What is told of these manuscripts, the latest first, again with each section and its text."""
    query: Any = (
        Manuscript.select(
            Manuscript.id,
            Manuscript.kind,
            Manuscript.title,
            Manuscript.day,
            Teacher.name,
            Group.name,
            Passage.section,
            Passage.text,
        )
        .join_from(Manuscript, Teacher, JOIN.LEFT_OUTER, on=Manuscript.author)
        .join_from(Manuscript, Group, JOIN.LEFT_OUTER)
        .join_from(Manuscript, Passage, JOIN.LEFT_OUTER)
    )
    return query.where(Manuscript.id.in_(ids)).order_by(*_LATEST, Passage.id)


@Statement
def _said(ids: Sequence[int]) -> Any:
    """What was said at the sessions of these notes."""
    rows = Remark.select(PrepSession.notes, Remark.section, Remark.words).join(PrepSession)
    return rows.where(PrepSession.notes.in_(ids), Remark.struck_at.is_null()).order_by(Remark.id)


def _hit(row: Row, texts: Sequence[tuple[str, str]], typed: str) -> Hit:
    """The hit with an excerpt from the first of its texts that has one, else from its title."""
    row_id, kind, title, day, author, group = row
    every = [*texts, ("", title)]
    excerpts = ((each[0], excerpt(each[1], typed, _BEFORE, _LENGTH)) for each in every)
    section, snippet = next((each for each in excerpts if each[1]), ("", []))
    return Hit(
        row_id, kind, KIND_NAMES[kind], title, author or group or "",
        Manuscript.day.python_value(day), section, snippet,
    )  # fmt: skip
