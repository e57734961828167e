"""工牌: the random numbers that stand on teachers' badges, kept as keyed hashes only."""

from peewee import CharField, ForeignKeyField, TextField

from db.models.base import Table, UtcField
from db.models.people import Teacher


class Badge(Table):
    """One badge handed out. A teacher has at most one that is not revoked."""

    teacher = ForeignKeyField(Teacher, backref="badges")
    digest = CharField(max_length=64, unique=True)
    issued_at = UtcField()
    issued_by = ForeignKeyField(Teacher, null=True, backref="issued_badges")
    revoked_at = UtcField(null=True)
    revoked_by = ForeignKeyField(Teacher, null=True, backref="revoked_badges")
    reason = TextField(default="")
