"""``yanxiu backup``: everything in one file, checked by opening it."""

from pathlib import Path

import click

from yanxiu_tui.commands.common import memory, operator


@click.command(help="备份：把全部数据写成一个新文件，写完打开核对。")
@click.argument("path", metavar="文件", type=click.Path(path_type=Path))
@click.pass_context
def command(context: click.Context, path: Path) -> None:
    from yanxiu_tui.services import backups

    memory(context)
    backups.write(operator(), path)
    click.echo(f"已备份到「{path}」，打开核对过，是完整的。")
