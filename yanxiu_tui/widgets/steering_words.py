"""Records of the steering group and findings of inspections as lists show them."""

from collections.abc import Sequence

from rich.text import Text

from yanxiu_tui.services.inspections import FindingView
from yanxiu_tui.services.steering_views import RecordView
from yanxiu_tui.widgets.kept_table import Row

RECORD_COLUMNS = {"日期": 6, "类别": 8, "标题": 0, "主持": 8, "到会": 4, "状态": 12}
FINDING_COLUMNS = {"日期": 6, "对象": 14, "结果": 6, "情况": 0}


def good_words(found: FindingView) -> Text:
    """好 or 要整改."""
    return Text("好") if found.good else Text("要整改", "bold yellow")


def finding_rows(findings: Sequence[FindingView]) -> list[Row]:
    """Of whom what was found."""
    return [
        (str(each.id), {
            "日期": Text(f"{each.day:%m-%d}"),
            "对象": Text(each.whose),
            "结果": good_words(each),
            "情况": Text(each.words),
        })
        for each in findings
    ]  # fmt: skip


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
