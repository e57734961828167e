"""听课 records in words, for every screen that shows one."""

from collections.abc import Sequence

from rich.text import Text

from yanxiu_tui import clock
from yanxiu_tui.rules.calendar import WEEKDAYS
from yanxiu_tui.rules.numbers import plain
from yanxiu_tui.rules.observations import MODE_NAMES, titled
from yanxiu_tui.services.observation_conflicts import Claimed, Conflict
from yanxiu_tui.services.observation_views import (
    OBSERVATION_STATE_NAMES,
    ObservationRecord,
    ObservationState,
    ObservationView,
)
from yanxiu_tui.services.open_lesson_views import LESSON_KIND_NAMES
from yanxiu_tui.services.quotas import Gap
from yanxiu_tui.widgets.bar import figures
from yanxiu_tui.widgets.kept_table import Row

_STYLES = {
    ObservationState.WRITING: "bold yellow",
    ObservationState.COMPLETED: "",
    ObservationState.CONFIRMED: "green",
    ObservationState.VOIDED: "dim",
}
MINE, OF_ME, ALL = "mine", "of_me", "all"
NARROW = {
    MINE: {"日期": 5, "节": 2, "执教": 10, "班级": 10, "课题": 0, "方式": 4, "状态": 6, "注": 9},
    OF_ME: {"日期": 5, "节": 2, "听课人": 10, "班级": 10, "课题": 0, "等级": 4, "状态": 6, "注": 9},
    ALL: {"日期": 5, "节": 2, "听课人": 8, "执教": 9, "班级": 9, "课题": 0, "状态": 6, "注": 9},
}
WIDE = {
    MINE: {
        "日期": 5, "节": 2, "执教": 14, "学科": 8, "班级": 12, "课题": 0, "方式": 4, "等级": 4,
        "状态": 6, "注": 9,
    },
    OF_ME: {
        "日期": 5, "节": 2, "听课人": 10, "教研组": 14, "学科": 8, "班级": 12, "课题": 0,
        "方式": 4, "等级": 4, "状态": 6, "注": 9,
    },
    ALL: {
        "日期": 5, "节": 2, "听课人": 10, "教研组": 12, "执教": 12, "学科": 6, "班级": 10,
        "课题": 0, "方式": 4, "等级": 4, "状态": 6, "注": 9,
    },
}  # fmt: skip
# What a quota on lessons is measured by.
_MEASURES = ("observations_given", "observations_taken", "observations_reviewed")


def title_of(view: ObservationView) -> str:
    """``林远《背影》七（3）班``."""
    return f"{view.teacher_name}{titled(view.topic)}{view.class_name}"


def when_of(view: ObservationView) -> str:
    """``10-14 三 第3节``."""
    return f"{view.day:%m-%d} 周{WEEKDAYS[view.day.weekday()]} 第{view.period}节"


def state_of(view: ObservationView) -> Text:
    """How far it is; in school a completed one waits for who taught."""
    waits = view.state is ObservationState.COMPLETED and view.taught_by_id is not None
    words = "待确认" if waits else OBSERVATION_STATE_NAMES[view.state]
    return Text(words, style=_STYLES[view.state])


def signs_of(view: ObservationView) -> Text:
    """What is out of the ordinary: entered late, in conflict with another."""
    signs = Text("补录" if view.late_entry else "")
    if view.conflict:
        signs.append(" 冲突" if signs else "冲突", style="bold red")
    return signs


def row_of(view: ObservationView) -> Row:
    """One row of a table of records."""
    cells = {
        "日期": f"{view.day:%m-%d}",
        "节": str(view.period),
        "执教": f"{view.teacher_name} 外校" if view.school_name else view.teacher_name,
        "听课人": view.observer_name,
        "教研组": view.group_name,
        "学科": view.subject,
        "班级": view.class_name,
        "课题": view.topic,
        "方式": MODE_NAMES[view.mode],
        "等级": view.grade,
    }
    texts = {heading: Text(words) for heading, words in cells.items()}
    return str(view.id), {**texts, "状态": state_of(view), "注": signs_of(view)}


def fields_of(view: ObservationView, record: ObservationRecord) -> list[tuple[str, str]]:
    """One record in full, as its form has it."""
    running = f"，累计第 {record.running} 节" if record.running else ""
    kind = (
        ""
        if not view.lesson_kind
        else f"（{LESSON_KIND_NAMES.get(view.lesson_kind, view.lesson_kind)}）"
    )
    fields = [
        ("学校", record.school),
        ("班级学科", f"{record.class_name}  {record.subject}"),
        ("执教", record.teacher),
        ("课题", f"{record.topic}{kind}"),
        ("时间", f"{record.day_words} 第 {record.period} 节  {record.place}".rstrip()),
        ("听课人", f"{record.observer}（{record.mode}听课{running}）"),
        ("教学过程", record.process),
        ("旁评", record.side_notes),
        ("优点", record.strengths),
        ("不足", record.weaknesses),
        ("建议", record.advice),
        ("等级", record.grade),
        ("评分", _marks(record)),
    ]
    return [(label, words) for label, words in fields if words.strip()] + _standing(view)


def _marks(record: ObservationRecord) -> str:
    """The score sheet line by line, and what it comes to."""
    if record.total is None:
        return ""
    lines = [f"{each.name} {plain(each.mark)}（满分 {plain(each.full)}）" for each in record.marks]
    return "\n".join([*lines, f"{'共 ' if lines else ''}{plain(record.total)} 分"])


def _standing(view: ObservationView) -> list[tuple[str, str]]:
    late = "（补录）" if view.late_entry else ""
    fields = [("状态", f"{state_of(view)}{late}")]
    if view.confirmed_at:
        fields.append(("确认", f"{clock.local(view.confirmed_at):%Y-%m-%d %H:%M}"))
    if view.answer:
        fields.append(("回应", view.answer))
    if view.voided_at:
        fields.append(("作废", f"{view.voided_by or '操作员'}：{view.void_reason}"))
    if view.conflict:
        fields.append(
            ("冲突", "同一时间另有记录说听课人或执教在别处，请核对日期、节次、班级、地点。")
        )
    return fields


def conflict_fields(conflicts: Sequence[Conflict]) -> list[tuple[str, str]]:
    """Pairs of records that cannot both be right, each in two lines."""
    fields = []
    for each in conflicts:
        when = f"{each.day:%m-%d} 第{each.period}节"
        fields += [
            (when, f"{each.who}：{_claimed(each.one)}"),
            ("", f"又在：{_claimed(each.other)}"),
        ]
    return fields


def _claimed(each: Claimed) -> str:
    where = "，".join(filter(None, (each.place.school, each.place.class_name, each.place.room)))
    return f"{where}（{each.observer_name}听{each.teacher_name}，编号 {each.id}）"


def quota_words(gaps: Sequence[Gap], until: str) -> Text:
    """One's own quotas on lessons: ``听课 11/15 节，差 4``; those behind say what is due."""
    said = Text()
    for gap in gaps:
        if gap.whose or gap.quota.measure not in _MEASURES:
            continue
        made = gap.progress
        said.append("   " if said else "")
        said.append(f"{gap.quota.name} {figures(made.done, made.need, gap.quota.unit)}")
        if not made.short:
            said.append(" 完成", style="green")
            continue
        said.append(f" 差 {plain(made.short)}", style="bold")
        if gap.behind:
            said.append(f"（到{until}应有 {plain(made.due)}）", style="bold yellow")
    return said
