"""Records of the steering group and findings of inspections as lists show them."""

from collections.abc import Sequence

from rich.text import Text

from yanxiu_tui import clock
from yanxiu_tui.rules.steering import TO_MEND, is_overdue
from yanxiu_tui.services.inspections import FindingView
from yanxiu_tui.services.steering_views import RecordView
from yanxiu_tui.widgets.kept_table import Row

RECORD_COLUMNS = {"日期": 6, "类别": 8, "标题": 0, "主持": 8, "到会": 4, "状态": 12}
FINDING_COLUMNS = {"日期": 6, "对象": 14, "结果": 6, "情况": 0}
FINDING_COLUMNS_WIDE = {**FINDING_COLUMNS, "整改": 30}
_STYLES = {"要整改": "yellow", TO_MEND: "bold yellow", "已整改": "green"}


def finding_rows(findings: Sequence[FindingView]) -> list[Row]:
    """Of whom what was found, and how far it is mended."""
    return [
        (str(each.id), {
            "日期": Text(f"{each.day:%m-%d}"),
            "对象": Text(each.whose),
            "结果": Text(each.standing, _style(each)),
            "情况": Text(each.words),
            "整改": Text(_mending(each)),
        })
        for each in findings
    ]  # fmt: skip


def finding_fields(found: FindingView) -> list[tuple[str, str]]:
    """A finding in full, with what was done about it."""
    done = found.mended
    said = (
        f"{done.by or '操作员'}，{clock.local(done.at):%m-%d %H:%M}：{done.words}" if done else ""
    )
    fields = [
        ("督查", found.title), ("日期", str(found.day)), ("对象", found.whose),
        ("结果", found.standing), ("情况", found.words), ("整改", said or _mending(found)),
    ]  # fmt: skip
    return [(name, words) for name, words in fields if words]


def _style(found: FindingView) -> str:
    return "bold red" if _overdue(found) else _STYLES.get(found.standing, "")


def _overdue(found: FindingView) -> bool:
    return is_overdue(found.standing, found.due_on, clock.local(clock.now()).date())


def _mending(found: FindingView) -> str:
    """What was done, or by when it is to be."""
    if found.mended or found.due_on is None:
        return found.mended.words if found.mended else ""
    return f"{found.due_on:%m-%d} 前{'，已过期' if _overdue(found) else ''}"


def record_rows(records: Sequence[RecordView]) -> list[Row]:
    """Meetings and inspections, each with how far it is."""
    return [
        (str(each.id), {
            "日期": Text(f"{each.day:%m-%d}"),
            "类别": Text(each.kind_name),
            "标题": Text(each.title),
            "主持": Text(each.chair),
            "到会": Text(str(len(each.present))),
            "状态": _state(each),
        })
        for each in records
    ]  # fmt: skip


def _state(record: RecordView) -> Text:
    found = f"，{record.findings} 条" if record.findings else ""
    found = "，补录" if record.late_entry else found
    if record.finished_at is None:
        return Text(f"在写{found}", "bold yellow")
    if record.published_at is not None:
        return Text("已公布")
    return Text(f"已办结{found}")
