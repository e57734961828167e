"""What is kept of a 集体备课 follows its unit and its activity, within their own transaction."""

from collections.abc import Collection
from datetime import date

from db.models import Activity, Membership, PrepSession, Teacher
from yanxiu_tui.services import manuscripts
from yanxiu_tui.services.activities import State


def follow_unit(unit_ids: Collection[int], keynote: Teacher) -> None:
    """Announce whoever speaks on these units at their sessions that are still ahead."""
    ahead = (
        PrepSession.select(PrepSession.activity)
        .join(Activity)
        .where(PrepSession.unit.in_(list(unit_ids)), Activity.state == State.PLANNED)
    )
    Activity.update(presenter=keynote.name).where(Activity.id.in_(ahead)).execute()
    PrepSession.update(keynote=keynote).where(PrepSession.activity.in_(ahead)).execute()


def follow_activity(activity_id: int, title: str, day: date, presenter: str) -> None:
    """Let the notes bear the title and day of an activity changed in the ordinary way.

    Whoever it now names as 主讲人 is the one who speaks.
    """
    row = (
        PrepSession.select(PrepSession, Activity)
        .join(Activity)
        .where(PrepSession.activity == activity_id)
        .first()
    )
    if row is None:
        return
    manuscripts.retitle(row.notes_id, title, day)
    keynote = speaker_named(presenter, row.activity.group_id)
    PrepSession.update(keynote=keynote).where(PrepSession.id == row.id).execute()


def speaker_named(name: str, group_id: int | None) -> Teacher | None:
    """The teacher of that name, first of all in the group; None for a guest or namesakes."""
    named = Teacher.select().where(Teacher.name == name, Teacher.left_at.is_null())
    members = Membership.select(Membership.teacher).where(Membership.group == group_id)
    for query in (named.where(Teacher.id.in_(members)), named):
        found = list(query.limit(2))
        if len(found) == 1:
            return found[0]
    return None
