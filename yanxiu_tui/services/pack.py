"""迎检材料: everything of a term's archives in one folder, and what is missing first (Z32–Z34)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from db.connection import transaction
from yanxiu_tui.clock import end_of
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.pack import Numbered, Part, numbered
from yanxiu_tui.services import archive_overview, archive_views, school, trace
from yanxiu_tui.services.archive_overview import GrowthLine
from yanxiu_tui.services.archive_records import Paper
from yanxiu_tui.services.archive_views import Archive
from yanxiu_tui.services.hours import seen
from yanxiu_tui.services.pack_lacks import Lack, lacks
from yanxiu_tui.services.pack_papers import Here, entries_of
from yanxiu_tui.services.pack_teachers import growth_part
from yanxiu_tui.services.permission import Act, Actor, require

__all__ = ["Here", "Lack", "Pack", "begin", "finish", "plan"]


@dataclass(frozen=True)
class Pack:
    """What is to be made: the school, the term, every numbered entry, and what is missing."""

    here: Here
    school: str
    office: str
    term_name: str
    parts: tuple[Part, ...]
    entries: tuple[Numbered, ...]
    lacks: tuple[Lack, ...]
    lines: tuple[GrowthLine, ...]
    archive: Archive

    @cached_property
    def numbers(self) -> Mapping[Paper, list[str]]:
        """The numbers of each paper, by what makes it and of which record."""
        found: dict[Paper, list[str]] = defaultdict(list)
        for each in self.entries:
            if each.path:
                found[each.entry.kind, each.entry.key].append(each.number)
        return found

    @property
    def missing(self) -> int:
        """How many things are missing."""
        return sum(each.count for each in self.lacks)


def plan(actor: Actor, term_id: int, now: datetime) -> Pack:
    """What the pack of a term holds as the records stand now; nothing is made yet.

    A term that is over is shown as it stood at its end, with what is missing of it today.
    """
    require(actor, Act.BUILD_PACK)
    term = seen(term_id, now).term
    at = min(now, end_of(term.ends_on) - timedelta(seconds=1))
    here = Here(actor, seen(term_id, at), at)
    classes = here.seen.regulation.archives.school
    if not classes:
        raise Refused("no_classes", "本校制度还没有规定总档案分哪几类（archives），请先写明。")
    archive = archive_views.school(actor, term_id, at)
    lines = archive_overview.growth_overview(actor, term_id, at)
    parts = [
        Part(each.name, entries_of(here, each), clause=f"{each.clause.id}「{each.clause.words}」")
        for each in classes
    ]
    parts.append(growth_part(here, lines))
    entries = numbered(parts)
    return Pack(
        here=here,
        school=school.school_name(),
        office=here.seen.regulation.office,
        term_name=term.name,
        parts=tuple(parts),
        entries=tuple(entries),
        lacks=tuple(lacks(here, archive, lines, entries, now)),
        lines=tuple(lines),
        archive=archive,
    )


def begin(actor: Actor, term_id: int, files: int, now: datetime) -> None:
    """Say in the trace that a pack of so many files is begun."""
    _tell(actor, "begin_pack", term_id, files, now)


def finish(actor: Actor, term_id: int, files: int, now: datetime) -> None:
    """Say in the trace that the pack is whole."""
    _tell(actor, "finish_pack", term_id, files, now)


def _tell(actor: Actor, act: str, term_id: int, files: int, now: datetime) -> None:
    require(actor, Act.BUILD_PACK)
    with transaction():
        trace.write(actor, act, "term", term_id, now, files=files)
