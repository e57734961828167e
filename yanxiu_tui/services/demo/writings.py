"""What the made-up staff wrote: gathered text by text, put into the memory all at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from db import search
from db.models import Manuscript, Passage
from yanxiu_tui.rules.search import words
from yanxiu_tui.services.demo.rows import insert, inserted


@dataclass(eq=False)
class Writing:
    """A manuscript; ``said`` is what else it is found by. ``id`` is known once it is written."""

    kind: str
    title: str
    day: date
    texts: Mapping[str, str]
    at: datetime
    author: int | None = None
    group: int | None = None
    about: int | None = None
    closed_at: datetime | None = None
    editor: int | None = None
    said: list[str] = field(default_factory=list)
    id: int = 0


def write(term_id: int, writings: Sequence[Writing]) -> None:
    """Every manuscript with its passages, and the words it is found by."""
    ids = inserted(Manuscript, [_manuscript(term_id, each) for each in writings])
    for each, number in zip(writings, ids, strict=True):
        each.id = number
    insert(Passage, [row for each in writings for row in _passages(each)])
    search.put_new((each.id, _words(each)) for each in writings)


def _manuscript(term_id: int, each: Writing) -> dict[str, Any]:
    return {
        "kind": each.kind,
        "term": term_id,
        "group": each.group,
        "author": each.author,
        "about": each.about,
        "title": each.title,
        "day": each.day,
        "created_at": each.at,
        "closed_at": each.closed_at,
    }


def _passages(each: Writing) -> list[dict[str, Any]]:
    by = each.editor or each.author
    return [
        {
            "manuscript": each.id,
            "section": section,
            "text": text,
            "edited_at": each.closed_at or each.at,
            "edited_by": by,
        }
        for section, text in each.texts.items()
    ]


def _words(each: Writing) -> list[str]:
    return words("\n".join([each.title, *each.texts.values(), *each.said]))
