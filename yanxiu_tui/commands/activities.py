"""``yanxiu activities``: plan, open, end, close and list 研修活动."""

from collections.abc import Iterable
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

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
from yanxiu_tui.commands.parameters import NUMBER, Day, Hour, on_day, span
from yanxiu_tui.rules.calendar import WEEKDAYS

if TYPE_CHECKING:
    from yanxiu_tui.services.activities import ActivityView
    from yanxiu_tui.services.planning import Draft

HEADINGS = ("编号", "日期", "时间", "内容", "类型", "范围", "地点", "主讲人", "状态")
_DOCUMENTS = {"方案": "plan", "活动方案": "plan", "简报": "newsletter", "总结": "summary"}


class _Hours(click.ParamType):
    """学时: a number, perhaps with a fraction."""

    name = "学时"

    def convert(self, value: Any, param: Any, ctx: Any) -> Decimal:
        try:
            hours = Decimal(value)
        except InvalidOperation:
            hours = Decimal("NaN")
        if not hours.is_finite():
            raise click.BadParameter(f"「{value}」不是数字。", ctx, param)
        return hours


@click.group(help="研修活动：安排、开放签到、散会、结束。")
def command() -> None:
    """The subject itself does nothing."""


@command.command("list", help="列出一个学期的活动，不写即本学期。")
@term_option
@format_option
@click.pass_context
def list_(context: click.Context, term_name: str, fmt: str) -> None:
    from yanxiu_tui.services import activities

    memory(context)
    term = named_term(term_name)
    show(HEADINGS, _rows(activities.activities(term.id)), fmt)


@command.command("open", help="开放签到，应到名单从此固定。")
@click.argument("activity_id", metavar="编号", type=NUMBER)
@click.pass_context
def open_(context: click.Context, activity_id: int) -> None:
    from yanxiu_tui.services import attendance, meeting

    memory(context)
    opened = meeting.open_activity(operator(), activity_id, clock.now())
    expected = attendance.sheet(operator(), activity_id).tally.expected
    click.echo(f"「{opened.title}」已开放签到，应到 {expected} 人。")


@command.command(help="散会：停止签到，出勤结果就此确定。")
@click.argument("activity_id", metavar="编号", type=NUMBER)
@click.pass_context
def end(context: click.Context, activity_id: int) -> None:
    from yanxiu_tui.services import meeting

    memory(context)
    ended = meeting.end_activity(operator(), activity_id, clock.now())
    click.echo(f"「{ended.title}」已散会，不再签到。")


@command.command(help="结束活动；大型活动要先交齐材料。")
@click.argument("activity_id", metavar="编号", type=NUMBER)
@click.pass_context
def close(context: click.Context, activity_id: int) -> None:
    from yanxiu_tui.services import meeting

    memory(context)
    closed = meeting.close_activity(operator(), activity_id, clock.now())
    click.echo(f"「{closed.title}」已结束。")


@command.command(help="重新开放已结束的活动，要写明原因。")
@click.argument("activity_id", metavar="编号", type=NUMBER)
@click.option("--reason", metavar="原因", required=True, help="为什么重新开放。")
@click.pass_context
def reopen(context: click.Context, activity_id: int, reason: str) -> None:
    from yanxiu_tui.services import meeting

    memory(context)
    opened = meeting.reopen_activity(operator(), activity_id, reason, clock.now())
    click.echo(f"「{opened.title}」已重新开放签到。")


@command.command(help="登记活动材料（方案、简报、总结）存放在哪里。")
@click.argument("activity_id", metavar="编号", type=NUMBER)
@click.argument("kind", metavar="材料")
@click.argument("where", metavar="存放处")
@click.pass_context
def document(context: click.Context, activity_id: int, kind: str, where: str) -> None:
    from yanxiu_tui.services import documents

    memory(context)
    kind = _DOCUMENTS.get(kind, kind)
    documents.hand_in(operator(), activity_id, kind, where, clock.now())
    click.echo(f"已登记{documents.DOCUMENT_NAMES[kind]}。")


@command.command(help="安排一次活动，或每周一次的活动。")
@click.option("--title", metavar="内容", required=True, help="活动内容（主题）。")
@click.option("--kind", metavar="类型", required=True, help="如：集体备课、专题研讨。")
@click.option("--date", "day", type=Day(), metavar="日期", required=True, help="如 2026-10-14。")
@click.option("--start", type=Hour(), metavar="时间", required=True, help="开始，如 14:30。")
@click.option("--end", type=Hour(), metavar="时间", required=True, help="结束，如 16:30。")
@click.option("--place", metavar="地点", required=True, help="在哪里。")
@click.option("--presenter", metavar="姓名", required=True, help="主讲人。")
@click.option("--group", metavar="组名", help="哪个组的活动；不写即全校。")
@click.option("--host", metavar="工号", default="", help="主持人的工号。")
@click.option("--recorder", metavar="工号", default="", help="记录人的工号。")
@click.option("--hours", type=_Hours(), metavar="学时", default="2", help="学时，默认 2。")
@click.option("--large", is_flag=True, help="大型活动，结束前要交齐材料。")
@click.option("--weekly", is_flag=True, help="每周一次，节假日跳过。")
@click.option("--until", type=Day(), metavar="日期", help="每周一次到哪天；不写即学期末。")
@click.pass_context
def plan(context: click.Context, weekly: bool, until: date | None, **asked: Any) -> None:
    from yanxiu_tui.services import planning

    if until and not weekly:
        raise click.UsageError("--until 要和 --weekly 一起用。", context)
    memory(context)
    draft, now = _draft(**asked), clock.now()
    if weekly:
        _tell_series(planning.plan_series(operator(), draft, until, now))
    else:
        show(HEADINGS, _rows([planning.plan(operator(), draft, now)]), "table")


def _draft(
    day: date, start: time, end: time, group: str | None, host: str, recorder: str, **asked: Any
) -> "Draft":
    from yanxiu_tui.services.groups import group_named
    from yanxiu_tui.services.planning import Draft

    return Draft(
        starts_at=clock.instant(day, start),
        ends_at=clock.instant(day, end),
        group_id=group_named(group) if group else None,
        host_no=host,
        recorder_no=recorder,
        **asked,
    )


def _tell_series(series: Any) -> None:
    click.echo(f"已安排 {len(series.ids)} 次：")
    planned = zip(series.ids, series.days.days, strict=True)
    show(("编号", "日期"), [(each, _day(day)) for each, day in planned], "table")
    if series.days.skipped:
        click.echo("跳过：")
        for day, reason in series.days.skipped:
            click.echo(f"  {_day(day)}  {reason}")


def _day(day: date) -> str:
    return f"{day} 周{WEEKDAYS[day.weekday()]}"


def _rows(found: Iterable["ActivityView"]) -> list[tuple[object, ...]]:
    from yanxiu_tui.services.activities import STATE_NAMES

    return [
        (
            each.id,
            on_day(each.starts_at),
            span(each.starts_at, each.ends_at),
            each.title,
            each.kind,
            each.scope_name,
            each.place,
            each.presenter,
            STATE_NAMES[each.state],
        )
        for each in found
    ]
