"""查找: what stands in plans, minutes, reflections and observations, found again by its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN

from db import search as index
from db.connection import database
from db.models import Group, Manuscript, Passage, PrepSession, Remark, Teacher
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
Row = tuple[int, str, str, date, str | None, str | None]


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
    rows = _rows(query.order_by(*_LATEST).limit(limit + 1).offset(offset))
    return Found(_hits(rows[:limit], typed), len(rows) > limit)


def _matching(looked_for: Sequence[Sequence[str]]) -> Any:
    found = index.matching(looked_for).alias("found")
    return Manuscript.select(Manuscript.id).join(found, on=(found.c.rowid == Manuscript.id))


def _rows(page: Any) -> list[Row]:
    """What is told of each manuscript on the page, in order."""
    page = page.alias("page")
    query: Any = (
        Manuscript.select(
            Manuscript.id,
            Manuscript.kind,
            Manuscript.title,
            Manuscript.day,
            Teacher.name,
            Group.name,
        )
        .join(page, on=(page.c.id == Manuscript.id))
        .join_from(Manuscript, Teacher, JOIN.LEFT_OUTER, on=Manuscript.author)
        .join_from(Manuscript, Group, JOIN.LEFT_OUTER)
    )
    return list(query.order_by(*_LATEST).tuples())


def _hits(rows: Sequence[Row], typed: str) -> list[Hit]:
    if not rows:
        return []
    texts = _texts([row[0] for row in rows])
    _add_remarks(texts, [row[0] for row in rows if row[1] == SESSION])
    return [_hit(row, texts[row[0]], typed) for row in rows]


def _hit(row: Row, texts: Sequence[tuple[str, str]], typed: str) -> Hit:
    """The hit with an excerpt from the first of its texts that has one, else from its title."""
    row_id, kind, title, day, author, group = row
    excerpts = ((each[0], excerpt(each[1], typed, _BEFORE, _LENGTH)) for each in texts)
    section, snippet = next(
        (each for each in excerpts if each[1]), ("", excerpt(title, typed, _BEFORE, _LENGTH))
    )
    return Hit(row_id, kind, KIND_NAMES[kind], title, author or group or "", day, section, snippet)


def _texts(ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    """Section and text of all that stands in these manuscripts."""
    rows = Passage.select(Passage.manuscript, Passage.section, Passage.text)
    found: dict[int, list[tuple[str, str]]] = {each: [] for each in ids}
    # Plain texts and numbers: Peewee has nothing to convert.
    for row_id, section, text in database.execute(
        rows.where(Passage.manuscript.in_(ids)).order_by(Passage.id)
    ):
        found[row_id].append((section, text))
    return found


def _add_remarks(texts: dict[int, list[tuple[str, str]]], ids: Sequence[int]) -> None:
    """Put what was said at these sessions after what was written of them."""
    if not ids:
        return
    rows = Remark.select(PrepSession.notes, Remark.section, Remark.words).join(PrepSession)
    for row_id, section, words in database.execute(
        rows.where(PrepSession.notes.in_(ids), Remark.struck_at.is_null()).order_by(Remark.id)
    ):
        texts[row_id].append((section, words))
