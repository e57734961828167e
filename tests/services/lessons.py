"""Lessons for tests to hear: heads, texts, and records that are already complete."""

from dataclasses import replace
from datetime import date, timedelta

from tests.builders import NOW
from tests.services.cast import Cast
from yanxiu_tui.rules.observations import Mode
from yanxiu_tui.services import manuscripts, observations
from yanxiu_tui.services.observations import ObservationDraft, ObservationView
from yanxiu_tui.services.permission import Actor

TODAY = date(2026, 10, 14)
HEARD = ObservationDraft(
    subject="语文", class_name="七（3）班", topic="背影", day=TODAY, period=3, taught_by_no="1002",
    place="录播室", mode=Mode.CONCENTRATED,
)  # fmt: skip
AWAY = ObservationDraft(
    subject="语文", class_name="七（1）班", topic="春", day=TODAY, period=3, school_name="实验中学",
    taught_by_name="方敏", mode=Mode.CONCENTRATED,
)  # fmt: skip


def begun(actor: Actor, now=NOW, **change: object) -> ObservationView:
    """A record with nothing written yet, of 林远's lesson unless the change says otherwise."""
    return observations.begin(actor, replace(HEARD, **change), now)


def written(actor: Actor, now=NOW, **change: object) -> ObservationView:
    """The same with the process and a comment."""
    made = begun(actor, now, **change)
    for section, text in (("process", "导入：朗读"), ("strengths", "问题问得好")):
        manuscripts.write(actor, made.manuscript_id, section, text, 0, now)
    return made


def completed(actor: Actor, now=NOW, **change: object) -> ObservationView:
    """The same, completed: it counts."""
    made = written(actor, now, **change)
    return observations.complete(actor, made.id, "优", {}, now)


def completed_on(cast: Cast, days_ago: int, **change: object) -> ObservationView:
    """苏慧's completed record of a lesson so many days ago, entered on that day."""
    day = TODAY - timedelta(days=days_ago)
    return completed(cast.teacher, NOW - timedelta(days=days_ago), day=day, **change)
