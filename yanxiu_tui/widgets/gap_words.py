"""How far a quota is, in words and cells, for every screen that shows one."""

from collections.abc import Sequence

from rich.text import Text

from yanxiu_tui.rules.numbers import plain
from yanxiu_tui.rules.periods import PERIOD_NAMES
from yanxiu_tui.rules.quotas import SCHOOL_YEAR
from yanxiu_tui.services.hours import HoursView, ProjectHours
from yanxiu_tui.services.measures.asking import Record
from yanxiu_tui.services.quotas import Gap
from yanxiu_tui.widgets.bar import bar, figures
from yanxiu_tui.widgets.kept_table import Row

Fields = list[tuple[str, str]]


def name_of(gap: Gap) -> str:
    """The quota, and whose it is when it is not one's own."""
    return f"{gap.whose} {gap.quota.name}".strip()


def row_of(gap: Gap, width: int) -> Row:
    """One row of a table, its bar so many cells wide."""
    made = gap.progress
    short = Text(f"差 {plain(made.short)}") if made.short else Text("完成", style="green")
    behind = Text(f"应有 {plain(made.due)}", style="bold yellow") if gap.behind else Text("")
    return f"{gap.quota.id}/{gap.whose_id}", {
        "定额": Text(name_of(gap)),
        "进度": bar(made.done, made.need, width, made.due),
        "完成": Text(figures(made.done, made.need, gap.quota.unit), style="bold"),
        "还差": short,
        "按进度": behind,
        "依据": Text(gap.quota.clause.id.replace("–", "-"), style="dim"),
    }


def behind_words(gap: Gap) -> str:
    """``听课 3/15（应有 9）``."""
    made = gap.progress
    return f"{gap.quota.name} {plain(made.done)}/{plain(made.need)}（应有 {plain(made.due)}）"


def fields_of(gap: Gap, records: Sequence[Record], hours: HoursView | None, until: str) -> Fields:
    """One quota in full: what is asked, how far it is ``until`` then, the clause, the records."""
    made, unit = gap.progress, gap.quota.unit
    fields = [("要求", _asked(gap)), ("完成", _done(gap)), ("进度", _due(gap, until))]
    clause = gap.quota.clause
    fields.append(("依据", f"{clause.id}「{clause.words}」"))
    if hours:
        fields += [(each.name, _project(each)) for each in hours.projects]
    for number, each in enumerate(reversed(records)):
        detail = f"{each.detail}  " if each.detail else ""
        words = f"{each.day:%m-%d}  {each.title}  {detail}{plain(each.amount)} {unit}"
        fields.append(("" if number else "记录", words))
    if not records and not made.done:
        fields.append(("记录", "还没有"))
    return fields


def _asked(gap: Gap) -> str:
    need, unit = gap.progress.need, gap.quota.unit
    if gap.quota.measure == "cycle_hours":
        return f"一个周期不少于 {plain(need)} {unit}"
    if gap.quota.every == SCHOOL_YEAR:
        return f"每学年不少于 {plain(need)} {unit}，两个学期一起算"
    if not gap.quota.every or not gap.steps:
        return f"每学期不少于 {plain(need)} {unit}"
    period = PERIOD_NAMES[gap.quota.every]
    each = f"每{period}不少于 {plain(need / gap.steps)} {unit}"
    return f"{each}，全学期共 {plain(need)} {unit}；多做的不能补别的{period}"


def _done(gap: Gap) -> str:
    short = gap.progress.short
    done = f"{plain(gap.progress.done)} {gap.quota.unit}"
    return f"{done}，还差 {plain(short)} {gap.quota.unit}" if short else f"{done}，已完成"


def _due(gap: Gap, until: str) -> str:
    unit = gap.quota.unit
    if gap.quota.measure == "cycle_hours":
        return "看整个周期，不按学期进度"
    due = f"到{until}应有 {plain(gap.progress.due)} {unit}"
    return f"{due}，落后 {plain(gap.behind)} {unit}" if gap.behind else f"{due}，跟得上"


def _project(project: ProjectHours) -> str:
    words = f"{plain(project.credited)} 学时"
    if project.planned:
        words += f"，计划 {plain(project.planned)}"
    return words if project.most is None else f"{words}，最多认定 {plain(project.most)}"
