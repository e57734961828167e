"""When something is due, in as few words as stand beside it."""

from datetime import datetime

import pytest

from yanxiu_tui.clock import ZONE
from yanxiu_tui.widgets.todo_words import due_day, due_words


def at(day, hour=0, minute=0):
    """An instant of November 2026."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


NOW = at(16, 15)


@pytest.mark.parametrize(
    ("due_at", "words", "style"),
    [
        (None, "", ""),
        (at(13, 12), "已过期3天", "bold red"),
        (at(16), "已过期1天", "bold red"),
        (at(16, 12), "已过期", "bold red"),
        (at(16, 16, 30), "今天16:30", "bold yellow"),
        (at(17), "今天", "bold yellow"),
        (at(17, 8), "明天", "bold yellow"),
        (at(20), "还有3天", "bold yellow"),
        (at(20, 8), "还有4天", ""),
    ],
)
def test_how_long_there_is_or_was_is_said_by_the_school_s_days(due_at, words, style):
    said = due_words(due_at, NOW)
    assert (said.plain, said.style) == (words, style)


@pytest.mark.parametrize(
    ("due_at", "words"),
    [
        (None, ""),
        (at(16, 12), "11月16日 周一 12:00"),
        (at(16, 23, 59), "11月16日 周一"),
        (at(17), "11月16日 周一"),
    ],
)
def test_the_day_itself_is_told_with_the_hour_unless_all_of_it_is_meant(due_at, words):
    assert due_day(due_at) == words
