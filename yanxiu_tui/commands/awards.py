"""``yanxiu awards``: the awards of the term and of the years, whom the rankings propose."""

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

HEADINGS = ("编号", "奖项", "获奖", "工号", "理由", "评定", "日期")
PROPOSED = ("奖项", "提名", "姓名", "工号", "组", "理由", "差在", "已评")


@click.group(help="评优：已评定的奖项，排名的提名，历年的奖项。")
def command() -> None:
    """The subject itself does nothing."""


@command.command("list", help="列出一个学期评定的奖项，不写即本学期。")
@term_option
@format_option
@click.pass_context
def list_(context: click.Context, term_name: str, fmt: str) -> None:
    from yanxiu_tui.services import awards

    memory(context)
    term = named_term(term_name)
    rows = [
        (
            each.id,
            each.name,
            each.who,
            each.staff_no,
            each.reason,
            each.decided_by,
            f"{clock.local(each.decided_at):%Y-%m-%d}",
        )
        for each in awards.awards(term.id)
    ]
    show(HEADINGS, rows, fmt)


@command.command(help="列出排名为每个奖项提名的和只差一点的；评谁由校长等人在终端上定。")
@format_option
@click.pass_context
def propose(context: click.Context, fmt: str) -> None:
    from yanxiu_tui.services import awards, school

    memory(context)
    term = school.current_term(clock.now())
    found = awards.proposals(operator(), term.id)
    rows = [
        (
            award.name,
            "差一点" if each.lacks else "提名",
            each.line.name,
            each.line.staff_no,
            each.line.group_name,
            "，".join(each.said),
            "，".join(each.lacks),
            "是" if each.decided else "",
        )
        for award in found
        for each in (*award.proposed, *award.near)
    ]
    unfrozen = dict.fromkeys(each.to_name for each in found if each.ranking is None)
    for kind in unfrozen:
        click.echo(f"{kind}排名还没有冻结，请先运行 yanxiu rankings freeze {kind}。", err=True)
    show(PROPOSED, rows, fmt)


@command.command(help="列出历年评定的奖项；可以只看一位老师的。")
@click.option("--teacher", metavar="工号", default="", help="只列这位老师的。")
@click.option(
    "--xlsx", type=click.Path(dir_okay=False, path_type=Path), metavar="文件", help="写成 A4 表。"
)
@format_option
@click.pass_context
def history(context: click.Context, teacher: str, xlsx: Path | None, fmt: str) -> None:
    from yanxiu_tui.reports.award_history import HEADINGS as COLUMNS
    from yanxiu_tui.reports.award_history import rows, write_history
    from yanxiu_tui.services import award_history, credentials, school

    memory(context)
    found = award_history.history(teacher)
    if xlsx is None:
        show(COLUMNS, rows(found), fmt)
        return
    whose = f"{credentials.find_teacher(teacher).name}老师" if teacher else ""
    write_history(xlsx, found, school.school_name(), whose)
    click.echo(f"历年评优已写入「{xlsx}」，共 {len(found)} 项。")
