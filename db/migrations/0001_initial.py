"""The first tables."""

from peewee import (
    BooleanField,
    CharField,
    DateField,
    DecimalField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

from db.models.base import UtcField


def up(migrator, db):
    class RegulationVersion(Model):
        name = CharField(max_length=64)
        source = TextField()
        adopted_at = UtcField()
        reason = TextField(default="")

        class Meta:
            database = db
            table_name = "regulation_version"

    db.create_tables([RegulationVersion])

    class Term(Model):
        name = CharField(unique=True, max_length=64)
        starts_on = DateField()
        ends_on = DateField()
        regulation = ForeignKeyField(RegulationVersion)

        class Meta:
            database = db
            table_name = "term"

    db.create_tables([Term])

    class Group(Model):
        kind = CharField(max_length=16)
        name = CharField(max_length=64)

        class Meta:
            database = db
            table_name = "staff_group"
            indexes = ((("kind", "name"), True),)

    db.create_tables([Group])

    class Teacher(Model):
        staff_no = CharField(unique=True, max_length=32)
        name = CharField(max_length=64)
        initials = CharField(max_length=160)
        sex = CharField(max_length=1, default="")
        born = CharField(max_length=10, default="")
        joined = CharField(max_length=10, default="")
        subject = CharField(max_length=32, default="")
        grade = CharField(max_length=32, default="")
        posts = TextField(default="")
        backbone_level = CharField(max_length=32, default="")
        phone = CharField(max_length=32, default="")
        created_at = UtcField()
        left_at = UtcField(null=True)

        class Meta:
            database = db
            table_name = "teacher"

    db.create_tables([Teacher])

    class Activity(Model):
        term = ForeignKeyField(Term)
        group = ForeignKeyField(Group, null=True)
        kind = CharField(max_length=32)
        title = CharField(max_length=128)
        starts_at = UtcField(index=True)
        ends_at = UtcField()
        place = CharField(max_length=64, default="")
        presenter = CharField(max_length=64, default="")
        host = ForeignKeyField(Teacher, null=True)
        recorder = ForeignKeyField(Teacher, null=True)
        hours = DecimalField(max_digits=5, decimal_places=2, default=0)
        large = BooleanField(default=False)
        series = CharField(max_length=36, default="")
        state = CharField(index=True, max_length=16, default="planned")
        opened_at = UtcField(null=True)
        ended_at = UtcField(null=True)
        closed_at = UtcField(null=True)

        class Meta:
            database = db
            table_name = "activity"

    db.create_tables([Activity])

    class ActivityDocument(Model):
        activity = ForeignKeyField(Activity)
        kind = CharField(max_length=16)
        where_kept = TextField()
        received_at = UtcField()
        received_by = ForeignKeyField(Teacher, null=True)

        class Meta:
            database = db
            table_name = "activity_document"
            indexes = ((("activity", "kind"), True),)

    db.create_tables([ActivityDocument])

    class AttendanceFact(Model):
        activity = ForeignKeyField(Activity, null=True)
        teacher = ForeignKeyField(Teacher, null=True)
        kind = CharField(max_length=24)
        at = UtcField()
        recorded_at = UtcField()
        roll = IntegerField(default=0)
        detail = CharField(max_length=64, default="")
        before = CharField(max_length=16, default="")
        reason = TextField(default="")
        means = CharField(max_length=16)
        machine = CharField(max_length=64)
        recorded_by = ForeignKeyField(Teacher, null=True)
        late_entry = BooleanField(default=False)

        class Meta:
            database = db
            table_name = "attendance_fact"
            indexes = ((("activity", "teacher"), False),)

    db.create_tables([AttendanceFact])

    class Leave(Model):
        teacher = ForeignKeyField(Teacher)
        kind = CharField(max_length=32)
        reason = TextField()
        starts_at = UtcField(index=True)
        ends_at = UtcField()
        cover = TextField(default="")
        emergency = BooleanField(default=False)
        state = CharField(index=True, max_length=16, default="asked")
        asked_at = UtcField()
        asked_by = ForeignKeyField(Teacher, null=True)
        decided_at = UtcField(null=True)
        decided_by = ForeignKeyField(Teacher, null=True)
        opinion = TextField(default="")
        returned_at = UtcField(null=True)

        class Meta:
            database = db
            table_name = "leave"

    db.create_tables([Leave])

    class Attendee(Model):
        activity = ForeignKeyField(Activity)
        teacher = ForeignKeyField(Teacher)
        group_name = CharField(max_length=64, default="")
        leave = ForeignKeyField(Leave, null=True)
        leave_status = CharField(max_length=16, default="")
        status = CharField(max_length=16, default="expected")
        signed_in_at = UtcField(null=True)
        departure = CharField(max_length=16, default="")
        departed_at = UtcField(null=True)
        conflict = BooleanField(default=False)
        by_hand = BooleanField(default=False)
        late_entry = BooleanField(default=False)

        class Meta:
            database = db
            table_name = "attendee"
            indexes = ((("activity", "teacher"), True), (("teacher", "status"), False))

    db.create_tables([Attendee])

    class Credential(Model):
        teacher = ForeignKeyField(Teacher, unique=True)
        pin_hash = CharField(max_length=160, default="")
        code_hash = CharField(max_length=160, default="")
        code_expires_at = UtcField(null=True)
        failures = IntegerField(default=0)
        next_try_at = UtcField(null=True)

        class Meta:
            database = db
            table_name = "credential"

    db.create_tables([Credential])

    class ExemptDays(Model):
        term = ForeignKeyField(Term)
        first = DateField()
        last = DateField()
        reason = CharField(max_length=64)

        class Meta:
            database = db
            table_name = "exempt_days"

    db.create_tables([ExemptDays])

    class LeaveEvidence(Model):
        leave = ForeignKeyField(Leave)
        kind = CharField(max_length=32)
        received_at = UtcField()
        received_by = ForeignKeyField(Teacher, null=True)

        class Meta:
            database = db
            table_name = "leave_evidence"
            indexes = ((("leave", "kind"), True),)

    db.create_tables([LeaveEvidence])

    class MakeupTask(Model):
        teacher = ForeignKeyField(Teacher)
        activity = ForeignKeyField(Activity)
        done_at = UtcField(null=True)
        note = TextField(default="")
        confirmed_by = ForeignKeyField(Teacher, null=True)

        class Meta:
            database = db
            table_name = "makeup_task"
            indexes = ((("teacher", "activity"), True),)

    db.create_tables([MakeupTask])

    class Membership(Model):
        group = ForeignKeyField(Group)
        teacher = ForeignKeyField(Teacher)
        leads = BooleanField(default=False)

        class Meta:
            database = db
            table_name = "membership"
            indexes = ((("group", "teacher"), True),)

    db.create_tables([Membership])

    class Office(Model):
        teacher = ForeignKeyField(Teacher)
        role = CharField(max_length=32)

        class Meta:
            database = db
            table_name = "office"
            indexes = ((("teacher", "role"), True),)

    db.create_tables([Office])

    class School(Model):
        name = CharField(max_length=128)
        created_at = UtcField()

        class Meta:
            database = db
            table_name = "school"

    db.create_tables([School])

    class Trace(Model):
        at = UtcField()
        actor = ForeignKeyField(Teacher, null=True)
        act = CharField(max_length=32)
        subject = CharField(max_length=32)
        subject_id = IntegerField(null=True)
        detail = TextField(default="")
        machine = CharField(max_length=64)

        class Meta:
            database = db
            table_name = "trace"
            indexes = ((("subject", "subject_id"), False),)

    db.create_tables([Trace])
