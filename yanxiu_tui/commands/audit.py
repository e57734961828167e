"""``yanxiu audit``: whether anybody changed the traces behind the program's back (痕迹管理)."""

import click

from yanxiu_tui import clock
from yanxiu_tui.commands.common import format_option, memory, operator, show
from yanxiu_tui.errors import Refused

HEADINGS = ("痕迹号", "发现", "时间", "经办", "事情")


@click.group("audit", help="痕迹：每一件事留一条，一条扣着一条。")
def command() -> None:
    pass


@command.command(
    help="核验：痕迹和存着的文件有没有人用数据库工具改动、删去、插入过；有即以 1 结束。"
)
@format_option
@click.pass_context
def verify(context: click.Context, fmt: str) -> None:
    from yanxiu_tui.services import audit, files
    from yanxiu_tui.services.audit import FAULT_NAMES

    memory(context)
    verified = audit.verify(operator())
    if not verified.findings:
        click.echo(f"共 {verified.lines} 条痕迹，条条相扣，没有改动。", err=fmt != "table")
    count, unsound = files.verify()
    if count and not unsound:
        click.echo(f"存着 {count} 份文件，都与存入时相符。", err=fmt != "table")
    rows = [
        (
            each.number or "",
            FAULT_NAMES[each.fault],
            f"{clock.local(each.at):%Y-%m-%d %H:%M}" if each.at else "",
            each.by,
            each.act,
        )
        for each in verified.findings
    ]
    if rows or fmt != "table":
        show(HEADINGS, rows, fmt)
    if rows:
        raise Refused(
            "tampered",
            f"痕迹有 {len(rows)} 处与当时写下的不符，被改动过；请保留现状，与备份核对。",
        )
    if unsound:
        numbers = "、".join(str(each.file_id) for each in unsound)
        raise Refused(
            "unsound", f"存着的文件里第 {numbers} 号与存入时不符，被改动过；请从备份里取出来核对。"
        )
