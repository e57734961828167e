"""Textual calls the handler of a message in every class of a screen by itself."""

import re
from pathlib import Path

import yanxiu_tui

SOURCES = Path(yanxiu_tui.__file__).parent


def test_no_handler_calls_that_of_its_base_which_would_act_twice():
    found = [
        f"{path.name}: {call}"
        for part in ("screens", "widgets")
        for path in sorted((SOURCES / part).rglob("*.py"))
        for call in re.findall(r"super\(\)\._?on_\w+", path.read_text("utf-8"))
    ]
    assert found == []
