"""What became of an activity, to read: its four fixed things, who came, its papers, its course."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from yanxiu_tui import clock
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.attendance import Tally
from yanxiu_tui.rules.calendar import WEEKDAYS
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


class DetailScreen(ModalScreen[None]):
    """Something to read, closed by any of the usual keys."""

    BINDINGS = [Binding("escape,enter,f1", "dismiss(None)", "关闭", id="close")]

    def __init__(self, title: str, body: Text) -> None:
        super().__init__()
        self.title_text, self.body = title, body

    def compose(self) -> ComposeResult:
        with Vertical(classes="box detail"):
            yield Static(self.title_text, classes="title", markup=False)
            with VerticalScroll():
                yield Static(self.body)
            yield Static("上下键翻看，按 Esc 关闭", classes="field")


def told(past: Past) -> Text:
    """An activity in words."""
    activity = past.activity
    start, end = clock.local(activity.starts_at), clock.local(activity.ends_at)
    lines = [
        ("状态", STATE_NAMES[activity.state]),
        ("时间", f"{start:%Y-%m-%d} 周{WEEKDAYS[start.weekday()]} {start:%H:%M}-{end:%H:%M}"),
        ("地点", activity.place),
        ("主讲人", activity.presenter),
        ("类型", f"{activity.kind}（大型）" if activity.large else activity.kind),
        ("范围", activity.scope_name),
        ("主持人", activity.host_name or "未定"),
        ("记录人", activity.recorder_name or "未定"),
        ("学时", f"{activity.hours:f}".rstrip("0").rstrip(".") if activity.hours else "不计"),
    ]
    text = _table(lines)
    if activity.opened_at:
        text.append("\n出勤　　", style="bold").append_text(counts(past.tally))
    papers = [(paper.name, paper.where_kept) for paper in past.papers]
    papers += [(name, "还没有交") for name in past.owed]
    if papers:
        text.append("\n\n材料\n", style="bold").append_text(_table(papers))
    if past.steps:
        text.append("\n\n经过\n", style="bold").append_text(_course(past.steps))
    return text


def told_series(series: Series) -> Text:
    """Which days a weekly series was planned on, and which were skipped and why."""
    text = Text(f"已安排 {len(series.ids)} 次：\n", style="bold")
    text.append(
        "、".join(f"{day.month}月{day.day}日" for day in series.days.days), style="not bold"
    )
    if series.days.skipped:
        text.append(f"\n\n跳过 {len(series.days.skipped)} 次：\n")
        skipped = [f"{day.month}月{day.day}日（{why}）" for day, why in series.days.skipped]
        text.append("、".join(skipped), style="not bold")
    return text


def _table(lines: Sequence[tuple[str, str]]) -> Text:
    rows = []
    for label, value in lines:
        row = Text(label, style="bold")
        row.append("　" * max(1, 4 - len(label))).append(value, style="not bold")
        rows.append(row)
    return Text("\n").join(rows)


def _course(steps: Sequence[Step]) -> Text:
    return Text("\n").join(
        Text(
            f"{clock.local(step.at):%m-%d %H:%M}  {step.by}  {step.what}"
            + (f"：{step.reason}" if step.reason else "")
        )
        for step in steps
    )
