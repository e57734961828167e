"""What a 备课组 should be: 同年级、同科目, with one leader (Z10); it is told, never refused."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from yanxiu_tui.rules.lesson_prep import LessonPrep

_MARKS = r"[、，,;；/／\s]+"


@dataclass(frozen=True)
class Member:
    """A teacher of the group, with grade and subject as the roster writes them."""

    name: str
    leads: bool = False
    grade: str = ""
    subject: str = ""


def faults(members: Sequence[Member], rule: LessonPrep) -> list[str]:
    """What is not as it should be, in words; nothing for a group without members."""
    if not members:
        return []
    leaders = [each.name for each in members if each.leads]
    found = []
    if not leaders:
        found.append("没有组长")
    elif len(leaders) > 1:
        found.append(f"有 {len(leaders)} 位组长（{'、'.join(leaders)}）")
    if rule.same_grade:
        found += _odd("年级", [(each.name, each.grade) for each in members])
    if rule.same_subject:
        found += _odd("科目", [(each.name, each.subject) for each in members])
    return found


def _odd(label: str, told: Sequence[tuple[str, str]]) -> list[str]:
    """Those who share nothing with what most have; 「七、八年级」 fits either."""
    split = {name: parts(text) for name, text in told}
    usual = Counter(part for each in split.values() for part in sorted(each)).most_common(1)
    odd = [
        f"{name}（{text}）" for name, text in told if split[name] and usual[0][0] not in split[name]
    ]
    return [f"{label}不同：{'、'.join(odd)}"] if odd else []


def parts(text: str) -> set[str]:
    """The grades or subjects that the roster writes in one cell: 「七、八年级」 are 七 and 八."""
    return {part.removesuffix("年级") for part in re.split(_MARKS, text) if part}
