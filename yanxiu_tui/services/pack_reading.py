"""迎检材料: what each file is made of, read anew when it is made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from db.models import Claim, StoredFile
from yanxiu_tui.regulation.loader import pinned
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.regulation.words import describe
from yanxiu_tui.rules.archives import SOURCE_NAMES
from yanxiu_tui.rules.lesson_prep import Section
from yanxiu_tui.services import archive_views, school
from yanxiu_tui.services.archive_records import SEEN_IN, Filed, Paper
from yanxiu_tui.services.archive_views import Archive, ItemView
from yanxiu_tui.services.manuscripts import OUT_STUDY, REFLECTION, SHARED_PLAN
from yanxiu_tui.services.minutes import minutes as printed_minutes
from yanxiu_tui.services.observation_views import ObservationRecord, book
from yanxiu_tui.services.pack_papers import Here, parts_of
from yanxiu_tui.services.pack_teachers import written_by
from yanxiu_tui.services.paper import paper
from yanxiu_tui.services.regulation import source_of

_WHOLE = (Section(id="text", name=""),)
_Row = TypeVar("_Row", Filed, ItemView)
_NARRATIVE = Section(id="narrative", name="")


@dataclass(frozen=True)
class Text:
    """A text in sections, each a name and its words; ``under`` are lines below the title."""

    school: str
    title: str
    under: tuple[str, ...]
    sections: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Listed:
    """A list of records of one source, in order of time."""

    school: str
    title: str
    rows: tuple[Filed, ...]


@dataclass(frozen=True)
class Kept:
    """A file kept in the memory, by what it holds."""

    file_id: int
    digest: str


def text(here: Here, manuscript_id: int, sections: Sequence[Section] = ()) -> Text:
    """A manuscript under the names of its sections; what is empty is left out."""
    found = paper(here.actor, manuscript_id)
    named = sections or _sections(here.seen.regulation, found.written.kind)
    told = [(each.name, found.written.text(each.id)) for each in named]
    # A regulation adopted since may know other sections: nothing written is lost.
    known = {each.id for each in named}
    told += [("", each.text) for key, each in found.written.passages.items() if key not in known]
    said = tuple((name, words) for name, words in told if words.strip())
    day = f"{found.day.year}年{found.day.month}月{found.day.day}日"
    under = "　".join(filter(None, (found.whose, day)))
    return Text(found.school, found.written.title, (under,), said)


def claim_text(here: Here, claim_id: int) -> Text:
    """What was written here to be handed in."""
    row = Claim.get_by_id(claim_id)
    kind = here.seen.regulation.claim_kind(row.kind)
    return text(here, row.manuscript_id, (kind.sections if kind else ()) or _WHOLE)


def minutes(here: Here, record_id: int) -> Text:
    """What was said at a meeting of the steering group, or found by an inspection, and who came."""
    found = printed_minutes(here.actor, record_id)
    return Text(found.school, found.title, found.under, found.sections)


def regulation(version_id: int) -> Text:
    """A regulation in words, as it was adopted, each rule with its clause."""
    title, *lines = describe(pinned(source_of(version_id)))
    sections: list[tuple[str, list[str]]] = [("总则", [])]
    for line in lines:
        if line.startswith("【"):
            sections.append((line.strip("【】"), []))
        elif line.startswith(" "):
            sections[-1][1][-1] += f"（{line.strip()}）"
        else:
            sections[-1][1].append(line)
    told = tuple((name, "\n".join(words)) for name, words in sections)
    return Text(school.school_name(), title, (), told)


def texts(here: Here, teacher_id: int) -> list[Text]:
    """All the reflections and narratives of a teacher."""
    return [text(here, each) for each in written_by(here, teacher_id)]


def heard(here: Here, teacher_id: int) -> list[ObservationRecord]:
    """All the lessons a teacher heard."""
    return book(here.actor, teacher_id, here.term_id)


def growth(here: Here, teacher_id: int, numbers: Mapping[Paper, Sequence[str]]) -> Archive:
    """The growth archive of a teacher, its items always in the same order.

    ``numbers`` are those of the pack's papers; of several copies it is theirs that is named.
    """
    found = archive_views.growth(here.actor, teacher_id, here.term_id, here.at)
    theirs = numbers["growth", teacher_id][0].rpartition("-")[0]
    classes = [
        replace(each, items=_in_order(each.items, numbers, theirs)) for each in found.classes
    ]
    return replace(found, classes=classes)


def listed(here: Here, source: str, numbers: Mapping[Paper, Sequence[str]]) -> Listed:
    """The records of one source."""
    rows = [row for part in parts_of(source) for row in part.items(here.seen, None)]
    title = f"{SOURCE_NAMES[source]}一览"
    return Listed(school.school_name(), title, tuple(_in_order(rows, numbers)))


def kept(file_id: int) -> Kept:
    """Which file is to be copied out."""
    return Kept(file_id, StoredFile.get_by_id(file_id).digest)


def _in_order(
    rows: Sequence[_Row], numbers: Mapping[Paper, Sequence[str]], own: str = ""
) -> list[_Row]:
    found = [_numbered(row, numbers, own) for row in rows]
    return sorted(found, key=lambda row: (row.day, row.title, row.words))


def _numbered(row: _Row, numbers: Mapping[Paper, Sequence[str]], own: str) -> _Row:
    """With the number of the paper that the pack holds of it, not the room it is seen in."""
    found = numbers.get(row.paper, ()) if row.paper else ()
    if not found:
        return row
    number = min(found, key=lambda each: not each.startswith(own))
    paper = "" if row.where_kept.startswith(SEEN_IN) else row.where_kept
    return replace(row, where_kept="；".join(filter(None, (f"见 {number}", paper))))


def _sections(regulation: Regulation, kind: str) -> Sequence[Section]:
    if kind == SHARED_PLAN:
        return regulation.lesson_prep.sections
    if kind == REFLECTION:
        return (_NARRATIVE, *regulation.lesson_prep.prompts)
    return regulation.out_study.sections if kind == OUT_STUDY else _WHOLE
