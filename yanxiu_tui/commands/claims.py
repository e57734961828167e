"""``yanxiu claims``: what teachers claim, and the office's decisions, each with a PIN."""

from decimal import Decimal
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
from yanxiu_tui.commands.parameters import NUMBER, Amount
from yanxiu_tui.rules.claims import CLAIM_STATE_NAMES, ClaimState

if TYPE_CHECKING:
    from yanxiu_tui.services.claims import ClaimView

HEADINGS = (
    "编号", "姓名", "教研组", "类别", "名称", "开始", "结束", "数量", "级别", "申报学时",
    "认定学时", "状态", "审核人",
)  # fmt: skip
_STATES = [name for state, name in CLAIM_STATE_NAMES.items() if state is not ClaimState.DRAFT]
_number = click.argument("claim_id", metavar="编号", type=NUMBER)
_as = click.option("--as", "as_", metavar="工号", required=True, help="审核人（教导处）的工号。")


@click.group(help="申报：列出、通过、不通过。")
def command() -> None:
    """The subject itself does nothing."""


@command.command("list", help="列出一个学期的申报，不写即本学期，一次最多 500 份。")
@click.option("--state", type=click.Choice(_STATES), help="只看这一种。")
@click.option(
    "--skip", type=click.IntRange(0), default=0, metavar="份数", help="从第几份之后列起。"
)
@term_option
@format_option
@click.pass_context
def list_(context: click.Context, state: str | None, skip: int, term_name: str, fmt: str) -> None:
    from yanxiu_tui.services import claims

    memory(context)
    term = named_term(term_name)
    wanted = next((each for each, name in CLAIM_STATE_NAMES.items() if name == state), None)
    found = claims.claims(operator(), term.id, wanted, offset=skip)
    show(HEADINGS, [_row(each) for each in found], fmt)


@command.command(help="通过；不写 --hours 就按申报的学时认定。")
@_number
@click.option("--hours", type=Amount("学时数"), metavar="学时", help="认定的学时。")
@click.option("--incomplete", is_flag=True, help="材料不完整。")
@click.option("--opinion", metavar="意见", default="", help="审核意见。")
@_as
@pin_option
@click.pass_context
def grant(
    context: click.Context,
    claim_id: int,
    hours: Decimal | None,
    incomplete: bool,
    opinion: str,
    as_: str,
    pin_stdin: bool,
) -> None:
    from yanxiu_tui.services import claim_views, claims

    memory(context)
    now = clock.now()
    actor = enter(as_, pin_stdin, now)
    given = claim_views.view(actor, claim_id).hours_asked if hours is None else hours
    _tell(claims.grant(actor, claim_id, given, not incomplete, opinion, now))


@command.command(help="不通过，要写明理由。")
@_number
@click.option("--opinion", metavar="理由", required=True, help="为什么不通过。")
@_as
@pin_option
@click.pass_context
def refuse(context: click.Context, claim_id: int, opinion: str, as_: str, pin_stdin: bool) -> None:
    from yanxiu_tui.services import claims

    memory(context)
    now = clock.now()
    actor = enter(as_, pin_stdin, now)
    _tell(claims.refuse(actor, claim_id, opinion, now))


def _row(each: "ClaimView") -> tuple[object, ...]:
    from yanxiu_tui.rules.numbers import plain

    granted = each.state is ClaimState.GRANTED
    return (
        each.id, each.teacher_name, each.group_name, each.kind_name, each.title, each.first,
        each.last, f"{plain(each.amount)}{each.unit}", each.level,
        plain(each.hours_asked) if each.takes_hours else "",
        plain(each.hours_granted) if each.takes_hours and granted else "",
        each.state_name, each.decided_by,
    )  # fmt: skip


def _tell(view: "ClaimView") -> None:
    """Say what became of a claim."""
    from yanxiu_tui.rules.numbers import plain

    given = view.takes_hours and view.state is ClaimState.GRANTED
    hours = f"，认定 {plain(view.hours_granted)} 学时" if given else ""
    whole = "" if view.complete else "，材料不完整"
    click.echo(
        f"{view.state_name}：编号 {view.id}，{view.teacher_name}，{view.kind_name}"
        f"「{view.title}」{hours}{whole}。"
    )
