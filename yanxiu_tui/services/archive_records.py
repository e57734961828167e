"""How records file themselves in an archive: one query a source, read or only counted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import SQL, fn

from yanxiu_tui.clock import local
from yanxiu_tui.rules.archives import Medium
from yanxiu_tui.services.hours import Seen

# What ``where_kept`` begins with of a record that is seen in a room.
SEEN_IN = "程序里"
# What makes a paper of the 迎检材料, and which record it is made of.
Paper = tuple[str, int | str | None]


@dataclass(frozen=True)
class Filed:
    """One record as an archive lists it; ``words`` say what it is, ``where_kept`` where it is.

    ``paper`` is that of the 迎检材料 in which it is found.
    """

    day: date
    title: str
    words: str
    where_kept: str
    medium: Medium = "file"
    file_id: int | None = None
    file_name: str = ""
    paper: Paper | None = None


@dataclass(frozen=True)
class Records:
    """Records of one kind in a term.

    ``rows`` makes the query of a term and some columns, ``teacher`` says whose each is (None: only
    the school's), ``named`` makes a title of what stands in ``title``, ``more`` are the columns
    that ``words`` are made of. ``kept`` is the room where it is seen, or the column that says where
    it lies. Several rows of one ``thing`` are one item. ``paper`` names the papers of the 迎检材料
    that they are found in, ``key`` is the column that says in which (or the one they all are in).
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
    paper: str = ""
    key: Any = ""

    def items(self, seen: Seen, teacher_id: int | None) -> list[Filed]:
        """Those of one teacher, or all of them."""
        read = [each for each in (self.kept, self.key) if not isinstance(each, str)]
        query = self.rows(seen, self.day, self.title, *self.more, *read)
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
        words, read = self.words(*more[: len(self.more)]), iter(more[len(self.more) :])
        where = seen_in(self.kept) if isinstance(self.kept, str) else next(read)
        key = self.key if isinstance(self.key, str) else next(read)
        paper = (self.paper, key) if self.paper else None
        return Filed(day_of(day), self.named(title), words, where, self.medium, paper=paper)


def seen_in(room: str) -> str:
    """Where a record is that is seen in that room."""
    return f"{SEEN_IN}「{room}」"


def day_of(moment: date | datetime) -> date:
    """The day in the school."""
    return local(moment).date() if isinstance(moment, datetime) else moment


def joined(*words: object) -> str:
    """What there is, in one line."""
    return "，".join(str(each) for each in words if each)
