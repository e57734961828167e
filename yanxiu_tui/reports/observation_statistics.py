"""听课统计: a month as rows for a terminal, and as an A4 sheet to hand out (Z24), 宋体4号 (Z35)."""

from decimal import Decimal
from pathlib import Path

from yanxiu_tui.clock import local
from yanxiu_tui.reports.sheets import Letterhead, a4, height_of, put_across, put_row, save
from yanxiu_tui.rules.names import told_apart
from yanxiu_tui.rules.numbers import plain
from yanxiu_tui.services.monthly_reports import FROZEN_NAMES
from yanxiu_tui.services.observation_statistics import MonthLine, MonthStatistics

_WIDTHS = {
    "序号": 7, "姓名": 13, "教研组": 15, "本月": 7, "集中": 7, "随机": 7, "申报": 7, "补录": 7,
    "冲突": 7, "累计": 7, "定额": 12, "还差": 8,
}  # fmt: skip


def headings() -> list[str]:
    """The columns of the table."""
    return list(_WIDTHS)


def rows(statistics: MonthStatistics) -> list[list[str]]:
    """A row a teacher; namesakes carry their staff number."""
    names = told_apart(statistics.lines)
    return [
        _cells(number, line, names[line.staff_no])
        for number, line in enumerate(statistics.lines, start=1)
    ]


def owed(line: MonthLine) -> str:
    """``11/15``, one for each quota on lessons heard."""
    return "，".join(f"{plain(each.done)}/{plain(each.need)}" for each in line.quotas)


def short(line: MonthLine) -> Decimal:
    """What is missing from the quota that most is missing from."""
    return max((each.short for each in line.quotas), default=Decimal(0))


def sentence(statistics: MonthStatistics) -> str:
    """What the month came to, in one line."""
    lines = statistics.lines
    heard = sum((line.month for line in lines), Decimal(0))
    none = sum(not line.month for line in lines)
    conflicts = sum(line.conflicts for line in lines)
    said = f"{len(lines)} 人共听课 {plain(heard)} 节，{none} 人没有听课"
    return f"{said}，{conflicts} 条记录有冲突" if conflicts else said


def title(statistics: MonthStatistics, letterhead: Letterhead) -> str:
    """The title of the sheet."""
    return f"{letterhead.school}{statistics.name}听课统计表"


def write_statistics(path: Path, statistics: MonthStatistics, letterhead: Letterhead) -> None:
    """The month as an A4 xlsx; Refused when the file cannot be written."""
    columns, width = len(_WIDTHS), sum(_WIDTHS.values())
    book, page = a4("听课统计", list(_WIDTHS.values()))
    head = title(statistics, letterhead)
    put_across(page, 1, columns, head, size=18, bold=True, across="center", height=44)
    first, last = statistics.first, statistics.last
    span = f"{first.month}月{first.day}日至{last.month}月{last.day}日"
    told = f"{statistics.term_name}（{span}）：{sentence(statistics)}。"
    put_across(page, 2, columns, told, height=height_of(told, width))
    put_row(page, 3, headings(), bold=True)
    page.print_title_rows = "3:3"
    for at, cells in enumerate(rows(statistics), start=4):
        put_row(page, at, cells)
    below = 5 + len(statistics.lines)
    put_across(page, below, columns, f"{letterhead.office}　　{_when(statistics)}", across="right")
    save(book, path)


def _when(statistics: MonthStatistics) -> str:
    """When it was frozen, which version it is or whether it was late; else that it is not."""
    if statistics.frozen_at is None:
        return "未冻结，随记录变动"
    day = local(statistics.frozen_at)
    version = f"（第 {statistics.version} 版）" if statistics.version > 1 else ""
    late = f"（{FROZEN_NAMES[True]}）" if statistics.late else ""
    return f"{day.year}年{day.month}月{day.day}日{late}{version}"


def _cells(number: int, line: MonthLine, name: str) -> list[str]:
    counted = (line.concentrated, line.drop_in, line.claimed, line.late, line.conflicts)
    return [
        str(number),
        name,
        line.group_name,
        plain(line.month),
        *(plain(Decimal(each)) if each else "" for each in counted),
        plain(line.term),
        owed(line),
        plain(short(line)) if line.quotas else "",
    ]
