"""迎检材料: what is missing, the index, the overview of growth archives; Word and xlsx (Z35)."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from yanxiu_tui.reports import listing, word
from yanxiu_tui.reports.listing import Listing
from yanxiu_tui.reports.word import WIDTH, Cell
from yanxiu_tui.rules.archives import MEDIUM_NAMES, UNPLACED, percent
from yanxiu_tui.rules.pack import NOTHING

if TYPE_CHECKING:
    from yanxiu_tui.services.archive_views import Archive
    from yanxiu_tui.services.pack import Pack
    from yanxiu_tui.services.pack_reading import Listed

_ACROSS = 95.0  # characters: an upright A4 page between its margins


@dataclass(frozen=True)
class Table:
    """A titled table, as it goes into a Word file or an xlsx.

    ``widths`` are shares of the page's width; ``left`` are the columns that hold sentences.
    """

    title: str
    under: str
    columns: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    left: tuple[str, ...] = ()


def lacking(pack: "Pack") -> Table:
    """What is missing, the school's classes first, then groups, then teachers."""
    rows = [
        (str(number), each.level, each.whose, each.what)
        for number, each in enumerate(pack.lacks, start=1)
    ]
    return Table(
        f"{pack.school}{pack.term_name}缺少的材料", _how_much(pack),
        ("序号", "属于", "谁", "缺什么"), (10, 12, 26, 52), tuple(rows), ("谁", "缺什么"),
    )  # fmt: skip


def _how_much(pack: "Pack") -> str:
    """How many things are missing, of what; a class with all its items may want papers still."""
    if not pack.lacks:
        return "什么也不缺。"
    count: Counter[str] = Counter()
    for each in pack.lacks:
        count[each.level] += each.count
    of = "，".join(f"{level} {number} 项" for level, number in count.items())
    classes = pack.archive.classes
    whole = sum(not each.missing for each in classes)
    return f"缺 {pack.missing} 项：{of}。总档案 {len(classes)} 类，{whole} 类够件数。"


def contents(pack: "Pack") -> Table:
    """Every entry with its number; of what is on paper only, where it lies."""
    rows: list[tuple[str, ...]] = []
    folder = ""
    for each in pack.entries:
        if each.folder != folder:
            folder = each.folder
            rows.append(("", folder.rpartition("/")[2], "", ""))
        entry = each.entry
        place = "文件" if each.path else UNPLACED if entry.unplaced else "纸质"
        where = "；".join(filter(None, ("" if entry == NOTHING else place, entry.where)))
        rows.append((each.number, entry.name, f"{entry.day or ''}", where))
    files = sum(bool(each.path) for each in pack.entries)
    return Table(
        f"{pack.school}{pack.term_name}校本研修迎检材料目录",
        f"{len(pack.entries)} 项，其中 {files} 份文件在本文件夹里，按编号找。",
        ("编号", "名称", "日期", "在哪里"), (18, 40, 21, 21), tuple(rows), ("名称", "在哪里"),
    )  # fmt: skip


def overview(pack: "Pack") -> Table:
    """Every teacher's growth archive in a line."""
    rows = [
        (
            each.staff.staff_no, each.staff.name, each.staff.research_group,
            percent(each.completeness), "、".join(each.lacking),
            "" if each.checked is None else "齐全" if each.checked.complete else "不全",
        )
        for each in pack.lines
    ]  # fmt: skip
    whole = sum(each.complete for each in pack.lines)
    return Table(
        f"{pack.school}{pack.term_name}教师成长档案总览", f"{len(rows)} 人，{whole} 人齐全。",
        ("工号", "姓名", "教研组", "完整", "还缺", "检查"), (10, 14, 18, 9, 37, 12), tuple(rows),
        ("还缺",),
    )  # fmt: skip


def write_listed(path: Path, listed: "Listed") -> None:
    """Records of one source that have no form of their own."""
    rows = tuple(
        (str(number), f"{row.day}", row.title, row.words, _place(row.where_kept, row.medium))
        for number, row in enumerate(listed.rows, start=1)
    )
    write_table(path, Table(
        f"{listed.school}{listed.title}", f"共 {len(rows)} 项。",
        ("序号", "日期", "名称", "说明", "在哪里"), (7, 15, 30, 23, 25), rows,
        ("名称", "说明", "在哪里"),
    ))  # fmt: skip


def write_growth(path: Path, archive: "Archive") -> None:
    """What stands in one growth archive, class by class, and what is missing."""
    rows: list[tuple[str, ...]] = []
    for each in archive.classes:
        rows.append(("", f"{each.name}（{each.clause.id}）", "", f"{len(each.items)} 件"))
        rows += [
            (f"{item.day:%m-%d}", item.title, item.words, _place(item.where_kept, item.medium))
            for item in each.items
        ]
    lacking = archive.lacking
    wanting = f"，还缺：{'、'.join(lacking)}" if lacking else ""
    under = f"完整 {percent(archive.completeness)}{wanting}"
    write_table(path, Table(
        archive.title, f"{archive.of}　{under}", ("日期", "名称", "说明", "在哪里"),
        (12, 31, 25, 32), tuple(rows), ("名称", "说明", "在哪里"),
    ))  # fmt: skip


def _place(where: str, medium: str) -> str:
    return where or (UNPLACED if medium == "paper" else MEDIUM_NAMES[medium])


def write_table(path: Path, table: Table) -> None:
    """The table as a Word file or an xlsx, whichever the name says."""
    if path.suffix == ".docx":
        _write_word(path, table)
    else:
        _write_sheet(path, table)


def _write_word(path: Path, table: Table) -> None:
    made = word.paper(table.title, table.under)
    total = sum(table.widths)
    grid = word.grid(made, [WIDTH * share / total for share in table.widths])
    word.row(grid, [Cell(name, label=True) for name in table.columns], head=True)
    for cells in table.rows:
        word.row(grid, [Cell(words) for words in cells])
    word.write(made, path)


def _write_sheet(path: Path, table: Table) -> None:
    total = sum(table.widths)
    columns = {
        name: _ACROSS * share / total
        for name, share in zip(table.columns, table.widths, strict=True)
    }
    listing.write(path, Listing("表", table.title, table.under, columns, table.rows, table.left))
