"""四级评价: the stages of a term's evaluation, and the marks given in them (D9)."""

from peewee import CharField, DecimalField, ForeignKeyField, TextField

from db.models.base import Table, UtcField
from db.models.people import Group, Teacher
from db.models.school import Term


class EvaluationStage(Table):
    """One stage (自评, 互评, 导评, 审评) of teachers, groups or leaders; open until closed."""

    term = ForeignKeyField(Term, backref="evaluation_stages")
    subject = CharField(max_length=16)
    stage = CharField(max_length=16)
    opened_at = UtcField()
    opened_by = ForeignKeyField(Teacher, null=True, backref="opened_stages")
    closed_at = UtcField(null=True)
    closed_by = ForeignKeyField(Teacher, null=True, backref="closed_stages")

    class Meta:
        indexes = ((("term", "subject", "stage"), True),)


class Mark(Table):
    """What one person gave a teacher or a group in one stage."""

    stage = ForeignKeyField(EvaluationStage, backref="marks")
    marker = ForeignKeyField(Teacher, backref="given_marks")
    teacher = ForeignKeyField(Teacher, null=True, backref="marks")
    group = ForeignKeyField(Group, null=True, backref="marks")
    score = DecimalField(max_digits=6, decimal_places=2)
    comment = TextField(default="")
    at = UtcField()

    class Meta:
        indexes = (
            (("stage", "marker", "teacher"), True),
            (("stage", "marker", "group"), True),
        )
