"""``yanxiu regulation``: the 制度 that ship with the program, and a check of one's own."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from yanxiu_tui.commands.common import format_option, show
from yanxiu_tui.errors import Refused

if TYPE_CHECKING:
    from yanxiu_tui.regulation.schema import Attendance, Clause, LeaveKind, Regulation

HEADINGS = ("名称", "标题", "主管处室", "怎样算迟到")
_MOST_BYTES = 1_000_000


@click.group(help="校本研修制度：自带的有哪些、怎么规定，自己写的对不对。")
def command() -> None:
    """The subject itself does nothing."""


@command.command("list", help="列出自带的制度。")
@format_option
def list_(fmt: str) -> None:
    from yanxiu_tui.regulation.loader import PRESETS, load, preset_source

    found = [load(preset_source(name)) for name in PRESETS]
    rows = [(each.name, each.title, each.office, _lateness(each.attendance)) for each in found]
    show(HEADINGS, rows, fmt)


@command.command("show", help="用文字说明一份自带的制度。")
@click.argument("name", metavar="名称")
def show_(name: str) -> None:
    from yanxiu_tui.regulation.loader import load, preset_source

    for line in describe(load(preset_source(name))):
        click.echo(line)


@command.command(help="检查自己写的制度文件。")
@click.argument("path", metavar="文件", type=click.Path(path_type=Path))
def check(path: Path) -> None:
    from yanxiu_tui.regulation.loader import load

    regulation = load(_text(path))
    click.echo(f"「{path}」没有问题：{regulation.title}。")


def describe(regulation: "Regulation") -> list[str]:
    """The regulation in words, each rule with its clause."""
    papers = "、".join(_document_names(regulation)) or "不要求材料"
    return [
        regulation.title,
        f"主管处室：{regulation.office}",
        f"活动类型：{'、'.join(regulation.activity_kinds)}",
        *_rule("签到：本人凭口令签到", regulation.signature),
        *_rule("安排：时间、内容、主讲人、地点都要写明", regulation.four_fixed),
        *_rule(f"迟到：{_lateness(regulation.attendance)}", regulation.attendance.clause),
        *_rule(f"大型活动结束前要交：{papers}", regulation.large_activity.clause),
        *(line for kind in regulation.leave for line in _leave(regulation, kind)),
    ]


def _rule(words: str, clause: "Clause") -> list[str]:
    return [words, f"    {clause.id} 「{clause.words}」"]


def _lateness(attendance: "Attendance") -> str:
    if attendance.late_by == "never":
        return "不计迟到"
    if attendance.late_by == "minutes":
        return f"开始 {attendance.late_after_minutes} 分钟后才到"
    return f"{attendance.roll_calls} 次点名都未到、之后才到"


def _leave(regulation: "Regulation", kind: "LeaveKind") -> list[str]:
    from yanxiu_tui.rules.attendance import STATUS_NAMES

    papers = "、".join(regulation.evidence_names[paper] for paper in kind.evidence)
    said = [f"计入{STATUS_NAMES[kind.status]}", f"凭{papers}" if papers else "不要求证明"]
    if kind.emergency_may_follow:
        said.append("特殊情况证明可后补")
    if kind.makeup:
        said.append("内容要后补")
    return _rule(f"{kind.name}：{'，'.join(said)}", kind.clause)


def _document_names(regulation: "Regulation") -> list[str]:
    from yanxiu_tui.services.documents import DOCUMENT_NAMES

    return [DOCUMENT_NAMES[kind] for kind in regulation.large_activity.documents]


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise Refused("too_big", f"文件「{path}」太大，不像是制度文件。")
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Refused("no_file", f"读不了文件「{path}」，请检查路径和权限。") from error
    except UnicodeDecodeError as error:
        raise Refused("not_utf8", f"文件「{path}」不是 UTF-8 文字，请另存为 UTF-8。") from error
