"""``python -m yanxiu_tui`` is ``yanxiu``."""

from yanxiu_tui.commands.main import run

run()
