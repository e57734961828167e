"""Finding the heading of a sheet: below its titles, in one row or in tiers, in any usual words."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from yanxiu_tui.roster.model import Cell, Column, Sheet

SEARCHED_ROWS = 60
_TIERS = 3

# The word that says most comes first: it wins when a sheet has several.
_WORDS: Mapping[Column, str] = {
    Column.STAFF_NO: "工号 教师工号 职工号 教工号 教职工号 教师编号 职工编号 教职工编号 教工编号"
    " 员工号 员工编号 人员编号 教师代码 编号",
    Column.NAME: "姓名 教师姓名 教职工姓名 教工姓名 职工姓名 员工姓名 教师名称 名字",
    Column.SEX: "性别",
    Column.BORN: "出生年月日 出生日期 出生年月 出生时间 生日 出生",
    Column.JOINED: "参加工作时间 参加工作日期 参加工作年月 参工时间 参工年月 从教时间 任教时间"
    " 入职时间 入职日期 工作时间",
    Column.SUBJECT: "任教学科 任课学科 所教学科 执教学科 教学学科 任教科目 任课科目 学科 科目"
    " 任课 任教",
    Column.GRADE: "任教年级 任课年级 所教年级 执教年级 年级",
    Column.POSTS: "职务 校内职务 行政职务 现任职务 担任职务 职位 身份 岗位 角色",
    Column.RESEARCH_GROUP: "教研组 所在教研组 所属教研组 教研组名称 学科教研组 学科组 所在学科组"
    " 所属学科组",
    Column.PREP_GROUP: "备课组 所在备课组 所属备课组 备课组名称",
    Column.GRADE_GROUP: "年级组 所在年级组 所属年级组 年级组名称",
    Column.BACKBONE: "骨干级别 骨干教师级别 骨干类别 骨干称号 骨干教师 骨干",
    Column.PHONE: "手机号码 手机号 手机 移动电话 联系手机 联系电话 本人电话 联系方式 电话号码 电话",
}
_KNOWN: Mapping[str, tuple[int, Column]] = {
    word: (rank, column)
    for column, words in _WORDS.items()
    for rank, word in enumerate(words.split())
}
_WHO = (Column.STAFF_NO, Column.NAME)
_Found = dict[Column, list[tuple[int, int, str]]]


@dataclass(frozen=True)
class Headed:
    """One column of the heading: where it stands (0 is A) and the office's word for it."""

    index: int
    label: str


@dataclass(frozen=True)
class Heading:
    """The heading of a sheet; ``lacks`` names 工号 or 姓名 when the sheet has no such column."""

    first: int
    last: int
    columns: Mapping[Column, Headed]
    twice: tuple[Headed, Headed] | None = None
    unused: tuple[str, ...] = ()

    @property
    def lacks(self) -> Column | None:
        """The one column, 工号 or 姓名, without which nobody can be read."""
        return next((column for column in _WHO if column not in self.columns), None)


def find_heading(sheet: Sheet) -> Heading | None:
    """The first heading with 工号 and 姓名; else the likeliest that lacks one; else None."""
    likeliest = None
    for number in sorted(sheet.rows)[:SEARCHED_ROWS]:
        heading = _heading_at(sheet, number)
        if heading is None:
            continue
        if heading.lacks is None:
            return heading
        if likeliest is None or len(heading.columns) > len(likeliest.columns):
            likeliest = heading
    return likeliest


def repeats_heading(heading: Heading, row: tuple[Cell, ...]) -> bool:
    """Whether the heading stands here once more, as on each printed page."""
    return any(
        heading.columns[column].index < len(row)
        and _column_of(_compact(_label(row[heading.columns[column].index]))) is column
        for column in _WHO
    )


def known_labels(labels: Iterable[str]) -> int:
    """How many of these words are headings of a roster."""
    return sum(_column_of(_compact(label)) is not None for label in labels)


def _heading_at(sheet: Sheet, number: int) -> Heading | None:
    tiers = [number]
    columns = _resolve(sheet, tiers)
    if not any(column in columns for column in _WHO):
        return None
    while len(tiers) < _TIERS and _is_lower_tier(sheet, tiers, columns):
        tiers.append(tiers[-1] + 1)
        columns = _resolve(sheet, tiers)
    if len(columns) < 2:
        return None
    best = {column: min(found)[1:] for column, found in columns.items()}
    return Heading(
        tiers[0],
        tiers[-1],
        {column: Headed(index, label) for column, (index, label) in best.items()},
        _twice(columns),
        tuple(
            label
            for column, found in columns.items()
            for _, index, label in sorted(found)
            if index != best[column][0]
        ),
    )


def _resolve(sheet: Sheet, tiers: list[int]) -> _Found:
    """For each known column every place it is found at: rank of the word, index, the word."""
    rows = [sheet.rows[number] for number in tiers]
    found: _Found = {}
    groups = [""] * len(rows)
    for index in range(max(map(len, rows))):
        labels = [_label(row[index]) if index < len(row) else "" for row in rows]
        groups = [label or group for label, group in zip(labels, groups, strict=True)]
        own = next((label for label in reversed(labels) if label), "")
        for label in (own, "".join(dict.fromkeys([*groups[:-1], own]))):
            column = _column_of(_compact(label))
            if own and column is not None:
                rank = _KNOWN[_word(_compact(label))][0]
                found.setdefault(column, []).append((rank, index, label))
                break
    return found


def _is_lower_tier(sheet: Sheet, tiers: list[int], columns: _Found) -> bool:
    """Whether the next row goes on with the heading: words of it, and nobody's number or name."""
    row = sheet.rows.get(tiers[-1] + 1)
    if row is None:
        return False
    for column in _WHO:
        for _, index, _label_above in columns.get(column, ()):
            below = _label(row[index]) if index < len(row) else ""
            if below and _column_of(_compact(below)) is not column:
                return False
    return any(not cell.spread and _column_of(_compact(_label(cell))) for cell in row)


def _twice(columns: _Found) -> tuple[Headed, Headed] | None:
    """Two columns with the very same word for the name: two lists stand side by side."""
    same = [
        place for place in columns.get(Column.NAME, ()) if place[0] == min(columns[Column.NAME])[0]
    ]
    if len(same) < 2:
        return None
    return Headed(*same[0][1:]), Headed(*same[1][1:])


def _label(cell: Cell) -> str:
    """The office's word as one line without blanks."""
    return re.sub(r"\s", "", cell.value) if isinstance(cell.value, str) else ""


def _compact(label: str) -> str:
    """The word without width, marks and what stands in brackets."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", label))
    return re.sub(r"\(.*?\)|\[.*?\]", "", text).strip("*※★:、.\u200b\ufeff") or text


def _word(compact: str) -> str:
    return next((word for word in (compact, *compact.split("/")) if word in _KNOWN), "")


def _column_of(compact: str) -> Column | None:
    word = _word(compact)
    return _KNOWN[word][1] if word else None
