"""``yanxiu loans``: the 借阅登记, and what the 管理员 does with it, each with a PIN (Z36)."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from yanxiu_tui import clock
from yanxiu_tui.commands.common import (
    ask_pin,
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
from yanxiu_tui.rules.loans import LOAN_STATE_NAMES

if TYPE_CHECKING:
    from yanxiu_tui.services.loans import LoanView

HEADINGS = (
    "编号", "借阅人", "教研组", "名称", "材料编号", "借出", "应还", "归还", "过期天数", "状态",
    "批准人",
)  # fmt: skip
_number = click.argument("loan_id", metavar="编号", type=NUMBER)
_as = click.option("--as", "as_", metavar="工号", required=True, help="管理员（教导处）的工号。")


@click.group(help="借阅：登记、审批、借出、归还、延期。")
def command() -> None:
    """The subject itself does nothing."""


@command.command("list", help="列出借阅，待批的、过期的在前；不显示事由。")
@click.option("--state", type=click.Choice(list(LOAN_STATE_NAMES.values())), help="只看这一种。")
@click.option("--overdue", is_flag=True, help="只看过期未还的。")
@format_option
@click.pass_context
def list_(context: click.Context, state: str | None, overdue: bool, fmt: str) -> None:
    from yanxiu_tui.services import loans

    memory(context)
    rows = [
        (
            each.id, each.borrower, each.group_name, each.title, each.number, _day(each.lent_at),
            each.due_on, _day(each.back_at), each.overdue or "", each.state_name, each.decided_by,
        )
        for each in loans.loans(operator(), clock.now())
        if (state is None or each.state_name == state) and (each.overdue or not overdue)
    ]  # fmt: skip
    show(HEADINGS, rows, fmt)


@command.command(help="一个学期的借阅登记，存成 xlsx；学期开始时还没还的也在。")
@click.argument("path", metavar="文件.xlsx", type=click.Path(path_type=Path))
@term_option
@click.pass_context
def register(context: click.Context, path: Path, term_name: str) -> None:
    from yanxiu_tui.reports.loan_register import write
    from yanxiu_tui.services import loan_register, loans, school

    memory(context)
    term = named_term(term_name)
    found = loans.register(operator(), term.id, clock.now())
    write(path, loan_register.lines(found), school.school_name(), term.name)
    click.echo(f"借阅登记（{len(found)} 条）已存为 {path}")


@command.command(help="同意借出；借阅人签字后才算借走。")
@_number
@click.option("--opinion", metavar="意见", default="", help="审批意见。")
@_as
@pin_option
@click.pass_context
def approve(context: click.Context, loan_id: int, opinion: str, as_: str, pin_stdin: bool) -> None:
    from yanxiu_tui.services import loans

    memory(context)
    now = clock.now()
    _tell(loans.approve(enter(as_, pin_stdin, now), loan_id, now, opinion))


@command.command(help="不同意，要写明理由。")
@_number
@click.option("--opinion", metavar="理由", required=True, help="为什么不同意。")
@_as
@pin_option
@click.pass_context
def refuse(context: click.Context, loan_id: int, opinion: str, as_: str, pin_stdin: bool) -> None:
    from yanxiu_tui.services import loans

    memory(context)
    now = clock.now()
    _tell(loans.refuse(enter(as_, pin_stdin, now), loan_id, opinion, now))


@command.command("hand-out", help="借出：先管理员的口令，再由借阅人输自己的口令签字。")
@_number
@_as
@pin_option
@click.pass_context
def hand_out(context: click.Context, loan_id: int, as_: str, pin_stdin: bool) -> None:
    from yanxiu_tui.services import loans

    memory(context)
    now = clock.now()
    actor = enter(as_, pin_stdin, now)
    borrower = loans.view(actor, loan_id, now).borrower
    pin = ask_pin(f"{borrower}老师", pin_stdin)
    _tell(loans.hand_out(actor, loan_id, pin, now))


@command.command(help="归还。")
@_number
@click.option("--note", metavar="备注", default="", help="材料是否完好，缺什么。")
@_as
@pin_option
@click.pass_context
def back(context: click.Context, loan_id: int, note: str, as_: str, pin_stdin: bool) -> None:
    from yanxiu_tui.services import loans

    memory(context)
    now = clock.now()
    _tell(loans.take_back(enter(as_, pin_stdin, now), loan_id, now, note))


@command.command(help="延期一次，要写明原因。")
@_number
@click.option("--until", type=Day(), metavar="日期", required=True, help="新的应还日期。")
@click.option("--reason", metavar="原因", required=True, help="为什么延期。")
@_as
@pin_option
@click.pass_context
def extend(
    context: click.Context, loan_id: int, until: date, reason: str, as_: str, pin_stdin: bool
) -> None:
    from yanxiu_tui.services import loans

    memory(context)
    now = clock.now()
    _tell(loans.extend(enter(as_, pin_stdin, now), loan_id, until, reason, now))


def _day(at: datetime | None) -> str:
    return f"{clock.local(at):%Y-%m-%d}" if at else ""


def _tell(view: "LoanView") -> None:
    """Say what became of a loan, without its reason."""
    click.echo(
        f"{view.state_name}：编号 {view.id}，{view.borrower}，「{view.title}」，"
        f"应还 {view.due_on:%Y-%m-%d}。"
    )
