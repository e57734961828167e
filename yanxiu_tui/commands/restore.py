"""``yanxiu restore``: a backup in the place of everything there is."""

from pathlib import Path

import click

from yanxiu_tui import clock
from yanxiu_tui.commands.common import memory, operator


@click.command(help="恢复：用备份换掉现有的全部数据；不完整的备份不用，换下来的留一份。")
@click.argument("path", metavar="文件", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="不再问，直接恢复。")
@click.pass_context
def command(context: click.Context, path: Path, yes: bool) -> None:
    from yanxiu_tui.services import backups

    if not yes:
        click.confirm("恢复会换掉现有的全部数据（换下来的会留一份）。继续吗？", abort=True)
    url = context.find_root().obj
    damaged = backups.set_aside_damaged(operator(), url, path, clock.now())
    memory(context, new=True)
    restored = backups.restore(operator(), path, clock.now())
    click.echo(f"已恢复：{restored.school}，{restored.teachers} 位教师。")
    click.echo(f"换下来的留在：{damaged or restored.kept}")
