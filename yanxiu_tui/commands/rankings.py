"""``yanxiu rankings``: freeze a ranking, prove it unchanged, publish it, print the 公示."""

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
from yanxiu_tui.errors import Refused

if TYPE_CHECKING:
    from yanxiu_tui.services.verifying import Difference

HEADINGS = ("编号", "排名", "截至", "冻结", "原因", "公示", "校验码")
DIFFERENCES = ("姓名", "名次", "新名次", "得分", "新得分", "变动")
_number = click.argument("ranking_id", metavar="编号", type=NUMBER)
# The kinds as people call them, and their IDs.
_KINDS = {"教师": "teacher", "教研组": "research", "备课组": "prep", "年级组": "grade"}


@click.group(help="考核排名：冻结、校验、公示、打印。")
def command() -> None:
    """The subject itself does nothing."""


@command.command("list", help="列出一个学期冻结过的排名，不写即本学期。")
@term_option
@format_option
@click.pass_context
def list_(context: click.Context, term_name: str, fmt: str) -> None:
    from yanxiu_tui.services import frozen_views

    memory(context)
    term = named_term(term_name)
    rows = [
        (
            each.id,
            each.title,
            each.until,
            f"{clock.local(each.frozen_at):%Y-%m-%d %H:%M} {each.frozen_by}",
            each.reason,
            f"{each.notice_first} 至 {each.notice_last}" if each.published_at else "未公示",
            each.digest[:12],
        )
        for each in frozen_views.versions(operator(), term.id)
    ]
    show(HEADINGS, rows, fmt)


@command.command(help="冻结一版排名；再次冻结要写原因。")
@click.argument("kind", metavar="[排名]", type=click.Choice(list(_KINDS)), default="教师")
@click.option("--until", type=Day(), metavar="日期", help="算到哪天；不写即今天。")
@click.option("--reason", metavar="原因", default="", help="为什么再冻结一版。")
@term_option
@click.pass_context
def freeze(
    context: click.Context, kind: str, until: date | None, reason: str, term_name: str
) -> None:
    from yanxiu_tui.services import freezing

    memory(context)
    now = clock.now()
    term = named_term(term_name)
    last = until or min(clock.local(now).date(), term.ends_on)
    frozen = freezing.freeze(operator(), term.id, _KINDS[kind], last, reason, now)
    click.echo(f"已冻结：编号 {frozen.id}，{frozen.title}，截至 {frozen.until}。")
    click.echo(f"校验码：{frozen.digest}")


@command.command(help="校验一版：存的数据变过没有，重算是否相同；被改动过即以 1 结束。")
@_number
@format_option
@click.pass_context
def verify(context: click.Context, ranking_id: int, fmt: str) -> None:
    from yanxiu_tui.services import verifying

    memory(context)
    verified = verifying.verify(operator(), ranking_id)
    if not verified.intact:
        raise Refused(
            "tampered",
            f"{verified.ranking.title}的数据与冻结时的校验码不符，被改动过，请从备份恢复。",
        )
    again = verifying.recompute(operator(), ranking_id)
    told = "按记录重算结果相同" if again.same else "冻结后的记录有变，重算结果不同"
    click.echo(f"{verified.ranking.title}：与冻结时一致；{told}。", err=fmt != "table")
    if fmt != "table" or again.differences:
        show(DIFFERENCES, [_difference(each) for each in again.differences], fmt)


@command.command(help="公示最新的一版（校长、副校长凭口令）。")
@_number
@click.option("--from", "first", type=Day(), metavar="日期", help="公示开始；不写即今天。")
@click.option("--to", "last", type=Day(), metavar="日期", required=True, help="公示结束。")
@click.option("--as", "as_", metavar="工号", required=True, help="公示人的工号。")
@pin_option
@click.pass_context
def publish(
    context: click.Context,
    ranking_id: int,
    first: date | None,
    last: date,
    as_: str,
    pin_stdin: bool,
) -> None:
    from yanxiu_tui.services import publishing

    memory(context)
    now = clock.now()
    actor = enter(as_, pin_stdin, now)
    begins = first or clock.local(now).date()
    shown = publishing.publish(actor, ranking_id, begins, last, now)
    click.echo(f"已公示：{shown.title}，{shown.notice_first} 至 {shown.notice_last}。")


@command.command(help="打印一版的公示：写成 A4 表，或看在终端上。")
@_number
@format_option
@click.option("--xlsx", type=click.Path(path_type=Path), metavar="文件", help="写成可打印的公示。")
@click.pass_context
def notice(context: click.Context, ranking_id: int, fmt: str, xlsx: Path | None) -> None:
    from yanxiu_tui.reports import notice as report
    from yanxiu_tui.services import publishing

    memory(context)
    found = publishing.notice(operator(), ranking_id)
    if xlsx:
        report.write_notice(xlsx, found)
        click.echo(f"公示已写入「{xlsx}」。")
        return
    if fmt == "table":
        for line in (report.title(found), "", *report.sentences(found), ""):
            click.echo(line)
    show(report.headings(found.view.ranking), report.rows(found), fmt)


def _difference(each: "Difference") -> tuple[object, ...]:
    places = (each.place, each.new_place)
    scores = (each.score, each.new_score)
    return (each.name, *places, *scores, "、".join(each.items))
