"""The chain of traces: every line there is gets a number and a seal, every fact its line."""

from datetime import UTC, datetime

from peewee import BooleanField, CharField, ForeignKeyField, IntegerField, Model, TextField

from db.models.base import UtcField


def up(migrator, db):
    class Trace(Model):
        number = IntegerField(null=True)
        at = UtcField()
        actor = IntegerField(null=True, column_name="actor_id")
        act = CharField(max_length=32)
        subject = CharField(max_length=32)
        subject_id = IntegerField(null=True)
        detail = TextField(default="")
        machine = CharField(max_length=64)
        facts = CharField(max_length=64, default="")
        seal = CharField(max_length=64, default="")

        class Meta:
            database = db
            table_name = "trace"

    class Chain(Model):
        length = IntegerField(default=0)
        seal = CharField(max_length=64, default="")

        class Meta:
            database = db
            table_name = "chain"

    class AttendanceFact(Model):
        activity = IntegerField(null=True, column_name="activity_id")
        teacher = IntegerField(null=True, column_name="teacher_id")
        kind = CharField(max_length=24)
        at = UtcField()
        recorded_at = UtcField()
        roll = IntegerField(default=0)
        detail = CharField(max_length=64, default="")
        before = CharField(max_length=16, default="")
        reason = TextField(default="")
        means = CharField(max_length=16)
        machine = CharField(max_length=64)
        recorded_by = IntegerField(null=True, column_name="recorded_by_id")
        late_entry = BooleanField(default=False)
        phone = IntegerField(null=True, column_name="phone_id")
        address = CharField(max_length=64, null=True)
        trace = ForeignKeyField(Trace, null=True)

        class Meta:
            database = db
            table_name = "attendance_fact"

    db.create_tables([Chain])
    migrator.migrate(
        migrator.add_column("trace", "number", IntegerField(null=True)),
        migrator.add_column("trace", "facts", CharField(max_length=64, default="")),
        migrator.add_column("trace", "seal", CharField(max_length=64, default="")),
        migrator.add_column(
            "attendance_fact", "trace_id", ForeignKeyField(Trace, Trace.id, null=True)
        ),
    )
    number, seal = _chain(Trace, AttendanceFact)
    Chain.create(length=number, seal=seal)
    migrator.migrate(
        migrator.add_not_null("trace", "number"),
        migrator.add_index("trace", ("number",), unique=True),
    )


def _chain(Trace, AttendanceFact):
    """Seal the lines in their order; one more answers for the facts there are."""
    from db.chain import digest, seal_of

    facts = list(AttendanceFact.select().order_by(AttendanceFact.id).dicts())
    if facts:
        Trace.create(
            at=datetime.now(UTC),
            act="begin_chain",
            subject="attendance_fact",
            machine="",
            facts=digest(facts),
        )
    number, seal = 0, ""
    for line in list(Trace.select().order_by(Trace.id).dicts()):
        number += 1
        seal = seal_of(seal, number, line)
        Trace.update(number=number, seal=seal).where(Trace.id == line["id"]).execute()
    if facts:
        last = Trace.select(Trace.id).order_by(Trace.id.desc()).first()
        AttendanceFact.update(trace=last).execute()
    return number, seal
