"""Open the staffroom screen."""

import os
from collections.abc import Callable
from typing import Any

import click

from yanxiu_tui.errors import Refused


def phone_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command that opens the screen its ``--phone``."""
    return click.option(
        "--phone",
        is_flag=False,
        flag_value="",
        metavar="[地址[:端口]]",
        help="同时打开手机签到页面；不写地址就用设置里的，没设过就用本机的。",
    )(command)


def open_screen(url: str, phone: str | None = None) -> None:
    """Open the memory, then the screen; the terminal's own traps are avoided first.

    ``phone`` is where to serve the page for phones, "" for the usual place; None leaves it to the
    setting of this machine.
    """
    # With the Kitty protocol on, a long commit of an input method arrives garbled. Textual reads
    # this once, at import.
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    from yanxiu_tui.memory import open_memory

    open_memory(url)
    if phone:
        _refuse_unfit(phone)
    from yanxiu_tui.services import school

    name = school.school_name()
    if not name:
        raise Refused(
            "no_school", "还没有建立学校，请先运行 yanxiu init；想先看看就运行 yanxiu demo。"
        )
    from yanxiu_tui.app import YanxiuApp
    from yanxiu_tui.phone_child import PhoneChild
    from yanxiu_tui.screens.door import read_door

    YanxiuApp(name, read_door(), PhoneChild(url, phone)).run()


def _refuse_unfit(asked: str) -> None:
    """Before anything is painted, since ``--phone demo`` takes the command for an address."""
    from yanxiu_tui.services.phone_pages import read_address

    try:
        read_address(asked)
    except Refused as refusal:
        raise click.BadParameter(str(refusal), param_hint="--phone") from None
