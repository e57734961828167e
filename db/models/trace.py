"""痕迹: who did what, written in the same transaction as the deed itself, chained by seals."""

from peewee import CharField, ForeignKeyField, IntegerField, TextField

from db.models.base import Table, UtcField
from db.models.people import Teacher


class Trace(Table):
    """One act. ``actor`` is empty for the operator at the command line.

    ``number`` runs from 1 without a gap; ``facts`` is the digest of the attendance facts written
    with it; ``seal`` closes over all of the line and over the seal before it (db/chain.py).
    """

    number = IntegerField(unique=True)
    at = UtcField()
    actor = ForeignKeyField(Teacher, null=True, backref="traces")
    act = CharField(max_length=32)
    subject = CharField(max_length=32)
    subject_id = IntegerField(null=True)
    detail = TextField(default="")
    machine = CharField(max_length=64)
    facts = CharField(max_length=64, default="")
    seal = CharField(max_length=64)

    class Meta:
        indexes = ((("subject", "subject_id"), False),)


class Chain(Table):
    """The one head of the chain: how many lines it has, and the last one's seal."""

    length = IntegerField(default=0)
    seal = CharField(max_length=64, default="")
