"""Which rows of a sheet are people, and what each row says of one."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from yanxiu_tui.roster import dates, values
from yanxiu_tui.roster.groups import named_groups, places_of
from yanxiu_tui.roster.headings import Heading, repeats_heading
from yanxiu_tui.roster.model import (
    EMPTY,
    KIND_COLUMNS,
    TEXTS,
    Cell,
    Column,
    Fault,
    Person,
    Place,
    Sheet,
    Wrong,
)
from yanxiu_tui.roster.posts import parse_posts

_TOTAL = re.compile(r".{0,12}(?:合计|总计|小计|共计|总人数|人数)[:：]?\d*人?|共\d+人.*")
_REMARK = re.compile(
    r"(?:制表|填表|填报|审核|审批|复核|校长|分管|负责人|联系人|经办|日期|时间|单位|学校|说明|备注|注|附)"
    r"[^:：]{0,10}[:：].*|(?:制表|填表|填报|审核|审批|复核|经办|负责|联系)人?(?:签[名字])?"
    r"|第\d+页.*|20\d\d年\d+月\d+日"
)
_SECTION = re.compile(r".*(?:组|部|处|室|年级)(?:[(（].*)?")

_PARSERS: Mapping[Column, Callable[[Any], Any]] = {
    Column.STAFF_NO: values.staff_no,
    Column.NAME: values.name,
    Column.SEX: values.sex,
    Column.SUBJECT: partial(values.short_text, most=32),
    Column.GRADE: partial(values.short_text, most=32),
    Column.POSTS: parse_posts,
    Column.BACKBONE: values.backbone_level,
    Column.PHONE: values.phone,
    **{column: partial(named_groups, kind) for kind, column in KIND_COLUMNS.items()},
}
_GROUPING = {Column.POSTS, Column.SUBJECT, Column.GRADE, *KIND_COLUMNS.values()}


@dataclass(frozen=True)
class Line:
    """One person's row as far as it could be read, and what is wrong with it."""

    person: Person
    faults: tuple[Fault, ...]


def read_rows(sheet: Sheet, heading: Heading, today: date) -> tuple[list[Line], list[str]]:
    """Every person below the heading, and a note of the rows that are nobody."""
    body = {number: row for number, row in sorted(sheet.rows.items()) if number > heading.last}
    reader = _RowReader(sheet, heading, body, today)
    lines, passed = [], []
    for number, row in body.items():
        if _is_furniture(heading, row):
            continue
        if _is_nobody(heading, row):
            passed.append(number)
            continue
        lines.append(reader.read(number, row))
    if not passed:
        return lines, []
    where = "、".join(map(str, passed[:10])) + ("等" if len(passed) > 10 else "")
    return lines, [f"「{values.printable(sheet.title)}」第 {where} 行不是教师，没有读。"]


def fault_at(sheet: Sheet, heading: Heading, row: int, column: Column, sentence: str) -> Fault:
    """A fault in the column that the office knows by its own word."""
    from openpyxl.utils import get_column_letter

    headed = heading.columns[column]
    letter = get_column_letter(headed.index + 1)
    title, label = values.printable(sheet.title), values.printable(headed.label)
    return Fault(title, row, letter, label, sentence)


def _own(row: tuple[Cell, ...]) -> list[Cell]:
    return [cell for cell in row if not cell.blank and not cell.spread]


def _at(heading: Heading, row: tuple[Cell, ...], column: Column) -> Cell:
    index = heading.columns[column].index
    return row[index] if index < len(row) else EMPTY


def _filled(heading: Heading, row: tuple[Cell, ...]) -> int:
    """How many columns of the heading hold something of this row's own."""
    return len(_own(tuple(_at(heading, row, column) for column in heading.columns)))


def _is_number(cell: Cell) -> bool:
    try:
        return bool(values.staff_no(cell.value)) and not cell.problem
    except Wrong:
        return False


def _is_furniture(heading: Heading, row: tuple[Cell, ...]) -> bool:
    """Blank rows, repeated headings, totals, and what stands below the table."""
    own = _own(row)
    if not own or repeats_heading(heading, row):
        return True
    texts = [re.sub(r"\s", "", str(cell.value)) for cell in own]
    if all(text.isdecimal() for text in texts) and not _filled(heading, row):
        return True
    numbered = _is_number(_at(heading, row, Column.STAFF_NO))
    if not numbered and any(_TOTAL.fullmatch(text) for text in texts):
        return True
    named = not _at(heading, row, Column.NAME).blank
    return not (numbered and named) and bool(_REMARK.fullmatch(texts[0]))


def _is_nobody(heading: Heading, row: tuple[Cell, ...]) -> bool:
    """Rows that hold a lone word, such as the title of a section, or only a running number."""
    own = _own(row)
    who = [_at(heading, row, column) for column in (Column.STAFF_NO, Column.NAME)]
    filled = _filled(heading, row)
    if all(cell.blank for cell in who):
        return filled < 2
    if all(cell.blank or cell.spread for cell in who):
        return filled == 0
    if len(own) > 1 or own[0].problem or _is_number(who[0]):
        return False
    return own[0] is who[0] or bool(_SECTION.fullmatch(str(own[0].value)))


class _RowReader:
    """Reads the rows of one sheet into people."""

    def __init__(
        self, sheet: Sheet, heading: Heading, body: Mapping[int, tuple[Cell, ...]], today: date
    ) -> None:
        self.sheet = sheet
        self.heading = heading
        self.today = today
        self.stated = frozenset(heading.columns)
        self.parsers = dict(_PARSERS)
        for column in (Column.BORN, Column.JOINED):
            if column in self.stated:
                written = (_at(heading, row, column).value for row in body.values())
                self.parsers[column] = partial(
                    dates.parse_date, two_digit_months=dates.writes_two_digit_months(written)
                )

    def read(self, number: int, row: tuple[Cell, ...]) -> Line:
        """The person of one row; what cannot be read is left blank and named as a fault."""
        cells: dict[Column, Any] = {}
        wrong: dict[Column, str] = {}
        for column in self.heading.columns:
            try:
                cells[column] = self._value(column, _at(self.heading, row, column))
            except Wrong as error:
                wrong[column] = str(error)
        wrong |= self._implausible(cells)
        places: tuple[Place, ...] = ()
        if not wrong.keys() & _GROUPING:
            try:
                places = places_of(self.stated, cells, self.sheet.title)
            except Wrong as error:
                wrong[Column.POSTS] = str(error)
        faults = (
            fault_at(self.sheet, self.heading, number, column, sentence)
            for column, sentence in wrong.items()
        )
        return Line(self._person(number, cells, places), tuple(faults))

    def _person(
        self, number: int, cells: Mapping[Column, Any], places: tuple[Place, ...]
    ) -> Person:
        texts = {str(each): cells.get(each, "") for each in (Column.STAFF_NO, *TEXTS)}
        return Person(
            sheet=self.sheet.title,
            row=number,
            posts=tuple(dict.fromkeys(post.word for post in cells.get(Column.POSTS, ()))),
            groups=places,
            stated=self.stated,
            **texts,
        )

    def _value(self, column: Column, cell: Cell) -> Any:
        if cell.problem:
            raise Wrong(cell.problem)
        if cell.spread and column is Column.STAFF_NO:
            raise Wrong("与上一行合并成了一格，请把一个人写在一行。")
        return self.parsers[column](cell.value)

    def _implausible(self, cells: Mapping[Column, Any]) -> dict[Column, str]:
        born, joined = cells.get(Column.BORN, ""), cells.get(Column.JOINED, "")
        sentence = born and dates.implausible_birth(born, self.today)
        if sentence:
            return {Column.BORN: sentence}
        sentence = joined and dates.implausible_start(joined, born, self.today)
        return {Column.JOINED: sentence} if sentence else {}
