"""督查通报: what an inspection found, with the plan checks there are, as a Word file (D4, Z35)."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from yanxiu_tui.reports import bulletin as plan_checks
from yanxiu_tui.reports.word import WIDTH, Cell, grid, heading, line, paper, row, signed, write
from yanxiu_tui.services.inspections import FindingView, InspectionBulletin

if TYPE_CHECKING:
    from docx.document import Document

_MENDED_WIDTH = 2.2
_CHECK_WIDTHS = (3.6, 2.4, 1.7, 1.7, 1.5, 1.7, 1.2, 2.2)


def write_bulletin(path: Path, told: InspectionBulletin) -> None:
    """Write it; Refused when it cannot be written or a file stands there already."""
    made = paper(f"{told.school}校本研修督查通报", told.term_name)
    line(made, f"督查：{told.title}　　日期：{_day(told.day)}")
    for name, found in (("做得好的", told.good), ("需要整改的", told.to_mend)):
        heading(made, name)
        if found:
            _table(made, found)
        else:
            line(made, "无。")
    if told.unnamed:
        line(made, f"另有 {told.unnamed} 条已告知本人和组长，这里不点名。")
    if told.plan_checks is not None:
        _plan_checks(made, told)
    signed(made, told.office, _day(told.told_on))
    write(made, path)


def _table(made: "Document", found: Sequence[FindingView]) -> None:
    """Of what is to be mended whether it was, on the day of the 通报."""
    mends = not found[0].good
    wide = WIDTH - 4.0 - (_MENDED_WIDTH if mends else 0)
    table = grid(made, (4.0, wide, _MENDED_WIDTH) if mends else (4.0, wide))
    heads = ("对象", "情况", "整改")[: 3 if mends else 2]
    row(table, [Cell(each, label=True) for each in heads], head=True)
    for each in found:
        told = [Cell(each.whose, label=True), Cell(each.words)]
        row(table, [*told, Cell(each.standing)] if mends else told)


def _plan_checks(made: "Document", told: InspectionBulletin) -> None:
    checks = told.plan_checks
    assert checks is not None
    heading(made, f"教案检查（第 {checks.number} 学月）")
    # Only the second sentence names who lacked plans.
    said = plan_checks.sentences(checks)
    for words in said if told.names_to_mend else said[:1]:
        line(made, words)
    table = grid(made, _CHECK_WIDTHS)
    row(table, [Cell(each, label=True) for each in plan_checks.headings()], head=True)
    for each in checks.lines:
        row(table, [Cell(words) for words in plan_checks.row(each)])


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def rows(found: Sequence[FindingView]) -> list[tuple[str, str, str, str, str]]:
    """Findings as rows for a terminal: day, whose, how it stands, what, what was done."""
    return [(str(each.day), each.whose, each.standing, each.words, _done(each)) for each in found]


def _done(found: FindingView) -> str:
    if found.mended is not None:
        return found.mended.words
    return f"{found.due_on} 前" if found.due_on else ""
