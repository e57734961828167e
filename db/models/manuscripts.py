"""文稿: a text in sections, written bit by bit, kept as it is typed, never overwritten unseen."""

from peewee import CharField, DateField, ForeignKeyField, IntegerField, TextField

from db.models.base import Table, UtcField
from db.models.people import Group, Teacher
from db.models.school import Term


class Manuscript(Table):
    """What is written; ``kind`` is shared_plan, session, personal_plan, reflection, observation,
    paper (handed in), out_study (its report) or steering (its minutes).

    Either a ``group`` writes it together or one ``author`` does; ``about`` is who it speaks of.
    ``day`` is the day it is about. Nothing is written any more once it is ``closed_at``.
    """

    kind = CharField(max_length=16)
    term = ForeignKeyField(Term, backref="manuscripts")
    group = ForeignKeyField(Group, null=True, backref="manuscripts")
    author = ForeignKeyField(Teacher, null=True, backref="manuscripts")
    about = ForeignKeyField(Teacher, null=True, backref="told_of")
    title = CharField(max_length=128)
    day = DateField()
    created_at = UtcField()
    closed_at = UtcField(null=True)

    class Meta:
        indexes = ((("term", "kind", "group"), False),)


class Passage(Table):
    """One section as it stands now. ``revision`` counts its changes: whoever writes names the one
    they began from, so that a later text is never overwritten unseen."""

    manuscript = ForeignKeyField(Manuscript, backref="passages")
    section = CharField(max_length=32)
    text = TextField()
    revision = IntegerField(default=1)
    edited_at = UtcField()
    edited_by = ForeignKeyField(Teacher, null=True, backref="passages")

    class Meta:
        indexes = ((("manuscript", "section"), True),)


class SetAside(Table):
    """A text that gave way where two had written the same section; kept, never changed."""

    manuscript = ForeignKeyField(Manuscript, backref="set_aside")
    section = CharField(max_length=32)
    text = TextField()
    author = ForeignKeyField(Teacher, null=True, backref="set_aside")
    at = UtcField()
