"""``yanxiu move``: the school to another database, from SQLite to PostgreSQL or back."""

import click

from db.connection import masked
from yanxiu_tui.commands.common import memory, operator


@click.command(help="搬家：把全部数据搬到另一个空的数据库（SQLite 或 PostgreSQL），逐表核对。")
@click.argument("url", metavar="新地址")
@click.pass_context
def command(context: click.Context, url: str) -> None:
    from yanxiu_tui.services import backups

    memory(context)
    moved = backups.move(operator(), url)
    rows = sum(moved.rows.values())
    click.echo(f"已搬到 {masked(url)}：{len(moved.rows)} 张表、{rows} 行，逐表核对相同。")
    click.echo("原来的没有改动；各终端都改用新地址以后再停用它。")
