"""听课: what a record must hold before it counts, and how a lesson may be scored (Z22, Z23)."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum

import msgspec

from yanxiu_tui.rules.clauses import UNSAID, Clause


class SheetLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of a score sheet, from 0 to ``full`` points."""

    id: str
    name: str
    full: Decimal


class Marked(msgspec.Struct, frozen=True):
    """One line of a score sheet as it was marked, readable whatever the sheet is like later."""

    id: str
    name: str
    full: Decimal
    mark: Decimal


class Observing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How lessons are heard: the grades given, a score sheet if there is one, the periods a day.

    What is entered more than ``late_after_days`` days after the lesson is stamped 补录. ``clause``
    is that of the record; ``commenting`` and ``modes`` are those of the comment and of 集中与随机.
    """

    clause: Clause
    grades: tuple[str, ...] = ("优", "良", "中", "差")
    sheet: tuple[SheetLine, ...] = ()
    periods: int = 10
    late_after_days: int = 7
    commenting: Clause = UNSAID
    modes: Clause = UNSAID


class Mode(StrEnum):
    """How one came to hear the lesson (Z23: 集中听课与随机听课相结合)."""

    CONCENTRATED = "concentrated"
    DROP_IN = "drop_in"


MODE_NAMES: Mapping[Mode, str] = {Mode.CONCENTRATED: "集中", Mode.DROP_IN: "随机"}
# When lessons usually begin; a form's guess, nothing is decided by it.
_BEGIN = (
    *(time(8), time(8, 55), time(9, 50), time(10, 45)),
    *(time(14), time(14, 55), time(15, 50), time(16, 45), time(19), time(19, 55)),
)
_COMMENTS = ("strengths", "weaknesses", "advice")
_CENT = Decimal("0.01")
# 七（3）班, 七年级3班, 7.3 are one class.
_FIGURES = str.maketrans("一二三四五六七八九", "123456789")
_CLASS_WORDS = re.compile(r"年级|级|班|[^\w]")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a lesson was heard: in which school ("" for one's own), which class, which room."""

    school: str
    class_name: str
    room: str


def likely_period(at: time, periods: int) -> int:
    """The 节次 that most likely runs, or ran last, at this hour of the day."""
    begun = sum(begins <= at for begins in _BEGIN)
    return min(max(1, begun), periods)


def lacks(texts: Mapping[str, str]) -> str:
    """What a record still lacks before it counts, in words; "" when nothing.

    Z22: 认真记录下…教学过程，每张听课记录表上要写出简要评语.
    """
    missing = []
    if not texts.get("process", "").strip():
        missing.append("教学过程")
    if not any(texts.get(each, "").strip() for each in _COMMENTS):
        missing.append("评语（优点、不足、建议写一样就行）")
    return "和".join(missing)


def late(day: date, today: date, rule: Observing) -> bool:
    """Whether what is finished today of a lesson of that day is stamped 补录."""
    return (today - day).days > rule.late_after_days


def wrong_marks(sheet: Sequence[SheetLine], marks: Mapping[str, Decimal]) -> str:
    """What is wrong with the marks of a score sheet, in words; "" when nothing.

    No marks at all are right, too: the sheet is optional.
    """
    if not marks:
        return ""
    if not sheet:
        return "本校制度没有听课评分表，请不要打分。"
    known = {line.id for line in sheet}
    unmarked = [line.name for line in sheet if line.id not in marks]
    if unmarked:
        return f"评分表要打就打全，还缺：{'、'.join(unmarked)}；也可以全部留空。"
    if not known.issuperset(marks):
        return "评分表已经改了，请重新打分。"
    for line in sheet:
        mark = marks[line.id]
        if not mark.is_finite() or not 0 <= mark <= line.full or mark != mark.quantize(_CENT):
            return f"「{line.name}」请打 0 到 {line.full} 分，最多两位小数。"
    return ""


def marked(sheet: Sequence[SheetLine], marks: Mapping[str, Decimal]) -> str:
    """The marks with the lines they were given for, as they are kept; "" when there are none."""
    lines = [Marked(line.id, line.name, line.full, marks[line.id]) for line in sheet if marks]
    return msgspec.json.encode(lines).decode() if lines else ""


def marks_of(kept: str) -> tuple[Marked, ...]:
    """The marks that were kept so."""
    return msgspec.json.decode(kept, type=tuple[Marked, ...]) if kept else ()


def titled(topic: str) -> str:
    """The 课题 in book-title marks, unless it has some of its own: 《背影》, 《背影》第2课时."""
    return topic if "《" in topic else f"《{topic}》"


def same_class(one: str, other: str) -> bool:
    """Whether two people may have meant one class: 七（3）班, 七年级3班."""
    return _class_key(one) == _class_key(other)


def elsewhere(one: Place, other: Place) -> bool:
    """Whether two records of one period cannot both be right: two schools, classes or rooms."""
    if one.school != other.school or not same_class(one.class_name, other.class_name):
        return True
    return bool(one.room and other.room) and _folded(one.room) != _folded(other.room)


def _class_key(name: str) -> str:
    return _CLASS_WORDS.sub("", _folded(name)).translate(_FIGURES)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(" ", "").lower()
