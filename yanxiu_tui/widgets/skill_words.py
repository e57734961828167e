"""业务考核 in words: the tests as rows, a candidate's cells, what a result says."""

from collections.abc import Mapping
from datetime import date

from rich.text import Text

from yanxiu_tui.reports.skills import attempt, outcome
from yanxiu_tui.rules.numbers import plain
from yanxiu_tui.rules.skills import PASSES, Outcome
from yanxiu_tui.services.skills import CandidateLine, MyTest, SkillTestView
from yanxiu_tui.widgets.kept_table import Row, as_cells

NARROW = {"日期": 10, "名称": 0, "种类": 8, "补考": 10, "人数": 4, "状态": 12}
WIDE = {"学期": 24, "日期": 10, "名称": 0, "种类": 10, "补考": 10, "人数": 4, "合格": 4, "状态": 12}
MY_NARROW = {"日期": 10, "名称": 0, "种类": 8, "补考": 10, "成绩": 5, "结果": 10}
MY_WIDE = {"学期": 24, **MY_NARROW}
_WRONG = (Outcome.FAILED, Outcome.ABSENT)


def row_of(view: SkillTestView) -> Row:
    """A test as a row, of whatever year."""
    cells = {
        **_which(view, view.retake_on),
        "人数": str(view.due) if view.due else "",
        "合格": str(view.passed) if view.closed_at else "",
        "状态": view.state_name,
    }
    return str(view.id), as_cells(cells, "" if view.closed_at else "bold")


def my_row(mine: MyTest) -> Row:
    """One's own test as a row: the result is told once it is closed, the retake before."""
    line = mine.line
    if line is None:
        score, result = "", "请参加补考" if mine.must_retake else "未公布"
    else:
        score, result = "" if line.score is None else plain(line.score), outcome(line)
    cells = {**_which(mine.view, mine.retake_on), "成绩": score, "结果": result}
    return str(mine.view.id), as_cells(cells, "" if line else "bold")


def _which(view: SkillTestView, retake_on: date | None) -> dict[str, str]:
    """Which test it is, and when it is taken again."""
    return {
        "学期": view.term_name,
        "日期": f"{view.held_on}",
        "名称": view.title,
        "种类": view.kind_name,
        "补考": f"{retake_on or ''}",
    }


def my_fields(mine: MyTest) -> list[tuple[str, str]]:
    """One's own test in full."""
    view, line = mine.view, mine.line
    fields = [
        ("名称", f"{view.title}（{view.kind_name}）"),
        ("日期", f"{view.held_on}"),
        ("分数", f"满分 {mine.full}，{plain(mine.passing)} 分合格"),
    ]
    if mine.retake_on:
        fields.append(("补考", f"{mine.retake_on}"))
    if line is None:
        fields.append(("结果", "请参加补考" if mine.must_retake else "还没有公布，结束后可看"))
    else:
        fields.append(("结果", outcome(line)))
        for each in line.attempts:
            name = "成绩" if each.number == 1 else "补考成绩"
            fields.append((name, attempt(line, each.number)))
            if each.comment:
                fields.append(("评语", each.comment))
        if line.excused:
            fields.append(("免考原因", line.excused))
    fields.append(("依据", f"{mine.clause.id}「{mine.clause.words}」"))
    return fields


def cells_of(line: CandidateLine) -> Mapping[str, Text]:
    """A candidate's scores, how they stand, and what was said of them."""
    result = outcome(line)
    if line.outcome in (None, Outcome.TO_RETAKE):
        style = "bold yellow"
    elif line.outcome in PASSES:
        style = "bold green"
    else:
        style = "bold red" if line.outcome in _WRONG else "dim"
    return {
        "成绩": Text(attempt(line, 1), "bold"),
        "补考": Text(attempt(line, 2), "bold"),
        "结果": Text("" if line.outcome is Outcome.UNMARKED else result, style),
        "评语": Text(line.excused or line.comments, no_wrap=True, overflow="ellipsis"),
    }
