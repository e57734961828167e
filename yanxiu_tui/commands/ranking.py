"""``yanxiu ranking``: 考核排名 on the terminal or as an A4 file, and why somebody stands there."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

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
from yanxiu_tui.rules.roles import GROUP_KIND_NAMES, GroupKind

if TYPE_CHECKING:
    from yanxiu_tui.regulation.schema import Regulation
    from yanxiu_tui.services.explaining import Explanation
    from yanxiu_tui.services.ranking import RankingView
    from yanxiu_tui.services.school import TermView

_KINDS = {name: kind for kind, name in GROUP_KIND_NAMES.items()}


@dataclass(frozen=True)
class _Asked:
    """Which ranking is meant: the term, its last day, perhaps another regulation, whose lines."""

    term: "TermView"
    last: date
    other: "Regulation | None"
    group: str
    subject: str
    early_career: bool

    @property
    def narrowed(self) -> bool:
        return bool(self.group or self.subject or self.early_career)

    @property
    def scope(self) -> str:
        """Whose lines, as 数学学科、青年教师, and by which tried regulation; "" for everybody's."""
        said = [
            self.group.replace(":", "："),
            f"{self.subject}学科" if self.subject else "",
            "青年教师" if self.early_career else "",
            f"按「{self.other.title}」试算" if self.other else "",
        ]
        return "、".join(filter(None, said))

    def narrow(self, view: "RankingView") -> "RankingView":
        """Only the lines asked for."""
        from yanxiu_tui.services.groups import group_named

        group_id = group_named(self.group) if self.group else None
        return view.only(group_id, self.subject, self.early_career)


@click.command(help="查看考核排名：得分、等次和每一项；可解释、可试算、可导出。")
@term_option
@click.option("--group", metavar="组名", default="", help="只看一个组，名次仍是全校的。")
@click.option("--subject", metavar="学科", default="", help="只看一个学科。")
@click.option("--early-career", is_flag=True, help="只看青年教师。")
@click.option("--month", metavar="N", type=click.IntRange(1, 60), help="截至第几学月末。")
@click.option("--explain", "staff_no", metavar="工号", default="", help="说明一位老师的每一分。")
@click.option("--records", is_flag=True, help="与 --explain 同用，连每一项的记录一起列出。")
@click.option(
    "--groups",
    type=click.Choice(list(_KINDS)),
    is_flag=False,
    flag_value=GROUP_KIND_NAMES[GroupKind.RESEARCH],
    help="看各组的排名；不写哪一类即教研组。",
)
@click.option(
    "--what-if",
    "other",
    metavar="文件|名称",
    default="",
    help="按另一份制度试算，看谁升谁降；可写自带制度的名称。什么都不保存。",
)
@format_option
@click.option(
    "--xlsx", type=click.Path(path_type=Path), metavar="文件", help="写成表格：排名和得分说明。"
)
@click.pass_context
def command(
    context: click.Context,
    term_name: str,
    group: str,
    subject: str,
    early_career: bool,
    month: int | None,
    staff_no: str,
    records: bool,
    groups: str | None,
    other: str,
    fmt: str,
    xlsx: Path | None,
) -> None:
    if records and not staff_no:
        raise click.UsageError("--records 要与 --explain 同用。")
    if groups and (other or staff_no or xlsx or group or subject or early_career):
        raise click.UsageError("--groups 只能与 --term、--month、--format 同用。")
    memory(context)
    asked = _asked(term_name, month, other, group, subject, early_career)
    if groups:
        _print_groups(asked, _KINDS[groups], fmt)
    elif xlsx:
        _write(asked, xlsx)
    elif staff_no:
        _print_explanation(asked, staff_no, records, fmt)
    elif asked.other:
        _print_moves(asked, asked.other, fmt)
    else:
        _print(asked, fmt)


def _asked(
    term_name: str, month: int | None, other: str, group: str, subject: str, early_career: bool
) -> _Asked:
    from yanxiu_tui.regulation.files import named_source
    from yanxiu_tui.services import ranking
    from yanxiu_tui.services.what_if import other_regulation

    now = clock.now()
    today = clock.local(now).date()
    term = named_term(term_name)
    last = ranking.month_end(term, month, today) if month else min(today, term.ends_on)
    tried = other_regulation(named_source(other)) if other else None
    return _Asked(term, last, tried, group, subject, early_career)


def _print(asked: _Asked, fmt: str) -> None:
    from yanxiu_tui.reports import ranking as report
    from yanxiu_tui.services.ranking import ranking

    view = asked.narrow(ranking(operator(), asked.term.id, asked.last))
    if fmt == "table":
        pending = sum(line.ranked.result.pending for line in view.lines)
        waiting = f"，{pending} 人的得分待定（暂）" if pending else ""
        title = f"{view.term.name}考核排名{_bracketed(asked.scope)}"
        click.echo(f"{title}，截至 {view.last}，共 {len(view.lines)} 人{waiting}\n")
    show(*report.table(view), fmt)


def _print_groups(asked: _Asked, kind: GroupKind, fmt: str) -> None:
    from yanxiu_tui.reports import ranking as report
    from yanxiu_tui.services.group_ranking import group_ranking

    view = group_ranking(operator(), asked.term.id, kind, asked.last)
    if fmt == "table":
        click.echo(f"{view.term.name}{GROUP_KIND_NAMES[kind]}排名，截至 {view.last}\n")
    show(*report.group_table(view), fmt)


def _print_explanation(asked: _Asked, staff_no: str, with_records: bool, fmt: str) -> None:
    from yanxiu_tui.reports import ranking as report
    from yanxiu_tui.services.credentials import find_teacher
    from yanxiu_tui.services.explaining import explain

    who = operator()
    teacher = find_teacher(staff_no)
    one = explain(who, asked.term.id, teacher.id, asked.last, asked.other)
    if fmt != "table":
        if with_records:
            show(report.RECORDED, _recorded(asked, one), fmt)
        else:
            show(report.EXPLAINED, report.explained(one), fmt)
        return
    click.echo(f"{report.heading(one)}\n")
    show(report.EXPLAINED, report.explained(one), fmt)
    click.echo(f"\n{report.adding_up(one)}")
    if with_records:
        click.echo()
        show(report.RECORDED, _recorded(asked, one), fmt)


def _recorded(asked: _Asked, one: "Explanation") -> list[list[str]]:
    from yanxiu_tui.reports import ranking as report
    from yanxiu_tui.services.explaining import records

    return [
        row
        for item in one.items
        for row in report.recorded(
            item,
            records(operator(), asked.term.id, one.staff.id, item.id, asked.last, asked.other),
        )
    ]


def _print_moves(asked: _Asked, other: "Regulation", fmt: str) -> None:
    from yanxiu_tui.reports import ranking as report
    from yanxiu_tui.services import school, what_if

    who = operator()
    moves = what_if.what_if(who, asked.term.id, other, asked.last)
    if asked.narrowed:
        kept = _whose(asked)
        moves = [move for move in moves if move.staff.id in kept]
    if fmt == "table":
        before = school.regulation_of(asked.term.regulation_id).scoring
        click.echo(f"按「{other.title}」试算，截至 {asked.last}：")
        changed = report.full_changed(before, other.scoring)
        tally = what_if.tally(moves, before, other.scoring)
        click.echo(f"{changed}{report.summed_up(tally)}\n")
    show(report.MOVED, report.moves(moves), fmt)


def _whose(asked: _Asked) -> Collection[int]:
    from yanxiu_tui.services.ranking import ranking

    view = asked.narrow(ranking(operator(), asked.term.id, asked.last))
    return {line.staff.id for line in view.lines}


def _write(asked: _Asked, path: Path) -> None:
    from yanxiu_tui.reports.ranking_sheets import write_ranking
    from yanxiu_tui.reports.sheets import refuse_unwritable
    from yanxiu_tui.services import school
    from yanxiu_tui.services.explaining import explain_all

    refuse_unwritable(path)
    whole, explanations = explain_all(operator(), asked.term.id, asked.last, asked.other)
    view = asked.narrow(whole)
    kept = {line.staff.id for line in view.lines}
    shown = [each for each in explanations if each.staff.id in kept]
    write_ranking(path, school.school_name(), view, shown, asked.scope)
    click.echo(f"考核排名{_bracketed(asked.scope)}已写入「{path}」，共 {len(shown)} 人。")


def _bracketed(scope: str) -> str:
    return f"（{scope}）" if scope else ""
