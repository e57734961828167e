"""``yanxiu leave``: ask for leave, hand in papers, decide, 销假, print the slip (Z28–Z30)."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
from yanxiu_tui.commands.parameters import NUMBER, Moment
from yanxiu_tui.errors import Refused

if TYPE_CHECKING:
    from yanxiu_tui.regulation.schema import Regulation
    from yanxiu_tui.services.leave import LeaveView

HEADINGS = ("编号", "姓名", "教研组", "类别", "开始", "结束", "状态", "已交", "尚缺", "审批人")
_number = click.argument("leave_id", metavar="编号", type=NUMBER)


def _as_option(help_: str, **more: Any) -> Any:
    return click.option("--as", "as_", metavar="工号", help=help_, **more)


@click.group(help="请假：登记、证明、审批、销假、打印。")
def command() -> None:
    """The subject itself does nothing."""


@command.command("list", help="列出一个学期的请假，不写即本学期；不显示事由。")
@term_option
@format_option
@click.pass_context
def list_(context: click.Context, term_name: str, fmt: str) -> None:
    from yanxiu_tui.services import leave

    memory(context)
    term = named_term(term_name)
    rows = [
        (
            each.id,
            each.teacher_name,
            each.group_name,
            each.kind_name,
            _when(each.starts_at),
            _until(each.ends_at),
            each.state_name,
            "、".join(each.evidence),
            "、".join(each.owed),
            each.decided_by,
        )
        for each in leave.leaves(operator(), term.id)
    ]
    show(HEADINGS, rows, fmt)


@command.command(help="填请假条：本人凭口令，或由教导处代填（--as）。")
@click.argument("staff_no", metavar="工号")
@click.option("--kind", metavar="类别", required=True, help="公假、事假、病假等。")
@click.option("--from", "starts_at", type=Moment(), metavar="时间", required=True,
              help='开始：日期，或 "日期 时间"。')  # fmt: skip
@click.option("--to", "ends_at", type=Moment(end_of_day=True), metavar="时间", required=True,
              help="结束；只写日期即到当天结束。")  # fmt: skip
@click.option("--reason", metavar="事由", required=True, help="为什么请假。")
@click.option("--cover", metavar="安排", default="", help="课务安排。")
@click.option("--emergency", is_flag=True, help="急诊等特殊情况，证明后补。")
@click.option("--evidence", metavar="证明", multiple=True, help="已收到的证明，可写多次。")
@_as_option("由教导处的哪位老师代填。")
@pin_option
@click.pass_context
def ask(
    context: click.Context,
    as_: str | None,
    pin_stdin: bool,
    kind: str,
    evidence: tuple[str, ...],
    **asked: Any,
) -> None:
    from yanxiu_tui.services import leave

    memory(context)
    now = clock.now()
    actor = enter(as_ or asked["staff_no"], pin_stdin, now)
    regulation = _regulation(now)
    draft = leave.LeaveDraft(
        kind=_kind_id(regulation, kind),
        evidence=tuple(_paper_id(regulation, paper) for paper in evidence),
        **asked,
    )
    _tell(leave.ask(actor, draft, now), "已填请假条")


@command.command(help="登记收到的一份证明。")
@_number
@click.argument("kind", metavar="证明")
@_as_option("收证明的老师（教导处）。", required=True)
@pin_option
@click.pass_context
def evidence(context: click.Context, leave_id: int, kind: str, as_: str, pin_stdin: bool) -> None:
    from yanxiu_tui.services import leave

    memory(context)
    now = clock.now()
    actor = enter(as_, pin_stdin, now)
    paper = _paper_id(_regulation(now), kind)
    _tell(leave.receive_evidence(actor, leave_id, paper, now), "已登记证明")


@command.command(help="批准；不写 --as 即由领导小组组长审批。")
@_number
@click.option("--opinion", metavar="意见", default="", help="审批意见。")
@_as_option("审批人的工号。")
@pin_option
@click.pass_context
def approve(
    context: click.Context, leave_id: int, opinion: str, as_: str | None, pin_stdin: bool
) -> None:
    from yanxiu_tui.services import leave, people

    memory(context)
    now = clock.now()
    actor = enter(as_ or people.steering_head(), pin_stdin, now)
    _tell(leave.approve(actor, leave_id, now, opinion), "已批准")


@command.command(help="不批准，要写明理由。")
@_number
@click.option("--opinion", metavar="理由", required=True, help="为什么不批准。")
@_as_option("审批人的工号。")
@pin_option
@click.pass_context
def refuse(
    context: click.Context, leave_id: int, opinion: str, as_: str | None, pin_stdin: bool
) -> None:
    from yanxiu_tui.services import leave, people

    memory(context)
    now = clock.now()
    actor = enter(as_ or people.steering_head(), pin_stdin, now)
    _tell(leave.refuse(actor, leave_id, opinion, now), "未批准")


@command.command(help="撤销已经批准的请假，要写明原因。")
@_number
@click.option("--reason", metavar="原因", required=True, help="为什么撤销。")
@_as_option("审批人的工号；不写即领导小组组长。")
@pin_option
@click.pass_context
def revoke(
    context: click.Context, leave_id: int, reason: str, as_: str | None, pin_stdin: bool
) -> None:
    from yanxiu_tui.services import leave, people

    memory(context)
    now = clock.now()
    actor = enter(as_ or people.steering_head(), pin_stdin, now)
    _tell(leave.revoke(actor, leave_id, reason, now), "已撤销批准")


@command.command(help="销假；不写 --as 即由本人办理。")
@_number
@_as_option("由教导处的哪位老师办理。")
@pin_option
@click.pass_context
def back(context: click.Context, leave_id: int, as_: str | None, pin_stdin: bool) -> None:
    from yanxiu_tui.services import leave

    memory(context)
    now = clock.now()
    actor = enter(as_ or _whose(leave_id), pin_stdin, now)
    _tell(leave.come_back(actor, leave_id, now), "已销假")


@command.command(help="把请假条存成 Word 文件；本人、教导处或审批人凭口令（--as）才印事由。")
@_number
@click.argument("path", metavar="文件.docx", type=click.Path(dir_okay=False, path_type=Path))
@_as_option("谁来打印；不写就不印事由、意见和证明。")
@pin_option
@click.pass_context
def slip(
    context: click.Context, leave_id: int, path: Path, as_: str | None, pin_stdin: bool
) -> None:
    from yanxiu_tui.reports.leave_slip import write_slip
    from yanxiu_tui.services import leave_slips

    memory(context)
    actor = enter(as_, pin_stdin, clock.now()) if as_ else operator()
    found = leave_slips.slip(actor, leave_id)
    write_slip(path, found)
    left_out = "" if found.tells else "事由只有本人、教导处和审批人能打印（--as），已空着。"
    click.echo(f"{found.leave.teacher_name}的请假条已存为 {path}。{left_out}")


def _whose(leave_id: int) -> str:
    from yanxiu_tui.services import leave

    found = [each for each in leave.leaves(operator()) if each.id == leave_id]
    if not found:
        raise Refused("no_leave", f"没有编号为 {leave_id} 的请假，请核对。")
    return found[0].staff_no


def _tell(view: "LeaveView", done: str) -> None:
    """Say what became of a leave, without its reason."""
    owed = f"，尚缺{'、'.join(view.owed)}" if view.owed else ""
    click.echo(
        f"{done}：编号 {view.id}，{view.teacher_name}，{view.kind_name}，"
        f"{_when(view.starts_at)} 至 {_until(view.ends_at)}，{view.state_name}{owed}。"
    )


def _regulation(now: datetime) -> "Regulation":
    from yanxiu_tui.services import school

    return school.regulation_of(school.current_term(now).regulation_id)


def _kind_id(regulation: "Regulation", typed: str) -> str:
    """The ID of a leave kind named by its words or its ID; an unknown one is left as it is."""
    return next((kind.id for kind in regulation.leave if kind.name == typed), typed)


def _paper_id(regulation: "Regulation", typed: str) -> str:
    """The ID of a paper, likewise."""
    names = regulation.evidence_names
    return next((paper for paper, name in names.items() if name == typed), typed)


def _when(instant: datetime) -> str:
    return f"{clock.local(instant):%Y-%m-%d %H:%M}"


def _until(instant: datetime) -> str:
    day, hour = clock.ending(instant)
    return f"{day} {hour}"
