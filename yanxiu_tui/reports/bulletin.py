"""教案检查通报: a 学月's checks as rows for a terminal, and as an A4 sheet (Z17), 宋体4号 (Z35)."""

from pathlib import Path

from yanxiu_tui.clock import local
from yanxiu_tui.reports.sheets import Letterhead, a4, height_of, put_across, put_row, save
from yanxiu_tui.services.bulletins import Bulletin, GroupLine, Tally
from yanxiu_tui.services.monthly_reports import FROZEN_NAMES

_WIDTHS = {"组": 20, "组长": 12, "周检查": 9, "查人数": 9, "合格": 8, "需改进": 9, "缺": 7,
           "学月检查": 13}  # fmt: skip


def headings() -> list[str]:
    """The columns of the table."""
    return list(_WIDTHS)


def row(line: GroupLine) -> list[str]:
    """One group: weeks checked of those due, teachers checked of all, what was found."""
    return [
        line.group_name,
        line.leaders,
        f"{line.weeks_checked}/{line.weeks_due}",
        f"{line.teachers_checked}/{line.teachers}",
        *(str(count) for count in (line.weekly.good, line.weekly.improve, line.weekly.missing)),
        monthly(line),
    ]


def monthly(line: GroupLine) -> str:
    """What the 包组领导 found; 未检查 where nobody did."""
    if line.monthly == Tally():
        return "未检查"
    found = line.monthly
    return f"{found.good}/{found.improve}/{found.missing}"


def missing(bulletin: Bulletin) -> list[str]:
    """``语文组：林远（第 7 周）``, for every group where somebody lacked a plan."""
    return [
        f"{line.group_name}：{'、'.join(line.missing)}" for line in bulletin.lines if line.missing
    ]


def sentences(bulletin: Bulletin) -> list[str]:
    """What stands above and below the table."""
    due = sum(line.weeks_due for line in bulletin.lines)
    checked = sum(line.weeks_checked for line in bulletin.lines)
    lacking = missing(bulletin)
    return [
        f"{bulletin.first.month}月{bulletin.first.day}日至{bulletin.last.month}月"
        f"{bulletin.last.day}日，{len(bulletin.lines)} 个组应检查签字 {due} 组次，"
        f"实际 {checked} 组次。学月检查一栏是包组领导检查的合格/需改进/缺。",
        f"缺教案的：{'；'.join(lacking)}。" if lacking else "没有缺教案的。",
    ]


def title(bulletin: Bulletin, letterhead: Letterhead) -> str:
    """The title of the sheet."""
    return f"{letterhead.school}第 {bulletin.number} 学月教案检查通报"


def write_bulletin(path: Path, bulletin: Bulletin, letterhead: Letterhead) -> None:
    """The 通报 as an A4 xlsx; Refused when the file cannot be written."""
    columns, width = len(_WIDTHS), sum(_WIDTHS.values())
    book, page = a4("通报", list(_WIDTHS.values()))
    put_across(
        page,
        1,
        columns,
        title(bulletin, letterhead),
        size=18,
        bold=True,
        across="center",
        height=44,
    )
    put_across(page, 2, columns, bulletin.term_name, across="center")
    told = sentences(bulletin)
    put_across(page, 3, columns, f"　　{told[0]}", height=height_of(told[0], width))
    put_row(page, 4, headings(), bold=True)
    page.print_title_rows = "4:4"
    for at, line in enumerate(bulletin.lines, start=5):
        put_row(page, at, row(line))
    below = 5 + len(bulletin.lines)
    put_across(page, below, columns, f"　　{told[1]}", height=height_of(told[1], width))
    frozen = bulletin.frozen_at
    day = local(frozen).date() if frozen else bulletin.last
    late = f"（{FROZEN_NAMES[True]}）" if bulletin.late else ""
    signed = (letterhead.office, f"{day.year}年{day.month}月{day.day}日{late}")
    for at, words in enumerate(signed, start=below + 2):
        put_across(page, at, columns, words, across="right")
    save(book, path)
