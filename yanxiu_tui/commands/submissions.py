"""``yanxiu submissions``: who owes what, and what the office receives, each act with a PIN."""

from datetime import date, time
from typing import TYPE_CHECKING

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
from yanxiu_tui.commands.parameters import NUMBER, Day, Hour
from yanxiu_tui.rules.submissions import STANDING_NAMES, last_minute

if TYPE_CHECKING:
    from yanxiu_tui.services.submission_views import Show, SubmissionView
    from yanxiu_tui.services.submissions import Outcome

HEADINGS = (
    "编号", "材料", "谁交", "工号", "组长", "期限", "状态", "交来", "份数", "存放", "缺",
)  # fmt: skip
_SHOWS: dict[str, "Show"] = {"没交": "owing", "待收": "waiting", "迟交": "late"}
_number = click.argument("claim_id", metavar="编号", type=NUMBER)
_as = click.option("--as", "as_", metavar="工号", required=True, help="教导处收的人的工号。")


@click.group(help="上交：谁该交什么、交了没有，收下、登记纸质、退回。")
def command() -> None:
    """The subject itself does nothing."""


@command.command("list", help="要上交的，最急的在前。")
@click.option("--owing", is_flag=True, help="只看没交的和不完整的。")
@click.option("--show", "only", type=click.Choice(list(_SHOWS)), help="只看这一些。")
@term_option
@format_option
@click.pass_context
def list_(context: click.Context, owing: bool, only: str | None, term_name: str, fmt: str) -> None:
    from yanxiu_tui.services import submissions

    memory(context)
    now = clock.now()
    wanted: Show = "owing" if owing else _SHOWS.get(only or "", "all")
    found = submissions.board(operator(), named_term(term_name).id, now, wanted)
    show(HEADINGS, [_row(each) for each in found.lines], fmt)


@command.command(help="收下；缺的写 --missing，算不完整。")
@_number
@click.option("--missing", metavar="缺什么", multiple=True, help="缺的材料，可以写几次。")
@click.option("--copies", type=click.IntRange(0, 50), metavar="份数", help="交来几份。")
@_as
@pin_option
@click.pass_context
def receive(
    context: click.Context,
    claim_id: int,
    missing: tuple[str, ...],
    copies: int | None,
    as_: str,
    pin_stdin: bool,
) -> None:
    from yanxiu_tui.services import submissions
    from yanxiu_tui.services.submission_receipts import Receipt

    memory(context)
    now = clock.now()
    receipt = Receipt(copies=copies, missing="、".join(missing))
    _tell(submissions.receive(enter(as_, pin_stdin, now), claim_id, receipt, now), "已收")


@command.command("enter", help="登记交来的纸质材料，登记了就算收下。种类写制度里的代号。")
@click.argument("kind", metavar="种类")
@click.argument("whose", metavar="工号或组名")
@click.option("--kept", metavar="存放", required=True, help="放在哪里。")
@click.option("--day", type=Day(), metavar="日期", help="哪天交来的，不写就是今天。")
@click.option("--hour", type=Hour(), metavar="时间", help="几点交来的，不写那天就算按时。")
@click.option("--copies", type=click.IntRange(1, 50), metavar="份数", default=1)
@click.option("--missing", metavar="缺什么", multiple=True, help="缺的材料，可以写几次。")
@term_option
@_as
@pin_option
@click.pass_context
def enter_(
    context: click.Context,
    kind: str,
    whose: str,
    kept: str,
    day: date | None,
    hour: time | None,
    copies: int,
    missing: tuple[str, ...],
    term_name: str,
    as_: str,
    pin_stdin: bool,
) -> None:
    from yanxiu_tui.services import submissions
    from yanxiu_tui.services.groups import group_named
    from yanxiu_tui.services.submissions import HandIn

    memory(context)
    now = clock.now()
    group_id = None if whose.isascii() and whose.isdecimal() else group_named(whose)
    done = submissions.enter(
        enter(as_, pin_stdin, now), kind, HandIn(where_kept=kept, copies=copies),
        day or clock.local(now).date(), now, hour, "" if group_id else whose, group_id, missing,
        named_term(term_name).id,
    )  # fmt: skip
    _tell(done, "已收")


@command.command("send-back", help="退回，要写明原因。")
@_number
@click.option("--reason", metavar="原因", required=True, help="为什么退回，本人能看到。")
@_as
@pin_option
@click.pass_context
def send_back(
    context: click.Context, claim_id: int, reason: str, as_: str, pin_stdin: bool
) -> None:
    from yanxiu_tui.services import submissions

    memory(context)
    now = clock.now()
    _tell(submissions.send_back(enter(as_, pin_stdin, now), claim_id, reason, now), "已退回")


def _row(each: "SubmissionView") -> tuple[object, ...]:
    handed = each.handed
    return (
        handed.claim_id if handed else "", each.kind_name, each.whose, each.staff_no,
        each.leaders, f"{clock.local(last_minute(each.due_at)):%Y-%m-%d %H:%M}",
        STANDING_NAMES[each.standing],
        f"{clock.local(handed.at):%Y-%m-%d %H:%M}" if handed else "",
        handed.copies if handed else "",
        handed.where_kept or handed.file_name if handed else "",
        handed.missing if handed else each.sent_back,
    )  # fmt: skip


def _tell(done: "Outcome", what: str) -> None:
    """Say what became of it."""
    lacks = f"，缺：{done.missing}" if done.missing else ""
    click.echo(
        f"{what}：编号 {done.claim_id}，{done.title}，{STANDING_NAMES[done.standing]}{lacks}。"
    )
