"""Rankings as they were frozen, what was objected, 一票否决 and awards (Z37–Z39)."""

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
from db.models.people import Group, Teacher
from db.models.school import RegulationVersion, Term


class Ranking(Table):
    """A term's ranking of teachers or of one kind of group, frozen: never changed, only followed.

    ``subject`` is ``teacher`` or a group kind; ``digest`` is the SHA-256 of regulation and figures.
    """

    term = ForeignKeyField(Term, backref="rankings")
    regulation = ForeignKeyField(RegulationVersion, backref="rankings")
    subject = CharField(max_length=16)
    version = IntegerField()
    until = DateField()
    digest = CharField(max_length=64)
    reason = TextField(default="")
    frozen_at = UtcField()
    frozen_by = ForeignKeyField(Teacher, null=True, backref="frozen_rankings")
    published_at = UtcField(null=True)
    published_by = ForeignKeyField(Teacher, null=True, backref="published_rankings")
    notice_first = DateField(null=True)
    notice_last = DateField(null=True)

    class Meta:
        indexes = ((("term", "subject", "version"), True),)


class RankingLine(Table):
    """One line of a frozen ranking; ``figures`` is its whole explanation, as JSON."""

    ranking = ForeignKeyField(Ranking, backref="lines")
    teacher = ForeignKeyField(Teacher, null=True, backref="ranking_lines")
    group = ForeignKeyField(Group, null=True, backref="ranking_lines")
    place = IntegerField(null=True)
    score = DecimalField(max_digits=10, decimal_places=2, null=True)
    grade = CharField(max_length=16, default="")
    vetoed = BooleanField(default=False)
    figures = TextField()

    class Meta:
        indexes = ((("ranking", "teacher"), False),)


class Objection(Table):
    """What somebody objected to a published ranking, and what came of it."""

    ranking = ForeignKeyField(Ranking, backref="objections")
    teacher = ForeignKeyField(Teacher, backref="objections")
    words = TextField()
    at = UtcField()
    answer = TextField(default="")
    upheld = BooleanField(null=True)
    answered_at = UtcField(null=True)
    answered_by = ForeignKeyField(Teacher, null=True, backref="answered_objections")


class Veto(Table):
    """一票否决 of a teacher for a term: a named person's decision with a reason (Z39)."""

    term = ForeignKeyField(Term, backref="vetoes")
    teacher = ForeignKeyField(Teacher, backref="vetoes")
    reason = TextField()
    at = UtcField()
    by = ForeignKeyField(Teacher, null=True, backref="given_vetoes")
    lifted_at = UtcField(null=True)
    lifted_by = ForeignKeyField(Teacher, null=True, backref="lifted_vetoes")
    lifted_reason = TextField(default="")


class Award(Table):
    """An award decided by people; ``award`` is an ID of the regulation's awards."""

    term = ForeignKeyField(Term, backref="awards")
    award = CharField(max_length=32)
    name = CharField(max_length=64)
    teacher = ForeignKeyField(Teacher, null=True, backref="awards")
    group = ForeignKeyField(Group, null=True, backref="awards")
    reason = TextField(default="")
    decided_at = UtcField()
    decided_by = ForeignKeyField(Teacher, null=True, backref="decided_awards")
    withdrawn_at = UtcField(null=True)
