"""``yanxiu proxy-sign-ins``: what deserves a look for 代签, and what a meeting refused (Z25)."""

import click

from yanxiu_tui.commands.attendance import latest
from yanxiu_tui.commands.common import format_option, memory, operator, show
from yanxiu_tui.commands.parameters import NUMBER


@click.command(help="签到核查：哪些签到值得看一眼，哪些没签上；不写编号即最近一次活动。")
@click.argument("activity_id", metavar="[活动编号]", type=NUMBER, required=False)
@format_option
@click.pass_context
def command(context: click.Context, activity_id: int | None, fmt: str) -> None:
    from yanxiu_tui.reports.proxy_sign_in import HEADINGS, rows
    from yanxiu_tui.services import proxy_sign_in

    memory(context)
    show(HEADINGS, rows(proxy_sign_in.check(operator(), activity_id or latest())), fmt)
