"""What is wrong with the form of a 制度 file, said in Chinese with its place."""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from math import isfinite
from typing import Any

import msgspec
from msgspec import inspect

from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.regulation.uses import NOT_HELD, near

MOST = 1_000_000
# Control characters, invisible ones, halves of one, and the ends of lines and paragraphs.
_NOT_PLAIN = ("Cc", "Cf", "Cs", "Zl", "Zp")
_KINDS = {
    "int": "整数",
    "decimal": "数字",
    "float": "数字",
    "str": "文字（写在引号里）",
    "bool": "是非（true 或 false）",
    "array": "列表（写在方括号里）",
    "object": "一组内容（写成一节，或写在花括号里）",
    "time": "时间（如 12:00:00）",
}


def odd_number(raw: Any, place: str = "") -> str:
    """The first number that is none, or that no school could mean; "" when there is none."""
    for where, value in _leaves(raw, place):
        if isinstance(value, bool) or not isinstance(value, int | float):
            continue
        if not isfinite(value) or abs(value) > MOST:
            return f"{where} 应为数字，大小不超过 {MOST}"
    return ""


def odd_text(raw: Any) -> str:
    """The first text that is not one plain line; "" when all are."""
    try:
        for where, value in _leaves(raw, ""):
            texts = (where, value) if isinstance(value, str) else (where,)
            if not all(map(_one_line, texts)):
                shown = "".join(char if _one_line(char) else "?" for char in where)
                return f"{shown} 应写成一行，不能有换行或控制字符"
    except RecursionError:
        return f"{next(iter(raw))} 层次太深，请对照自带的制度修改"
    return ""


def _one_line(text: str) -> bool:
    return not any(unicodedata.category(char) in _NOT_PLAIN for char in text)


def number_as_text(raw: Any, value: Any, place: str = "") -> str:
    """The first number written in quotes, of a file that was understood all the same."""
    if isinstance(value, Decimal):
        return f"{place} 应为数字，不要加引号" if isinstance(raw, str) else ""
    children: list[tuple[str, Any, Any]] = []
    if isinstance(raw, dict):
        held = value if isinstance(value, dict) else msgspec.structs.asdict(value)
        children = [(_join(place, key), raw[key], held[key]) for key in raw if key in held]
    elif isinstance(raw, list):
        pairs = zip(raw, value, strict=True)
        children = [(f"{place}[{at}]", was, now) for at, (was, now) in enumerate(pairs)]
    found = (number_as_text(was, now, where) for where, was, now in children)
    return next(filter(None, found), "")


def said(message: str, raw: Any) -> str:
    """A message of the reader's, with the place of the mistake and what should stand there."""
    match = re.search(r" - at (`key` in )?`\$\.?([^`]*)`", message)
    place = _resolved(match[2], message, raw) if match else ""
    if match and match[1]:
        return _odd_key(place, message, raw)
    if field := _named(message, "missing required field"):
        choices = "" if field != "rule" else f"，可选：{'、'.join(_rules())}"
        return f"缺少 {_join(place, field)}，请补上{choices}"
    if field := _named(message, "unknown field"):
        hint = near(field, _fields(_type_at(place, raw))) or "，请删去或改名"
        return f"{_join(place, field)} 无法识别{hint}"
    if place.endswith(".rule"):
        return f"{place} 没有这种算法，可选：{'、'.join(_rules())}"
    if "Invalid enum value" in message:
        choices = "、".join(map(str, _values(_type_at(place, raw))))
        return f"{place} 写法不对，可选：{choices}"
    expected = re.search(r"Expected `(\w+)", message)
    kind = "数字" if "decimal" in message else _KINDS.get(expected[1] if expected else "", "")
    return f"{place} 应为{kind}" if kind else f"{place or '内容'} 写法不对，请对照自带的制度修改"


def _named(message: str, what: str) -> str:
    found = re.search(rf"{what} `([^`]*)`", message)
    return found[1] if found else ""


def _odd_key(place: str, message: str, raw: Any) -> str:
    """A table whose keys are given holds another one."""
    found = re.search("value '(.*)'", message)
    key = found[1] if found else ""
    known = [str(each) for each in _values(_type_at(place, raw).key_type)]
    hint = near(key, known) or f"，可选：{'、'.join(known)}"
    return f"{_join(place, key)} 无法识别{hint}"


def _join(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _leaves(raw: Any, place: str) -> Iterator[tuple[str, Any]]:
    if isinstance(raw, dict):
        for key, value in raw.items():
            yield from _leaves(value, _join(place, key))
    elif isinstance(raw, list):
        for at, value in enumerate(raw):
            yield from _leaves(value, f"{place}[{at}]")
    else:
        yield place, raw


def _resolved(place: str, message: str, raw: Any) -> str:
    """The reader does not say which key of a table it means: the first of the wrong kind."""
    if not place.endswith("[...]"):
        return place
    table = place.removesuffix("[...]")
    right = str if "Expected `str`" in message else int | float
    held = _at(table, raw)
    wrong = (key for key, value in held.items() if not _is(value, right))
    return _join(table, next(wrong, "…"))


def _is(value: Any, right: Any) -> bool:
    return isinstance(value, right) and not isinstance(value, bool)


def _steps(place: str) -> list[str | int]:
    return [
        int(number) if number else name for name, number in re.findall(r"(\w+)|\[(\d+)]", place)
    ]


def _at(place: str, raw: Any) -> Any:
    for step in _steps(place):
        raw = raw[step]
    return raw


@cache
def _schema() -> Any:
    return inspect.type_info(Regulation)


def _type_at(place: str, raw: Any) -> Any:
    """What the schema wants at a place."""
    wanted = _one(_schema(), raw)
    for step in _steps(place):
        raw = raw[step]
        if isinstance(step, int):
            wanted = _one(wanted.item_type, raw)
        elif isinstance(wanted, inspect.DictType):
            wanted = _one(wanted.value_type, raw)
        else:
            wanted = next(each.type for each in wanted.fields if each.encode_name == step)
            wanted = _one(wanted, raw)
    return wanted


def _one(wanted: Any, raw: Any) -> Any:
    """Of several types the one that is meant: by its tag, or the one beside nothing."""
    if not isinstance(wanted, inspect.UnionType):
        return wanted
    tag = raw.get("rule") if isinstance(raw, dict) else None
    for each in wanted.types:
        if getattr(each, "tag", None) == tag and not isinstance(each, inspect.NoneType):
            return each
    return wanted


def _fields(wanted: Any) -> list[str]:
    return [each.encode_name for each in getattr(wanted, "fields", ())]


def _values(wanted: Any) -> list[Any]:
    if isinstance(wanted, inspect.EnumType):
        return [each.value for each in wanted.cls if each not in NOT_HELD]
    return [each for each in getattr(wanted, "values", ()) if each != ""]


def _rules() -> list[str]:
    scheme = next(each.type for each in _schema().fields if each.name == "scoring")
    items = next(each.type for each in scheme.fields if each.name == "items")
    return [each.tag for each in items.item_type.types]
