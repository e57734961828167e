"""Where a name stands in the words of others' records, once it is to be said no longer."""

import json
from typing import Any

from peewee import CharField, Field, fn

from db.models import (
    Activity,
    ArchiveItem,
    InspectionFinding,
    InspectionMending,
    Loan,
    Manuscript,
    MonthlyReport,
    Passage,
    PlanVersion,
    PrepSession,
    Remark,
    SetAside,
    Teacher,
)
from yanxiu_tui.services import search_index

_TEXTS: tuple[Field, ...] = (
    Passage.text, SetAside.text, PlanVersion.sections, Remark.words, InspectionFinding.words,
    InspectionMending.words, InspectionMending.withdrawn_reason,
)  # fmt: skip
# Titles of what others filed and borrowed, in as many characters as the memory keeps.
_TITLES: tuple[CharField, ...] = (ArchiveItem.title, Loan.title)


def rename(teacher: Teacher, alias: str) -> None:
    """Say ``alias`` where the program or a colleague has named this person; figures stay.

    That is alone as the presenter, in a month's report, in the title of a lesson heard, and as
    「（姓名）」 or 「姓名老师」 in a text. A name that is part of another teacher's tells
    of nobody, and changes only in titles and beside the staff number.
    """
    alone = not _shared(teacher)
    _rename_reports(teacher, alias, alone)
    told = Manuscript.select().where(
        Manuscript.about == teacher.id, Manuscript.title.startswith(teacher.name)
    )
    touched = set()
    for row in told:
        title = f"{alias}{row.title.removeprefix(teacher.name)}"
        Manuscript.update(title=title).where(Manuscript.id == row.id).execute()
        touched.add(row.id)
    if alone:
        _rename_presenter(teacher, alias)
        touched |= _rename_in_texts(teacher.name, alias)
    for manuscript_id in sorted(touched):
        search_index.put(manuscript_id)


def _shared(teacher: Teacher) -> bool:
    others = Teacher.select().where(Teacher.id != teacher.id)
    return bool(others.where(Teacher.name.contains(teacher.name)).exists())


def _rename_in_texts(name: str, alias: str) -> set[int]:
    """The manuscripts that are to be found by other words now."""
    ways = {f"（{name}）": f"（{alias}）", f"{name}老师": alias}
    written = Passage.select(Passage.manuscript.alias("of")).where(_names(Passage.text, ways))
    said = (
        Remark.select(PrepSession.notes.alias("of"))
        .join(PrepSession)
        .where(_names(Remark.words, ways))
    )
    queries: tuple[Any, Any] = (written.tuples(), said.tuples())
    touched = {manuscript_id for query in queries for (manuscript_id,) in query}
    for column in (*_TEXTS, *_TITLES):
        told: Any = column
        for way, now in ways.items():
            told = fn.REPLACE(told, way, now)
        if isinstance(column, CharField):
            told = fn.SUBSTR(told, 1, column.max_length)
        column.model.update({column: told}).where(_names(column, ways)).execute()
    return touched


def _names(column: Any, ways: dict[str, str]) -> Any:
    first, second = ways
    return column.contains(first) | column.contains(second)


def _rename_presenter(teacher: Teacher, alias: str) -> None:
    for row in Activity.select().where(Activity.presenter.contains(teacher.name)):
        presenter = _renamed(row.presenter, teacher, alias, True)
        Activity.update(presenter=presenter).where(Activity.id == row.id).execute()


def _rename_reports(teacher: Teacher, alias: str, alone: bool) -> None:
    for row in MonthlyReport.select().where(MonthlyReport.figures.contains(teacher.name)):
        figures = _renamed(json.loads(row.figures), teacher, alias, alone)
        words = json.dumps(figures, ensure_ascii=False, separators=(",", ":"))
        MonthlyReport.update(figures=words).where(MonthlyReport.id == row.id).execute()


def _renamed(value: Any, teacher: Teacher, alias: str, alone: bool) -> Any:
    """The same with another name: beside the staff number, and where it stands alone."""
    if isinstance(value, dict):
        if value.get("staff_no") == teacher.staff_no:
            value = {**value, "name": alias}
        return {key: _renamed(each, teacher, alias, alone) for key, each in value.items()}
    if isinstance(value, list):
        return [_renamed(each, teacher, alias, alone) for each in value]
    if isinstance(value, str) and alone:
        spoken = (teacher.name, f"{teacher.name}老师")
        return "、".join(alias if part in spoken else part for part in value.split("、"))
    return value
