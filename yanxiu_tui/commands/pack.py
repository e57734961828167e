"""``yanxiu pack``: the 迎检材料 of a term in a folder, numbered and indexed (Z32–Z34)."""

import sys
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from yanxiu_tui import clock
from yanxiu_tui.commands.common import memory, named_term, operator, term_option
from yanxiu_tui.errors import Refused


@click.command(help="做一套迎检材料：编号、目录、缺少的材料。停了再做，会接着做。")
@click.argument("folder", metavar="文件夹", type=click.Path(file_okay=False, path_type=Path))
@term_option
@click.pass_context
def command(context: click.Context, folder: Path, term_name: str) -> None:
    memory(context)
    try:
        _build(folder, named_term(term_name).id, clock.now())
    except KeyboardInterrupt:
        raise Refused("stopped", "停下了，做好的都在；再运行同一条命令会接着做。") from None


def _build(folder: Path, term_id: int, now: datetime) -> None:
    from yanxiu_tui.reports.pack import build

    with ExitStack() as stack:
        bars: list[Any] = []

        def progress(done: int, total: int, _: str) -> None:
            if not bars:
                shown = click.progressbar(length=total, label="迎检材料", file=sys.stderr)
                bars.append(stack.enter_context(shown))
            bars[0].update(done - bars[0].pos)

        built = build(operator(), folder, term_id, now, progress)
    click.echo(f"迎检材料在「{built.folder}」：{built.files} 份文件，这次做了 {built.made} 份。")
    if built.missing:
        click.echo(f"还缺 {built.missing} 项，见「00 缺少的材料」。")
    for each in built.spoiled:
        click.echo(f"「{each}」没有做成：库里存的与存入时不符，请从备份核对。", err=True)
