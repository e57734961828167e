"""The roster of a term that is over stays as it stood at its end, whatever changes later."""

from datetime import datetime
from typing import Any

from db.connection import held
from db.models import (
    KeptMembership,
    KeptOffice,
    KeptTeacher,
    Table,
    Term,
    TermMembership,
    TermOffice,
    TermTeacher,
)
from yanxiu_tui.clock import local
from yanxiu_tui.services import school
from yanxiu_tui.services.school import TermView

# What is copied from where; the views still show the present to a term that is not kept.
_COPIES: tuple[tuple[type[Table], Any], ...] = (
    (KeptTeacher, TermTeacher),
    (KeptMembership, TermMembership),
    (KeptOffice, TermOffice),
)


def keep(now: datetime) -> None:
    """Copy the roster for every ended term that has none of its own yet.

    Called first in the transaction of whatever changes groups, offices or what the rules read of a
    teacher. One query when there is nothing to keep; of two at once the second finds it done.
    """
    over = Term.select(Term.id).where(
        Term.ends_on < local(now).date(), Term.staff_kept_at.is_null()
    )
    terms = [row.id for row in held(over.order_by(Term.id), Term)]
    if not terms:
        return
    for kept, view in _COPIES:
        names = [field.name for field in view._meta.sorted_fields]
        rows = view.select(*(getattr(view, name) for name in names)).where(view.term.in_(terms))
        kept.insert_from(rows, [getattr(kept, name) for name in names]).execute()
    Term.update(staff_kept_at=now).where(Term.id.in_(terms)).execute()


def term_ahead(now: datetime) -> TermView:
    """The term that runs; between two, the coming one if there is one: its roster is today's."""
    terms, today = list(Term.select().order_by(Term.starts_on)), local(now).date()
    current = school.term_at(now, terms)
    coming = [each for each in terms if each.starts_on > today]
    return school.view(coming[0] if coming and current.ends_on < today else current)
