"""What one cell says: names, staff numbers, sex, telephones and short texts."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Any

from yanxiu_tui.roster.model import Wrong

# What offices write to say that there is nothing to write.
_NOTHING = {
    "无",
    "暂无",
    "没有",
    "未填",
    "待定",
    "空",
    "/",
    "\\",
    "-",
    "--",
    "—",
    "——",
    "－",
    "N/A",
    "n/a",
}
_DOTS = dict.fromkeys(map(ord, "•‧・･∙⋅．"), "·")
_IN_NAMES = set(" ·'’.-()（）")
_MOBILE = re.compile(r"1\d{10}")
_LANDLINE = re.compile(r"(?:(010|02\d|0[3-9]\d{2})-?)?([2-9]\d{6,7})(?:(?:-|转)(\d{1,6}))?")


def plain(value: Any) -> str:
    """The cell as one line: plain digits and letters, single blanks, nothing invisible.

    Raises Wrong for control characters, formulas kept as text and dates.
    """
    if value is None:
        return ""
    if isinstance(value, (date, datetime, time, timedelta)):
        raise Wrong(f"「{value}」是日期格式，请把单元格设为文本后重新填写。")
    if isinstance(value, float):
        value = int(value) if value.is_integer() else repr(value)
    text = " ".join("".join(map(_narrow, str(value))).split())
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in text):
        raise Wrong(f"「{shown(text)}」含有看不见的控制字符，请重新填写。")
    if text.startswith("="):
        raise Wrong(f"「{shown(text)}」是公式，不是文字，请填写它的结果。")
    return text


def short_text(value: Any, most: int) -> str:
    """A text of at most ``most`` characters; 「无」 and dashes are nothing."""
    text = join_spaced(plain(value))
    if text in _NOTHING:
        return ""
    if len(text) > most:
        raise Wrong(f"「{shown(text)}」太长，最多 {most} 个字。")
    return text


def backbone_level(value: Any) -> str:
    """县级, 市级…; 「否」 is no level."""
    level = short_text(value, 32)
    return "" if level == "否" else level


def staff_no(value: Any) -> str:
    """A staff number from text or number; zeros in front of a text stay."""
    if isinstance(value, bool):
        raise Wrong("工号应为数字或字母，请改正。")
    number = re.sub(r"\s", "", unicodedata.normalize("NFKC", plain(value)))
    number = re.sub(r"(?<=^\d)(\d*)\.0+$", r"\1", number)
    if not number or number in _NOTHING:
        raise Wrong("没有填写。")
    if re.fullmatch(r"\d(?:\.\d+)?[Ee]\+\d+", number):
        raise Wrong(f"「{number}」被写成了科学计数法，请把单元格设为文本后重新填写。")
    if not re.fullmatch(r"\w[\w./-]*", number) or not re.search(r"[0-9A-Za-z]", number):
        raise Wrong(f"「{shown(number)}」不像工号，工号应为数字或字母。")
    if re.fullmatch(r"\d+\.\d+", number):
        raise Wrong(f"「{number}」不是整数，请核对工号。")
    if len(number) > 32:
        raise Wrong(f"「{shown(number)}」太长，工号最多 32 位。")
    return number


def name(value: Any) -> str:
    """A person's name: ``苏　慧`` is 苏慧, ``买买提·艾力`` and ``Anna Smith`` stay."""
    text = join_spaced(plain(value).translate(_DOTS))
    text = re.sub(r"\s*·\s*", "·", text)
    if not text or text in _NOTHING:
        raise Wrong("没有填写。")
    strange = next((char for char in text if not _fits_a_name(char)), "")
    if strange:
        raise Wrong(f"「{shown(text)}」里的「{strange}」不能用在姓名里，请改正。")
    if not any(char.isalpha() or _is_han(char) for char in text):
        raise Wrong(f"「{shown(text)}」不像姓名，请改正。")
    if len(text) > 64:
        raise Wrong(f"「{shown(text)}」太长，姓名最多 64 个字。")
    return text


def sex(value: Any) -> str:
    """男, 女, or nothing where the cell is blank."""
    text = plain(value)
    if text in ("", "男", "女", "男性", "女性"):
        return text[:1]
    raise Wrong(f"「{shown(text)}」不是男或女，请改正。")


def phone(value: Any) -> str:
    """Mobile numbers of 11 digits and landlines, several joined with 、."""
    text = unicodedata.normalize("NFKC", plain(value))
    if text in _NOTHING or not text:
        return ""
    if re.fullmatch(r"\d(?:\.\d+)?[Ee]\+\d+", text):
        raise Wrong(f"「{text}」被写成了科学计数法，请把单元格设为文本后重新填写。")
    whole = _one_phone(text)
    numbers = [whole] if whole else [_one_phone(part) for part in re.split(r"[/、,;\s]+", text)]
    if not all(numbers):
        raise Wrong(f"「{shown(text)}」不像电话号码，手机号应为 11 位，座机请写区号和号码。")
    joined = "、".join(filter(None, numbers))
    if len(joined) > 32:
        raise Wrong("号码太多，请只留一两个。")
    return joined


def shown(text: str) -> str:
    """A value as it is quoted in a sentence: short, and fit to print."""
    whole = printable(text)
    return whole if len(whole) <= 20 else f"{whole[:20]}…"


def printable(text: str) -> str:
    """The text with a question mark for what would not print, or would steer a terminal."""
    hidden = ("Cc", "Cf", "Cs", "Zl", "Zp")
    return "".join("?" if unicodedata.category(char) in hidden else char for char in text)


def join_spaced(text: str) -> str:
    """Blanks between two Chinese characters away: ``语 文`` is 语文."""
    joined = [
        char
        for index, char in enumerate(text)
        if char != " " or not (_is_han(text[index - 1]) and _is_han(text[index + 1]))
    ]
    return "".join(joined)


def _narrow(char: str) -> str:
    """Full-width digits and letters as the plain ones, radicals pasted from a PDF as characters.

    Marks without width, such as a byte order mark, are left out.
    """
    if unicodedata.category(char) == "Cf":
        return ""
    if "０" <= char <= "９" or "Ａ" <= char <= "Ｚ" or "ａ" <= char <= "ｚ" or "⼀" <= char <= "⿕":
        return unicodedata.normalize("NFKC", char)
    return char


def _is_han(char: str) -> bool:
    code = ord(char)
    return (
        0x3400 <= code <= 0x9FFF
        or 0xE000 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x3FFFF
        or char == "〇"
    )


def _fits_a_name(char: str) -> bool:
    category = unicodedata.category(char)
    return category[0] in "LM" or category in ("Nd", "Nl") or _is_han(char) or char in _IN_NAMES


def _one_phone(text: str) -> str:
    """One number in its usual form; "" when it is none."""
    digits = re.sub(r"[\s()（）.·]", "", text).replace("—", "-").replace("–", "-")
    digits = re.sub(r"^(?:\+|00)86-?", "", digits)
    if _MOBILE.fullmatch(digits.replace("-", "")):
        return digits.replace("-", "")
    landline = _LANDLINE.fullmatch(digits)
    return "-".join(filter(None, landline.groups())) if landline else ""
