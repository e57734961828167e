"""The start stays quick: nothing heavy is imported before it is used."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

import yanxiu_tui.services

HEAVY = ("textual", "openpyxl", "pypinyin", "argon2", "PIL", "docx", "chinese_calendar")
ROOT = Path(__file__).parent.parent
SERVICES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in Path(yanxiu_tui.services.__file__).parent.rglob("*.py")
)


def _imported_after(code: str, names: Sequence[str] = HEAVY) -> list[str]:
    """Which of these a fresh Python has imported once it has run this."""
    tail = f"\nimport sys\nprint('|'.join(name for name in {names!r} if name in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code + tail], capture_output=True, text=True, cwd=ROOT, check=True
    )
    return [name for name in done.stdout.splitlines()[-1].split("|") if name]


def test_there_are_services_to_look_at():
    assert "yanxiu_tui.services.sign_in" in SERVICES


def test_no_service_imports_anything_heavy():
    assert _imported_after("\n".join(f"import {name}" for name in SERVICES)) == []


@pytest.mark.parametrize("words", [["--help"], ["activities", "--help"], ["doctor", "--help"]])
def test_help_is_shown_without_anything_heavy(words):
    code = (
        "from yanxiu_tui.commands.main import main\n"
        f"main({words!r}, prog_name='yanxiu', standalone_mode=False)"
    )
    assert _imported_after(code) == []


def test_the_resting_screen_waits_neither_for_a_regulation_nor_for_a_room_to_write_in():
    waiting = ("msgspec", "tomllib", "yanxiu_tui.regulation.schema", "textual.widgets._text_area")
    assert _imported_after("import yanxiu_tui.app", waiting) == []
