"""迎检材料: what the growth archive of each teacher gives (Z34, P4); a query a subject."""

from collections import defaultdict
from typing import Any

from db.models import ArchiveItem, Claim, Manuscript, Observation
from yanxiu_tui.rules.pack import Entry, Part
from yanxiu_tui.services.archive_overview import GrowthLine
from yanxiu_tui.services.manuscript_rights import REFLECTION, readable
from yanxiu_tui.services.observation_views import counts, within_reach
from yanxiu_tui.services.pack_papers import EXCEL, WORD, Here, claimed, filed

NAME = "教师成长档案"


def growth_part(here: Here, lines: list[GrowthLine]) -> Part:
    """The overview, and of each teacher the list of what there is with what they wrote."""
    heard, wrote, held = _heard(here), _wrote(here), _held(here)
    parts = []
    for line in lines:
        who = line.staff
        entries = [Entry("成长档案目录", who.name, None, "growth", who.id, WORD)]
        if who.id in heard:
            entries.append(Entry("听课记录", who.name, None, "heard", who.id, WORD))
        if who.id in wrote:
            entries.append(Entry("教后反思和叙事", who.name, None, "wrote", who.id, WORD))
        entries += held[who.id]
        parts.append(Part(f"{who.staff_no} {who.name}", tuple(entries)))
    overview = Entry("成长档案总览", "全体教师", None, "overview", 0, EXCEL)
    return Part(NAME, (overview,), tuple(parts))


def written_by(here: Here, teacher_id: int) -> list[int]:
    """The reflections and narratives that a teacher finished, in order of time."""
    rows = _reflected(here, Manuscript.id).where(Manuscript.author == teacher_id)
    return [key for (key,) in rows.order_by(Manuscript.day, Manuscript.id).tuples()]


def _heard(here: Here) -> set[int]:
    return {whose for (whose,) in _observed(here, Observation.observer).distinct().tuples()}


def _wrote(here: Here) -> set[int]:
    return {whose for (whose,) in _reflected(here, Manuscript.author).distinct().tuples()}


def _observed(here: Here, *columns: Any) -> Any:
    rows = Observation.select(*columns).where(Observation.term == here.term_id)
    return rows.where(counts(), within_reach(here.actor))


def _reflected(here: Here, *columns: Any) -> Any:
    return Manuscript.select(*columns).where(
        Manuscript.term == here.term_id,
        Manuscript.kind == REFLECTION,
        Manuscript.closed_at.is_null(False),
        readable(here.actor),
    )


def _held(here: Here) -> dict[int, list[Entry]]:
    """Of each teacher what was written here to be handed in, and every file that was copied in.

    The rest only stands in the list.
    """
    kinds = [kind.id for kind in here.seen.regulation.claims if kind.by == "teacher"]
    papers = Claim.manuscript.is_null(False) | Claim.file.is_null(False)
    copies = ArchiveItem.teacher.is_null(False), ArchiveItem.file.is_null(False)
    found: dict[int, list[Entry]] = defaultdict(list)
    for whose, entry in (*claimed(here, kinds, papers), *filed(here, *copies)):
        if whose is not None:
            found[whose].append(entry)
    return found
