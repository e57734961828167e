"""迎检材料: which papers each source of the 总档案 gives; a query a source (Z32, Z33, P3)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any

from peewee import JOIN

from db.models import (
    Activity,
    Adoption,
    ArchiveItem,
    Certificate,
    Claim,
    Group,
    Manuscript,
    OutStudy,
    Pairing,
    PlanVersion,
    PrepSession,
    PrepUnit,
    SkillTest,
    SteeringRecord,
    Teacher,
)
from yanxiu_tui.clock import local
from yanxiu_tui.regulation.terms import ClaimKind
from yanxiu_tui.rules.archives import SOURCE_NAMES, ArchiveClass
from yanxiu_tui.rules.pack import NOTHING, Entry
from yanxiu_tui.rules.periods import school_year_name, school_year_of
from yanxiu_tui.rules.steering import INSPECTION, MEETING
from yanxiu_tui.services import bulletins, observation_statistics, publishing
from yanxiu_tui.services.archive_school_sources import OF_SCHOOL
from yanxiu_tui.services.archive_sources import STANDING
from yanxiu_tui.services.archive_views import by_hand, granted, kinds_of
from yanxiu_tui.services.hours import Seen
from yanxiu_tui.services.manuscript_rights import readable
from yanxiu_tui.services.permission import Actor

WORD, EXCEL = ".docx", ".xlsx"


@dataclass(frozen=True)
class Here:
    """For whom the pack is made, of which term, as of when."""

    actor: Actor
    seen: Seen
    at: datetime

    @property
    def term_id(self) -> int:
        """The term's number."""
        return self.seen.term.id


_Papers = Callable[[Here], Iterator[Entry]]


def entries_of(here: Here, each: ArchiveClass) -> tuple[Entry, ...]:
    """What stands in a class of the 总档案: of each source, of claims, and filed by hand."""
    found = [entry for source in dict.fromkeys(each.sources) for entry in _of_source(here, source)]
    kinds = sorted(kinds_of(each, "school", here.seen.regulation))
    of_class = ArchiveItem.teacher.is_null(), ArchiveItem.archive_class == each.id
    found += [entry for _, entry in (*claimed(here, kinds), *filed(here, *of_class))]
    return tuple(found) or (NOTHING,)


def claimed(here: Here, kinds: list[str], *conditions: Any) -> list[tuple[int, Entry]]:
    """What was handed in and granted of these kinds, and by whom.

    Written here, copied in, or on paper; what this person may not read is only named.
    """
    rows = granted(here.term_id, kinds, Claim, Teacher.name, Group.name, Manuscript.id)
    rows = rows.join(Teacher, on=Claim.teacher == Teacher.id, attr="teacher")
    rows = rows.switch(Claim).join(Group, JOIN.LEFT_OUTER).switch(Claim)
    read = (Claim.manuscript == Manuscript.id) & readable(here.actor)
    rows = rows.join(Manuscript, JOIN.LEFT_OUTER, on=read, attr="read")
    found = []
    for row in rows.where(*conditions).order_by(Claim.last, Claim.id):
        words = _said_of(row, here.seen.regulation.claim_kind(row.kind))
        if getattr(row, "read", None) is not None and row.read.id:
            entry = Entry(row.title, words, row.last, "claim", row.id, WORD, row.where_kept)
        else:
            entry = _copy(row.title, words, row.last, row.file_id, row.file_name, row.where_kept)
        found.append((row.teacher_id, entry))
    return found


def _said_of(row: Claim, kind: ClaimKind | None) -> str:
    """Of what kind it is and whose, as far as its title does not say so."""
    of_school = kind is not None and kind.by == "school"
    whose = row.group.name if row.group else "" if of_school else row.teacher.name
    name = kind.name if kind else row.kind
    return " ".join(each for each in (name, whose) if each not in row.title)


def filed(here: Here, *conditions: Any) -> list[tuple[int | None, Entry]]:
    """What was filed by hand, and for whom: a copy of the file, or where the paper lies."""
    rows = by_hand(here.term_id, ArchiveItem).where(*conditions)
    return [
        (
            row.teacher_id,
            _copy(row.title, "", row.day, row.file_id, row.file_name, row.where_kept),
        )
        for row in rows.order_by(ArchiveItem.day, ArchiveItem.id)
    ]


def _copy(title: str, words: str, day: Any, file_id: int | None, name: str, where: str) -> Entry:
    if file_id is None:
        return Entry(title, words, day, where=where)
    return Entry(title, words, day, "copy", file_id, PurePath(name).suffix, where)


def _of_source(here: Here, source: str) -> Iterator[Entry]:
    papers = _PAPERS.get(source)
    if papers:
        yield from papers(here)
    # What has no form of its own stands in a list.
    listed = source in _LISTED or not papers
    if listed and any(part.items(here.seen, None) for part in parts_of(source)):
        yield Entry(f"{SOURCE_NAMES[source]}一览", "", None, "list", source, EXCEL)


def parts_of(source: str) -> Sequence[Any]:
    """What reads the records of a source of the 总档案."""
    return next((parts for name, parts in OF_SCHOOL.items() if name == source), ())


def _meetings(here: Here) -> Iterator[Entry]:
    rows = Activity.select(Activity, Group.name).join(Group, JOIN.LEFT_OUTER)
    rows = rows.where(Activity.term == here.term_id, Activity.ended_at.is_null(False))
    for row in rows.order_by(Activity.starts_at, Activity.id):
        words = f"签到表 {row.group.name if row.group else ''}".strip()
        yield Entry(row.title, words, local(row.starts_at).date(), "sheet", row.id, EXCEL)


def _sessions(here: Here) -> Iterator[Entry]:
    rows: Any = PrepSession.select(PrepSession.id, Activity.starts_at, Activity.title, Group.name)
    rows = rows.join(Activity).join(Group)
    rows = rows.where(Activity.term == here.term_id, PrepSession.signed_at.is_null(False))
    for key, at, title, group in rows.order_by(Activity.starts_at, PrepSession.id).tuples():
        yield Entry(title, f"集体备课记录 {group}", local(at).date(), "prep", key, WORD)


def _shared_plans(here: Here) -> Iterator[Entry]:
    rows: Any = PrepUnit.select(PrepUnit.plan, PrepUnit.title, Group.name).join(Group)
    rows = rows.where(
        PrepUnit.term == here.term_id,
        PrepUnit.dropped_at.is_null(),
        PrepUnit.id.in_(PlanVersion.select(PlanVersion.unit)),
    )
    order = Group.name, PrepUnit.number, PrepUnit.id
    for key, title, group in rows.order_by(*order).tuples():
        yield Entry(title, f"共性教案 {group}", None, "written", key, WORD)


def _hours(_: Here) -> Iterator[Entry]:
    yield Entry("学时登记表", "全体教师", None, "hours", 0, EXCEL)


def _pairs(here: Here) -> Iterator[Entry]:
    mentor, apprentice = Teacher.alias(), Teacher.alias()
    rows: Any = Pairing.select(Pairing.id, Pairing.first, mentor.name, apprentice.name)
    rows = rows.join(mentor, on=Pairing.mentor == mentor.id)
    rows = rows.switch(Pairing).join(apprentice, on=Pairing.apprentice == apprentice.id)
    rows = rows.where(
        Pairing.state.in_([str(state) for state in STANDING]),
        Pairing.first <= here.seen.term.ends_on,
        Pairing.last >= here.seen.term.starts_on,
    )
    found = list(rows.order_by(Pairing.first, Pairing.id).tuples())
    if found:
        yield Entry("师徒结对登记表", "", None, "pairs", 0, EXCEL)
    for key, first, who, whom in found:
        yield Entry(f"{who} {whom}", "师徒结对协议书", first, "agreement", key, WORD)


def _rankings(here: Here) -> Iterator[Entry]:
    for each in publishing.published(here.actor, here.term_id):
        yield Entry(each.title, "公示", each.notice_first, "notice", each.id, EXCEL)


def _bulletins(here: Here) -> Iterator[Entry]:
    told = {each.number: each for each in reversed(bulletins.bulletins(here.actor, here.term_id))}
    for number, bulletin in sorted(told.items()):
        title = f"第 {number} 学月教案检查通报"
        yield Entry(title, "", bulletin.last, "bulletin", number, EXCEL)
    heard = observation_statistics.frozen(here.actor, here.term_id)
    for number, month in sorted({each.number: each for each in reversed(heard)}.items()):
        yield Entry(f"{month.name}听课统计", "", month.last, "heard_month", number, EXCEL)


def _reports(here: Here) -> Iterator[Entry]:
    rows: Any = OutStudy.select(OutStudy.report, OutStudy.last, OutStudy.title, Teacher.name)
    rows = (
        rows.join(Teacher, on=OutStudy.teacher)
        .switch(OutStudy)
        .join(Manuscript, on=OutStudy.report == Manuscript.id)
    )
    rows = rows.where(
        OutStudy.term == here.term_id, OutStudy.reported_at.is_null(False), readable(here.actor)
    )
    for key, last, title, name in rows.order_by(OutStudy.last, OutStudy.id).tuples():
        yield Entry(title, f"外出学习汇报 {name}", last, "written", key, WORD)


def _steered(kind: str, words: str) -> _Papers:
    def papers(here: Here) -> Iterator[Entry]:
        rows = SteeringRecord.select().where(
            SteeringRecord.term == here.term_id,
            SteeringRecord.kind == kind,
            SteeringRecord.finished_at.is_null(False),
            SteeringRecord.withdrawn_at.is_null(),
        )
        for row in rows.order_by(SteeringRecord.day, SteeringRecord.id):
            yield Entry(row.title, words, row.day, "minutes", row.id, WORD)
            if row.published_at and kind == INSPECTION:
                yield Entry(row.title, "督查通报", row.day, "inspection", row.id, WORD)

    return papers


def _tests(here: Here) -> Iterator[Entry]:
    rows = SkillTest.select().where(
        SkillTest.term == here.term_id,
        SkillTest.closed_at.is_null(False),
        SkillTest.withdrawn_at.is_null(),
    )
    for row in rows.order_by(SkillTest.held_on, SkillTest.id):
        yield Entry(row.title, "成绩登记表", row.held_on, "skill_test", row.id, EXCEL)


def _regulations(here: Here) -> Iterator[Entry]:
    rows: Any = Adoption.select(Adoption.regulation, Adoption.at)
    rows = rows.where(Adoption.term == here.term_id)
    for key, at in rows.order_by(Adoption.at, Adoption.id).tuples():
        yield Entry("校本研修制度", "", local(at).date(), "regulation", key, WORD)


def _certificates(here: Here) -> Iterator[Entry]:
    year = school_year_of(here.seen.term.starts_on)
    entered = Certificate.select().where(
        Certificate.school_year == year, Certificate.withdrawn_at.is_null()
    )
    if entered.exists():
        title = f"{school_year_name(year)}证书登记册"
        yield Entry(title, "", None, "certificates", year, EXCEL)


_PAPERS: Mapping[str, _Papers] = {
    "attendance": _meetings,
    "prep_sessions": _sessions,
    "shared_plans": _shared_plans,
    "hours": _hours,
    "pairings": _pairs,
    "ranking": _rankings,
    "bulletins": _bulletins,
    "out_studies": _reports,
    "steering": _steered(MEETING, "会议记录"),
    "inspections": _steered(INSPECTION, "督查记录"),
    "skills": _tests,
    "certificates": _certificates,
    "regulation": _regulations,
    # What is handed in comes as claims.
    "submissions": lambda _: iter(()),
}
# These have a list beside the papers.
_LISTED = frozenset({"ranking", "out_studies", "inspections"})
