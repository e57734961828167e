"""From a TOML text to a Regulation, and what is wrong with it in Chinese."""

import re
from datetime import date, datetime, time
from functools import lru_cache
from importlib import resources
from threading import Lock
from typing import TYPE_CHECKING, Any

from yanxiu_tui.errors import Refused

if TYPE_CHECKING:
    from yanxiu_tui.regulation.schema import Regulation

# The schools' own, and then three published schemes as examples.
PRESETS = (
    "default",
    "zhanghong",
    "pingfang",
    "third",
    "dadong",
    "xinzhuang",
    "duowen",
    "changgui",
)

# msgspec learns a type when it first meets it; two threads at once would end the program.
_first = Lock()


def preset_called(said: str) -> str | None:
    """The preset of this name, or the only one whose title begins so, as with a school's name."""
    if said in PRESETS:
        return said
    begun = [name for title, name in preset_names().items() if title.startswith(said)]
    return begun[0] if len(begun) == 1 and len(said) > 1 else None


def preset_source(called: str) -> str:
    """The TOML text of a preset that ships with the program, by its name or by its title."""
    name = preset_called(called)
    if name is None:
        known = "、".join(f"{each}（{title}）" for title, each in preset_names().items())
        raise Refused("unknown_preset", f"没有名为「{called}」的制度，可选：{known}。")
    return _source(name)


def preset_names() -> dict[str, str]:
    """The preset behind each title; what ships with the program is not judged again."""
    return {pinned(_source(name)).title: name for name in PRESETS}


def _source(name: str) -> str:
    presets = resources.files("yanxiu_tui.regulation") / "presets"
    return (presets / f"{name}.toml").read_text(encoding="utf-8")


@lru_cache(maxsize=64)
def load(source: str) -> "Regulation":
    """Read a regulation that is to be adopted; raises Refused naming the place of the mistake."""
    from yanxiu_tui.regulation.checks import faults
    from yanxiu_tui.regulation.mistakes import number_as_text, odd_number, odd_text

    raw = _parsed(source)
    if odd := odd_text(raw):
        raise _bad(odd)
    regulation = _converted(raw)
    fault = odd_number(raw) or number_as_text(raw, regulation) or next(faults(regulation), "")
    if fault:
        raise _bad(fault)
    return regulation


@lru_cache(maxsize=64)
def pinned(source: str) -> "Regulation":
    """A version as it was adopted: read, and not judged again by what is refused today."""
    return _converted(_parsed(source))


def _converted(raw: dict[str, Any]) -> "Regulation":
    # The sign-in desk opens without a regulation; what one is made of takes long to import.
    import msgspec

    from yanxiu_tui.regulation.schema import Regulation

    try:
        with _first:
            return msgspec.convert(raw, Regulation, builtin_types=(date, datetime, time))
    except msgspec.ValidationError as error:
        from yanxiu_tui.regulation.mistakes import said

        raise _bad(said(str(error), raw)) from error


def _parsed(source: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(source)
    except (ValueError, RecursionError) as error:
        where = re.search(r"line (\d+), column (\d+)", str(error))
        place = f"第 {where[1]} 行第 {where[2]} 列" if where else "末尾"
        raise Refused("bad_regulation", f"制度文件不是正确的 TOML，请看{place}。") from error


def _bad(fault: str) -> Refused:
    start = "" if fault.startswith("缺少") else "中的 "
    return Refused("bad_regulation", f"制度文件{start}{fault}。")
