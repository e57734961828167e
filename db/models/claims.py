"""申报: what a teacher did outside a meeting, and the 学时 granted for it (DOMAIN §8)."""

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
from db.models.files import StoredFile
from db.models.manuscripts import Manuscript
from db.models.people import Group, Teacher
from db.models.school import Term


class Claim(Table):
    """One line of the 学时登记表. ``kind`` is an ID of the regulation's claim kinds.

    ``group`` is set when a leader handed it in for the group.

    ``amount`` counts in the unit of its kind (节, 篇, 字); ``due_on`` is the deadline as it stood
    when the paper was handed in, ``due_at`` its hour, ``handed_at`` when the paper came; ``copies``
    how many, ``complete`` whether the office found it whole, ``missing`` what was not there.
    ``manuscript`` is the paper where it was written here, ``file`` where a file was copied in.
    ``origin`` names the record that the program made this line from, as ``out_study 12``: such a
    line changes only with its record.
    """

    term = ForeignKeyField(Term, backref="claims")
    teacher = ForeignKeyField(Teacher, backref="claims")
    group = ForeignKeyField(Group, null=True, backref="claims")
    kind = CharField(max_length=32)
    title = CharField(max_length=128)
    organiser = CharField(max_length=64, default="")
    first = DateField()
    last = DateField()
    amount = DecimalField(max_digits=8, decimal_places=2, default=1)
    level = CharField(max_length=16, default="")
    hours_asked = DecimalField(max_digits=6, decimal_places=2, default=0)
    hours_granted = DecimalField(max_digits=6, decimal_places=2, default=0)
    due_on = DateField(null=True)
    due_at = UtcField(null=True)
    handed_at = UtcField(null=True)
    copies = IntegerField(default=1)
    complete = BooleanField(default=True)
    missing = TextField(default="")
    manuscript = ForeignKeyField(Manuscript, null=True, backref="claims")
    file = ForeignKeyField(StoredFile, null=True, backref="claims")
    file_name = CharField(max_length=128, default="")
    origin = CharField(max_length=32, default="", index=True)
    where_kept = TextField(default="")
    state = CharField(max_length=16, default="asked", index=True)
    asked_at = UtcField()
    asked_by = ForeignKeyField(Teacher, null=True, backref="asked_claims")
    decided_at = UtcField(null=True)
    decided_by = ForeignKeyField(Teacher, null=True, backref="decided_claims")
    opinion = TextField(default="")

    class Meta:
        indexes = ((("term", "teacher"), False),)
