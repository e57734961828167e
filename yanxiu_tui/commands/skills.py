"""``yanxiu skills``: tests of 基本功 and 教材教法, one test's results, its sheet."""

from pathlib import Path

import click

from yanxiu_tui.commands.common import format_option, memory, operator, show
from yanxiu_tui.commands.parameters import NUMBER

HEADINGS = ("编号", "学期", "种类", "名称", "日期", "补考", "应考", "合格", "状态")


@click.group(help="业务考核：列出考核，看成绩和统计，存成成绩登记表。登记成绩在终端上做。")
def command() -> None:
    """The subject itself does nothing."""


@command.command("list", help="列出历次考核。")
@format_option
@click.pass_context
def list_(context: click.Context, fmt: str) -> None:
    from yanxiu_tui.services import skills

    memory(context)
    rows = [
        (
            each.id,
            each.term_name,
            each.kind_name,
            each.title,
            each.held_on,
            each.retake_on or "",
            each.due,
            each.passed,
            each.state_name,
        )
        for each in skills.tests(operator())
    ]
    show(HEADINGS, rows, fmt)


@command.command("show", help="看一次考核：每人的成绩、补考、结果和评语。")
@click.argument("test_id", metavar="编号", type=NUMBER)
@click.option("--groups", is_flag=True, help="改看各组的统计。")
@format_option
@click.pass_context
def show_(context: click.Context, test_id: int, groups: bool, fmt: str) -> None:
    from yanxiu_tui.reports import skills as sheet
    from yanxiu_tui.services import skills

    memory(context)
    page = skills.test(operator(), test_id)
    if groups:
        show(sheet.TALLY_HEADINGS, sheet.tally_rows(page), fmt)
        return
    show(sheet.HEADINGS, sheet.rows(page), fmt)
    if fmt == "table":
        click.echo(f"{page.view.title}：{sheet.summary(page)}。")


@command.command("sheet", help="把一次考核的成绩登记表写成可打印的 A4 文件。")
@click.argument("test_id", metavar="编号", type=NUMBER)
@click.argument("path", metavar="文件.xlsx", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_context
def sheet_(context: click.Context, test_id: int, path: Path) -> None:
    from yanxiu_tui.reports.skills import write_sheet
    from yanxiu_tui.services import school, skills

    memory(context)
    page = skills.test(operator(), test_id)
    write_sheet(path, page, school.school_name())
    click.echo(f"成绩登记表已写入「{path}」，共 {len(page.lines)} 人。")
