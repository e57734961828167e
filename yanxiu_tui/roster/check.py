"""A whole roster: its people, or every fault in it by sheet, row and column."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from yanxiu_tui.errors import Refused
from yanxiu_tui.roster.groups import derived_remarks, remarks, with_derived_prep_groups
from yanxiu_tui.roster.headings import Heading, find_heading
from yanxiu_tui.roster.model import (
    COLUMN_NAMES,
    KIND_COLUMNS,
    TEXTS,
    Column,
    Fault,
    Person,
    Place,
    Reading,
    Sheet,
)
from yanxiu_tui.roster.reader import read_sheets
from yanxiu_tui.roster.rows import Line, fault_at, read_rows
from yanxiu_tui.roster.values import printable
from yanxiu_tui.rules.roles import GroupKind

_COMPARED = (*TEXTS, Column.POSTS)


def read_roster(path: Path, today: date) -> Reading:
    """Read the office's file; Refused when it is no roster at all."""
    sheets = read_sheets(path)
    headed, notes = _headed(path.name, sheets)
    people: dict[str, Person] = {}
    faults: list[Fault] = []
    for sheet, heading in headed:
        if heading.twice:
            faults.append(_side_by_side(sheet, heading))
            continue
        lines, passed = read_rows(sheet, heading, today)
        notes += passed
        for line in lines:
            found = [*line.faults, *_take(people, line, sheet, heading)]
            faults += sorted(found, key=lambda each: (len(each.letter), each.letter))
    if not people and not faults:
        raise Refused("no_people", f"「{path.name}」里没有一位教师，请核对后再导入。")
    whole = with_derived_prep_groups(people.values())
    if not faults:
        notes += derived_remarks(whole) + remarks(whole)
    return Reading(whole, tuple(faults), tuple(notes), printable(path.name))


def _headed(name: str, sheets: Sequence[Sheet]) -> tuple[list[tuple[Sheet, Heading]], list[str]]:
    """The sheets that can be read, and a note on each that cannot."""
    headed: list[tuple[Sheet, Heading]] = []
    notes = []
    lacking = ""
    for sheet in sheets:
        title = printable(sheet.title)
        if sheet.hidden:
            notes.append(f"「{title}」是隐藏的工作表，没有读。")
            continue
        heading = find_heading(sheet)
        if heading is None:
            if sheet.rows:
                notes.append(f"「{title}」没有表头（工号、姓名等），没有读。")
        elif heading.lacks:
            lacking = f"「{title}」第 {heading.last} 行的表头缺少{COLUMN_NAMES[heading.lacks]}一列"
            notes.append(f"{lacking}，没有读。")
        else:
            headed.append((sheet, heading))
            notes += [
                f"「{title}」的「{printable(label)}」一列与别的列重复，没有采用。"
                for label in heading.unused
            ]
    if headed:
        return headed, notes
    if lacking:
        raise Refused("no_column", f"{lacking}，请补上后再导入。")
    raise Refused(
        "no_heading", f"「{name}」里找不到表头，请在名单上方写一行列名，至少有工号和姓名。"
    )


def _side_by_side(sheet: Sheet, heading: Heading) -> Fault:
    again = heading.columns[Column.NAME]
    second = next(each for each in heading.twice or () if each.index != again.index)
    return fault_at(
        sheet,
        replace(heading, columns={Column.NAME: second}),
        heading.last,
        Column.NAME,
        "左右并排了两份名单，请改成上下一份。",
    )


def _take(people: dict[str, Person], line: Line, sheet: Sheet, heading: Heading) -> list[Fault]:
    """Add a person, or the same person again from another sheet; else say what disagrees."""
    person = line.person
    if not person.staff_no:
        return []
    key = person.staff_no.casefold()
    first = people.get(key)
    if first is None:
        people[key] = person
        return []
    at = f"「{printable(first.sheet)}」第{first.row}行"

    def fault(column: Column, sentence: str) -> Fault:
        return fault_at(sheet, heading, person.row, column, sentence)

    if first.sheet == person.sheet or (person.name and first.name != person.name):
        whose = f"（{first.name}）" if first.name else ""
        return [fault(Column.STAFF_NO, f"工号 {person.staff_no} 与{at}{whose}重复，请改正。")]
    if line.faults:
        return []
    differing = _differing(first, person)
    people[key] = _together(first, person)
    return [
        fault(column, f"与{at}写的{COLUMN_NAMES[column]}不一致，请改成一样。")
        for column in differing
    ]


def _differing(first: Person, second: Person) -> list[Column]:
    both = first.stated & second.stated
    plain = [
        column
        for column in _COMPARED
        if column in both and getattr(first, column) != getattr(second, column)
    ]
    groups = [
        column
        for kind, column in KIND_COLUMNS.items()
        if column in both and _names(first, kind) != _names(second, kind)
    ]
    return plain + groups


def _names(person: Person, kind: GroupKind) -> set[str]:
    return {place.name for place in person.groups_of(kind)}


def _together(first: Person, second: Person) -> Person:
    """Both sheets' columns in one person."""
    added = {
        str(column): getattr(second, column)
        for column in _COMPARED
        if column in second.stated - first.stated
    }
    groups = tuple(place for kind in GroupKind for place in _groups_together(kind, first, second))
    return replace(first, groups=groups, stated=first.stated | second.stated, **added)


def _groups_together(kind: GroupKind, first: Person, second: Person) -> tuple[Place, ...]:
    """What a column names outranks what was derived; who leads on one sheet leads."""
    chosen, other = first.groups_of(kind), second.groups_of(kind)
    if not chosen or KIND_COLUMNS[kind] in second.stated - first.stated:
        chosen, other = other, chosen
    if len(chosen) == 1 and any(place.leads for place in other):
        return (replace(chosen[0], leads=True),)
    return chosen
