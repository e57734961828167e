"""What every command shares: the operator, the memory, the table formats."""

from collections.abc import Callable, Sequence
from typing import Any

import click

from yanxiu_tui.memory import machine_name, open_memory
from yanxiu_tui.reports.tables import FORMATS, render
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services.permission import Actor


def operator() -> Actor:
    """Whoever holds the machine and the database file: the operator at the command line."""
    return Actor(None, "操作员", machine_name(), frozenset({Role.OPERATOR}))


def memory(context: click.Context) -> None:
    """Open the database named by ``--db`` before a service is called."""
    kept = open_memory(context.find_root().obj)
    if kept:
        click.echo(f"数据库已升级，升级前的备份：{kept}", err=True)


def format_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command that prints a table its ``--format``, as ``fmt``."""
    return click.option(
        "--format", "fmt", type=click.Choice(FORMATS), default="table", help="输出格式。"
    )(command)


def show(headings: Sequence[str], rows: Sequence[Sequence[object]], fmt: str) -> None:
    """Print a table; when there is nothing in a plain one, say so."""
    if not rows and fmt == "table":
        click.echo("（没有记录）")
        return
    click.echo(render(headings, rows, fmt))
