"""Open lessons of the cast: one of 林远's, five days ahead."""

from dataclasses import replace
from datetime import timedelta

from tests.builders import NOW
from tests.services.lessons import TODAY
from yanxiu_tui.services import open_lessons
from yanxiu_tui.services.open_lessons import LessonDraft

SOON = TODAY + timedelta(days=5)
LESSON = LessonDraft(
    kind="open_lesson", subject="语文", topic="背影", class_name="七（3）班", day=SOON, period=3,
    place="录播室", note="围绕朗读",
)  # fmt: skip
THEN = NOW + timedelta(days=5)


def announced(actor, **change):
    return open_lessons.announce(actor, replace(LESSON, **change), NOW)
