"""A month of plan checks or of lessons heard, as its figures were frozen (Z17, Z24)."""

from peewee import CharField, DateField, ForeignKeyField, IntegerField, TextField

from db.models.base import Table, UtcField
from db.models.people import Teacher
from db.models.school import Term


class MonthlyReport(Table):
    """One month's report, never changed, only followed by another ``version`` with its reason.

    ``subject`` is ``plan_checks`` or ``observations``; ``figures`` are its lines, as JSON.
    """

    term = ForeignKeyField(Term, backref="monthly_reports")
    subject = CharField(max_length=16)
    number = IntegerField()
    version = IntegerField(default=1)
    first = DateField()
    last = DateField()
    figures = TextField()
    reason = TextField(default="")
    frozen_at = UtcField()
    frozen_by = ForeignKeyField(Teacher, null=True, backref="monthly_reports")

    class Meta:
        indexes = ((("term", "subject", "number", "version"), True),)
