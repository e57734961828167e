"""领导小组: its meetings and inspections (D1, D4), and certificates entered (P12, D8)."""

from peewee import (
    BooleanField,
    CharField,
    DateField,
    DecimalField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from db.models.base import Table, UtcField
from db.models.manuscripts import Manuscript
from db.models.people import Group, Teacher
from db.models.school import Term


class SteeringRecord(Table):
    """A meeting or an inspection; ``kind`` says which, ``phase`` which of the term's meetings.

    What was said or found is the text of ``minutes``; finished, it counts. Once ``published_at``
    an inspection's findings are everybody's to read, with ``names_to_mend`` the names, too.
    """

    term = ForeignKeyField(Term, backref="steering_records")
    kind = CharField(max_length=16)
    phase = CharField(max_length=32, default="")
    title = CharField(max_length=128)
    day = DateField()
    place = CharField(max_length=64, default="")
    chair = ForeignKeyField(Teacher, null=True, backref="chaired_records")
    minutes = ForeignKeyField(Manuscript, backref="steering_records")
    kept_at = UtcField()
    kept_by = ForeignKeyField(Teacher, null=True, backref="kept_records")
    finished_at = UtcField(null=True)
    finished_by = ForeignKeyField(Teacher, null=True, backref="finished_records")
    published_at = UtcField(null=True)
    names_to_mend = BooleanField(default=False)
    withdrawn_at = UtcField(null=True)


class SteeringPresence(Table):
    """Who was there."""

    record = ForeignKeyField(SteeringRecord, backref="presences")
    teacher = ForeignKeyField(Teacher, backref="steering_presences")

    class Meta:
        indexes = ((("record", "teacher"), True),)


class InspectionFinding(Table):
    """What an inspection found of a group or of a teacher; of the whole school without either.

    One struck out stays on record.
    """

    record = ForeignKeyField(SteeringRecord, backref="findings")
    group = ForeignKeyField(Group, null=True, backref="findings")
    teacher = ForeignKeyField(Teacher, null=True, backref="findings")
    good = BooleanField()
    words = TextField()
    struck_at = UtcField(null=True)


class InspectionMending(Table):
    """What was done about a finding to mend (已整改); taken back, it stays on record."""

    finding = ForeignKeyField(InspectionFinding, backref="mendings")
    words = TextField()
    mended_at = UtcField()
    mended_by = ForeignKeyField(Teacher, null=True, backref="mendings")
    withdrawn_at = UtcField(null=True)
    withdrawn_reason = TextField(default="")


class Certificate(Table):
    """An entry on a teacher's certificate for a school year (P12, D8); withdrawn it stays here."""

    teacher = ForeignKeyField(Teacher, backref="certificates")
    school_year = IntegerField()
    number = CharField(max_length=32, default="")
    result = CharField(max_length=16)
    hours = DecimalField(max_digits=6, decimal_places=2)
    note = TextField(default="")
    entered_at = UtcField()
    entered_by = ForeignKeyField(Teacher, null=True, backref="entered_certificates")
    withdrawn_at = UtcField(null=True)
    withdrawn_reason = TextField(default="")
