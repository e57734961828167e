"""What proves that a teacher is who they say: a PIN, and the code that lets them choose it."""

from peewee import CharField, ForeignKeyField, IntegerField

from db.models.base import Table, UtcField
from db.models.people import Teacher


class Credential(Table):
    """One teacher's PIN and enrolment code, hashed, and the count of wrong guesses."""

    teacher = ForeignKeyField(Teacher, unique=True, backref="credentials")
    pin_hash = CharField(max_length=160, default="")
    code_hash = CharField(max_length=160, default="")
    code_expires_at = UtcField(null=True)
    failures = IntegerField(default=0)
    next_try_at = UtcField(null=True)
