"""``yanxiu evaluation``: 四级评价, its stages opened and closed, what they came to (D9)."""

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
from yanxiu_tui.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yanxiu_tui.services.evaluation import StageView

HEADINGS = ("对象", "阶段", "权重", "状态", "已交", "应交", "开放", "结束")
_subject = click.argument("subject", metavar="对象")
_stage = click.argument("stage", metavar="阶段")


@click.group(help="四级评价：开放、结束自评、互评、导评、审评，看结果。")
def command() -> None:
    """The subject itself does nothing."""


@command.command("list", help="列出一个学期的各个阶段，交了多少。")
@term_option
@format_option
@click.pass_context
def list_(context: click.Context, term_name: str, fmt: str) -> None:
    from yanxiu_tui.rules.evaluation import SUBJECT_NAMES
    from yanxiu_tui.services.evaluation import STAGE_STATE_NAMES

    memory(context)
    rows = [
        (
            SUBJECT_NAMES[each.subject],
            each.name,
            each.percent,
            STAGE_STATE_NAMES[each.state],
            each.handed_in,
            each.expected,
            f"{clock.local(each.opened_at):%Y-%m-%d %H:%M}" if each.opened_at else "",
            f"{clock.local(each.closed_at):%Y-%m-%d %H:%M}" if each.closed_at else "",
        )
        for each in _stages(term_name)[1]
    ]
    show(HEADINGS, rows, fmt)


@command.command("open", help="开放一个阶段，如：open 教师 互评；已结束的要写明原因。")
@_subject
@_stage
@click.option("--reason", metavar="原因", default="", help="重新开放已结束阶段的原因。")
@click.pass_context
def open_(context: click.Context, subject: str, stage: str, reason: str) -> None:
    from yanxiu_tui.services.evaluation import StageState, open_stage, reopen_stage

    memory(context)
    term_id, found = _stages()
    view = _named(found, subject, stage)
    if view.state is StageState.CLOSED and view.id is not None:
        if not reason:
            raise Refused("closed", f"{view.title}已经结束，要重新开放请用 --reason 写明原因。")
        view = reopen_stage(operator(), view.id, reason, clock.now())
        click.echo(f"已重新开放{view.title}，已交 {view.handed_in}/{view.expected}。")
        return
    view = open_stage(operator(), term_id, view.subject, view.stage, clock.now())
    click.echo(f"已开放{view.title}，应交 {view.expected} 项。")


@command.command(help="结束一个阶段，如：close 教师 互评；此后不能再评分。")
@_subject
@_stage
@click.pass_context
def close(context: click.Context, subject: str, stage: str) -> None:
    from yanxiu_tui.services.evaluation import close_stage

    memory(context)
    view = _named(_stages()[1], subject, stage)
    if view.id is None:
        raise Refused("not_open", f"{view.title}还没有开放。")
    view = close_stage(operator(), view.id, clock.now())
    click.echo(f"已结束{view.title}，已交 {view.handed_in}/{view.expected}。")


@command.command(help="已结束阶段的平均分、评分人数和综合得分，如：results 教师。")
@_subject
@term_option
@format_option
@click.pass_context
def results(context: click.Context, subject: str, term_name: str, fmt: str) -> None:
    from yanxiu_tui.services.evaluation_results import results as read

    memory(context)
    kind = _subject_id(subject)
    found = read(operator(), named_term(term_name).id, kind)
    stages = [each for each in found.stages if each.id in found.closed]
    headings = ["工号", "姓名", "教研组"]
    if kind == "group":
        headings = ["教研组", "组长"]
    elif kind == "leader":
        headings = ["工号", "姓名", "职务"]
    for each in stages:
        headings += [each.name, f"{each.name}人数"]
    rows: list[list[object]] = []
    for line in found.lines:
        who = line.subject
        row: list[object] = [who.name, who.about]
        if kind != "group":
            row.insert(0, who.staff_no)
        for each in stages:
            row += [line.means.get(each.id), line.counts.get(each.id, 0)]
        rows.append([*row, line.combined])
    show([*headings, "综合"], rows, fmt)


def _stages(term_name: str = "") -> "tuple[int, Sequence[StageView]]":
    from yanxiu_tui.services.evaluation import stages

    term_id = named_term(term_name).id
    return term_id, stages(operator(), term_id)


def _named(found: "Sequence[StageView]", subject: str, stage: str) -> "StageView":
    """The stage named by its words or its IDs."""
    kind = _subject_id(subject)
    names = [each.name for each in found if each.subject == kind]
    for each in found:
        if each.subject == kind and stage in (each.name, each.stage):
            return each
    raise Refused("no_stage", f"没有「{stage}」这个阶段，可选：{'、'.join(names) or '无'}。")


def _subject_id(typed: str) -> str:
    """``teacher`` of 教师, and so on."""
    from yanxiu_tui.rules.evaluation import SUBJECT_NAMES

    for kind, name in SUBJECT_NAMES.items():
        if typed in (kind, name):
            return kind
    raise Refused(
        "no_subject", f"没有「{typed}」这种对象，可选：{'、'.join(SUBJECT_NAMES.values())}。"
    )
