"""请假: what was asked, the evidence, the decision, and what is to be made up (Z28–Z30)."""

from peewee import BooleanField, CharField, ForeignKeyField, TextField

from db.models.activities import Activity
from db.models.base import Table, UtcField
from db.models.people import Teacher


class Leave(Table):
    """One 请假条. ``kind`` is an ID of the regulation's leave kinds."""

    teacher = ForeignKeyField(Teacher, backref="leaves")
    kind = CharField(max_length=32)
    reason = TextField()
    starts_at = UtcField(index=True)
    ends_at = UtcField()
    cover = TextField(default="")
    emergency = BooleanField(default=False)
    state = CharField(max_length=16, default="asked", index=True)
    asked_at = UtcField()
    asked_by = ForeignKeyField(Teacher, null=True, backref="asked_leaves")
    decided_at = UtcField(null=True)
    decided_by = ForeignKeyField(Teacher, null=True, backref="decided_leaves")
    opinion = TextField(default="")
    returned_at = UtcField(null=True)


class LeaveEvidence(Table):
    """A paper handed in for a leave: a slip, a hospital certificate, an application…"""

    leave = ForeignKeyField(Leave, backref="evidence")
    kind = CharField(max_length=32)
    received_at = UtcField()
    received_by = ForeignKeyField(Teacher, null=True)

    class Meta:
        indexes = ((("leave", "kind"), True),)


class MakeupTask(Table):
    """「培训内容自行后补」: what 公假 leaves to be made up (Z28)."""

    teacher = ForeignKeyField(Teacher, backref="makeup_tasks")
    activity = ForeignKeyField(Activity, backref="makeup_tasks")
    done_at = UtcField(null=True)
    note = TextField(default="")
    confirmed_by = ForeignKeyField(Teacher, null=True, backref="confirmed_makeups")

    class Meta:
        indexes = ((("teacher", "activity"), True),)
