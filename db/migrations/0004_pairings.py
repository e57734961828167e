"""师徒结对: agreements, signatures, what both did, how it was judged; what counts of it."""

from importlib import import_module

from peewee import (
    BooleanField,
    CharField,
    DateField,
    DecimalField,
    ForeignKeyField,
    IntegerField,
    Model,
    SqliteDatabase,
    TextField,
)

from db.models.base import UtcField

_BEFORE = import_module("db.migrations.0003_lesson_prep")
WORK = (
    _BEFORE.WORK
    + """
UNION ALL
SELECT term.id, pairing.mentor_id, 'pairing_duty', pairing_entry.day, pairing_entry.title,
       pairing.apprentice_id, '', 1, {yes}
FROM pairing_entry JOIN pairing ON pairing.id = pairing_entry.pairing_id
JOIN term ON pairing_entry.day BETWEEN term.starts_on AND term.ends_on
WHERE pairing_entry.signed_at IS NOT NULL AND pairing_entry.struck_at IS NULL
UNION ALL
SELECT term.id, pairing.apprentice_id, 'pairing_duty', pairing_entry.day, pairing_entry.title,
       pairing.mentor_id, '', 1, {yes}
FROM pairing_entry JOIN pairing ON pairing.id = pairing_entry.pairing_id
JOIN term ON pairing_entry.day BETWEEN term.starts_on AND term.ends_on
WHERE pairing_entry.signed_at IS NOT NULL AND pairing_entry.struck_at IS NULL
UNION ALL
SELECT term.id, pairing.mentor_id, 'mentee', pairing.ended_on, pairing.promoted_to,
       pairing.apprentice_id, '', 1, {yes}
FROM pairing JOIN term ON pairing.ended_on BETWEEN term.starts_on AND term.ends_on
WHERE pairing.state = 'graduated' AND pairing.promoted_to <> ''
"""
)


def up(migrator, db):
    class Teacher(Model):
        class Meta:
            database = db
            table_name = "teacher"

    class Term(Model):
        class Meta:
            database = db
            table_name = "term"

    class Pairing(Model):
        mentor = ForeignKeyField(Teacher)
        apprentice = ForeignKeyField(Teacher)
        subject = CharField(max_length=32)
        first = DateField()
        last = DateField()
        aims = TextField()
        mentor_duties = TextField()
        apprentice_duties = TextField()
        quotas = TextField()
        state = CharField(max_length=16, default="drafted", index=True)
        drafted_at = UtcField()
        drafted_by = ForeignKeyField(Teacher, null=True)
        signed_at = UtcField(null=True)
        ended_on = DateField(null=True)
        ended_by = ForeignKeyField(Teacher, null=True)
        end_reason = TextField(default="")
        promoted_to = CharField(max_length=32, default="")

        class Meta:
            database = db
            table_name = "pairing"

    db.create_tables([Pairing])

    class PairingAddendum(Model):
        pairing = ForeignKeyField(Pairing)
        number = IntegerField()
        words = TextField()
        last = DateField(null=True)
        quotas = TextField(null=True)
        drafted_at = UtcField()
        drafted_by = ForeignKeyField(Teacher, null=True)
        signed_at = UtcField(null=True)
        withdrawn_at = UtcField(null=True)

        class Meta:
            database = db
            table_name = "pairing_addendum"
            indexes = ((("pairing", "number"), True),)

    db.create_tables([PairingAddendum])

    class PairingSignature(Model):
        pairing = ForeignKeyField(Pairing)
        addendum = ForeignKeyField(PairingAddendum, null=True)
        side = CharField(max_length=16)
        teacher = ForeignKeyField(Teacher)
        digest = CharField(max_length=64)
        signed_at = UtcField()

        class Meta:
            database = db
            table_name = "pairing_signature"
            indexes = ((("pairing", "addendum", "side"), True),)

    db.create_tables([PairingSignature])

    class PairingEntry(Model):
        pairing = ForeignKeyField(Pairing)
        kind = CharField(max_length=32)
        day = DateField()
        title = CharField(max_length=128)
        words = TextField(default="")
        recorded_at = UtcField()
        recorded_by = ForeignKeyField(Teacher)
        late_entry = BooleanField(default=False)
        signed_at = UtcField(null=True)
        signed_by = ForeignKeyField(Teacher, null=True)
        struck_at = UtcField(null=True)
        struck_by = ForeignKeyField(Teacher, null=True)
        strike_reason = TextField(default="")

        class Meta:
            database = db
            table_name = "pairing_entry"
            indexes = ((("pairing", "day"), False),)

    db.create_tables([PairingEntry])

    class PairingAssessment(Model):
        pairing = ForeignKeyField(Pairing)
        term = ForeignKeyField(Term)
        role = CharField(max_length=16)
        mentor_score = DecimalField(max_digits=5, decimal_places=2, null=True)
        apprentice_score = DecimalField(max_digits=5, decimal_places=2, null=True)
        words = TextField(default="")
        at = UtcField()
        by = ForeignKeyField(Teacher, null=True)

        class Meta:
            database = db
            table_name = "pairing_assessment"
            indexes = ((("pairing", "term", "role"), True),)

    db.create_tables([PairingAssessment])

    db.execute_sql("DROP VIEW work")
    if isinstance(db, SqliteDatabase):
        db.execute_sql(WORK.format(yes="1", day=_BEFORE.SQLITE_DAY))
    else:
        db.execute_sql(WORK.format(yes="TRUE", day=_BEFORE.POSTGRES_DAY))
