"""Lessons heard in the screens' school: 1007 王小明 hears 1003 欧阳静怡, who leads both."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from db.models import Teacher
from tests.builders import MACHINE, NOW
from yanxiu_tui.rules.observations import Mode
from yanxiu_tui.services import credentials, manuscripts, observations
from yanxiu_tui.services.observations import ObservationDraft, ObservationView
from yanxiu_tui.services.permission import Actor

DEAN, TEACHER, OBSERVER = "1002", "1003", "1007"
TODAY = date(2026, 10, 14)
IN_SPRING = datetime(2026, 5, 13, 8, 0, tzinfo=UTC)
HEARD = ObservationDraft(
    subject="语文", class_name="七（3）班", topic="背影", day=TODAY, period=3, taught_by_no=TEACHER,
    place="录播室", mode=Mode.CONCENTRATED,
)  # fmt: skip


def actor_of(staff_no: str) -> Actor:
    """Somebody at the desk."""
    return credentials.actor_for(Teacher.get(staff_no=staff_no), MACHINE)


def begun(days_ago: int = 0, observer: str = OBSERVER, **change: object) -> ObservationView:
    """A record with nothing written."""
    draft = replace(HEARD, **{"day": TODAY - timedelta(days=days_ago), **change})
    return observations.begin(actor_of(observer), draft, NOW)


def completed(days_ago: int = 0, observer: str = OBSERVER, **change: object) -> ObservationView:
    """A record that counts."""
    made = begun(days_ago, observer, **change)
    for section, text in (
        ("process", "导入：朗读课文，说说父亲的背影出现了几次。"),
        ("side_notes", "问题小而具体"),
        ("strengths", "以读促思"),
    ):
        manuscripts.write(actor_of(observer), made.manuscript_id, section, text, 0, NOW)
    return observations.complete(actor_of(observer), made.id, "优", {}, NOW)
