"""What every command shares: the operator, the memory, a PIN, the table formats."""

import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from yanxiu_tui import clock
from yanxiu_tui.errors import Refused
from yanxiu_tui.memory import machine_name, open_memory
from yanxiu_tui.reports.tables import FORMATS, render
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services.permission import Actor

if TYPE_CHECKING:
    from yanxiu_tui.services.school import TermView


def operator() -> Actor:
    """Whoever holds the machine and the database file: the operator at the command line."""
    return Actor(None, "操作员", machine_name(), frozenset({Role.OPERATOR}))


def memory(context: click.Context, new: bool = False) -> None:
    """Open the database named by ``--db`` before a service is called; it may be a ``new`` one."""
    kept = open_memory(context.find_root().obj, new)
    if kept:
        click.echo(f"数据库已升级，升级前的备份：{kept}", err=True)


def format_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command that prints a table its ``--format``, as ``fmt``."""
    return click.option(
        "--format", "fmt", type=click.Choice(FORMATS), default="table", help="输出格式。"
    )(command)


def pin_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command that asks for a PIN ``--pin-stdin``, as ``pin_stdin``."""
    option = click.option("--pin-stdin", is_flag=True, help="从标准输入的第一行读口令。")
    return option(command)


def ask_pin(whose: str, pin_stdin: bool) -> str:
    """The PIN as typed unseen, or the first line of standard input."""
    if pin_stdin:
        pin = sys.stdin.readline().strip()
        if not pin:
            raise Refused("no_pin_given", "标准输入里没有口令，请把口令写在第一行。")
        return pin
    return prompt_unseen(f"请输入{whose}的口令")


def prompt_unseen(text: str) -> str:
    """Ask for something nobody should see; Refused where no terminal can hide it."""
    import getpass
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            answer: str = click.prompt(text, hide_input=True, err=True)
        except getpass.GetPassWarning:
            raise Refused("no_terminal", "这里没有可输入口令的终端，请改用 --pin-stdin。") from None
    return answer


def enter(staff_no: str, pin_stdin: bool, now: datetime) -> Actor:
    """Whoever has that staff number, once their PIN is right."""
    from yanxiu_tui.services import credentials

    teacher = credentials.find_teacher(staff_no)
    pin = ask_pin(f"{teacher.name}老师", pin_stdin)
    return credentials.enter(staff_no, pin, now, machine_name())


def term_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command that reads one term its ``--term``, as ``term_name``."""
    option = click.option(
        "--term", "term_name", metavar="学期", default="", help="以前的学期；不写即本学期。"
    )
    return option(command)


def named_term(name: str) -> "TermView":
    """The term of that name, or whose name holds it; the current one without a name."""
    from yanxiu_tui.services import school

    return school.term_named(name) if name else school.current_term(clock.now())


def show(headings: Sequence[str], rows: Sequence[Sequence[object]], fmt: str) -> None:
    """Print a table; when there is nothing in a plain one, say so."""
    if not rows and fmt == "table":
        click.echo("（没有记录）")
        return
    click.echo(render(headings, rows, fmt))
