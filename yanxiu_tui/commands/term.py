"""``yanxiu term``: every 学期, what the old one still owes, the next one begun, grades gone up."""

from datetime import date

import click

from yanxiu_tui import clock
from yanxiu_tui.commands.common import format_option, memory, operator, show
from yanxiu_tui.commands.parameters import Day
from yanxiu_tui.errors import Refused


@click.group(help="学期：列出、准备和开新学期，年级升级。")
def command() -> None:
    """The subject itself does nothing."""


@command.command("list", help="列出每个学期，现在是哪一个。")
@format_option
@click.pass_context
def list_(context: click.Context, fmt: str) -> None:
    from yanxiu_tui.services import school

    memory(context)
    now = clock.now()
    current, today = school.current_term(now).id, clock.local(now).date()
    rows = []
    for each in school.terms():
        standing = "现在" if each.id == current else "已开好" if each.starts_on > today else ""
        rows.append((each.name, each.starts_on, each.ends_on, each.regulation_id, standing))
    show(("学期", "第一天", "最后一天", "制度版本", "备注"), rows, fmt)


@command.command(help="开新学期以前：上学期没办完的，接下来的名称和日期，可以接着排的每周活动。")
@format_option
@click.pass_context
def prepare(context: click.Context, fmt: str) -> None:
    from yanxiu_tui.services import rollover_views

    memory(context)
    found = rollover_views.prepare(operator(), clock.now())
    rows = [("没办完", each.words, "") for each in found.open]
    next_ = found.upcoming or found.proposed
    rows.append(
        (
            "已开好" if found.upcoming else "接下来",
            next_.name,
            f"{next_.starts_on} 至 {next_.ends_on}",
        )
    )
    times = rollover_views.new_days(found.series, next_.starts_on, next_.ends_on)
    rows += [
        ("每周活动", f"{each.when} {each.group_name} {each.title}", f"{times[each.key]} 次")
        for each in found.series
    ]
    if found.units:
        rows.append(("单元名称", found.units_from, f"{found.units} 个"))
    show(("事项", "内容", "备注"), rows, fmt)


@command.command(help="开新学期；不写名称和日期就按通常的。组和组长照旧，每周活动接着排。")
@click.option("--name", metavar="学期", help="学期名称。")
@click.option("--from", "starts_on", type=Day(), metavar="日期", help="学期第一天。")
@click.option("--to", "ends_on", type=Day(), metavar="日期", help="学期最后一天。")
@click.option("--regulation", metavar="制度", default="", help="采用另一份制度：名称或文件。")
@click.option("--reason", metavar="原因", default="", help="采用另一份制度的原因。")
@click.option("--no-series", is_flag=True, help="每周活动不接着排。")
@click.option("--units", is_flag=True, help="带来上一学年同一学期的单元名称。")
@click.pass_context
def begin(
    context: click.Context,
    name: str | None,
    starts_on: date | None,
    ends_on: date | None,
    regulation: str,
    reason: str,
    no_series: bool,
    units: bool,
) -> None:
    from yanxiu_tui.regulation.files import named_source
    from yanxiu_tui.services import rollover, rollover_views

    memory(context)
    now = clock.now()
    found = rollover_views.prepare(operator(), now)
    draft = rollover.TermDraft(
        name or found.proposed.name,
        starts_on or found.proposed.starts_on,
        ends_on or found.proposed.ends_on,
        () if no_series else tuple(each.key for each in found.series),
        named_source(regulation) if regulation else "",
        reason,
        units,
    )
    done = rollover.begin(operator(), draft, now)
    click.echo(rollover.told(done))
    for matter in found.open:
        click.echo(f"上学期还没办完：{matter.words}", err=True)


@command.command(help="改开好的新学期的名称、日期；排在新日期以外的活动会取消。")
@click.option("--name", metavar="学期", help="学期名称。")
@click.option("--from", "starts_on", type=Day(), metavar="日期", help="学期第一天。")
@click.option("--to", "ends_on", type=Day(), metavar="日期", help="学期最后一天。")
@click.pass_context
def change(
    context: click.Context, name: str | None, starts_on: date | None, ends_on: date | None
) -> None:
    from yanxiu_tui.rules.rollover import TermDays
    from yanxiu_tui.services import rollover, school

    memory(context)
    last = school.terms()[-1]
    days = TermDays(name or last.name, starts_on or last.starts_on, ends_on or last.ends_on)
    off = rollover.change_days(operator(), days, clock.now())
    click.echo(f"已改好：{days.name}，{days.starts_on} 至 {days.ends_on}，取消活动 {off} 次。")


@command.command(help="年级升级：先列出每个人升到哪里，加 --yes 才升。")
@click.option("--stay", is_flag=True, help="毕业年级的老师留在原年级，不回到最低年级。")
@click.option("--yes", is_flag=True, help="照列出的升级，一学年一次。")
@format_option
@click.pass_context
def promote(context: click.Context, stay: bool, yes: bool, fmt: str) -> None:
    from yanxiu_tui.services import promotion

    memory(context)
    now = clock.now()
    if yes:
        count = promotion.promote(operator(), not stay, now)
        click.echo(f"已升级，{count} 位老师换了年级或组。")
        return
    found = promotion.preview(operator(), not stay, now)
    rows = [
        (each.staff_no, each.name, each.subject, each.before, each.after,
         "、".join(each.groups_after), "毕业年级" if each.highest else "")
        for each in found.moves
    ]  # fmt: skip
    show(("工号", "姓名", "学科", "现在", "升到", "到哪个组", "备注"), rows, fmt)
    if found.hindrance:
        raise Refused("not_now", found.hindrance)
