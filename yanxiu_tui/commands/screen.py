"""Open the staffroom screen."""

import os

from yanxiu_tui.errors import Refused


def open_screen(url: str) -> None:
    """Open the memory, then the screen; the terminal's own traps are avoided first."""
    # With the Kitty protocol on, a long commit of an input method arrives garbled. Textual reads
    # this once, at import.
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    from yanxiu_tui.memory import open_memory

    open_memory(url)
    from yanxiu_tui.services import school

    name = school.school_name()
    if not name:
        raise Refused(
            "no_school", "还没有建立学校，请先运行 yanxiu init；想先看看就运行 yanxiu demo。"
        )
    from yanxiu_tui.app import YanxiuApp
    from yanxiu_tui.screens.door import read_door

    YanxiuApp(name, read_door()).run()
