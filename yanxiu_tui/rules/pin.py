"""What makes a PIN too weak, and how wrong guesses are slowed and then stopped."""

import re
from datetime import timedelta
from itertools import pairwise

SHORTEST, LONGEST = 4, 8
FREE_TRIES = 2
LOCKED_AFTER = 8
LOCK = timedelta(minutes=30)
FIRST_WAIT = timedelta(seconds=5)
CODE_LIFE = timedelta(days=14)

_COMMON = frozenset({"2580", "0852", "1212", "1122", "1313", "5683", "520520", "5201314", "147258"})


def weakness(pin: str, staff_no: str, born: str = "", phone: str = "") -> str:
    """Why this PIN may not be used, as a sentence; "" when it may."""
    if not pin.isascii() or not pin.isdigit() or not SHORTEST <= len(pin) <= LONGEST:
        return f"口令应为 {SHORTEST} 至 {LONGEST} 位数字，请重新设置。"
    if len(set(pin)) == 1 or _is_run(pin) or pin in _COMMON or _is_repeat(pin):
        return "这个口令太常见、太容易猜到，请换一个。"
    if pin in _own_numbers(staff_no, born, phone):
        return "口令不要用自己的工号、生日或电话号码，请换一个。"
    return ""


def wait_after(failures: int) -> timedelta:
    """How long the person waits after so many wrong guesses in a row."""
    if failures >= LOCKED_AFTER:
        return LOCK
    if failures <= FREE_TRIES:
        return timedelta()
    return FIRST_WAIT * 2 ** (failures - FREE_TRIES - 1)


def _is_run(pin: str) -> bool:
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    return steps in ({1}, {9})


def _is_repeat(pin: str) -> bool:
    half = len(pin) // 2
    return len(pin) % 2 == 0 and pin[:half] == pin[half:]


def _own_numbers(staff_no: str, born: str, phone: str) -> set[str]:
    digits = born.replace("-", "")
    numbers = {
        *re.findall(r"\d+", staff_no),
        digits,
        digits[:4],
        digits[2:],
        digits[:6],
        digits[4:],
    }
    numbers |= {phone[-length:] for length in range(SHORTEST, LONGEST + 1) if len(phone) >= length}
    return {number for number in numbers if number}
