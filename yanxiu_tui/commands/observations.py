"""``yanxiu observations``: lessons heard, the paper form of one, and the month's statistics."""

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
    from yanxiu_tui.services.observation_statistics import MonthStatistics
    from yanxiu_tui.services.school import TermView

HEADINGS = (
    "编号", "日期", "节次", "听课人", "教研组", "执教", "学校", "学科", "班级", "课题", "方式",
    "等级", "状态", "补录", "冲突",
)  # fmt: skip


@click.group(help="听课：列出记录、打印听课记录表、每月统计。")
def command() -> None:
    """The subject itself does nothing."""


@command.command("list", help="列出一个学期的听课记录，一次最多 500 条。")
@click.option(
    "--skip", type=click.IntRange(0), default=0, metavar="条数", help="从第几条之后列起。"
)
@term_option
@format_option
@click.pass_context
def list_(context: click.Context, skip: int, term_name: str, fmt: str) -> None:
    from yanxiu_tui.rules.observations import MODE_NAMES
    from yanxiu_tui.services import observation_views
    from yanxiu_tui.services.observation_views import OBSERVATION_STATE_NAMES

    memory(context)
    term = named_term(term_name)
    rows = [
        (
            each.id, each.day, each.period, each.observer_name, each.group_name,
            each.teacher_name, each.school_name, each.subject, each.class_name, each.topic,
            MODE_NAMES[each.mode], each.grade, OBSERVATION_STATE_NAMES[each.state],
            "补录" if each.late_entry else "", "冲突" if each.conflict else "",
        )
        for each in observation_views.observations(operator(), term.id, offset=skip)
    ]  # fmt: skip
    show(HEADINGS, rows, fmt)


@command.command(help="把一条听课记录写成听课记录表（Word）。")
@click.argument("observation_id", metavar="编号", type=NUMBER)
@click.argument("path", metavar="文件", type=click.Path(path_type=Path))
@click.pass_context
def record(context: click.Context, observation_id: int, path: Path) -> None:
    from yanxiu_tui.reports.observation_record import write_record
    from yanxiu_tui.services import observation_views

    memory(context)
    write_record(path, observation_views.record(operator(), observation_id))
    click.echo(f"听课记录表已写入「{path}」。")


@command.command(help="看一个月的听课统计；不写月份就是最近的一个月。")
@click.argument("month", metavar="[月份]", type=click.IntRange(1, 12), required=False)
@click.option("--frozen", is_flag=True, help="看最近冻结的一版。")
@click.option(
    "--freeze",
    is_flag=True,
    help="冻结这个月；再次冻结要写 --reason。上学期没冻结的可以补冻结一次。",
)
@click.option("--reason", metavar="原因", default="", help="再次冻结的原因。")
@click.option(
    "--xlsx", type=click.Path(path_type=Path), metavar="文件", help="写成可打印的 A4 听课统计表。"
)
@term_option
@format_option
@click.pass_context
def month(
    context: click.Context,
    month: int | None,
    frozen: bool,
    freeze: bool,
    reason: str,
    xlsx: Path | None,
    term_name: str,
    fmt: str,
) -> None:
    from yanxiu_tui.reports.observation_statistics import headings, rows, sentence
    from yanxiu_tui.services import observation_statistics
    from yanxiu_tui.services.monthly_reports import FROZEN_NAMES

    memory(context)
    term = named_term(term_name)
    number = _number(term, month)
    if freeze:
        found = observation_statistics.freeze(operator(), term.id, number, reason, clock.now())
        how = FROZEN_NAMES[found.late]
        click.echo(f"{found.name}听课统计已{how}，第 {found.version} 版。", err=True)
    else:
        found = _frozen(term, number) if frozen else _live(term, number)
    if xlsx:
        _write(xlsx, found)
        return
    show(headings(), rows(found), fmt)
    if fmt == "table":
        how = FROZEN_NAMES[found.late]
        version = f"（{how}第 {found.version} 版）" if found.version else ""
        click.echo(f"{found.name}{version}：{sentence(found)}。")


def _number(term: "TermView", month: int | None) -> int:
    """Which month of the term this calendar month is; the last that has begun when not named."""
    from yanxiu_tui.errors import Refused
    from yanxiu_tui.services import observation_statistics

    begun = observation_statistics.months(term.id, clock.now())
    wanted = [each for each in begun if month is None or each.first.month == month]
    if not wanted:
        raise Refused("no_month", f"{term.name}到今天还没有 {month or 1} 月，请核对。")
    return wanted[-1].number


def _live(term: "TermView", number: int) -> "MonthStatistics":
    from yanxiu_tui.services import observation_statistics

    return observation_statistics.live(operator(), term.id, number, clock.now())


def _frozen(term: "TermView", number: int) -> "MonthStatistics":
    from yanxiu_tui.errors import Refused
    from yanxiu_tui.services import observation_statistics

    kept = observation_statistics.frozen(operator(), term.id)
    found = next((each for each in kept if each.number == number), None)
    if found is None:
        raise Refused("not_frozen", "这个月还没有冻结过，去掉 --frozen 看现在的记录。")
    return found


def _write(path: Path, found: "MonthStatistics") -> None:
    from yanxiu_tui.reports.observation_statistics import write_statistics
    from yanxiu_tui.reports.sheets import Letterhead
    from yanxiu_tui.services import school

    office = school.regulation_of(school.term_view(found.term_id).regulation_id).office
    write_statistics(path, found, Letterhead(school.school_name(), office))
    click.echo(f"听课统计表已写入「{path}」，共 {len(found.lines)} 人。")
