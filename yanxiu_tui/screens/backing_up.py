"""The day's backup, which the program makes by itself."""

from dataclasses import dataclass

from textual.message import Message

from yanxiu_tui import clock
from yanxiu_tui.trouble import explain


@dataclass
class BackedUp(Message):
    """There is a backup of today, or ``trouble`` says in a sentence why there is none."""

    trouble: str = ""


def back_up() -> BackedUp:
    """Make it unless there is one; called in a worker."""
    from yanxiu_tui.services import backups

    try:
        backups.write_daily(backups.daily_folder(), clock.now())
    except Exception as error:
        return BackedUp(f"每日备份：{explain(error)}")
    return BackedUp()
