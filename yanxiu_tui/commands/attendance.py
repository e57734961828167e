"""``yanxiu attendance``: a meeting's 签到表 on the terminal or as an A4 file."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from yanxiu_tui import clock
from yanxiu_tui.commands.common import format_option, memory, operator, show
from yanxiu_tui.commands.parameters import NUMBER
from yanxiu_tui.errors import Refused

if TYPE_CHECKING:
    from yanxiu_tui.reports.attendance import Letterhead
    from yanxiu_tui.services.attendance import Board


@click.command(help="查看或打印签到表；不写编号即最近一次活动。")
@click.argument("activity_id", metavar="[编号]", type=NUMBER, required=False)
@format_option
@click.option(
    "--xlsx", type=click.Path(path_type=Path), metavar="文件", help="写成可打印的 A4 签到表。"
)
@click.option(
    "--blank", type=click.Path(path_type=Path), metavar="文件", help="写成手签用的空白签到表。"
)
@click.pass_context
def command(
    context: click.Context,
    activity_id: int | None,
    fmt: str,
    xlsx: Path | None,
    blank: Path | None,
) -> None:
    memory(context)
    if blank:
        _write_blank(activity_id or _next(), blank)
    if xlsx:
        _write_sheet(activity_id or latest(), xlsx)
    if not (blank or xlsx):
        _print(activity_id or latest(), fmt)


def _print(activity_id: int, fmt: str) -> None:
    from yanxiu_tui.reports import attendance as report

    board, letterhead = _read(activity_id)
    if fmt != "table":
        show(*report.table(board, letterhead), fmt)
        return
    for line in report.heading(board.activity, letterhead):
        click.echo(line)
    click.echo()
    show(*report.table(board, letterhead), fmt)
    click.echo()
    click.echo(report.counts(board.tally))


def _write_sheet(activity_id: int, path: Path) -> None:
    from yanxiu_tui.reports.attendance import write_sheet

    write_sheet(path, *_read(activity_id))
    click.echo(f"签到表已写入「{path}」。")


def _write_blank(activity_id: int, path: Path) -> None:
    from yanxiu_tui.reports.attendance import write_blank
    from yanxiu_tui.services.expected import expected

    board, letterhead = _read(activity_id)
    people = board.lines or expected(operator(), activity_id)
    write_blank(path, board.activity, people, letterhead)
    click.echo(f"空白签到表已写入「{path}」，共 {len(people)} 人。")


def _read(activity_id: int) -> "tuple[Board, Letterhead]":
    from yanxiu_tui.reports.attendance import Letterhead
    from yanxiu_tui.services import activities, attendance, school

    board = attendance.sheet(operator(), activity_id)
    regulation = activities.regulation_for(activities.find(activity_id))
    name = school.school_name()
    return board, Letterhead(name, regulation.office, regulation.attendance.roll_calls)


def latest() -> int:
    """The last activity of the term that was opened."""
    from yanxiu_tui.services.activities import State, activities
    from yanxiu_tui.services.school import current_term

    held = activities(current_term(clock.now()).id, (State.OPEN, State.ENDED, State.CLOSED))
    if not held:
        raise Refused("none_held", "本学期还没有开放过签到的活动，请写明编号。")
    return held[-1].id


def _next() -> int:
    """What a blank sheet is wanted for: the meeting under way or the next one, else the last."""
    from yanxiu_tui.services.activities import at_the_door

    coming = at_the_door(clock.now())
    return coming[0].id if coming else latest()
