"""``yanxiu certificates``: who has earned and who has an entry, the register, one 《报告册》."""

from pathlib import Path

import click

from yanxiu_tui import clock
from yanxiu_tui.commands.common import format_option, memory, operator, show

_YEAR = click.IntRange(2000, 2100)
_year_option = click.option(
    "--year", type=_YEAR, metavar="年份", help="学年，写开始的那一年，如 2026；不写是最近的。"
)


@click.group(help="证书：谁可以登记、谁已登记，登记册，《报告册》。登记在终端上由教导处做。")
def command() -> None:
    """The subject itself does nothing."""


@command.command("list", help="列出一个学年里每位老师的学时、条件和登记。")
@_year_option
@click.option("--xlsx", type=click.Path(dir_okay=False, path_type=Path), metavar="文件",
              help="把已登记的写成可打印的 A4 登记册。")  # fmt: skip
@format_option
@click.pass_context
def list_(context: click.Context, year: int | None, xlsx: Path | None, fmt: str) -> None:
    from yanxiu_tui.reports.certificates import HEADINGS, rows, write_register
    from yanxiu_tui.services import certificates, school

    memory(context)
    page = certificates.page(operator(), _year(year), clock.now())
    if xlsx is None:
        show(HEADINGS, rows(page), fmt)
        return
    write_register(xlsx, page, school.school_name())
    entered = sum(each.certificate is not None for each in page.lines)
    click.echo(f"{page.year_name}证书登记册已写入「{xlsx}」，共 {entered} 人。")


@command.command(help="把一位老师一个学年的《报告册》存成 Word 文件。")
@click.argument("staff_no", metavar="工号")
@click.argument("path", metavar="文件.docx", type=click.Path(dir_okay=False, path_type=Path))
@_year_option
@click.pass_context
def book(context: click.Context, staff_no: str, path: Path, year: int | None) -> None:
    from yanxiu_tui.reports.report_book import write_report_book
    from yanxiu_tui.services import report_book

    memory(context)
    made = report_book.report_book(operator(), staff_no, _year(year), clock.now())
    write_report_book(path, made)
    click.echo(f"{made.staff.name}{made.year_name}的《报告册》已写入「{path}」。")


def _year(year: int | None) -> int:
    """The year asked for, else the newest that has begun."""
    from yanxiu_tui.services import certificates

    return certificates.newest_year(clock.now()) if year is None else year
