"""What became of an activity, to read: its four fixed things, who came, its papers, its course."""

from collections.abc import Sequence
from dataclasses import dataclass

from yanxiu_tui import clock
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.attendance_tally import Tally
from yanxiu_tui.rules.calendar import WEEKDAYS
from yanxiu_tui.rules.numbers import plain
from yanxiu_tui.screens.details import DetailsScreen, Field
from yanxiu_tui.services import activities, attendance, documents
from yanxiu_tui.services.activities import STATE_NAMES, ActivityView, Step
from yanxiu_tui.services.documents import DOCUMENT_NAMES, Document
from yanxiu_tui.services.planning import Series
from yanxiu_tui.widgets.meeting_head import counts


@dataclass(frozen=True)
class Past:
    """Everything there is to tell of one activity."""

    activity: ActivityView
    tally: Tally
    papers: Sequence[Document]
    steps: Sequence[Step]
    owed: Sequence[str]


def read_past(activity: ActivityView, regulation: Regulation) -> Past:
    """Read it; called in a worker."""
    papers = documents.documents(activity.id)
    have = {paper.kind for paper in papers}
    asked = regulation.large_activity.documents if activity.large else []
    return Past(
        activity=activity,
        tally=attendance.board(activity.id).tally,
        papers=papers,
        steps=activities.course(activity.id),
        owed=[DOCUMENT_NAMES[kind] for kind in asked if kind not in have],
    )


def past_screen(past: Past) -> DetailsScreen:
    """An activity in words."""
    activity = past.activity
    start, end = clock.local(activity.starts_at), clock.local(activity.ends_at)
    fields = [
        ("状态", STATE_NAMES[activity.state]),
        ("时间", f"{start:%Y-%m-%d} 周{WEEKDAYS[start.weekday()]} {start:%H:%M}-{end:%H:%M}"),
        ("地点", activity.place),
        ("主讲人", activity.presenter),
        ("类型", f"{activity.kind}（大型）" if activity.large else activity.kind),
        ("范围", activity.scope_name),
        ("主持人", activity.host_name or "未定"),
        ("记录人", activity.recorder_name or "未定"),
        ("学时", plain(activity.hours) if activity.hours else "不计"),
    ]
    if activity.opened_at:
        fields.append(("出勤", counts(past.tally).plain))
    return DetailsScreen(activity.title, [*fields, *_papers(past), *_course(past.steps)])


def series_screen(series: Series) -> DetailsScreen:
    """Which days a weekly series was planned on, and which were skipped and why."""
    planned = "、".join(f"{day.month}月{day.day}日" for day in series.days.days)
    skipped = "、".join(f"{day.month}月{day.day}日（{why}）" for day, why in series.days.skipped)
    fields = [(f"已安排 {len(series.ids)} 次", planned)]
    if skipped:
        fields.append((f"跳过 {len(series.days.skipped)} 次", skipped))
    return DetailsScreen("每周的安排", fields)


def _papers(past: Past) -> list[Field]:
    lines = [f"{paper.name}：{paper.where_kept}" for paper in past.papers]
    lines += [f"{name}：还没有交" for name in past.owed]
    return [("材料", "\n".join(lines))] if lines else []


def _course(steps: Sequence[Step]) -> list[Field]:
    lines = [
        f"{clock.local(step.at):%m-%d %H:%M}  {step.by}  {step.what}"
        + (f"：{step.reason}" if step.reason else "")
        for step in steps
    ]
    return [("经过", "\n".join(lines))] if lines else []
