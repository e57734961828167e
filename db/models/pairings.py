"""师徒结对: the agreement, who signed it, what both did, and how it was judged (形式2, P9)."""

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
from db.models.people import Teacher
from db.models.school import Term


class Pairing(Table):
    """A mentor and an apprentice from first day to last; ``state`` is drafted, signed, graduated,
    dissolved or withdrawn.

    ``quotas`` are what both owe, as JSON from the regulation's template. Once signed nothing here
    changes: an addendum both sign says what is otherwise. ``promoted_to`` is the backbone level
    an apprentice reached (P9).
    """

    mentor = ForeignKeyField(Teacher, backref="pairings_as_mentor")
    apprentice = ForeignKeyField(Teacher, backref="pairings_as_apprentice")
    subject = CharField(max_length=32)
    first = DateField()
    last = DateField()
    aims = TextField()
    mentor_duties = TextField()
    apprentice_duties = TextField()
    quotas = TextField()
    state = CharField(max_length=16, default="drafted", index=True)
    drafted_at = UtcField()
    drafted_by = ForeignKeyField(Teacher, null=True, backref="drafted_pairings")
    signed_at = UtcField(null=True)
    ended_on = DateField(null=True)
    ended_by = ForeignKeyField(Teacher, null=True, backref="ended_pairings")
    end_reason = TextField(default="")
    promoted_to = CharField(max_length=32, default="")


class PairingAddendum(Table):
    """A change of a signed agreement: in words, and what of it is otherwise (None: as before)."""

    pairing = ForeignKeyField(Pairing, backref="addenda")
    number = IntegerField()
    words = TextField()
    last = DateField(null=True)
    quotas = TextField(null=True)
    drafted_at = UtcField()
    drafted_by = ForeignKeyField(Teacher, null=True, backref="drafted_addenda")
    signed_at = UtcField(null=True)
    withdrawn_at = UtcField(null=True)

    class Meta:
        indexes = ((("pairing", "number"), True),)


class PairingSignature(Table):
    """One side's signature, by PIN, under an agreement or an addendum; ``side`` is mentor,
    apprentice or school. ``digest`` is the SHA-256 of the very words signed."""

    pairing = ForeignKeyField(Pairing, backref="signatures")
    addendum = ForeignKeyField(PairingAddendum, null=True, backref="signatures")
    side = CharField(max_length=16)
    teacher = ForeignKeyField(Teacher, backref="pairing_signatures")
    digest = CharField(max_length=64)
    signed_at = UtcField()

    class Meta:
        indexes = ((("pairing", "addendum", "side"), True),)


class PairingEntry(Table):
    """Something both did that no other record holds (指导, 试讲); it counts once the other side
    has signed it. Lessons heard and open lessons come from their own records."""

    pairing = ForeignKeyField(Pairing, backref="entries")
    kind = CharField(max_length=32)
    day = DateField()
    title = CharField(max_length=128)
    words = TextField(default="")
    recorded_at = UtcField()
    recorded_by = ForeignKeyField(Teacher, backref="pairing_entries")
    late_entry = BooleanField(default=False)
    signed_at = UtcField(null=True)
    signed_by = ForeignKeyField(Teacher, null=True, backref="signed_pairing_entries")
    struck_at = UtcField(null=True)
    struck_by = ForeignKeyField(Teacher, null=True, backref="struck_pairing_entries")
    strike_reason = TextField(default="")

    class Meta:
        indexes = ((("pairing", "day"), False),)


class PairingAssessment(Table):
    """How one side judged a pairing at the end of a term; ``role`` is mentor, apprentice, office.

    ``mentor_score`` and ``apprentice_score`` are out of a hundred; one judges nobody's own work.
    """

    pairing = ForeignKeyField(Pairing, backref="assessments")
    term = ForeignKeyField(Term, backref="pairing_assessments")
    role = CharField(max_length=16)
    mentor_score = DecimalField(max_digits=5, decimal_places=2, null=True)
    apprentice_score = DecimalField(max_digits=5, decimal_places=2, null=True)
    words = TextField(default="")
    at = UtcField()
    by = ForeignKeyField(Teacher, null=True, backref="given_pairing_assessments")

    class Meta:
        indexes = ((("pairing", "term", "role"), True),)
