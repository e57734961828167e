"""活动的照片和文件: not copied, only where each is kept; one taken off stays on record (Z34)."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from peewee import JOIN

from db.connection import transaction
from db.models import Activity, ActivityFile, Teacher
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import prep_groups, trace
from yanxiu_tui.services.activities import find, is_run_by
from yanxiu_tui.services.permission import Act, Actor, allowed, require
from yanxiu_tui.services.texts import clean


@dataclass(frozen=True)
class FileView:
    """A photo or file; ``there`` says whether this machine finds anything at its path."""

    id: int
    where_kept: str
    caption: str
    added_at: datetime
    added_by: str
    there: bool


def files(actor: Actor, activity_id: int) -> list[FileView]:
    """The files of an activity in the order they were added; Refused to who may not see it."""
    activity = find(activity_id)
    if activity.group_id is not None and not prep_groups.may_see(actor, activity.group_id):
        require(actor, Act.VIEW_SHEET, activity.group_id, is_run_by(activity, actor.teacher_id))
    query = (
        ActivityFile.select(ActivityFile, Teacher)
        .join(Teacher, JOIN.LEFT_OUTER)
        .where(ActivityFile.activity == activity_id, ActivityFile.removed_at.is_null())
    )
    return [_view(row) for row in query.order_by(ActivityFile.id)]


def add(actor: Actor, activity_id: int, where_kept: str, caption: str, now: datetime) -> FileView:
    """Say where a photo or file is kept; nothing need be there on this machine."""
    where_kept = clean(where_kept, "存放的路径", 400)
    caption = clean(caption, "说明", 128, required=False)
    with transaction():
        _require(actor, find(activity_id))
        made = ActivityFile.create(
            activity=activity_id, where_kept=where_kept, caption=caption, added_at=now,
            added_by=actor.teacher_id,
        )  # fmt: skip
        trace.write(actor, "add_file", "activity", activity_id, now, where=where_kept)
    return _view(made)


def take_off(actor: Actor, file_id: int, now: datetime) -> None:
    """Take a file off the list; the line stays on record, and the file itself is left alone."""
    with transaction():
        row = ActivityFile.get_or_none(ActivityFile.id == file_id)
        if row is None or row.removed_at is not None:
            raise Refused("no_file", "没有这份材料，可能刚被别人取下。")
        _require(actor, find(row.activity_id))
        ActivityFile.update(removed_at=now).where(ActivityFile.id == file_id).execute()
        trace.write(actor, "take_off_file", "activity", row.activity_id, now, where=row.where_kept)


def _require(actor: Actor, activity: Activity) -> None:
    """Whoever writes a group's preparation, and whoever runs the activity."""
    hosting = is_run_by(activity, actor.teacher_id)
    if not allowed(actor, Act.WRITE_PREP, activity.group_id, hosting):
        require(actor, Act.RUN_ACTIVITY, activity.group_id, hosting)


def _view(row: ActivityFile) -> FileView:
    return FileView(
        id=row.id,
        where_kept=row.where_kept,
        caption=row.caption,
        added_at=row.added_at,
        added_by=row.added_by.name if row.added_by else "",
        there=_is_there(row.where_kept),
    )


def _is_there(where_kept: str) -> bool:
    try:
        return Path(where_kept).expanduser().exists()
    except (OSError, RuntimeError, ValueError):
        return False
