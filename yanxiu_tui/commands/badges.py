"""``yanxiu badges``: cards to print and cut apart, who has one, lost ones stopped."""

from pathlib import Path

import click

from yanxiu_tui import clock
from yanxiu_tui.commands.common import format_option, memory, operator, show

HEADINGS = ("工号", "姓名", "教研组", "发出", "状态", "原因")


@click.group(help="工牌：发放打印、查看、挂失。")
def command() -> None:
    """The subject itself does nothing."""


@command.command(help="发工牌：给还没有的人，或只给一个组里的；写明工号的重发，旧的作废。")
@click.argument("staff_nos", metavar="[工号]...", nargs=-1)
@click.option("--group", metavar="组", help="只给这个组里还没有的人。")
@click.option(
    "--word",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="文件.docx",
    required=True,
    help="写成可裁开的 A4 卡片；号码只印这一次。",
)
@click.pass_context
def issue(
    context: click.Context, staff_nos: tuple[str, ...], group: str | None, path: Path
) -> None:
    from yanxiu_tui.reports.badges import write_badges
    from yanxiu_tui.reports.word import refuse_unfit
    from yanxiu_tui.services import badges, school
    from yanxiu_tui.services.groups import group_named

    if staff_nos and group is not None:
        raise click.UsageError("写了工号就不用再写 --group。")
    memory(context)
    # New badges void the old ones, so first make sure that they can be handed out.
    refuse_unfit(path)
    group_id = None if group is None else group_named(group)
    made = badges.issue(operator(), clock.now(), staff_nos or None, group_id)
    if not made:
        click.echo("每位老师都有工牌，不用发。", err=True)
        return
    write_badges(path, made, school.school_name())
    void = sum(each.replaces for each in made)
    if void:
        click.echo(f"其中 {void} 人以前的工牌已作废，请收回。", err=True)
    click.echo(f"{len(made)} 张工牌已写入「{path}」，请打印裁开发给本人，印好后删掉文件。")


@command.command("list", help="列出发过的工牌。")
@format_option
@click.pass_context
def list_(context: click.Context, fmt: str) -> None:
    from yanxiu_tui.services import badges

    memory(context)
    rows = [
        (
            each.staff_no,
            each.name,
            each.group_name,
            f"{clock.local(each.issued_at):%Y-%m-%d}",
            f"{clock.local(each.revoked_at):%Y-%m-%d} 作废" if each.revoked_at else "在用",
            each.reason,
        )
        for each in badges.badges(operator())
    ]
    show(HEADINGS, rows, fmt)


@command.command(help="挂失一位老师的工牌，捡到的人不能再用。")
@click.argument("staff_no", metavar="工号")
@click.option("--reason", metavar="原因", required=True, help="原因，留痕。")
@click.pass_context
def revoke(context: click.Context, staff_no: str, reason: str) -> None:
    from yanxiu_tui.services import badges

    memory(context)
    name = badges.revoke(operator(), staff_no, reason, clock.now())
    click.echo(f"{name}老师的工牌已挂失；补发：yanxiu badges issue {staff_no} --word 文件.docx")
