"""研修活动: what is held, where, by whom, and the papers a large one leaves behind (Z5–Z8)."""

from peewee import BooleanField, CharField, DecimalField, ForeignKeyField, TextField

from db.models.base import Table, UtcField
from db.models.people import Group, Teacher
from db.models.school import RegulationVersion, Term


class Activity(Table):
    """One meeting. ``group`` is empty when it is the whole school's.

    ``regulation`` is the version it was opened under: a later one does not judge the past.
    """

    term = ForeignKeyField(Term, backref="activities")
    regulation = ForeignKeyField(RegulationVersion, null=True, backref="activities")
    group = ForeignKeyField(Group, null=True, backref="activities")
    kind = CharField(max_length=32)
    title = CharField(max_length=128)
    starts_at = UtcField(index=True)
    ends_at = UtcField()
    place = CharField(max_length=64, default="")
    presenter = CharField(max_length=64, default="")
    host = ForeignKeyField(Teacher, null=True, backref="hosted")
    recorder = ForeignKeyField(Teacher, null=True, backref="recorded")
    hours = DecimalField(max_digits=5, decimal_places=2, default=0)
    large = BooleanField(default=False)
    series = CharField(max_length=36, default="")
    state = CharField(max_length=16, default="planned", index=True)
    opened_at = UtcField(null=True)
    ended_at = UtcField(null=True)
    closed_at = UtcField(null=True)


class ActivityDocument(Table):
    """A 方案 (plan), 简报 (newsletter) or 总结 (summary) handed in for an activity."""

    activity = ForeignKeyField(Activity, backref="documents")
    kind = CharField(max_length=16)
    where_kept = TextField()
    received_at = UtcField()
    received_by = ForeignKeyField(Teacher, null=True)

    class Meta:
        indexes = ((("activity", "kind"), True),)


class ActivityFile(Table):
    """A photo or file of an activity, by the path it is kept at; one taken off stays on record."""

    activity = ForeignKeyField(Activity, backref="files")
    where_kept = TextField()
    caption = CharField(max_length=128, default="")
    added_at = UtcField()
    added_by = ForeignKeyField(Teacher, null=True, backref="added_files")
    removed_at = UtcField(null=True)
