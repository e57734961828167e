"""听课: lessons announced, who will come, and the record of each lesson heard (Z20–Z24, X7)."""

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


class OpenLesson(Table):
    """A 公开课, 观摩课 or 同课异构 that others may come to; parallel lessons share a ``series``.

    ``period`` is the 节次 of the day, ``seats`` how many find room (None: no limit).
    """

    term = ForeignKeyField(Term, backref="open_lessons")
    teacher = ForeignKeyField(Teacher, backref="open_lessons")
    group = ForeignKeyField(Group, null=True, backref="open_lessons")
    kind = CharField(max_length=32)
    subject = CharField(max_length=32)
    topic = CharField(max_length=128)
    class_name = CharField(max_length=32)
    day = DateField(index=True)
    period = IntegerField()
    place = CharField(max_length=64, default="")
    seats = IntegerField(null=True)
    series = CharField(max_length=36, default="", index=True)
    note = TextField(default="")
    announced_at = UtcField()
    announced_by = ForeignKeyField(Teacher, null=True, backref="announced_lessons")
    cancelled_at = UtcField(null=True)
    cancel_reason = TextField(default="")


class LessonSignUp(Table):
    """Who said they would come to an open lesson."""

    lesson = ForeignKeyField(OpenLesson, backref="sign_ups")
    teacher = ForeignKeyField(Teacher, backref="lesson_sign_ups")
    at = UtcField()

    class Meta:
        indexes = ((("lesson", "teacher"), True),)


class Observation(Table):
    """One lesson heard; its texts (过程, 旁评, 总评) are the sections of ``manuscript``.

    In school ``taught_by`` gave it; elsewhere ``school_name`` and ``taught_by_name`` say who. It
    counts once ``completed_at``, which a comment is needed for (Z22), unless the office voids it.
    ``marks`` are the score sheet's lines as marked, as JSON, ``total`` their sum.
    """

    term = ForeignKeyField(Term, backref="observations")
    manuscript = ForeignKeyField(Manuscript, unique=True, backref="observations")
    observer = ForeignKeyField(Teacher, backref="observations")
    taught_by = ForeignKeyField(Teacher, null=True, backref="heard_lessons")
    taught_by_name = CharField(max_length=64, default="")
    school_name = CharField(max_length=64, default="")
    lesson = ForeignKeyField(OpenLesson, null=True, backref="observations")
    subject = CharField(max_length=32)
    class_name = CharField(max_length=32)
    topic = CharField(max_length=128)
    day = DateField()
    period = IntegerField()
    place = CharField(max_length=64, default="")
    mode = CharField(max_length=16)
    grade = CharField(max_length=16, default="")
    marks = TextField(default="")
    total = DecimalField(max_digits=6, decimal_places=2, null=True)
    started_at = UtcField()
    completed_at = UtcField(null=True)
    late_entry = BooleanField(default=False)
    confirmed_at = UtcField(null=True)
    answer = TextField(default="")
    voided_at = UtcField(null=True)
    voided_by = ForeignKeyField(Teacher, null=True, backref="voided_observations")
    void_reason = TextField(default="")

    class Meta:
        indexes = (
            (("term", "observer"), False),
            (("taught_by", "day"), False),
            (("day", "period"), False),
        )
