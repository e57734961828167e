"""迎检材料: the evidence that is missing: of each class, each group, each teacher (Z34)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import JOIN

from db.models import Activity, ActivityDocument, Group, PrepSession
from yanxiu_tui.clock import local
from yanxiu_tui.rules.submissions import STANDING_NAMES, Standing
from yanxiu_tui.services import submission_views
from yanxiu_tui.services.activities import State, regulation_for
from yanxiu_tui.services.archive_overview import GrowthLine
from yanxiu_tui.services.archive_views import Archive
from yanxiu_tui.services.documents import DOCUMENT_NAMES
from yanxiu_tui.services.pack_papers import Here
from yanxiu_tui.services.submission_views import SubmissionView

OF_CLASS, OF_GROUP, OF_TEACHER = "总档案", "组", "教师"
# What is not due yet is not missing.
_WANTING = (Standing.OVERDUE, Standing.INCOMPLETE)


@dataclass(frozen=True)
class Lack:
    """Something that should be there and is not: of what or whom, and what it is."""

    level: str
    whose: str
    what: str


def lacks(here: Here, archive: Archive, lines: Sequence[GrowthLine]) -> list[Lack]:
    """Everything that is missing, the school's classes first."""
    return [
        *(
            Lack(OF_CLASS, each.name, f"还差 {each.missing} 件（至少 {each.least} 件）")
            for each in archive.classes
            if each.missing
        ),
        *sorted(_of_groups(here), key=lambda lack: lack.whose),
        *_of_teachers(here, lines),
    ]


def _of_groups(here: Here) -> Iterator[Lack]:
    """What meetings, sessions and hand-ins of the groups (or of the school) still owe."""
    for activity, papers in _large(here):
        owed = regulation_for(activity).large_activity.documents
        missing = [DOCUMENT_NAMES[kind] for kind in owed if kind not in papers]
        if missing:
            whose = activity.group.name if activity.group else "学校"
            yield Lack(OF_GROUP, whose, f"{_named(activity)}缺{'、'.join(missing)}")
    for activity in _unsigned(here):
        whose = activity.group.name if activity.group else "学校"
        yield Lack(OF_GROUP, whose, f"{_named(activity)}的备课记录没有签字")
    for line in _owing(here):
        if line.by != "teacher":
            yield Lack(OF_GROUP, line.whose, _owed(line))


def _of_teachers(here: Here, lines: Sequence[GrowthLine]) -> Iterator[Lack]:
    owed: dict[int, list[str]] = defaultdict(list)
    for line in _owing(here):
        if line.by == "teacher" and line.teacher_id:
            owed[line.teacher_id].append(_owed(line))
    for each in lines:
        wanting = [*each.lacking, *owed[each.staff.id]]
        if wanting:
            whose = f"{each.staff.name}（{each.staff.staff_no}）"
            yield Lack(OF_TEACHER, whose, "、".join(wanting))


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


def _owing(here: Here) -> list[SubmissionView]:
    lines = submission_views.board(here.actor, here.term_id, here.at).lines
    return [line for line in lines if line.standing in _WANTING]


def _owed(line: SubmissionView) -> str:
    missing = f"（缺：{line.handed.missing}）" if line.handed and line.handed.missing else ""
    return f"{line.kind_name}{STANDING_NAMES[line.standing]}{missing}"


def _named(activity: Activity) -> str:
    return f"{local(activity.starts_at):%m-%d}「{activity.title}」"
