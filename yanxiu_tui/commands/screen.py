"""Open the staffroom screen."""

import os
from typing import TYPE_CHECKING

from db.errors import ServerAway
from yanxiu_tui.errors import Refused

if TYPE_CHECKING:
    from yanxiu_tui.app import YanxiuApp


def open_screen(url: str) -> None:
    """Open the memory, then the screen; the terminal's own traps are avoided first."""
    # With the Kitty protocol on, a long commit of an input method arrives garbled. Textual reads
    # this once, at import.
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    from yanxiu_tui.memory import keep_spool, open_memory

    trouble = keep_spool(url)
    try:
        open_memory(url)
    except ServerAway:
        app = _recalled(url)
        if app is None:
            raise
    else:
        app = _read(trouble)
    app.run()


def _read(trouble: str) -> "YanxiuApp":
    from yanxiu_tui.services import school

    name = school.school_name()
    if not name:
        raise Refused(
            "no_school", "还没有建立学校，请先运行 yanxiu init；想先看看就运行 yanxiu demo。"
        )
    from yanxiu_tui.app import YanxiuApp
    from yanxiu_tui.screens.door import read_door

    door = read_door()
    door.trouble = door.trouble or trouble
    return YanxiuApp(name, door)


def _recalled(url: str) -> "YanxiuApp | None":
    """The screen as it was last seen, while the server is away; None when it was never seen."""
    from db.connection import connect_later
    from yanxiu_tui.services import spool

    seen = spool.recall()
    if seen is None:
        return None
    connect_later(url)
    from yanxiu_tui.app import YanxiuApp
    from yanxiu_tui.screens.door import recall_door

    return YanxiuApp(seen.school_name, recall_door())
