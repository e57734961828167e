"""``yanxiu codes``: one-time enrolment codes, as a table or as slips to cut apart."""

from pathlib import Path

import click

from yanxiu_tui import clock
from yanxiu_tui.commands.common import format_option, memory, operator, show
from yanxiu_tui.rules.names import fold_width
from yanxiu_tui.rules.pin import CODE_LIFE

HEADINGS = ("工号", "姓名", "学科", "启用码", "有效期至")


@click.command(help="发启用码：给还没有口令的人，或写明的工号。")
@click.argument("staff_nos", metavar="[工号]...", nargs=-1)
@click.option(
    "--xlsx", type=click.Path(path_type=Path), metavar="文件", help="写成可裁开的 A4 纸条。"
)
@format_option
@click.pass_context
def command(
    context: click.Context, staff_nos: tuple[str, ...], xlsx: Path | None, fmt: str
) -> None:
    from yanxiu_tui.reports.enrolment import grouped, write_slips
    from yanxiu_tui.reports.sheets import refuse_unwritable
    from yanxiu_tui.services import enrolment_codes, school

    memory(context)
    if xlsx:
        # New codes void the old ones, so first make sure that they can be handed out.
        refuse_unwritable(xlsx)
    now = clock.now()
    wanted = [fold_width(each) for each in staff_nos] or None
    codes = enrolment_codes.issue_codes(operator(), now, wanted)
    until = now + CODE_LIFE
    void = sum(each.replaces for each in codes)
    if void:
        click.echo(f"其中 {void} 人以前的启用码已作废，请把旧的收回。", err=True)
    if not codes:
        click.echo("每位老师都已设好口令，不用发启用码。", err=True)
    elif xlsx:
        write_slips(xlsx, codes, school.school_name(), until)
        click.echo(f"{len(codes)} 张启用码已写入「{xlsx}」，请打印后裁开，分发给本人。")
    if not xlsx:
        day = f"{clock.local(until):%Y-%m-%d}"
        show(
            HEADINGS,
            [(each.staff_no, each.name, each.subject, grouped(each.code), day) for each in codes],
            fmt,
        )
