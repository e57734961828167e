"""``yanxiu archives``: an archive, everybody's at a glance, filing by hand, the term's check."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from yanxiu_tui import clock
from yanxiu_tui.commands.common import (
    enter,
    format_option,
    memory,
    named_term,
    operator,
    pin_option,
    show,
    term_option,
)
from yanxiu_tui.commands.parameters import NUMBER, Day

if TYPE_CHECKING:
    from yanxiu_tui.services.archives import Archive, GrowthLine

HEADINGS = ("类别", "日期", "名称", "是什么", "形式", "存放", "编号", "文件号")
OVERVIEW = ("工号", "姓名", "教研组", "完整", "缺什么", "检查", "意见")
_as = click.option("--as", "as_", metavar="工号", required=True, help="经办人的工号。")
_of = click.option("--of", metavar="工号", help="哪位老师的档案；不写是自己的。")


@click.group(help="档案：成长档案、总档案、一览、添加、检查。")
def command() -> None:
    """The subject itself does nothing."""


@command.command("show", help="一位老师的成长档案：每类有什么，缺什么。")
@click.argument("staff_no", metavar="工号")
@term_option
@format_option
@click.pass_context
def show_(context: click.Context, staff_no: str, term_name: str, fmt: str) -> None:
    from yanxiu_tui.services import archives, credentials

    memory(context)
    whose = credentials.find_teacher(staff_no).id
    _print(archives.growth(operator(), whose, named_term(term_name).id, clock.now()), fmt)


@command.command(help="学校的总档案：每类有什么，缺什么。")
@term_option
@format_option
@click.pass_context
def school(context: click.Context, term_name: str, fmt: str) -> None:
    from yanxiu_tui.services import archives

    memory(context)
    _print(archives.school(operator(), named_term(term_name).id, clock.now()), fmt)


@command.command(help="每位老师的成长档案有几成，缺哪几类，检查了没有。")
@click.option("--group", metavar="组", help="只看一个组。")
@term_option
@format_option
@click.pass_context
def overview(context: click.Context, group: str | None, term_name: str, fmt: str) -> None:
    from yanxiu_tui.services import archives
    from yanxiu_tui.services.groups import group_named

    memory(context)
    group_id = group_named(group) if group else None
    found = archives.growth_overview(operator(), named_term(term_name).id, clock.now(), group_id)
    show(OVERVIEW, [_line(each) for each in found], fmt)


@command.command(help="添加一份材料；写了 --file 就存一份（最大 20 MB），写了 --where 就是纸质的。")
@click.argument("archive_class", metavar="类别")
@click.argument("title", metavar="名称")
@click.option("--file", "path", metavar="文件", default="", help="电子文件的路径。")
@click.option("--where", metavar="地方", default="", help="纸质的放在哪里。")
@click.option("--day", type=Day(), metavar="日期", help="材料的日期；不写是今天。")
@_of
@click.option("--school", "of_school", is_flag=True, help="放进学校总档案。")
@term_option
@_as
@pin_option
@click.pass_context
def add(
    context: click.Context,
    archive_class: str,
    title: str,
    path: str,
    where: str,
    day: date | None,
    of: str | None,
    of_school: bool,
    term_name: str,
    as_: str,
    pin_stdin: bool,
) -> None:
    from yanxiu_tui.rules.archives import medium_of
    from yanxiu_tui.services import archives, credentials
    from yanxiu_tui.services.archives import ItemDraft

    memory(context)
    now = clock.now()
    actor = enter(as_, pin_stdin, now)
    whose = credentials.find_teacher(of).id if of else actor.teacher_id
    draft = ItemDraft(
        archive_class=archive_class,
        title=title,
        day=day or clock.local(now).date(),
        medium=medium_of(bool(where), bool(path)),
        teacher_id=None if of_school else whose,
        where_kept=where,
        path=path,
    )
    made = archives.add(actor, draft, now, named_term(term_name).id)
    click.echo(f"已添加「{made.title}」。")


@command.command(help="移出添加错的材料；编号见 show。")
@click.argument("item_id", metavar="编号", type=NUMBER)
@click.option("--reason", metavar="原因", required=True, help="原因，留痕。")
@_as
@pin_option
@click.pass_context
def remove(context: click.Context, item_id: int, reason: str, as_: str, pin_stdin: bool) -> None:
    from yanxiu_tui.services import archives

    memory(context)
    now = clock.now()
    archives.remove(enter(as_, pin_stdin, now), item_id, reason, now)
    click.echo("已移出。")


@command.command(help="把存着的一份文件另存出来；文件号见 show。")
@click.argument("file_id", metavar="文件号", type=NUMBER)
@click.argument("path", metavar="文件", type=click.Path(path_type=Path))
@click.pass_context
def take(context: click.Context, file_id: int, path: Path) -> None:
    from yanxiu_tui.services import archives

    memory(context)
    click.echo(f"已存为「{archives.file_of(operator(), file_id, path)}」。")


@command.command(help="检查成长档案：一位老师的，或 --all 把还没检查的都检查。")
@click.argument("staff_no", metavar="[工号]", required=False)
@click.option("--all", "everybody", is_flag=True, help="还没检查的都按程序算的检查。")
@click.option(
    "--except", "left", metavar="工号", multiple=True, help="--all 时留下的，可以写几次。"
)
@click.option("--complete/--incomplete", default=None, help="结论；不写就按程序算的。")
@click.option("--opinion", metavar="意见", default="", help="意见；结论与程序算的不同时必填。")
@term_option
@_as
@pin_option
@click.pass_context
def check(
    context: click.Context,
    staff_no: str | None,
    everybody: bool,
    left: tuple[str, ...],
    complete: bool | None,
    opinion: str,
    term_name: str,
    as_: str,
    pin_stdin: bool,
) -> None:
    from yanxiu_tui.services import archive_checks, credentials

    if everybody == bool(staff_no):
        raise click.UsageError("写一位老师的工号，或写 --all。")
    memory(context)
    now = clock.now()
    actor = enter(as_, pin_stdin, now)
    term_id = named_term(term_name).id
    if everybody:
        out = [credentials.find_teacher(each).id for each in left]
        done = archive_checks.check_all(actor, term_id, now, out)
        click.echo(f"检查了 {done.checked} 份成长档案，齐全 {done.complete} 份。")
        return
    teacher = credentials.find_teacher(staff_no or "")
    found = archive_checks.check(actor, term_id, teacher.id, opinion, now, complete)
    missing = f"，缺：{found.missing}" if found.missing else ""
    click.echo(f"{teacher.name}：{'齐全' if found.complete else '不全'}{missing}。")


def _print(archive: "Archive", fmt: str) -> None:
    from yanxiu_tui.rules.archives import MEDIUM_NAMES, percent

    rows = [
        (
            each.name, item.day, item.title, item.words, MEDIUM_NAMES[item.medium],
            "，".join(filter(None, (item.where_kept, item.file_name))), item.id or "",
            item.file_id or "",
        )
        for each in archive.classes
        for item in each.items
    ]  # fmt: skip
    show(HEADINGS, rows, fmt)
    if fmt == "table":
        wanting = f"，缺：{'、'.join(archive.lacking)}" if archive.lacking else "，各类都够"
        click.echo(
            f"{archive.title}（{archive.of}）：完整 {percent(archive.completeness)}{wanting}。"
        )


def _line(each: "GrowthLine") -> tuple[object, ...]:
    from yanxiu_tui.rules.archives import percent

    checked = each.checked
    found = "" if checked is None else "齐全" if checked.complete else "不全"
    return (
        each.staff.staff_no, each.staff.name, each.staff.research_group,
        percent(each.completeness), "、".join(each.lacking), found,
        checked.opinion if checked else "",
    )  # fmt: skip
