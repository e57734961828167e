"""``yanxiu measures``: every figure a 制度 may use, by its name."""

import click

from yanxiu_tui.commands.common import format_option, show

HEADINGS = ("名称", "中文名", "单位", "对象", "可限定", "可按周", "说明")
_TAKES = {"": "", "activities": "活动类型", "claims": "申报类别", "projects": "研修项目"}
_SUBJECTS = {"teacher": "教师", "group": "教研组"}


@click.command(help="列出制度里可以使用的全部指标（measure）。")
@format_option
def command(fmt: str) -> None:
    from yanxiu_tui.rules.measures import MEASURES

    rows = [
        (
            each.name,
            each.title,
            each.unit,
            _SUBJECTS[each.subject],
            _TAKES[each.takes],
            "可以" if each.by_period else "",
            each.about,
        )
        for each in MEASURES.values()
    ]
    show(HEADINGS, rows, fmt)
