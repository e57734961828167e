"""Open the staffroom screen."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from db.errors import ServerAway
from yanxiu_tui.errors import Refused

if TYPE_CHECKING:
    from yanxiu_tui.app import YanxiuApp


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
    from yanxiu_tui.memory import keep_spool, open_memory

    if phone:
        _refuse_unfit(phone)
    trouble = keep_spool(url)
    try:
        open_memory(url)
    except ServerAway:
        app = _recalled(url, phone)
        if app is None:
            raise
    else:
        app = _read(url, phone, trouble)
    app.run()


def _read(url: str, phone: str | None, trouble: str) -> "YanxiuApp":
    from yanxiu_tui.services import school

    name = school.school_name()
    if not name:
        raise Refused(
            "no_school", "还没有建立学校，请先运行 yanxiu init；想先看看就运行 yanxiu demo。"
        )
    from yanxiu_tui.app import YanxiuApp
    from yanxiu_tui.phone_child import PhoneChild
    from yanxiu_tui.screens.door import read_door

    door = read_door()
    door.trouble = door.trouble or trouble
    return YanxiuApp(name, door, PhoneChild(url, phone))


def _recalled(url: str, phone: str | None) -> "YanxiuApp | None":
    """The screen as it was last seen, while the server is away; None when it was never seen."""
    from db.connection import connect_later
    from yanxiu_tui.services import spool

    seen = spool.recall()
    if seen is None:
        return None
    connect_later(url)
    from yanxiu_tui.app import YanxiuApp
    from yanxiu_tui.phone_child import PhoneChild
    from yanxiu_tui.screens.door import recall_door

    return YanxiuApp(seen.school_name, recall_door(), PhoneChild(url, phone))


def _refuse_unfit(asked: str) -> None:
    """Before anything is painted, since ``--phone demo`` takes the command for an address."""
    from yanxiu_tui.services.phone_pages import read_address

    try:
        read_address(asked)
    except Refused as refusal:
        raise click.BadParameter(str(refusal), param_hint="--phone") from None
