"""痕迹: who did what, written in the same transaction as the deed itself."""

from peewee import CharField, ForeignKeyField, IntegerField, TextField

from db.models.base import Table, UtcField
from db.models.people import Teacher


class Trace(Table):
    """One act. ``actor`` is empty for the operator at the command line."""

    at = UtcField()
    actor = ForeignKeyField(Teacher, null=True, backref="traces")
    act = CharField(max_length=32)
    subject = CharField(max_length=32)
    subject_id = IntegerField(null=True)
    detail = TextField(default="")
    machine = CharField(max_length=64)

    class Meta:
        indexes = ((("subject", "subject_id"), False),)
