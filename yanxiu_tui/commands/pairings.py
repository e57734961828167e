"""``yanxiu pairings``: the school's 师徒 pairs, one agreement as a Word file, the register."""

from pathlib import Path

import click

from yanxiu_tui import clock
from yanxiu_tui.commands.common import format_option, memory, operator, show
from yanxiu_tui.commands.parameters import NUMBER


@click.group(help="师徒结对：列出各对、打印协议书和登记表。")
def command() -> None:
    """The subject itself does nothing."""


@command.command("list", help="列出全校的师徒结对，编号用来打印协议书。")
@format_option
@click.pass_context
def list_(context: click.Context, fmt: str) -> None:
    from yanxiu_tui.reports.pairing_register import headings, rows
    from yanxiu_tui.services import pairing_papers

    memory(context)
    show(headings(), rows(pairing_papers.register(operator(), clock.now())), fmt)


@command.command(help="把一对的协议书存成 Word 文件，一式三份打印。")
@click.argument("pairing_id", metavar="编号", type=NUMBER)
@click.argument("path", metavar="文件.docx", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_context
def agreement(context: click.Context, pairing_id: int, path: Path) -> None:
    from yanxiu_tui.reports.pairing_agreement import write_agreement
    from yanxiu_tui.services import pairing_papers

    memory(context)
    write_agreement(path, pairing_papers.agreement(operator(), pairing_id, clock.now()))
    click.echo(f"协议书已写入「{path}」，请打印三份。")


@command.command(help="把全校的师徒结对写成可打印的 A4 登记表。")
@click.argument("path", metavar="文件.xlsx", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_context
def register(context: click.Context, path: Path) -> None:
    from yanxiu_tui.reports.pairing_register import write_register
    from yanxiu_tui.services import pairing_papers

    memory(context)
    found = pairing_papers.register(operator(), clock.now())
    write_register(path, found)
    click.echo(f"师徒结对登记表已写入「{path}」，共 {len(found.lines)} 对。")
