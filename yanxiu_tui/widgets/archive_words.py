"""档案 in words, for every screen that shows one."""

from collections.abc import Sequence

from rich.text import Text

from yanxiu_tui.rules.archives import MEDIUM_NAMES, percent
from yanxiu_tui.services.archives import Archive, Checked, ClassView, GrowthLine, ItemView
from yanxiu_tui.widgets.kept_table import Row

FILED_NAMES = {"records": "自动归入", "claims": "申报归入", "hand": "手工添加"}


def state_of(each: ClassView) -> str:
    """Whether a class has what it needs, in a character that every console can draw, or none."""
    if each.missing:
        return "缺"
    return "齐" if each.items else ""


def class_row(each: ClassView) -> Row:
    """One row of the classes."""
    style = "bold yellow" if each.missing else "green" if each.items else "dim"
    count = f"{len(each.items)}/{each.least}" if each.least else str(len(each.items))
    return each.id, {
        "": Text(state_of(each), style=style),
        "类别": Text(each.name),
        "件数": Text(count, style=style),
        "来源": Text(FILED_NAMES[each.filed_by], style="dim"),
        "依据": Text(f"{each.clause.id} {each.clause.words}", style="dim"),
    }


def item_row(number: int, item: ItemView) -> Row:
    """One row of what stands in a class."""
    return str(number), {
        "日期": Text(f"{item.day:%m-%d}"),
        "名称": Text(item.title),
        "是什么": Text(item.words),
        "形式": Text(MEDIUM_NAMES[item.medium]),
        "存放": Text(place_of(item)),
    }


def place_of(item: ItemView) -> str:
    """Where it is, and the file kept of it."""
    return "，".join(filter(None, (item.where_kept, item.file_name)))


def fields_of(each: ClassView, item: ItemView) -> list[tuple[str, str]]:
    """One item in full."""
    said = (
        ("名称", item.title),
        ("类别", each.name),
        ("日期", f"{item.day:%Y-%m-%d}"),
        ("是什么", item.words),
        ("来源", "程序里的记录，自动归入" if item.from_record else "手工添加"),
        ("形式", MEDIUM_NAMES[item.medium]),
        ("存放", item.where_kept),
        ("文件", item.file_name),
        ("依据", f"{each.clause.id} 「{each.clause.words}」"),
    )
    return [(label, words) for label, words in said if words]


def summary_of(archive: Archive) -> Text:
    """Whose it is and how complete, at a glance."""
    words = Text(f"{archive.title}  {archive.of}  ", style="bold")
    words.append(f"完整 {percent(archive.completeness)}", style="not bold")
    wanting = len(archive.lacking)
    if wanting:
        return words.append(f"，缺 {wanting} 类", style="bold yellow")
    return words.append("，各类都够", style="bold green")


def checked_words(checked: Checked | None) -> str:
    """What the term's check found, in two characters or none."""
    if checked is None:
        return ""
    return "齐全" if checked.complete else "不全"


def overview_summary(lines: Sequence[GrowthLine]) -> str:
    """How many there are, how many are complete, how many were checked."""
    whole = sum(each.complete for each in lines)
    checked = sum(each.checked is not None for each in lines)
    return f"{len(lines)} 人，齐全 {whole} 人，已检查 {checked} 人"
