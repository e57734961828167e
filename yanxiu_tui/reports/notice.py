"""公示: a published ranking as an A4 sheet to hang up (DOMAIN §8), 宋体4号 (Z35).

It says what a person was ranked and never why somebody was away or vetoed (Z39).
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from yanxiu_tui.clock import local
from yanxiu_tui.reports.sheets import ROW, SIZE, a4, height_of, put, put_across, save
from yanxiu_tui.rules.names import told_apart
from yanxiu_tui.services.frozen_views import TEACHER, FrozenLine, FrozenRanking
from yanxiu_tui.services.publishing import Notice

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_WIDTHS = {"序号": 8, "名次": 8, "姓名": 22, "教研组": 20, "得分": 13, "等次": 16}
_GROUP_WIDTHS = {"序号": 10, "名次": 10, "组": 35, "得分": 15, "等次": 17}


def headings(ranking: FrozenRanking) -> list[str]:
    """The columns of the table."""
    return list(_widths(ranking))


def rows(notice: Notice) -> list[list[str]]:
    """The table's rows; who has no place has none on paper either."""
    ranking = notice.view.ranking
    names = told_apart(notice.view.lines) if ranking.subject == TEACHER else {}
    return [_cells(number, line, names) for number, line in enumerate(notice.view.lines, start=1)]


def sentences(notice: Notice) -> list[str]:
    """What stands above the table: the basis, the period, and where to object."""
    ranking = notice.view.ranking
    first, last = ranking.notice_first, ranking.notice_last
    period = ""
    if first and last:
        days = (last - first).days + 1
        period = f"公示时间：{_day(first)}至{_day(last)}（{days} 天）。"
    clauses = f"（{'、'.join(notice.clauses)}）" if notice.clauses else ""
    who = "全体考核对象" if ranking.subject == TEACHER else f"各{ranking.subject_name}"
    return [
        f"根据《{ranking.regulation_title}》{clauses}，对{who}{ranking.term_name}"
        f"（截至{_day(ranking.until)}）的校本研修情况进行了量化考核，现将结果予以公示。",
        period,
        f"如有异议，请在公示期内向{ranking.office}提出，或在研修终端「公示与评优」中提出。",
    ]


def title(notice: Notice) -> str:
    """The title of the sheet."""
    whose = "" if notice.view.ranking.subject == TEACHER else notice.view.ranking.subject_name
    return f"{notice.school}校本研修{whose}考核结果公示"


def write_notice(path: Path, notice: Notice) -> None:
    """The 公示 as an A4 xlsx; Refused when the file cannot be written."""
    ranking = notice.view.ranking
    widths = _widths(ranking)
    columns = len(widths)
    book, page = a4("公示", list(widths.values()))
    put_across(page, 1, columns, title(notice), size=20, bold=True, across="center", height=44)
    said = [each for each in sentences(notice) if each]
    for row, sentence in enumerate(said, start=2):
        height = height_of(sentence, sum(widths.values()))
        put_across(page, row, columns, f"　　{sentence}", height=height)
    heading = len(said) + 2
    for column, name in enumerate(widths, start=1):
        put(page, heading, column, name, size=SIZE, bold=True, across="center", border=True)
    page.row_dimensions[heading].height = ROW
    page.print_title_rows = f"{heading}:{heading}"
    lines = rows(notice)
    for row, cells in enumerate(lines, start=heading + 1):
        _one_row(page, row, cells)
    published = ranking.published_at
    signed = [notice.school, ranking.office, _day(local(published).date()) if published else ""]
    for row, words in enumerate(signed, start=heading + len(lines) + 2):
        put_across(page, row, columns, words, across="right", height=ROW)
    save(book, path)


def _widths(ranking: FrozenRanking) -> dict[str, float]:
    return dict(_WIDTHS if ranking.subject == TEACHER else _GROUP_WIDTHS)


def _cells(number: int, line: FrozenLine, names: dict[str, str]) -> list[str]:
    place = "" if line.place is None else str(line.place)
    score = "" if line.score is None or line.place is None else str(line.score)
    who = [names[line.staff_no], line.group_name] if line.staff_no else [line.name]
    return [str(number), place, *who, score, line.grade]


def _one_row(page: "Worksheet", row: int, cells: Sequence[str]) -> None:
    for column, text in enumerate(cells, start=1):
        value = int(text) if column <= 2 and text else text
        put(page, row, column, value, size=SIZE, across="center", fit="shrink", border=True)
    page.row_dimensions[row].height = ROW


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
