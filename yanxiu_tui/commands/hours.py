"""``yanxiu hours``: everybody's 学时 of the term, and the 学时登记表 as an A4 file."""

from pathlib import Path

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


@click.command(help="查看一个学期的学时，不写即本学期；写成学时登记表。只写一位老师的，就加工号。")
@click.argument("staff_no", metavar="[工号]", required=False)
@term_option
@format_option
@click.option(
    "--xlsx", type=click.Path(path_type=Path), metavar="文件", help="写成可打印的 A4 学时登记表。"
)
@click.pass_context
def command(
    context: click.Context, staff_no: str | None, term_name: str, fmt: str, xlsx: Path | None
) -> None:
    from yanxiu_tui.services import credentials

    memory(context)
    teacher_id = credentials.find_teacher(staff_no).id if staff_no else None
    if xlsx:
        _write(xlsx, teacher_id, term_name)
    elif teacher_id:
        _print_one(teacher_id, term_name, fmt)
    else:
        _print(term_name, fmt)


def _print(term_name: str, fmt: str) -> None:
    from yanxiu_tui.reports.hours import table
    from yanxiu_tui.services import hours

    now = clock.now()
    term = named_term(term_name)
    show(*table(hours.hours_register(operator(), term.id, now)), fmt)


def _print_one(teacher_id: int, term_name: str, fmt: str) -> None:
    from yanxiu_tui.rules.numbers import plain
    from yanxiu_tui.services import hours

    now = clock.now()
    term = named_term(term_name)
    view = hours.hours_of(operator(), teacher_id, term.id, now)
    rows = [(each.day, each.title, each.detail, plain(each.amount)) for each in view.records]
    show(("日期", "名称", "项目", "学时"), rows, fmt)
    if fmt == "table":
        asked = f"，定额 {plain(view.per_term)}" if view.per_term else ""
        which = term.name if term_name else "本学期"
        click.echo(f"{view.staff.name}：{which} {plain(view.total)} 学时{asked}。")


def _write(path: Path, teacher_id: int | None, term_name: str) -> None:
    from yanxiu_tui.reports.hours import Letterhead, write_forms
    from yanxiu_tui.services import school
    from yanxiu_tui.services.hours_records import hours_forms

    now = clock.now()
    term = named_term(term_name)
    forms = hours_forms(operator(), term.id, now, teacher_id)
    office = school.regulation_of(term.regulation_id).office
    write_forms(path, forms, Letterhead(school.school_name(), term.name, office))
    click.echo(f"学时登记表已写入「{path}」，共 {len(forms)} 人。")
