"""``yanxiu prep``: what the groups plan and prepare, and the record of a session as a Word file."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from yanxiu_tui.commands.common import (
    format_option,
    memory,
    named_term,
    operator,
    show,
    term_option,
)
from yanxiu_tui.commands.parameters import NUMBER, on_day, span

if TYPE_CHECKING:
    from yanxiu_tui.services.prep_sessions import SessionView
    from yanxiu_tui.services.prep_units import UnitView

UNITS = ("组", "序号", "周次", "单元", "中心发言人", "备课", "教案", "版本")
SESSIONS = ("编号", "日期", "时间", "组", "单元", "地点", "中心发言人", "状态", "签字")
_group = click.option("--group", metavar="组", help="只看这个组。")


@click.group(help="集体备课：单元计划、备课记录。")
def command() -> None:
    """The subject itself does nothing."""


@command.command("list", help="列出一个学期各组的单元计划。")
@_group
@term_option
@format_option
@click.pass_context
def list_(context: click.Context, group: str | None, term_name: str, fmt: str) -> None:
    from yanxiu_tui.services import prep_units
    from yanxiu_tui.services.groups import group_named

    memory(context)
    term, actor = named_term(term_name), operator()
    if group is None:
        found = prep_units.units_of_school(actor, term.id)
    else:
        found = prep_units.units(actor, group_named(group), term.id)
    show(UNITS, [_unit(each) for each in found], fmt)


@command.command(help="列出一个学期的集体备课，编号用来打印记录。")
@_group
@term_option
@format_option
@click.pass_context
def sessions(context: click.Context, group: str | None, term_name: str, fmt: str) -> None:
    from yanxiu_tui.services import prep_sessions
    from yanxiu_tui.services.groups import group_named

    memory(context)
    term = named_term(term_name)
    group_id = None if group is None else group_named(group)
    found = prep_sessions.sessions_of_term(operator(), term.id, group_id)
    show(SESSIONS, [_session(each) for each in found], fmt)


@command.command(help="把一次备课的记录存成 Word 文件。")
@click.argument("session_id", metavar="编号", type=NUMBER)
@click.argument("path", metavar="文件.docx", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_context
def record(context: click.Context, session_id: int, path: Path) -> None:
    from yanxiu_tui.reports.prep_record import write_record
    from yanxiu_tui.services import prep_records

    memory(context)
    found = prep_records.record(operator(), session_id)
    write_record(path, found)
    click.echo(f"「{found.title}」的记录已存为 {path}。")


def _unit(each: "UnitView") -> tuple[object, ...]:
    return (
        each.group_name, each.number, each.weeks, each.title,
        each.keynote_name, f"{each.held}/{each.sessions}", f"{each.filled}/{each.sections}",
        each.versions,
    )  # fmt: skip


def _session(each: "SessionView") -> tuple[object, ...]:
    from yanxiu_tui.services.activities import STATE_NAMES

    return (
        each.id, on_day(each.starts_at), span(each.starts_at, each.ends_at), each.group_name,
        each.unit_title, each.place, each.keynote_name, STATE_NAMES[each.state], each.signed_by,
    )  # fmt: skip
