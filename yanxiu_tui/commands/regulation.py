"""``yanxiu regulation``: the 制度 that ship, a check of one's own, which a term is held to."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from yanxiu_tui import clock
from yanxiu_tui.commands.common import (
    format_option,
    memory,
    named_term,
    operator,
    show,
    term_option,
)
from yanxiu_tui.commands.parameters import NUMBER

if TYPE_CHECKING:
    pass

HEADINGS = ("名称", "标题", "主管处室", "怎样算迟到")
VERSION_HEADINGS = ("编号", "学期", "制度", "采用时间", "采用人", "原因", "现行")


@click.group(help="校本研修制度：自带的有哪些、怎么规定，自己写的对不对，采用哪一份。")
def command() -> None:
    """The subject itself does nothing."""


@command.command("list", help="列出自带的制度。")
@format_option
def list_(fmt: str) -> None:
    from yanxiu_tui.regulation.loader import PRESETS, load, preset_source
    from yanxiu_tui.regulation.words import lateness

    found = [load(preset_source(name)) for name in PRESETS]
    rows = [(each.name, each.title, each.office, lateness(each.attendance)) for each in found]
    show(HEADINGS, rows, fmt)


@command.command("show", help="用文字说明一份自带的制度。")
@click.argument("name", metavar="名称")
def show_(name: str) -> None:
    from yanxiu_tui.regulation.loader import load, preset_source
    from yanxiu_tui.regulation.words import describe

    click.echo("\n".join(describe(load(preset_source(name)))))


@command.command(help="检查自己写的制度文件，并用文字说明它规定了什么。")
@click.argument("path", metavar="文件", type=click.Path(path_type=Path))
def check(path: Path) -> None:
    from yanxiu_tui.regulation.files import read_regulation_file
    from yanxiu_tui.regulation.loader import load
    from yanxiu_tui.regulation.words import describe

    regulation = load(read_regulation_file(path))
    click.echo(f"「{path}」没有问题：{regulation.title}。\n")
    click.echo("\n".join(describe(regulation)))


@command.command(help="采用一份制度：写自带的名称，或制度文件的路径。")
@click.argument("source", metavar="名称或文件")
@click.option("--reason", metavar="原因", required=True, help="为什么采用。")
@term_option
@click.pass_context
def adopt(context: click.Context, source: str, reason: str, term_name: str) -> None:
    from yanxiu_tui.regulation.files import named_source
    from yanxiu_tui.services import regulation

    text = named_source(source)
    memory(context)
    term = named_term(term_name)
    adopted = regulation.adopt(operator(), term.id, text, reason, clock.now())
    click.echo(f"{term.name}已采用「{adopted.title}」，版本编号 {adopted.id}。")
    click.echo("已开放的活动和已定稿的排名仍按原来的版本。")


@command.command(help="列出一个学期先后采用的制度。")
@term_option
@format_option
@click.pass_context
def versions(context: click.Context, term_name: str, fmt: str) -> None:
    from yanxiu_tui.services import regulation

    memory(context)
    term = named_term(term_name)
    rows = [
        (
            each.id,
            term.name,
            each.title,
            f"{clock.local(each.adopted_at):%Y-%m-%d %H:%M}",
            each.by,
            each.reason,
            "现行" if each.in_force else "",
        )
        for each in regulation.versions(term.id)
    ]
    show(VERSION_HEADINGS, rows, fmt)


@command.command(help="把一份制度写成文件，便于修改后再采用；不另写即本学期现行的。")
@click.argument("path", metavar="文件", type=click.Path(path_type=Path))
@click.option("--version", "version_id", metavar="编号", type=NUMBER, help="某一个版本。")
@click.option("--preset", metavar="名称", default="", help="某一份自带的制度。")
@click.pass_context
def export(context: click.Context, path: Path, version_id: int | None, preset: str) -> None:
    from yanxiu_tui.regulation.loader import preset_source
    from yanxiu_tui.services import regulation

    if version_id and preset:
        raise click.UsageError("--version 和 --preset 只能写一个。")
    if preset:
        _write(path, preset_source(preset))
        return
    memory(context)
    _write(path, regulation.source_of(version_id or named_term("").regulation_id))


def _write(path: Path, source: str) -> None:
    from yanxiu_tui.regulation.files import write_regulation_file

    write_regulation_file(path, source)
    click.echo(f"已写到「{path}」。")
