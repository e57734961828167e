"""迎检材料: the evidence that is missing: of each class, each group, each teacher (Z34)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN

from db.models import Activity, ActivityDocument, Group, PrepSession
from yanxiu_tui.clock import local
from yanxiu_tui.rules.archives import lacking
from yanxiu_tui.rules.pack import Numbered
from yanxiu_tui.rules.steering import Owed
from yanxiu_tui.rules.submissions import STANDING_NAMES, Standing, is_late
from yanxiu_tui.services import out_study_views, steering_views, submission_views
from yanxiu_tui.services.activities import State, regulation_for
from yanxiu_tui.services.archive_overview import GrowthLine
from yanxiu_tui.services.archive_views import Archive, kinds_of
from yanxiu_tui.services.documents import DOCUMENT_NAMES
from yanxiu_tui.services.out_study_views import OutStudyView
from yanxiu_tui.services.pack_papers import Here
from yanxiu_tui.services.submission_views import SubmissionView

OF_CLASS, OF_GROUP, OF_TEACHER = "总档案", "组", "教师"
# What is not due yet is not missing; what waits is missing until somebody receives it.
_WANTING = (Standing.OVERDUE, Standing.INCOMPLETE)
_ALL = 100_000
_OVERDUE, _STEERING = "汇报逾期", "领导小组"


@dataclass(frozen=True)
class Lack:
    """What should be there and is not: of what or whom, in words, and how many things it is."""

    level: str
    whose: str
    what: str
    count: int = 1


def lacks(
    here: Here,
    archive: Archive,
    lines: Sequence[GrowthLine],
    entries: Sequence[Numbered],
    now: datetime,
) -> list[Lack]:
    """Everything that is missing by ``now``, the school's classes first, each thing once.

    What is due on the last day of a term that is over is missing, too.
    """
    owing, unheld, late = _owing(here, now), _unheld(here, now), _late(here, now)
    of_teachers = [line for line in owing if line.by == "teacher"]
    of_groups = (
        *_of_meetings(here),
        *_of_sessions(here),
        *(Lack(OF_GROUP, line.whose, _owed(line)) for line in owing if line.by != "teacher"),
        *_of_steering(unheld),
    )
    return [
        *_of_classes(here, archive, owing, unheld),
        *_unplaced(entries),
        *sorted(of_groups, key=lambda lack: lack.whose),
        *_of_teachers(here, lines, of_teachers, late),
    ]


def _of_classes(
    here: Here, archive: Archive, owing: Sequence[SubmissionView], unheld: Sequence[Owed]
) -> Iterator[Lack]:
    regulation = here.seen.regulation
    owed = Counter(line.kind for line in owing)
    records = Counter("steering" if each.phase else "inspections" for each in unheld)
    for rule, each in zip(regulation.archives.school, archive.classes, strict=True):
        missing = _besides(each.missing, kinds_of(rule, "school", regulation), owed)
        missing = _besides(missing, rule.sources, records)
        if missing:
            what = f"还差 {missing} 件（至少 {each.least} 件）"
            yield Lack(OF_CLASS, each.name, what, missing)


def _besides(missing: int, its_own: Collection[str], owed: Counter[str]) -> int:
    """How many items a class lacks besides those of its own that are told of by their names."""
    return max(0, missing - sum(owed[each] for each in its_own))


def _unplaced(entries: Sequence[Numbered]) -> Iterator[Lack]:
    for each in entries:
        if each.entry.unplaced:
            name = each.folder.partition(" ")[2]
            what = f"{each.number}「{each.entry.name}」没有文件，也没写放在哪里"
            yield Lack(OF_CLASS, name, what)


def _of_meetings(here: Here) -> Iterator[Lack]:
    """The papers that large meetings still owe."""
    for activity, papers in _large(here):
        owed = regulation_for(activity).large_activity.documents
        missing = [DOCUMENT_NAMES[kind] for kind in owed if kind not in papers]
        if missing:
            what = f"{_named(activity)}缺{'、'.join(missing)}"
            yield Lack(OF_GROUP, _group_of(activity), what, len(missing))


def _of_sessions(here: Here) -> Iterator[Lack]:
    for activity in _unsigned(here):
        yield Lack(OF_GROUP, _group_of(activity), f"{_named(activity)}的备课记录没有签字")


def _of_steering(unheld: Sequence[Owed]) -> Iterator[Lack]:
    for owed in unheld:
        wanting = "的记录没有办结" if owed.begun else "没有办"
        yield Lack(OF_GROUP, _STEERING, f"{owed.name}{wanting}（最迟 {owed.last:%m-%d}）")


def _of_teachers(
    here: Here,
    lines: Sequence[GrowthLine],
    owing: Sequence[SubmissionView],
    late: Sequence[OutStudyView],
) -> Iterator[Lack]:
    """All that each of them lacks, in one row."""
    found: dict[str, list[Lack]] = defaultdict(list)
    papers = [Lack(OF_TEACHER, _person(line.whose, line.staff_no), _owed(line)) for line in owing]
    for lack in (*_of_growth(here, lines, owing, late), *papers, *_of_trips(late)):
        found[lack.whose].append(lack)
    for whose, of in sorted(found.items(), key=lambda each: each[0].rpartition("（")[2]):
        what = "、".join(each.what for each in of)
        yield Lack(OF_TEACHER, whose, what, sum(each.count for each in of))


def _of_growth(
    here: Here,
    lines: Sequence[GrowthLine],
    owing: Sequence[SubmissionView],
    late: Sequence[OutStudyView],
) -> Iterator[Lack]:
    """The classes that growth archives lack items of."""
    regulation = here.seen.regulation
    owed: dict[int | None, Counter[str]] = defaultdict(Counter)
    for paper in owing:
        owed[paper.teacher_id][paper.kind] += 1
    reports = Counter(trip.teacher_id for trip in late)
    for line in lines:
        whose = _person(line.staff.name, line.staff.staff_no)
        for rule in regulation.archives.teacher:
            lacked = line.missing.get(rule.id, 0)
            missing = _besides(lacked, kinds_of(rule, "teacher", regulation), owed[line.staff.id])
            records = Counter(out_studies=reports[line.staff.id])
            missing = _besides(missing, rule.sources, records)
            for words in lacking([(rule.name, rule.least - missing, rule.least)]):
                yield Lack(OF_TEACHER, whose, words, missing)


def _of_trips(late: Sequence[OutStudyView]) -> Iterator[Lack]:
    for trip in late:
        whose = _person(trip.teacher_name, trip.staff_no)
        yield Lack(OF_TEACHER, whose, f"「{trip.title}」的外出学习汇报过期未交")


def _large(here: Here) -> Iterator[tuple[Activity, set[str]]]:
    """The large meetings that are over, with the papers there are of each."""
    rows = Activity.select(Activity, Group).join(Group, JOIN.LEFT_OUTER)
    rows = rows.where(
        Activity.term == here.term_id, Activity.large, Activity.ended_at.is_null(False)
    )
    papers: dict[int, set[str]] = defaultdict(set)
    held: Any = ActivityDocument.select(ActivityDocument.activity, ActivityDocument.kind)
    held = held.join(Activity).where(Activity.term == here.term_id)
    for activity_id, kind in held.tuples():
        papers[activity_id].add(kind)
    for row in rows.order_by(Activity.starts_at, Activity.id):
        yield row, papers[row.id]


def _unsigned(here: Here) -> Iterator[Activity]:
    rows = (
        Activity.select(Activity, Group)
        .join(Group, JOIN.LEFT_OUTER)
        .switch(Activity)
        .join(PrepSession)
    )
    rows = rows.where(
        Activity.term == here.term_id,
        Activity.ended_at.is_null(False),
        Activity.state != State.CANCELLED,
        PrepSession.signed_at.is_null(),
    )
    yield from rows.order_by(Activity.starts_at, Activity.id)


def _owing(here: Here, now: datetime) -> list[SubmissionView]:
    lines = submission_views.board(here.actor, here.term_id, now).lines
    return [line for line in lines if line.standing in _WANTING or _waits(line, now)]


def _waits(line: SubmissionView, now: datetime) -> bool:
    return line.standing is Standing.WAITING and is_late(now, line.due_at)


def _owed(line: SubmissionView) -> str:
    missing = f"（缺：{line.handed.missing}）" if line.handed and line.handed.missing else ""
    return f"{line.kind_name}{STANDING_NAMES[line.standing]}{missing}"


def _unheld(here: Here, now: datetime) -> list[Owed]:
    """The meetings and inspections that were not held by their day, or are not written (D1, D4)."""
    today = local(now).date()
    return [each for each in steering_views.still_owed(here.seen.term) if each.last < today]


def _late(here: Here, now: datetime) -> list[OutStudyView]:
    """The trips whose report is overdue (P8)."""
    found = out_study_views.trips(here.actor, here.term_id, now, _ALL)
    return [each for each in found if each.term_id == here.term_id and each.standing == _OVERDUE]


def _person(name: str, staff_no: str) -> str:
    return f"{name}（{staff_no}）" if staff_no else name


def _group_of(activity: Activity) -> str:
    return activity.group.name if activity.group else "学校"


def _named(activity: Activity) -> str:
    return f"{local(activity.starts_at):%m-%d}「{activity.title}」"
