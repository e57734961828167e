"""How records file themselves in an archive: one query a source, read or only counted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import SQL, fn

from yanxiu_tui.clock import local
from yanxiu_tui.rules.archives import Medium
from yanxiu_tui.services.hours import Seen


@dataclass(frozen=True)
class Filed:
    """One record as an archive lists it; ``words`` say what it is, ``where_kept`` where it is."""

    day: date
    title: str
    words: str
    where_kept: str
    medium: Medium = "file"
    file_id: int | None = None
    file_name: str = ""


@dataclass(frozen=True)
class Records:
    """Records of one kind in a term.

    ``rows`` makes the query of a term and some columns, ``teacher`` says whose each is (None: only
    the school's), ``named`` makes a title of what stands in ``title``, ``more`` are the columns
    that ``words`` are made of. ``kept`` is the room where it is seen, or the column that says where
    it lies. Several rows of one ``thing`` are one item.
    """

    rows: Callable[..., Any]
    day: Any
    title: Any
    kept: Any
    teacher: Any = None
    more: tuple[Any, ...] = ()
    words: Callable[..., str] = lambda *_: ""
    named: Callable[[Any], str] = str
    medium: Medium = "file"
    thing: Any = None

    def items(self, seen: Seen, teacher_id: int | None) -> list[Filed]:
        """Those of one teacher, or all of them."""
        where = [] if isinstance(self.kept, str) else [self.kept]
        columns = (self.day, self.title, *where, *self.more)
        query = self.rows(seen, *columns)
        if teacher_id is not None:
            query = query.where(self.teacher == teacher_id)
        if self.thing is not None:
            query = query.distinct()
        return [self._item(*row) for row in query.tuples()]

    def counts(self, seen: Seen) -> dict[int, int]:
        """How many each teacher has."""
        number = fn.COUNT(SQL("*")) if self.thing is None else fn.COUNT(fn.DISTINCT(self.thing))
        found: Any = self.rows(seen, self.teacher, number).group_by(self.teacher).tuples()
        return {whose: count for whose, count in found if whose is not None}

    def _item(self, day: date | datetime, title: Any, *more: Any) -> Filed:
        kept = f"程序里「{self.kept}」" if isinstance(self.kept, str) else more[0]
        told = more if isinstance(self.kept, str) else more[1:]
        return Filed(day_of(day), self.named(title), self.words(*told), kept, self.medium)


def day_of(moment: date | datetime) -> date:
    """The day in the school."""
    return local(moment).date() if isinstance(moment, datetime) else moment


def joined(*words: object) -> str:
    """What there is, in one line."""
    return "，".join(str(each) for each in words if each)
