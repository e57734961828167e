"""上交 in words, for every screen that shows a paper that is due."""

from collections.abc import Sequence
from datetime import datetime

from rich.text import Text

from yanxiu_tui.clock import local
from yanxiu_tui.rules.calendar import WEEKDAYS
from yanxiu_tui.rules.submissions import STANDING_NAMES, Standing, is_late, last_minute
from yanxiu_tui.services.submission_views import KindCount, SubmissionView
from yanxiu_tui.services.submissions import Outcome
from yanxiu_tui.widgets.kept_table import Row
from yanxiu_tui.widgets.todo_words import due_words

_STYLES = {
    Standing.NOT_YET: "",
    Standing.SOON: "bold yellow",
    Standing.OVERDUE: "bold red",
    Standing.WAITING: "cyan",
    Standing.ON_TIME: "green",
    Standing.LATE: "yellow",
    Standing.INCOMPLETE: "bold red",
}


def due_of(view: SubmissionView) -> str:
    """``09-07 周一 23:59``: the last minute in which it is in time."""
    at = local(last_minute(view.due_at))
    return f"{at:%m-%d} 周{WEEKDAYS[at.weekday()]} {at:%H:%M}"


def day_of(view: SubmissionView) -> str:
    """The same in fewer words: ``09-07 周一``, or ``01-11 12:00`` where the hour matters."""
    at = local(last_minute(view.due_at))
    hour = f"{at:%H:%M}"
    return f"{at:%m-%d} {f'周{WEEKDAYS[at.weekday()]}' if hour == '23:59' else hour}"


def state_of(view: SubmissionView) -> Text:
    """How it stands, with what else there is to know of it, in a few words."""
    said = STANDING_NAMES[view.standing]
    if view.standing is Standing.WAITING and _came_late(view):
        said += "，迟"
    if view.sent_back:
        said = f"退回，{said}"
    elif view.owing and view.manuscript_id is not None and view.handed is None:
        said += "，在写"
    return Text(said, _STYLES[view.standing])


def row_of(view: SubmissionView, now: datetime) -> Row:
    """One row of a table of papers."""
    left = due_words(last_minute(view.due_at), now) if view.owing else Text("")
    cells = {
        "哪天": day_of(view),
        "材料": view.kind_name,
        "谁": view.whose,
        "找谁": view.leaders or ("本人" if view.staff_no else ""),
        "交来": _moment(view.handed.at) if view.handed else "",
        "缺": view.handed.missing if view.handed else "",
    }
    texts = {name: _one_line(Text(words)) for name, words in cells.items()}
    texts["还有"], texts["状态"] = left, _one_line(state_of(view))
    return f"{view.term_id} {view.kind} {view.teacher_id} {view.group_id}", texts


def fields_of(view: SubmissionView, texts: Sequence[tuple[str, str]] = ()) -> list[tuple[str, str]]:
    """One paper in full; ``texts`` is what was written of it, by section."""
    fields = [("材料", view.kind_name), ("谁交", _whose(view)), ("期限", due_of(view))]
    fields.append(("状态", state_of(view).plain))
    if view.sent_back:
        fields.append(("退回的原因", view.sent_back))
    if view.copies_due > 1:
        fields.append(("份数", f"一式 {view.copies_due} 份"))
    if view.parts:
        fields.append(("要有", "、".join(view.parts)))
    fields += _handed(view, "正文在下面，上下键、翻页键看；" if texts else "")
    if view.clause:
        fields.append(("依据", f"{view.clause.id}「{view.clause.words}」"))
    return [*fields, *((name, words or "（空着）") for name, words in texts)]


def summary_of(lines: Sequence[SubmissionView]) -> str:
    """How many there are, and how many are still owed, wait, or are overdue."""
    stand = [each.standing for each in lines]
    owing = sum(each.owing for each in lines)
    counts = (
        ("要交", owing),
        ("过期", stand.count(Standing.OVERDUE)),
        ("待接收", stand.count(Standing.WAITING)),
        ("不完整", stand.count(Standing.INCOMPLETE)),
        ("已收", stand.count(Standing.ON_TIME) + stand.count(Standing.LATE)),
    )
    return "   ".join(f"{name} {count}" for name, count in counts)


def count_of(count: KindCount) -> str:
    """``组工作计划 18/21，待收 1，迟 2，缺 1，过期 1``."""
    parts = (
        ("待收", count.waiting),
        ("迟", count.late),
        ("缺", count.incomplete),
        ("过期", count.overdue),
    )
    more = "".join(f"，{name} {number}" for name, number in parts if number)
    return f"{count.kind_name} {count.received}/{count.total}{more}"


def told(done: Outcome) -> str:
    """What became of a paper, in a sentence; it stands behind what was done with it."""
    if done.standing is Standing.INCOMPLETE:
        return f"不完整，缺：{done.missing}。"
    if done.standing is Standing.WAITING:
        blank = f"有 {done.blank} 节空着，要补先撤回。" if done.blank else ""
        return f"{'等待接收，记迟交。' if done.late else '等待接收。'}{blank}"
    return "迟交。" if done.standing is Standing.LATE else "按时。"


def about(view: SubmissionView) -> str:
    """What belongs to it, and the clause."""
    says = [f"期限 {due_of(view)}。"]
    if view.copies_due > 1:
        says.append(f"一式 {view.copies_due} 份。")
    if view.parts:
        says.append(f"要有：{'、'.join(view.parts)}。")
    if view.handed and view.handed.missing:
        says.append(f"上次缺：{view.handed.missing}。")
    if view.sent_back:
        says.append(f"退回的原因：{view.sent_back}。")
    clause = f"\n{view.clause.id}「{view.clause.words}」" if view.clause else ""
    return "".join(says) + clause


def _whose(view: SubmissionView) -> str:
    behind = f"组长 {view.leaders}" if view.leaders else view.staff_no
    if view.group_id is not None and not view.leaders:
        behind = "没有组长"
    return " ".join(filter(None, (view.whose, behind)))


def _handed(view: SubmissionView, below: str) -> list[tuple[str, str]]:
    handed = view.handed
    if handed is None:
        return []
    fields = [("交来", f"{_moment(handed.at)}，{handed.by or '操作员'}交")]
    if handed.written:
        fields.append(("在这里写的", f"{below}F9 存成 Word"))
    optional = (
        ("存放", handed.where_kept),
        ("文件", handed.file_name),
        ("缺", handed.missing),
    )
    fields += [(label, words) for label, words in optional if words]
    fields.append(("交来份数", f"{handed.copies} 份"))
    if handed.received_at:
        fields.append(("收", f"{_moment(handed.received_at)}，{handed.received_by or '操作员'}"))
    return fields


def _came_late(view: SubmissionView) -> bool:
    return view.handed is not None and is_late(view.handed.at, view.due_at)


def _moment(at: datetime) -> str:
    return f"{local(at):%m-%d %H:%M}"


def _one_line(text: Text) -> Text:
    text.no_wrap, text.overflow = True, "ellipsis"
    return text
