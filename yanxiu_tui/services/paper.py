"""A paper that is written to be handed in or filed, as it is printed."""

from dataclasses import dataclass
from datetime import date

from db.models import Manuscript
from yanxiu_tui.services.manuscripts import ManuscriptView, manuscript
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.school import school_name


@dataclass(frozen=True)
class Paper:
    """``whose`` is its author's or its group's name, "" for a paper of the school."""

    school: str
    whose: str
    day: date
    written: ManuscriptView


def paper(actor: Actor, manuscript_id: int) -> Paper:
    """What is printed of it; Refused to those who may not read it."""
    written = manuscript(actor, manuscript_id)
    row = Manuscript.get_by_id(manuscript_id)
    owner = row.author or row.group
    return Paper(school_name(), owner.name if owner else "", row.day, written)
