"""教案检查: who supervises which group, and what each check found (Z17)."""

from peewee import CharField, ForeignKeyField, IntegerField, TextField

from db.models.base import Table, UtcField
from db.models.people import Group, Teacher
from db.models.school import Term


class Supervision(Table):
    """The 包组领导 of a group."""

    group = ForeignKeyField(Group, backref="supervisions")
    teacher = ForeignKeyField(Teacher, backref="supervisions")

    class Meta:
        indexes = ((("group", "teacher"), True),)


class PlanCheck(Table):
    """What was found of one teacher's plans in a week, or a 学月; a later one stands instead.

    ``span`` is ``week`` or ``school_month``, ``number`` which of them in the term.
    """

    term = ForeignKeyField(Term, backref="plan_checks")
    group = ForeignKeyField(Group, backref="plan_checks")
    teacher = ForeignKeyField(Teacher, backref="plan_checks")
    span = CharField(max_length=16)
    number = IntegerField()
    result = CharField(max_length=16)
    words = TextField(default="")
    checked_at = UtcField()
    checked_by = ForeignKeyField(Teacher, null=True, backref="given_checks")

    class Meta:
        indexes = ((("term", "group", "span", "number"), False),)
