"""Who was who in a term: as the roster stood at its end, once that is over; else as it stands."""

from peewee import BooleanField, CharField, ForeignKeyField, Model

from db.connection import database
from db.models.base import Table, UtcField
from db.models.people import Group, Teacher
from db.models.school import Term


class KeptTeacher(Table):
    """What may change of a teacher, copied when the roster first changed after a term's end.

    Sex and dates are not among it: they do not change, and a correction holds for the past, too.
    """

    term = ForeignKeyField(Term)
    teacher = ForeignKeyField(Teacher)
    subject = CharField(max_length=32)
    grade = CharField(max_length=32)
    backbone_level = CharField(max_length=32)
    left_at = UtcField(null=True)

    class Meta:
        indexes = ((("term", "teacher"), True),)


class KeptMembership(Table):
    """Who belonged to a group then, and whether they led it."""

    term = ForeignKeyField(Term)
    group = ForeignKeyField(Group)
    teacher = ForeignKeyField(Teacher)
    leads = BooleanField()

    class Meta:
        indexes = ((("term", "group", "teacher"), True),)


class KeptOffice(Table):
    """A role held for the whole school then."""

    term = ForeignKeyField(Term)
    teacher = ForeignKeyField(Teacher)
    role = CharField(max_length=32)

    class Meta:
        indexes = ((("term", "teacher", "role"), True),)


class TermTeacher(Model):
    """A view: every teacher in every term. Who came after a kept term is as they are now."""

    term = ForeignKeyField(Term)
    teacher = ForeignKeyField(Teacher)
    subject = CharField()
    grade = CharField()
    backbone_level = CharField()
    left_at = UtcField(null=True)

    class Meta:
        database = database
        table_name = "term_teacher"
        primary_key = False


class TermMembership(Model):
    """A view: who belongs to which group in which term."""

    term = ForeignKeyField(Term)
    group = ForeignKeyField(Group)
    teacher = ForeignKeyField(Teacher)
    leads = BooleanField()

    class Meta:
        database = database
        table_name = "term_membership"
        primary_key = False


class TermOffice(Model):
    """A view: who holds which office in which term."""

    term = ForeignKeyField(Term)
    teacher = ForeignKeyField(Teacher)
    role = CharField()

    class Meta:
        database = database
        table_name = "term_office"
        primary_key = False
