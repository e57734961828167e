"""``yanxiu steering``: the steering group's meetings and inspections, and findings (D1, D4)."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from yanxiu_tui import clock
from yanxiu_tui.commands.common import (
    format_option,
    memory,
    named_term,
    operator,
    show,
    term_option,
)
from yanxiu_tui.commands.parameters import NUMBER

if TYPE_CHECKING:
    from yanxiu_tui.rules.steering import Owed
    from yanxiu_tui.services.steering_views import RecordView

_HEADINGS = ("编号", "日期", "类别", "标题", "主持", "到会", "情况", "状态")


@click.group(help="领导小组：会议、督查、还要办的、督查情况，记录存成 Word。")
def command() -> None:
    """The subject itself does nothing."""


@command.command("list", help="列出会议和督查。")
@term_option
@format_option
@click.pass_context
def list_(context: click.Context, term_name: str, fmt: str) -> None:
    from yanxiu_tui.services import steering_views

    memory(context)
    rows = [
        (
            each.id, each.day, each.kind_name, each.title, each.chair, len(each.present),
            each.findings, _state(each),
        )
        for each in steering_views.board(operator(), named_term(term_name).id).records
    ]  # fmt: skip
    show(_HEADINGS, rows, fmt)


@command.command(help="一个学期还要开的会、还要做的督查，不写即本学期。")
@term_option
@format_option
@click.pass_context
def owed(context: click.Context, term_name: str, fmt: str) -> None:
    from yanxiu_tui.services import steering_views

    memory(context)
    found = steering_views.board(operator(), named_term(term_name).id).owed
    today = clock.local(clock.now()).date()
    rows = [(each.name, each.last, _remark(each, today)) for each in found]
    show(("要办的", "最迟", "备注"), rows, fmt)


@command.command(help="督查查到的情况，整改了没有。")
@term_option
@format_option
@click.pass_context
def findings(context: click.Context, term_name: str, fmt: str) -> None:
    from yanxiu_tui.reports.inspection_bulletin import rows
    from yanxiu_tui.services import inspections

    memory(context)
    found = inspections.seen(operator(), named_term(term_name).id)
    show(("日期", "对象", "结果", "情况", "整改"), rows(found), fmt)


@command.command(help="把一次会议或督查的记录存成 Word 文件。")
@click.argument("record_id", metavar="编号", type=NUMBER)
@click.argument("path", metavar="文件.docx", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_context
def record(context: click.Context, record_id: int, path: Path) -> None:
    from yanxiu_tui.reports.paper import write
    from yanxiu_tui.services.minutes import minutes

    memory(context)
    found = minutes(operator(), record_id)
    write(path, found.under, found.title, found.sections, found.school)
    click.echo(f"记录已写入「{path}」。")


def _state(record: "RecordView") -> str:
    state = "已公布" if record.published_at else "已办结" if record.finished_at else "在写"
    return f"{state}，补录" if record.late_entry else state


def _remark(owed: "Owed", today: date) -> str:
    said = ["已过期"] * (owed.last < today) + ["在写"] * owed.begun
    return "，".join(said)
