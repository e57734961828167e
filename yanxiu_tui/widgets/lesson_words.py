"""Announced lessons in words, for every screen that shows one."""

from collections.abc import Sequence

from rich.text import Text

from yanxiu_tui import clock
from yanxiu_tui.rules.calendar import WEEKDAYS
from yanxiu_tui.rules.observations import titled
from yanxiu_tui.services.open_lessons import Guest, LessonView
from yanxiu_tui.widgets.kept_table import Row

_NAMES_SHOWN = 60


def title_of(view: LessonView) -> str:
    """``林远《背影》七（3）班``."""
    return f"{view.teacher_name}{titled(view.topic)}{view.class_name}"


def when_of(view: LessonView) -> str:
    """``10月19日 星期一 第 3 节``."""
    day = view.day
    return f"{day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()]} 第 {view.period} 节"


def seats_of(view: LessonView) -> str:
    """How many come, of how many seats."""
    return f"{view.coming}" if view.seats is None else f"{view.coming}/{view.seats}"


def state_of(view: LessonView) -> Text:
    """Whether it is to come, full, over or called off, and whether one comes oneself."""
    if view.cancelled_at:
        return Text("已取消", style="dim")
    if view.over:
        return Text(f"已记 {view.heard}" if view.heard else "已上完", style="dim")
    if view.i_come:
        return Text("已报名", style="green")
    if view.mine:
        return Text("我的课", style="bold")
    return Text("报满", style="bold yellow") if view.full else Text("可报名")


def row_of(view: LessonView) -> Row:
    """One row of a table of lessons."""
    cells = {
        "日期": f"{view.day:%m-%d}",
        "周": WEEKDAYS[view.day.weekday()],
        "节": str(view.period),
        "类别": view.kind_name,
        "执教": view.teacher_name,
        "教研组": view.group_name,
        "学科": view.subject,
        "班级": view.class_name,
        "课题": view.topic,
        "地点": view.place,
        "报名": seats_of(view),
    }
    texts = {heading: Text(words) for heading, words in cells.items()}
    return str(view.id), {**texts, "状态": state_of(view)}


def fields_of(view: LessonView, guests: Sequence[Guest]) -> list[tuple[str, str]]:
    """One lesson in full, with who comes."""
    beside = f"，同课异构另有 {view.beside} 节" if view.beside else ""
    seats = "不限" if view.seats is None else f"{view.seats} 个"
    fields = [
        ("类别", f"{view.kind_name}{beside}"),
        ("执教", " ".join(filter(None, (view.teacher_name, view.group_name)))),
        ("课题", f"{view.topic}（{view.subject}，{view.class_name}）"),
        ("时间", when_of(view)),
        ("地点", view.place),
        ("座位", f"{seats}，已报名 {view.coming} 人"),
        ("说明", view.note),
        ("报名", _names(guests)),
        ("听课记录", f"{view.heard} 份" if view.heard else ""),
        ("预告", view.announced_by),
    ]
    if view.cancelled_at:
        day = clock.local(view.cancelled_at)
        fields.append(("取消", f"{day:%m-%d}：{view.cancel_reason}"))
    return [(label, words) for label, words in fields if words]


def _names(guests: Sequence[Guest]) -> str:
    names = "、".join(guest.name for guest in guests[:_NAMES_SHOWN])
    return f"{names}等 {len(guests)} 人" if len(guests) > _NAMES_SHOWN else names
