"""Who was expected, what happened, and the standing that follows from it."""

from peewee import BooleanField, CharField, ForeignKeyField, IntegerField, TextField

from db.models.activities import Activity
from db.models.base import Table, UtcField
from db.models.leave import Leave
from db.models.people import Teacher
from db.models.phones import Phone
from db.models.trace import Trace


class Attendee(Table):
    """One line of an activity's frozen roster, with the standing derived from its facts.

    ``status`` and what follows it are a projection: they can always be derived again.
    """

    activity = ForeignKeyField(Activity, backref="attendees")
    teacher = ForeignKeyField(Teacher, backref="attendances")
    group_name = CharField(max_length=64, default="")
    leave = ForeignKeyField(Leave, null=True, backref="covered")
    leave_status = CharField(max_length=16, default="")
    status = CharField(max_length=16, default="expected")
    signed_in_at = UtcField(null=True)
    departure = CharField(max_length=16, default="")
    departed_at = UtcField(null=True)
    conflict = BooleanField(default=False)
    by_hand = BooleanField(default=False)
    late_entry = BooleanField(default=False)

    class Meta:
        indexes = ((("activity", "teacher"), True), (("teacher", "status"), False))


class AttendanceFact(Table):
    """Something that happened at a meeting; written once, never changed.

    ``at`` is when it happened, ``recorded_at`` when it was entered. A fact without a teacher is the
    meeting's own (a roll call begun or ended). ``roll`` numbers the roll call it belongs to,
    0 for none. A correction sets ``detail`` and keeps the status it found in ``before``.
    ``attempt`` is a number of the try itself, where it has one: sent twice, it is written once.
    """

    activity = ForeignKeyField(Activity, null=True, backref="facts")
    teacher = ForeignKeyField(Teacher, null=True, backref="facts")
    kind = CharField(max_length=24)
    at = UtcField()
    recorded_at = UtcField()
    roll = IntegerField(default=0)
    detail = CharField(max_length=64, default="")
    before = CharField(max_length=16, default="")
    reason = TextField(default="")
    means = CharField(max_length=16)
    machine = CharField(max_length=64)
    recorded_by = ForeignKeyField(Teacher, null=True, backref="recorded_facts")
    late_entry = BooleanField(default=False)
    phone = ForeignKeyField(Phone, null=True, backref="facts")
    address = CharField(max_length=64, null=True)
    trace = ForeignKeyField(Trace, null=True, backref="attendance_facts")
    attempt = CharField(max_length=32, null=True, unique=True)

    class Meta:
        indexes = ((("activity", "teacher"), False),)
