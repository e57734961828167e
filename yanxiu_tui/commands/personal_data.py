"""``yanxiu personal-data``: what is kept on one person, a copy of it, its removal."""

from pathlib import Path

import click

from yanxiu_tui import clock
from yanxiu_tui.commands.common import format_option, memory, operator, show

HEADINGS = ("类别", "内容", "条数", "从", "到", "除本人外谁看得到", "留多久")
_staff_no = click.argument("staff_no", metavar="工号")


@click.group("personal-data", help="个人资料：留着一位老师的什么，导出一份，离职后删除。")
def command() -> None:
    """The subject itself does nothing."""


@command.command("show", help="留着这位老师的什么：几条，从何时到何时，谁看得到，留多久。")
@_staff_no
@format_option
@click.pass_context
def show_(context: click.Context, staff_no: str, fmt: str) -> None:
    from yanxiu_tui.services import personal_data

    memory(context)
    kept = personal_data.kept_on(operator(), personal_data.number_of(staff_no))
    rows = [
        (
            section.name, part.words, part.count, part.first or "", part.last or "",
            section.seen_by, section.kept_for,
        )
        for section in kept.sections
        for part in section.parts
        if part.count or fmt != "table"
    ]  # fmt: skip
    show(HEADINGS, rows, fmt)


@command.command(help="导出这位老师的全部资料（xlsx，一类一页），连同本人写的文字；留痕。")
@_staff_no
@click.argument("path", metavar="文件", type=click.Path(path_type=Path))
@click.pass_context
def export(context: click.Context, staff_no: str, path: Path) -> None:
    memory(context)
    _export(staff_no, path)
    click.echo(f"已导出到「{path}」，里面是个人资料，请只交给本人。")


@command.command(help="删除一位已离岗老师的个人资料：先导出过才行；考勤、排名的数字不变。")
@_staff_no
@click.option("--reason", metavar="原因", required=True, help="原因，留痕。")
@click.option(
    "--export", "path", metavar="文件", type=click.Path(path_type=Path), help="先导出一份再删除。"
)
@click.option("--yes", is_flag=True, help="不再问，直接删除。")
@click.pass_context
def remove(
    context: click.Context, staff_no: str, reason: str, path: Path | None, yes: bool
) -> None:
    from yanxiu_tui.services import personal_removal

    memory(context)
    if not yes:
        click.confirm("删除以后谁也找不回来，只剩工号和数字。继续吗？", abort=True)
    if path is not None:
        _export(staff_no, path)
    removed = personal_removal.remove(operator(), staff_no, reason, clock.now())
    click.echo(
        f"工号 {removed.staff_no} 的个人资料已删除，以后显示为「{removed.alias}」；"
        f"清空了 {removed.texts} 篇只属于本人的文字，考勤和排名的数字没有改动。"
    )
    click.echo("以前的备份里还有：每日备份过 14 天轮换完，自己另存的备份请自行销毁。")


def _export(staff_no: str, path: Path) -> None:
    from yanxiu_tui.reports import personal_data as workbook
    from yanxiu_tui.reports.sheets import refuse_unwritable
    from yanxiu_tui.services import personal_data

    refuse_unwritable(path)
    personal_data.export(
        operator(),
        personal_data.number_of(staff_no),
        lambda copy: workbook.write(path, copy),
        clock.now(),
    )
