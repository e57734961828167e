"""``yanxiu teachers``: the office's roster taken in, who is on it, who leaves."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from yanxiu_tui import clock
from yanxiu_tui.commands.common import format_option, memory, operator, show
from yanxiu_tui.errors import Refused

if TYPE_CHECKING:
    from yanxiu_tui.roster.changes import ImportPlan
    from yanxiu_tui.roster.model import Reading

HEADINGS = ("工号", "姓名", "性别", "学科", "年级", "教研组", "职务", "口令", "工牌", "在岗")
_MOST_NAMED = 30
_BLANK = "（空）"


@click.group(help="教师花名册：导入、查看、离岗、返岗。")
def command() -> None:
    """The subject itself does nothing."""


@command.command("import", help="导入花名册（.xlsx 或 .csv）；再次导入即更新，不会重复。")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="只看会有哪些变化，不写入。")
@click.pass_context
def import_(context: click.Context, file: Path, dry_run: bool) -> None:
    from yanxiu_tui.roster.check import read_roster
    from yanxiu_tui.services import teachers

    now = clock.now()
    reading = read_roster(file, clock.local(now).date())
    if reading.faults:
        _refuse(reading)
    memory(context)
    if dry_run:
        plan = teachers.plan_import(operator(), reading)
        click.echo("试算（没有写入）：")
    else:
        plan = teachers.import_roster(operator(), reading, now)
        click.echo("已导入：")
    _tell(plan)


@command.command("list", help="列出教师。")
@format_option
@click.pass_context
def list_(context: click.Context, fmt: str) -> None:
    from yanxiu_tui.services import teachers

    memory(context)
    rows = [
        (
            row.staff_no,
            row.name,
            row.sex,
            row.subject,
            row.grade,
            row.research_group,
            row.posts,
            "已设" if row.has_pin else "未设",
            "有" if row.has_badge else "无",
            "在岗" if row.active else "已离开",
        )
        for row in teachers.teachers(operator())
    ]
    show(HEADINGS, rows, fmt)


_reason = click.option("--reason", metavar="原因", required=True, help="原因，留痕。")
_staff_no = click.argument("staff_no", metavar="STAFF_NO")


@command.command("left", help="记一位老师离岗：以后的活动不再应到，以前的记录不变。")
@_staff_no
@_reason
@click.pass_context
def left(context: click.Context, staff_no: str, reason: str) -> None:
    from yanxiu_tui.services import teachers

    memory(context)
    one = teachers.mark_left(operator(), staff_no, reason, clock.now())
    click.echo(f"{one.name}（{one.staff_no}）已记为离岗，以前的记录不变。")


@command.command("returned", help="记一位离岗的老师返岗。")
@_staff_no
@_reason
@click.pass_context
def returned(context: click.Context, staff_no: str, reason: str) -> None:
    from yanxiu_tui.services import teachers

    memory(context)
    one = teachers.mark_returned(operator(), staff_no, reason, clock.now())
    click.echo(f"{one.name}（{one.staff_no}）已返岗，口令照旧。")


def _refuse(reading: "Reading") -> None:
    for fault in reading.faults:
        click.echo(str(fault), err=True)
    raise Refused(
        "roster_faults",
        f"「{reading.source}」有 {len(reading.faults)} 处要改，没有导入任何人；改好后请再导入。",
    )


def _tell(plan: "ImportPlan") -> None:
    click.echo(
        f"新增 {len(plan.added)} 人，修改 {plan.people_changed} 人，不变 {plan.unchanged} 人，"
        f"不再列出 {len(plan.missing)} 人；新建 {len(plan.new_groups)} 个组。"
    )
    _section(
        "修改",
        [
            f"{each.staff_no} {each.name}：{each.field} {each.old or _BLANK} → {each.new or _BLANK}"
            for each in plan.changed
        ],
    )
    _section("新增", _together([f"{each.staff_no} {each.name}" for each in plan.added]))
    _section(
        "不再列出（仍保留，没有删除）", [f"{each.staff_no} {each.name}" for each in plan.missing]
    )
    _section("新建的组", _together(plan.new_groups))
    _section("说明", plan.notes)


def _together(words: Sequence[str]) -> list[str]:
    """Many short words on one line, the first of them when there are very many."""
    more = f" 等 {len(words)} 项" if len(words) > _MOST_NAMED else ""
    return [f"{'、'.join(words[:_MOST_NAMED])}{more}"] if words else []


def _section(title: str, lines: Sequence[str]) -> None:
    if lines:
        click.echo("\n".join((f"{title}：", *(f"  {line}" for line in lines))))
