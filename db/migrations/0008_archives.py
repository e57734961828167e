"""Archives and what is handed in: files, loans, trips, skill tests, steering, certificates."""

from importlib import import_module

from peewee import (
    BlobField,
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

_PREP = import_module("db.migrations.0003_lesson_prep")
WORK = import_module("db.migrations.0004_pairings").WORK


def up(migrator, db):
    class Teacher(Model):
        class Meta:
            database = db
            table_name = "teacher"

    class Term(Model):
        class Meta:
            database = db
            table_name = "term"

    class Group(Model):
        class Meta:
            database = db
            table_name = "staff_group"

    class Activity(Model):
        class Meta:
            database = db
            table_name = "activity"

    class Claim(Model):
        class Meta:
            database = db
            table_name = "claim"

    class Leave(Model):
        class Meta:
            database = db
            table_name = "leave"

    class Manuscript(Model):
        class Meta:
            database = db
            table_name = "manuscript"

    class StoredFile(Model):
        digest = CharField(max_length=64, unique=True)
        size = IntegerField()
        stored_at = UtcField()

        class Meta:
            database = db
            table_name = "stored_file"

    class FilePiece(Model):
        file = ForeignKeyField(StoredFile)
        number = IntegerField()
        data = BlobField()

        class Meta:
            database = db
            table_name = "file_piece"
            indexes = ((("file", "number"), True),)

    class ArchiveItem(Model):
        term = ForeignKeyField(Term)
        teacher = ForeignKeyField(Teacher, null=True)
        archive_class = CharField(max_length=32)
        title = CharField(max_length=128)
        day = DateField()
        medium = CharField(max_length=8)
        where_kept = CharField(max_length=200, default="")
        file = ForeignKeyField(StoredFile, null=True)
        file_name = CharField(max_length=128, default="")
        added_at = UtcField()
        added_by = ForeignKeyField(Teacher, null=True)
        removed_at = UtcField(null=True)
        removed_by = ForeignKeyField(Teacher, null=True)
        removed_reason = TextField(default="")

        class Meta:
            database = db
            table_name = "archive_item"
            indexes = ((("teacher", "term"), False),)

    class ArchiveCheck(Model):
        term = ForeignKeyField(Term)
        teacher = ForeignKeyField(Teacher)
        complete = BooleanField()
        missing = TextField(default="")
        opinion = TextField(default="")
        checked_at = UtcField()
        checked_by = ForeignKeyField(Teacher, null=True)

        class Meta:
            database = db
            table_name = "archive_check"
            indexes = ((("term", "teacher"), True),)

    class Loan(Model):
        item = ForeignKeyField(ArchiveItem, null=True)
        title = CharField(max_length=128)
        number = CharField(max_length=32, default="")
        borrower = ForeignKeyField(Teacher)
        reason = TextField()
        due_on = DateField()
        extended_from = DateField(null=True)
        extended_reason = TextField(default="")
        state = CharField(max_length=16, default="asked", index=True)
        asked_at = UtcField()
        decided_at = UtcField(null=True)
        decided_by = ForeignKeyField(Teacher, null=True)
        opinion = TextField(default="")
        lent_at = UtcField(null=True)
        lent_by = ForeignKeyField(Teacher, null=True)
        back_at = UtcField(null=True)
        received_by = ForeignKeyField(Teacher, null=True)
        note = TextField(default="")

        class Meta:
            database = db
            table_name = "loan"

    class OutStudy(Model):
        term = ForeignKeyField(Term)
        teacher = ForeignKeyField(Teacher)
        title = CharField(max_length=128)
        notice = CharField(max_length=128, default="")
        organiser = CharField(max_length=64, default="")
        place = CharField(max_length=64)
        first = DateField()
        last = DateField()
        cap = DecimalField(max_digits=10, decimal_places=2, null=True)
        state = CharField(max_length=16, default="asked", index=True)
        asked_at = UtcField()
        asked_by = ForeignKeyField(Teacher, null=True)
        decided_at = UtcField(null=True)
        decided_by = ForeignKeyField(Teacher, null=True)
        opinion = TextField(default="")
        leave = ForeignKeyField(Leave, null=True)
        report = ForeignKeyField(Manuscript, null=True)
        materials = TextField(default="")
        file = ForeignKeyField(StoredFile, null=True)
        file_name = CharField(max_length=128, default="")
        reported_at = UtcField(null=True)
        passed_on = ForeignKeyField(Activity, null=True)
        passed_on_at = UtcField(null=True)
        cost = DecimalField(max_digits=10, decimal_places=2, null=True)
        violation = TextField(default="")
        settled_at = UtcField(null=True)
        settled_by = ForeignKeyField(Teacher, null=True)
        claim = ForeignKeyField(Claim, null=True)

        class Meta:
            database = db
            table_name = "out_study"

    class SkillTest(Model):
        term = ForeignKeyField(Term)
        kind = CharField(max_length=32)
        title = CharField(max_length=128)
        held_on = DateField()
        retake_on = DateField(null=True)
        set_at = UtcField()
        set_by = ForeignKeyField(Teacher, null=True)
        closed_at = UtcField(null=True)
        closed_by = ForeignKeyField(Teacher, null=True)
        withdrawn_at = UtcField(null=True)

        class Meta:
            database = db
            table_name = "skill_test"

    class SkillCandidate(Model):
        test = ForeignKeyField(SkillTest)
        teacher = ForeignKeyField(Teacher)
        excused = TextField(default="")

        class Meta:
            database = db
            table_name = "skill_candidate"
            indexes = ((("test", "teacher"), True),)

    class SkillResult(Model):
        test = ForeignKeyField(SkillTest)
        teacher = ForeignKeyField(Teacher)
        attempt = IntegerField()
        score = DecimalField(max_digits=6, decimal_places=2, null=True)
        comment = TextField(default="")
        marked_at = UtcField()
        marked_by = ForeignKeyField(Teacher, null=True)

        class Meta:
            database = db
            table_name = "skill_result"
            indexes = ((("test", "teacher", "attempt"), True),)

    class SteeringRecord(Model):
        term = ForeignKeyField(Term)
        kind = CharField(max_length=16)
        phase = CharField(max_length=32, default="")
        title = CharField(max_length=128)
        day = DateField()
        place = CharField(max_length=64, default="")
        chair = ForeignKeyField(Teacher, null=True)
        minutes = ForeignKeyField(Manuscript)
        kept_at = UtcField()
        kept_by = ForeignKeyField(Teacher, null=True)
        finished_at = UtcField(null=True)
        finished_by = ForeignKeyField(Teacher, null=True)
        published_at = UtcField(null=True)
        names_to_mend = BooleanField(default=False)
        withdrawn_at = UtcField(null=True)

        class Meta:
            database = db
            table_name = "steering_record"

    class SteeringPresence(Model):
        record = ForeignKeyField(SteeringRecord)
        teacher = ForeignKeyField(Teacher)

        class Meta:
            database = db
            table_name = "steering_presence"
            indexes = ((("record", "teacher"), True),)

    class InspectionFinding(Model):
        record = ForeignKeyField(SteeringRecord)
        group = ForeignKeyField(Group, null=True)
        teacher = ForeignKeyField(Teacher, null=True)
        good = BooleanField()
        words = TextField()
        struck_at = UtcField(null=True)

        class Meta:
            database = db
            table_name = "inspection_finding"

    class Certificate(Model):
        teacher = ForeignKeyField(Teacher)
        school_year = IntegerField()
        number = CharField(max_length=32, default="")
        result = CharField(max_length=16)
        hours = DecimalField(max_digits=6, decimal_places=2)
        note = TextField(default="")
        entered_at = UtcField()
        entered_by = ForeignKeyField(Teacher, null=True)
        withdrawn_at = UtcField(null=True)
        withdrawn_reason = TextField(default="")

        class Meta:
            database = db
            table_name = "certificate"

    db.create_tables(
        [
            StoredFile,
            FilePiece,
            ArchiveItem,
            ArchiveCheck,
            Loan,
            OutStudy,
            SkillTest,
            SkillCandidate,
            SkillResult,
            SteeringRecord,
            SteeringPresence,
            InspectionFinding,
            Certificate,
        ]
    )
    # SQLite makes the table anew, and a view on it stands in the way.
    db.execute_sql("DROP VIEW work")
    migrator.migrate(
        migrator.add_column("claim", "due_at", UtcField(null=True)),
        migrator.add_column("claim", "handed_at", UtcField(null=True)),
        migrator.add_column("claim", "copies", IntegerField(default=1)),
        migrator.add_column("claim", "missing", TextField(default="")),
        migrator.add_column(
            "claim", "manuscript_id", ForeignKeyField(Manuscript, Manuscript.id, null=True)
        ),
        migrator.add_column(
            "claim", "file_id", ForeignKeyField(StoredFile, StoredFile.id, null=True)
        ),
        migrator.add_column("claim", "file_name", CharField(max_length=128, default="")),
        migrator.add_column("claim", "origin", CharField(max_length=32, default="", index=True)),
    )
    # Until now a deadline was a day of the school, eight hours ahead of UTC.
    if isinstance(db, SqliteDatabase):
        due_at, handed_at = "due_on || ' 16:00:00'", "last || ' 04:00:00'"
        words = {"yes": 1, "day": _PREP.SQLITE_DAY}
    else:
        due_at, handed_at = "due_on + TIME '16:00'", "last + TIME '04:00'"
        words = {"yes": "TRUE", "day": _PREP.POSTGRES_DAY}
    db.execute_sql(
        f"UPDATE claim SET due_at = {due_at}, handed_at = {handed_at} "  # noqa: S608
        "WHERE due_on IS NOT NULL"
    )
    db.execute_sql(WORK.format(**words))
