"""档案 as people see them: the classes, what stands in each, what is missing (Z32–Z34, P3, P4)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN

from db.models import ArchiveItem, Claim, Group, Teacher, Term
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.regulation.terms import ClaimKind
from yanxiu_tui.rules.archives import (
    ArchiveClass,
    FiledBy,
    Medium,
    Scope,
    asked_of,
    completeness,
    medium_of,
    missing,
)
from yanxiu_tui.rules.archives import lacking as lacking_words
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.rules.clauses import Clause
from yanxiu_tui.services import persons
from yanxiu_tui.services.archive_records import Filed, Paper, joined, seen_in
from yanxiu_tui.services.archive_school_sources import OF_SCHOOL
from yanxiu_tui.services.archive_sources import OF_TEACHER
from yanxiu_tui.services.hours import Seen, seen
from yanxiu_tui.services.permission import Act, Actor, allowed, require
from yanxiu_tui.services.persons import Staff
from yanxiu_tui.services.school import TermView
from yanxiu_tui.services.school import view as term_view

_TAKEN_HERE = seen_in("上交")


@dataclass(frozen=True)
class ItemView:
    """One item. ``id`` is that of what was filed by hand, None for a record that filed itself.

    ``words`` say what it is, ``where_kept`` where the paper lies or which room shows the record;
    ``file_id`` is the copy kept in the memory, if there is one. ``paper`` is that of the 迎检材料
    in which it is found.
    """

    title: str
    day: date
    medium: Medium
    where_kept: str
    file_id: int | None
    file_name: str
    from_record: bool
    words: str
    id: int | None = None
    paper: Paper | None = None


@dataclass(frozen=True)
class ClassView:
    """One class of an archive; ``least`` is how many items it needs (0: it is never missing)."""

    id: str
    name: str
    clause: Clause
    items: Sequence[ItemView]
    least: int
    filed_by: FiledBy

    @property
    def missing(self) -> int:
        """How many items are still wanting."""
        return missing(len(self.items), self.least)


@dataclass(frozen=True)
class Archive:
    """A whole archive; ``teacher_id`` None is the 总档案. ``of`` names the term."""

    title: str
    of: str
    term_id: int
    teacher_id: int | None
    classes: Sequence[ClassView]

    @property
    def completeness(self) -> float:
        """From 0 to 1."""
        return completeness((len(each.items), each.least) for each in self.classes)

    @property
    def lacking(self) -> list[str]:
        """What is missing, in words."""
        return lacking_words((each.name, len(each.items), each.least) for each in self.classes)


def growth(actor: Actor, teacher_id: int, term_id: int, now: datetime) -> Archive:
    """The 个人成长档案 of a teacher in a term: one's own, or of those one looks after."""
    here = seen(term_id, now)
    staff = persons.one(here.term, teacher_id)
    require_view(actor, staff)
    classes = here.regulation.archives.teacher
    asked = asked_of(classes, staff.person)
    found = _items(here, classes, asked, "teacher", teacher_id)
    title = f"{staff.name}老师的成长档案"
    return Archive(title, here.term.name, term_id, teacher_id, found)


def school(actor: Actor, term_id: int, now: datetime) -> Archive:
    """The 总档案 of the school in a term."""
    require(actor, Act.VIEW_ARCHIVES)
    here = seen(term_id, now)
    classes = here.regulation.archives.school
    asked = {each.id: each.least for each in classes}
    return Archive(
        "学校总档案", here.term.name, term_id, None, _items(here, classes, asked, "school", None)
    )


def terms_begun(now: datetime) -> list[TermView]:
    """The terms that there can be archives of, the latest first."""
    begun = Term.select().where(Term.starts_on <= local(now).date())
    return [term_view(row) for row in begun.order_by(Term.starts_on.desc())]


def require_view(actor: Actor, staff: Staff) -> None:
    """Refused unless the archive is one's own, or of somebody one looks after."""
    if staff.id == actor.teacher_id:
        require(actor, Act.OWN_ARCHIVE)
        return
    groups: Sequence[int | None] = [None, *staff.group_ids]
    if not any(allowed(actor, Act.VIEW_ARCHIVES, group) for group in groups):
        require(actor, Act.VIEW_ARCHIVES)


def kinds_of(each: ArchiveClass, scope: Scope, regulation: Regulation) -> frozenset[str]:
    """The claim kinds whose granted lines belong in this class."""
    handed_in: frozenset[str] = frozenset()
    if "submissions" in each.sources:
        by = ("teacher",) if scope == "teacher" else ("leader", "school")
        papers = (kind for kind in regulation.claims if kind.deadline and kind.by in by)
        handed_in = frozenset(kind.id for kind in papers)
    return handed_in | frozenset(each.claims)


def granted(term_id: int, kinds: Sequence[str], *columns: Any) -> Any:
    """The granted and whole claims of these kinds.

    What the program made of another record is filed as that record.
    """
    return Claim.select(*columns).where(
        Claim.term == term_id,
        Claim.kind.in_(kinds),
        Claim.state == ClaimState.GRANTED,
        Claim.complete,
        Claim.origin == "",
    )


def by_hand(term_id: int, *columns: Any) -> Any:
    """What was filed by hand in a term and not taken out again."""
    rows = ArchiveItem.select(*columns)
    return rows.where(ArchiveItem.term == term_id, ArchiveItem.removed_at.is_null())


def class_of(classes: Sequence[ArchiveClass], name: str) -> ArchiveClass:
    """The class of that ID or name; Refused when the archive has none such."""
    found = next((each for each in classes if name in (each.id, each.name)), None)
    if found is None:
        known = "、".join(each.name for each in classes) or "制度还没有规定"
        raise Refused("no_class", f"档案里没有「{name}」这一类，可选：{known}。")
    return found


def view_of(row: Any) -> ItemView:
    """What was filed by hand."""
    return ItemView(
        title=row.title,
        day=row.day,
        medium=row.medium,
        where_kept=row.where_kept,
        file_id=row.file_id,
        file_name=row.file_name,
        from_record=False,
        words="手工添加",
        id=row.id,
        paper=_copy_of(row),
    )


def _items(
    here: Seen,
    classes: Sequence[ArchiveClass],
    asked: Mapping[str, int],
    scope: Scope,
    teacher_id: int | None,
) -> list[ClassView]:
    """The classes with all that is in them: one query a source, one of claims, one of the rest."""
    own = _read_by_hand(here, teacher_id)
    kinds = {each.id: kinds_of(each, scope, here.regulation) for each in classes}
    claims = _read_claims(here, sorted(frozenset().union(*kinds.values())), teacher_id)
    records: dict[str, list[ItemView]] = {}
    for source in dict.fromkeys(source for each in classes for source in each.sources):
        parts: Sequence[Any] = (OF_TEACHER if scope == "teacher" else OF_SCHOOL).get(source, ())
        records[source] = [_filed(item) for part in parts for item in part.items(here, teacher_id)]
    found = []
    for each in classes:
        items = [item for source in each.sources for item in records[source]]
        items += [item for kind in kinds[each.id] for item in claims[kind]]
        items += own[each.id]
        items.sort(key=_order)
        found.append(
            ClassView(each.id, each.name, each.clause, items, asked[each.id], each.filed_by)
        )
    return found


def _order(item: ItemView) -> tuple[Any, ...]:
    """By day; those that a database may give in any order, by what is said of them."""
    return item.day, item.title, item.words, item.where_kept, item.id or 0


def _read_by_hand(here: Seen, teacher_id: int | None) -> dict[str, list[ItemView]]:
    whose = (
        ArchiveItem.teacher.is_null() if teacher_id is None else ArchiveItem.teacher == teacher_id
    )
    found: dict[str, list[ItemView]] = defaultdict(list)
    for row in by_hand(here.term.id).where(whose):
        found[row.archive_class].append(view_of(row))
    return found


def _read_claims(
    here: Seen, kinds: Sequence[str], teacher_id: int | None
) -> dict[str, list[ItemView]]:
    found: dict[str, list[ItemView]] = defaultdict(list)
    if not kinds:
        return found
    rows = granted(here.term.id, kinds, Claim, Teacher.name, Group.name)
    rows = rows.join(Teacher, on=Claim.teacher == Teacher.id, attr="teacher")
    rows = rows.switch(Claim).join(Group, JOIN.LEFT_OUTER)
    if teacher_id is not None:
        rows = rows.where(Claim.teacher == teacher_id)
    for row in rows:
        found[row.kind].append(_claimed(here.regulation, row, teacher_id))
    return found


def _claimed(regulation: Regulation, row: Any, teacher_id: int | None) -> ItemView:
    kind = regulation.claim_kind(row.kind)
    written = row.manuscript_id is not None
    return ItemView(
        title=row.title,
        day=row.last,
        medium=medium_of(bool(row.where_kept), written or row.file_id is not None),
        where_kept=row.where_kept or (_TAKEN_HERE if written else ""),
        file_id=row.file_id,
        file_name=row.file_name,
        from_record=True,
        words=joined(kind.name if kind else "", row.level, _whose(kind, row, teacher_id)),
        paper=("claim", row.id) if written else _copy_of(row),
    )


def _copy_of(row: Any) -> Paper | None:
    return ("copy", row.file_id) if row.file_id else None


def _whose(kind: ClaimKind | None, row: Any, teacher_id: int | None) -> str:
    """In the school's archive: whose it is, the group's that handed it in, or the school's own."""
    if teacher_id is not None or (kind and kind.by == "school"):
        return ""
    return str(row.group.name if row.group_id else row.teacher.name)


def _filed(item: Filed) -> ItemView:
    return ItemView(
        item.title, item.day, item.medium, item.where_kept, item.file_id, item.file_name, True,
        item.words, paper=item.paper,
    )  # fmt: skip
