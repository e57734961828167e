"""``yanxiu phones``: the phones that teachers sign in with."""

import click

from yanxiu_tui import clock
from yanxiu_tui.commands.common import format_option, memory, operator, show
from yanxiu_tui.commands.parameters import NUMBER

HEADINGS = ("编号", "工号", "姓名", "登记时间", "登记时的地址", "停用时间")


@click.group(help="手机签到：登记过的手机，停用。")
def command() -> None:
    """The subject itself does nothing."""


@command.command("list", help="列出登记过的手机。")
@format_option
@click.pass_context
def list_(context: click.Context, fmt: str) -> None:
    from yanxiu_tui.services import phones

    memory(context)
    rows = [
        (
            each.id,
            each.staff_no,
            each.name,
            f"{clock.local(each.registered_at):%Y-%m-%d %H:%M}",
            each.address,
            f"{clock.local(each.revoked_at):%Y-%m-%d %H:%M}" if each.revoked_at else "",
        )
        for each in phones.phones(operator())
    ]
    show(HEADINGS, rows, fmt)


@command.command(help="停用丢了或送人的手机；本人凭口令可以重新登记。")
@click.argument("phone_id", metavar="编号", type=NUMBER)
@click.pass_context
def revoke(context: click.Context, phone_id: int) -> None:
    from yanxiu_tui.services import phones

    memory(context)
    view = phones.revoke(operator(), phone_id, clock.now())
    click.echo(f"已停用：编号 {view.id}，{view.name}（{view.staff_no}）的手机。")
