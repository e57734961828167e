"""``yanxiu init``: begin a school; what no option says is asked."""

from datetime import date
from typing import Any

import click

from yanxiu_tui import clock
from yanxiu_tui.commands.common import (
    ask_pin,
    memory,
    operator,
    pin_option,
    prompt_unseen,
)
from yanxiu_tui.commands.parameters import Day
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.names import fold_width
from yanxiu_tui.rules.pin import LONGEST, SHORTEST, weakness
from yanxiu_tui.rules.rollover import usual


@click.command(help="建立学校：名称、学期、制度、第一位管理员。")
@click.option("--name", metavar="校名", help="学校名称。")
@click.option("--term", metavar="学期", help="学期名称。")
@click.option("--from", "starts_on", type=Day(), metavar="日期", help="学期第一天。")
@click.option("--to", "ends_on", type=Day(), metavar="日期", help="学期最后一天。")
@click.option("--preset", metavar="制度", help="制度名称，见 yanxiu regulation list。")
@click.option("--admin-no", metavar="工号", help="第一位管理员（资源教师）的工号。")
@click.option("--admin-name", metavar="姓名", help="第一位管理员的姓名。")
@pin_option
@click.pass_context
def command(
    context: click.Context,
    name: str | None,
    term: str | None,
    starts_on: date | None,
    ends_on: date | None,
    preset: str | None,
    admin_no: str | None,
    admin_name: str | None,
    pin_stdin: bool,
) -> None:
    from yanxiu_tui.services import school

    memory(context, new=True)
    if school.school_name():
        raise Refused("school_exists", "这个数据库里已有学校，请换一个数据库地址。")
    now = clock.now()
    common = usual(clock.local(now).date())
    name = name or _ask("学校名称")
    term = term or _ask("学期名称", default=common.name)
    starts_on = starts_on or _ask("学期第一天", default=str(common.starts_on), type=Day())
    ends_on = ends_on or _ask("学期最后一天", default=str(common.ends_on), type=Day())
    preset = preset or _choose_preset()
    administrator = (admin_no or _ask("管理员工号"), admin_name or _ask("管理员姓名"))
    pin = ask_pin("管理员", True) if pin_stdin else _choose_pin(administrator[0])
    school.found_school(operator(), name, term, starts_on, ends_on, preset, administrator, pin, now)
    _tell(context, name, term)


def _ask(text: str, **more: Any) -> Any:
    return click.prompt(text, err=True, **more)


def _choose_preset() -> str:
    from yanxiu_tui.regulation.loader import PRESETS, load, preset_source

    click.echo("采用哪一份制度：", err=True)
    for number, name in enumerate(PRESETS, start=1):
        click.echo(f"  {number}  {load(preset_source(name)).title}", err=True)
    chosen: int = _ask("请输入序号", default=1, type=click.IntRange(1, len(PRESETS)))
    return PRESETS[chosen - 1]


def _choose_pin(staff_no: str) -> str:
    while True:
        pin = prompt_unseen(f"给管理员设一个口令（{SHORTEST} 至 {LONGEST} 位数字）")
        wrong = weakness(fold_width(pin), fold_width(staff_no))
        if not wrong and prompt_unseen("再输一遍口令") != pin:
            wrong = "两次输入的不一样，请重新输入。"
        if not wrong:
            return pin
        click.echo(wrong, err=True)


def _tell(context: click.Context, name: str, term: str) -> None:
    """Say what was made and the two steps that come next."""
    click.echo(f"{name}已建立：{term}。接下来：")
    click.echo("  1  导入教师名册：yanxiu teachers import 名册.xlsx")
    click.echo("  2  打开签到台：  yanxiu")
    if context.find_root().params.get("db"):
        click.echo("每次都要照样带上 --db，或把地址写进环境变量 YANXIU_DB。")
