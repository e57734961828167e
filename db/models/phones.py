"""Teachers' phones, and the page each terminal serves to them."""

from peewee import BooleanField, CharField, ForeignKeyField, IntegerField

from db.models.base import Table, UtcField
from db.models.people import Teacher


class Phone(Table):
    """One phone, known by a public ``key``, and whose it is since ``registered_at``.

    What proves the phone is derived from the school's secret and kept on the phone alone.
    """

    key = CharField(max_length=32, unique=True)
    teacher = ForeignKeyField(Teacher, backref="phones")
    registered_at = UtcField()
    address = CharField(max_length=64)
    revoked_at = UtcField(null=True)


class PhonePage(Table):
    """Where one terminal serves the page, as the office set it."""

    machine = CharField(max_length=64, unique=True)
    address = CharField(max_length=64)
    port = IntegerField()
    secure = BooleanField(default=False)
    on = BooleanField(default=False)
