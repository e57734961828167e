"""What people type, made fit to keep."""

import unicodedata

from yanxiu_tui.errors import Refused


def clean(value: str, label: str, most: int, required: bool = True) -> str:
    """One line without control characters and outer blanks; Refused when empty or too long."""
    printable = "".join(
        " " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char
        for char in value
        if unicodedata.category(char) not in ("Cs", "Cf")
    )
    line = " ".join(printable.split())
    if required and not line:
        raise Refused("empty", f"请填写{label}。")
    if len(line) > most:
        raise Refused("too_long", f"{label}太长，请控制在 {most} 个字以内。")
    return line


def clean_lines(value: str) -> str:
    """A text of many lines as it was typed, without what no database keeps and nobody sees."""
    joined = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        char
        for char in joined
        if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs", "Cf")
    )
