"""``yanxiu sign-in``: sign one teacher in with their own PIN (Z25)."""

import click

from yanxiu_tui import clock
from yanxiu_tui.commands.common import ask_pin, memory, pin_option
from yanxiu_tui.commands.parameters import NUMBER
from yanxiu_tui.memory import machine_name

_MEANS = "command"


@click.command(help="本人签到；口令不显示在屏幕上。")
@click.argument("staff_no", metavar="工号")
@click.option(
    "--activity", "activity_id", type=NUMBER, metavar="编号", help="哪次活动；一般不用写。"
)
@pin_option
@click.pass_context
def command(
    context: click.Context, staff_no: str, activity_id: int | None, pin_stdin: bool
) -> None:
    from yanxiu_tui.rules.attendance import STATUS_NAMES
    from yanxiu_tui.services import sign_in

    memory(context)
    machine = machine_name()
    if activity_id is None:
        activity_id = sign_in.where_expected(staff_no, clock.now(), _MEANS, machine)
    pin = ask_pin("您", pin_stdin)
    done = sign_in.sign_in(activity_id, staff_no, pin, clock.now(), _MEANS, machine)
    at = f"{clock.local(done.at):%H:%M}"
    if done.first:
        click.echo(f"{done.name}，{at} 签到成功（{STATUS_NAMES[done.status]}）。")
    else:
        click.echo(f"{done.name}，您 {at} 已经签到。")
