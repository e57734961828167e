"""签到核查 as rows: what deserves a look and what was refused at one meeting (Z25)."""

from collections.abc import Iterable

from yanxiu_tui.clock import local
from yanxiu_tui.services.proxy_sign_in import AttemptView, Check, ClueView

CLUE, REFUSED = "可疑", "被拒"
HEADINGS = ("类别", "时间", "事由", "姓名", "方式", "手机", "地址", "机器", "说明")


def rows(check: Check) -> list[tuple[str, ...]]:
    """Everything: first what deserves a look, then what was refused."""
    return [*map(clue_row, check.clues), *map(refused_row, check.refused)]


def clue_row(clue: ClueView) -> tuple[str, ...]:
    """One thing that deserves a look, with all whom it names."""
    each = clue.attempts
    return (
        CLUE,
        when(each[0]),
        clue.name,
        "、".join(clue.names),
        _together(attempt.means for attempt in each),
        _together(phone(attempt) for attempt in each),
        _together(attempt.address for attempt in each),
        _together(attempt.machine for attempt in each),
        clue.note,
    )


def refused_row(attempt: AttemptView) -> tuple[str, ...]:
    """One attempt that was refused."""
    return (
        REFUSED,
        when(attempt),
        attempt.what,
        who(attempt),
        attempt.means,
        phone(attempt),
        attempt.address,
        attempt.machine,
        "",
    )


def when(attempt: AttemptView) -> str:
    """Its day and hour on the school's clock."""
    return f"{local(attempt.at):%m-%d %H:%M}"


def who(attempt: AttemptView) -> str:
    """Name and number of whom it was for."""
    return f"{attempt.name} {attempt.staff_no}" if attempt.staff_no else "不知是谁"


def phone(attempt: AttemptView) -> str:
    """The registered phone by its number; "" when it was none."""
    return f"{attempt.phone}号" if attempt.phone else ""


def _together(words: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(filter(None, words)))
