"""申报: what a teacher did outside a meeting, and the 学时 granted for it (DOMAIN §8)."""

from peewee import BooleanField, CharField, DateField, DecimalField, ForeignKeyField, TextField

from db.models.base import Table, UtcField
from db.models.people import Group, Teacher
from db.models.school import Term


class Claim(Table):
    """One line of the 学时登记表. ``kind`` is an ID of the regulation's claim kinds.

    ``group`` is set when a leader handed it in for the group.

    ``amount`` counts in the unit of its kind (节, 篇, 字); ``due_on`` is the deadline as it stood
    when the paper was handed in, ``complete`` whether the office found it whole.
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
    complete = BooleanField(default=True)
    where_kept = TextField(default="")
    state = CharField(max_length=16, default="asked", index=True)
    asked_at = UtcField()
    asked_by = ForeignKeyField(Teacher, null=True, backref="asked_claims")
    decided_at = UtcField(null=True)
    decided_by = ForeignKeyField(Teacher, null=True, backref="decided_claims")
    opinion = TextField(default="")

    class Meta:
        indexes = ((("term", "teacher"), False),)
