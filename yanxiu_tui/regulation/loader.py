"""From a TOML text to a Regulation, and what is wrong with it in Chinese."""

import re
from functools import lru_cache
from importlib import resources

import msgspec

from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.schema import Regulation

PRESETS = ("default", "zhanghong", "pingfang", "third", "dadong")


def preset_source(name: str) -> str:
    """The TOML text of a preset that ships with the program."""
    if name not in PRESETS:
        raise Refused("unknown_preset", f"没有名为「{name}」的制度，可选：{'、'.join(PRESETS)}。")
    presets = resources.files("yanxiu_tui.regulation") / "presets"
    return (presets / f"{name}.toml").read_text(encoding="utf-8")


@lru_cache(maxsize=64)
def load(source: str) -> Regulation:
    """Read a regulation; raises Refused naming the place of the mistake."""
    try:
        regulation = msgspec.toml.decode(source, type=Regulation)
    except msgspec.ValidationError as error:
        raise Refused("bad_regulation", _say(str(error))) from error
    except msgspec.DecodeError as error:
        where = re.search(r"line (\d+), column (\d+)", str(error))
        place = f"第 {where[1]} 行第 {where[2]} 列" if where else "末尾"
        raise Refused("bad_regulation", f"制度文件不是正确的 TOML，请看{place}。") from error
    _check(regulation)
    return regulation


def _say(message: str) -> str:
    place = re.search(r"at `\$\.?([^`]*)`", message)
    where = place.group(1) if place else ""
    missing = re.search(r"missing required field `(\w+)`", message)
    unknown = re.search(r"unknown field `(\w+)`", message)
    if missing:
        return f"制度文件缺少 {'.'.join(filter(None, (where, missing.group(1))))}，请补上。"
    if unknown:
        place_of = ".".join(filter(None, (where, unknown.group(1))))
        return f"制度文件中的 {place_of} 无法识别，请删去或改名。"
    return f"制度文件中的 {where or '内容'} 写法不对，请对照自带的制度修改。"


def _check(regulation: Regulation) -> None:
    attendance = regulation.attendance
    _check_range("attendance.roll_calls", attendance.roll_calls, 1, 9)
    _check_range("attendance.late_after_minutes", attendance.late_after_minutes, 0, 600)
    if not regulation.activity_kinds:
        raise Refused("bad_regulation", "制度文件中的 activity_kinds 至少要有一项。")
    for index, paper in enumerate(regulation.evidence_by_asking):
        if paper not in regulation.evidence_names:
            raise Refused(
                "bad_regulation",
                f"制度文件中的 evidence_by_asking[{index}]「{paper}」不在 evidence_names 之中。",
            )
    seen: set[str] = set()
    for index, kind in enumerate(regulation.leave):
        if kind.id in seen:
            raise Refused("bad_regulation", f"制度文件中的 leave[{index}].id 与前面重复。")
        seen.add(kind.id)
        for paper in kind.evidence:
            if paper not in regulation.evidence_names:
                raise Refused(
                    "bad_regulation",
                    f"制度文件中的 leave[{index}].evidence「{paper}」不在 evidence_names 之中。",
                )


def _check_range(place: str, number: int, least: int, most: int) -> None:
    if not least <= number <= most:
        raise Refused("bad_regulation", f"制度文件中的 {place} 应为 {least} 至 {most} 的整数。")
