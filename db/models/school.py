"""The school itself, its terms and the regulation each term is held to."""

import secrets

from peewee import CharField, DateField, ForeignKeyField, TextField

from db.models.base import Table, UtcField
from db.models.people import Teacher


class School(Table):
    """The one school of this database.

    Sign-in codes, phones' proofs and badges' hashes are all derived from ``secret``.
    """

    name = CharField(max_length=128)
    created_at = UtcField()
    secret = CharField(max_length=64, default=secrets.token_hex)


class RegulationVersion(Table):
    """A regulation as it stood when it was adopted: never changed, only followed by another."""

    name = CharField(max_length=64)
    source = TextField()
    adopted_at = UtcField()
    reason = TextField(default="")


class Term(Table):
    """A 学期, its first and last day, and the regulation it is pinned to.

    ``staff_kept_at`` is when its roster was copied, the first time that changed after its end.
    """

    name = CharField(max_length=64, unique=True)
    starts_on = DateField()
    ends_on = DateField()
    regulation = ForeignKeyField(RegulationVersion)
    staff_kept_at = UtcField(null=True)


class Adoption(Table):
    """When a term took up a version of its regulation, who decided it, and why."""

    term = ForeignKeyField(Term, backref="adoptions")
    regulation = ForeignKeyField(RegulationVersion, backref="adoptions")
    at = UtcField()
    by = ForeignKeyField(Teacher, null=True, backref="adoptions")
    reason = TextField(default="")


class ExemptDays(Table):
    """Days of a term without 研修, from first to last; they outrank the public calendar."""

    term = ForeignKeyField(Term, backref="exempt_days")
    first = DateField()
    last = DateField()
    reason = CharField(max_length=64)
