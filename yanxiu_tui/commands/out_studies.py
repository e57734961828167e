"""``yanxiu out-studies``: trips listed, entered, decided, settled, each act with a PIN (P8)."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from yanxiu_tui import clock
from yanxiu_tui.commands.common import (
    enter,
    format_option,
    memory,
    named_term,
    operator,
    pin_option,
    show,
    term_option,
)
from yanxiu_tui.commands.parameters import NUMBER, Amount, Day

if TYPE_CHECKING:
    from yanxiu_tui.services.out_studies import OutStudyView
    from yanxiu_tui.services.permission import Actor

HEADINGS = (
    "编号", "姓名", "教研组", "内容", "地点", "出发", "返回", "限额", "汇报", "花费", "报销",
    "学时", "状态", "审批人",
)  # fmt: skip
_number = click.argument("trip_id", metavar="编号", type=NUMBER)


def _as(help_: str, **more: Any) -> Any:
    return click.option("--as", "as_", metavar="工号", help=help_, **more)


@click.group("out-studies", help="外出学习：登记、改通知、审批、取消、核销。")
def command() -> None:
    """The subject itself does nothing."""


@command.command("list", help="列出一个学期的和没办完的外出学习，不写即本学期。")
@click.option("--overdue", is_flag=True, help="只看汇报逾期的。")
@term_option
@format_option
@click.pass_context
def list_(context: click.Context, overdue: bool, term_name: str, fmt: str) -> None:
    from yanxiu_tui.services import out_studies

    memory(context)
    now = clock.now()
    found = out_studies.trips(operator(), named_term(term_name).id, now)
    rows = [_row(each) for each in found if not overdue or each.standing == "汇报逾期"]
    show(HEADINGS, rows, fmt)


@command.command("enter", help="按一份通知登记一位或几位老师，等审批。")
@click.argument("staff_nos", metavar="工号…", nargs=-1, required=True)
@click.option("--title", metavar="内容", required=True, help="学什么。")
@click.option("--place", metavar="地点", required=True, help="到哪里去。")
@click.option("--from", "first", type=Day(), metavar="日期", required=True, help="出发日期。")
@click.option("--to", "last", type=Day(), metavar="日期", help="返回日期；不写就是当天。")
@click.option("--notice", metavar="通知", default="", help="通知的文号或题目。")
@click.option("--organiser", metavar="主办", default="", help="主办单位。")
@_as("登记的老师（教导处）。", required=True)
@pin_option
@click.pass_context
def enter_(
    context: click.Context,
    staff_nos: tuple[str, ...],
    as_: str,
    pin_stdin: bool,
    first: date,
    last: date | None,
    **told: str,
) -> None:
    from yanxiu_tui.services import out_studies

    memory(context)
    now = clock.now()
    draft = out_studies.OutStudyDraft(first=first, last=last or first, **told)
    for each in out_studies.enter(enter(as_, pin_stdin, now), draft, staff_nos, now):
        _tell(each)


@command.command(
    help="通知写错了改过来，同一份通知的一起改；不写的照旧。日期和人只在没人批准时能改。"
)
@_number
@click.option("--title", metavar="内容", help="学什么。")
@click.option("--place", metavar="地点", help="到哪里去。")
@click.option("--from", "first", type=Day(), metavar="日期", help="出发日期。")
@click.option("--to", "last", type=Day(), metavar="日期", help="返回日期。")
@click.option("--notice", metavar="通知", help="通知的文号或题目。")
@click.option("--organiser", metavar="主办", help="主办单位。")
@click.option("--send", "sent", metavar="工号", multiple=True, help="派谁去，可以写几次。")
@_as("办理人（教导处）的工号。", required=True)
@pin_option
@click.pass_context
def change(
    context: click.Context,
    trip_id: int,
    sent: tuple[str, ...],
    as_: str,
    pin_stdin: bool,
    **told: Any,
) -> None:
    from dataclasses import replace

    from yanxiu_tui.services import out_studies

    memory(context)
    now = clock.now()
    actor = enter(as_, pin_stdin, now)
    stands = out_studies.notice(actor, trip_id)
    given = {name: words for name, words in told.items() if words is not None}
    people = sent or [each.staff_no for each in stands.sent]
    draft = replace(stands.draft, **given)
    for each in out_studies.change_notice(actor, trip_id, draft, people, now):
        _tell(each)


@command.command(help="同意一次或几次，随即登记公假；不写 --as 即由领导小组组长审批。")
@click.argument("trip_ids", metavar="编号…", type=NUMBER, nargs=-1, required=True)
@click.option("--cap", type=Amount(), metavar="元", help="报销限额；不写就按制度。")
@click.option("--opinion", metavar="意见", default="", help="审批意见。")
@_as("审批人的工号。")
@pin_option
@click.pass_context
def approve(
    context: click.Context,
    trip_ids: tuple[int, ...],
    cap: Decimal | None,
    opinion: str,
    as_: str | None,
    pin_stdin: bool,
) -> None:
    from yanxiu_tui.services import out_studies

    def act(actor: "Actor", now: datetime) -> "list[OutStudyView]":
        most = out_studies.view(actor, trip_ids[0], now).cap if cap is None else cap
        return out_studies.approve_together(actor, trip_ids, most, opinion, now)

    _decide(context, as_, pin_stdin, act)


@command.command(help="不同意，要写明理由。")
@_number
@click.option("--opinion", metavar="理由", required=True, help="为什么不同意。")
@_as("审批人的工号。")
@pin_option
@click.pass_context
def refuse(
    context: click.Context, trip_id: int, opinion: str, as_: str | None, pin_stdin: bool
) -> None:
    from yanxiu_tui.services import out_studies

    _decide(
        context, as_, pin_stdin,
        lambda actor, now: [out_studies.refuse(actor, trip_id, opinion, now)],
    )  # fmt: skip


@command.command(help="取消，要写明原因；批准过的，公假随即作废。")
@_number
@click.option("--reason", metavar="原因", required=True, help="为什么取消。")
@_as("办理人（本人或教导处）的工号。", required=True)
@pin_option
@click.pass_context
def cancel(context: click.Context, trip_id: int, reason: str, as_: str, pin_stdin: bool) -> None:
    from yanxiu_tui.services import out_studies

    memory(context)
    now = clock.now()
    _tell(out_studies.cancel(enter(as_, pin_stdin, now), trip_id, reason, now))


@command.command(help="核销：超支不补、违章则罚；不写 --hours 就按制度认定学时。")
@_number
@click.option("--cost", type=Amount(), metavar="元", required=True, help="一共花了多少元。")
@click.option("--violation", metavar="情况", default="", help="违章情况；写了就一分不报。")
@click.option("--hours", type=Amount(), metavar="学时", help="认定的学时。")
@_as("核销的老师（教导处）。", required=True)
@pin_option
@click.pass_context
def settle(
    context: click.Context,
    trip_id: int,
    cost: Decimal,
    violation: str,
    hours: Decimal | None,
    as_: str,
    pin_stdin: bool,
) -> None:
    from yanxiu_tui.services import out_studies

    memory(context)
    now = clock.now()
    actor = enter(as_, pin_stdin, now)
    given = out_studies.view(actor, trip_id, now).hours_proposed if hours is None else hours
    _tell(out_studies.settle(actor, trip_id, cost, violation, given, now))


def _decide(
    context: click.Context,
    as_: str | None,
    pin_stdin: bool,
    act: Callable[["Actor", datetime], "list[OutStudyView]"],
) -> None:
    from yanxiu_tui.services import people

    memory(context)
    now = clock.now()
    for each in act(enter(as_ or people.steering_head(), pin_stdin, now), now):
        _tell(each)


def _row(each: "OutStudyView") -> tuple[object, ...]:
    report = "" if each.reported_at is None else "迟交" if each.late else "按时"
    return (
        each.id, each.teacher_name, each.group_name, each.title, each.place, each.first, each.last,
        _plain(each.cap), report, _plain(each.cost), _plain(each.pays), _plain(each.hours),
        each.standing, each.decided_by,
    )  # fmt: skip


def _tell(view: "OutStudyView") -> None:
    paid = "" if view.pays is None else f"，报销 {_plain(view.pays)} 元"
    hours = "" if view.hours is None else f"，认定 {_plain(view.hours)} 学时"
    click.echo(
        f"{view.standing}：编号 {view.id}，{view.teacher_name}，「{view.title}」，"
        f"{view.first:%Y-%m-%d} 至 {view.last:%Y-%m-%d}{paid}{hours}。"
    )


def _plain(number: Decimal | None) -> str:
    from yanxiu_tui.rules.numbers import plain

    return "" if number is None else plain(number)
