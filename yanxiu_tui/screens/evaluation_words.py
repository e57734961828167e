"""四级评价 in words: stages, averages, who is missing, comments (D9)."""

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby

from rich.text import Text

from yanxiu_tui.clock import local
from yanxiu_tui.regulation.terms import Stage
from yanxiu_tui.rules.evaluation import SUBJECT_NAMES
from yanxiu_tui.screens.details import Field
from yanxiu_tui.services.evaluation import STAGE_STATE_NAMES, StageState, StageView, Unfinished
from yanxiu_tui.services.evaluation_results import Comment, OwnResults, ResultLine
from yanxiu_tui.services.school import TermView

# What stands beside a name: where somebody works, who leads a group, what office a leader holds.
ABOUT = {"teacher": "教研组", "group": "组长", "leader": "职务"}
_STYLES = {
    StageState.PLANNED: "dim",
    StageState.OPEN: "bold green",
    StageState.CLOSED: "",
}


def waits(view: StageView) -> bool:
    """Whether I still have marks to give in it now."""
    return view.state is StageState.OPEN and view.left > 0


def heading(term: TermView, views: Iterable[StageView]) -> Text:
    """The term, and how much is left to mark now."""
    left = sum(each.left for each in views if waits(each))
    text = Text(term.name, style="bold").append("   ")
    if left:
        return text.append(f"我还有 {left} 项要评，选中后按回车。", "bold yellow")
    return text.append("现在没有要我评的。", "dim")


def stage_cells(view: StageView) -> list[str | Text]:
    """One stage as a row; what is handed in only for those who are told."""
    mine = f"已评 {view.mine - view.left}/{view.mine}" if view.mine else ""
    if view.state is StageState.PLANNED and view.mine:
        mine = f"要评 {view.mine}"
    at = view.closed_at or view.opened_at
    when = f"{local(at):%m-%d} {'结束' if view.closed_at else '开放'}" if at else ""
    handed_in = [] if view.expected is None else [f"{view.handed_in}/{view.expected}"]
    return [
        SUBJECT_NAMES[view.subject],
        view.name,
        view.percent,
        Text(STAGE_STATE_NAMES[view.state], style=_STYLES[view.state]),
        Text(mine, style="bold yellow" if waits(view) else ""),
        *handed_in,
        when,
    ]


def own_averages(own: OwnResults) -> Text:
    """One's own averages, a line each."""
    if not own.lines:
        return Text("")
    lines = [Text("我的结果（不记名平均分）", style="bold")]
    for line in own.lines:
        name = Text(whose(line))
        name.pad_right(max(1, 10 - name.cell_len))
        shown = averages(line, own.stages, closed_for(own, line))
        lines.append(name.append_text(Text("  ").join(shown)))
    return Text("\n").join(lines)


def closed_for(own: OwnResults, line: ResultLine) -> set[str]:
    """The stages closed for the kind this line is of."""
    return {stage for kind, stage in own.closed if kind == line.kind}


def averages(line: ResultLine, stages: Sequence[Stage], closed: Collection[str]) -> list[Text]:
    """``自评 90.00  互评 87.75  导评 未结束  审评 无``, and ``综合 88.31``."""
    means = []
    for stage in stages:
        mean = line.means.get(stage.id)
        shown = f"{mean}" if mean is not None else "无" if stage.id in closed else "未结束"
        means.append(Text(f"{stage.name} ").append(shown, "bold" if mean is not None else "dim"))
    whole = Text("综合 ")
    if line.combined is None:
        whole.append("待定", "dim")
    else:
        whole.append(f"{line.combined}", "bold")
    return [Text("  ").join(means), whole]


def average_fields(
    name: str, line: ResultLine, stages: Sequence[Stage], closed: Collection[str]
) -> list[Field]:
    """The same to be read in full."""
    means, whole = averages(line, stages, closed)
    return [(name, f"{means}\n{whole}")]


def whose(line: ResultLine) -> str:
    """``教师``, ``校领导``, or the name of the 教研组."""
    return line.subject.name if line.kind == "group" else SUBJECT_NAMES[line.kind]


def comment_fields(found: Iterable[Comment]) -> list[Field]:
    """The comments stage by stage, without names."""
    return [
        (f"{stage}评语", "\n".join(each.words for each in those))
        for stage, those in groupby(found, key=lambda each: each.stage)
    ]


def unfinished_fields(found: Iterable[Unfinished]) -> list[Field]:
    """Who still has to mark, by 教研组, each with how many of how many are done."""
    return [
        (
            group or "无教研组",
            "、".join(f"{each.name} {each.given}/{each.expected}" for each in those),
        )
        for group, those in groupby(found, key=lambda each: each.group_name)
    ]
