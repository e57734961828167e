"""Claims, evaluation, frozen rankings, vetoes and awards; which regulation judged a meeting."""

from peewee import (
    BooleanField,
    CharField,
    DateField,
    DecimalField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

from db.models.base import UtcField


def up(migrator, db):
    class Group(Model):
        class Meta:
            database = db
            table_name = "staff_group"

    class RegulationVersion(Model):
        class Meta:
            database = db
            table_name = "regulation_version"

    class Teacher(Model):
        class Meta:
            database = db
            table_name = "teacher"

    class Term(Model):
        class Meta:
            database = db
            table_name = "term"

    class Adoption(Model):
        term = ForeignKeyField(Term)
        regulation = ForeignKeyField(RegulationVersion)
        at = UtcField()
        by = ForeignKeyField(Teacher, null=True)
        reason = TextField(default="")

        class Meta:
            database = db
            table_name = "adoption"

    db.create_tables([Adoption])

    class Award(Model):
        term = ForeignKeyField(Term)
        award = CharField(max_length=32)
        name = CharField(max_length=64)
        teacher = ForeignKeyField(Teacher, null=True)
        group = ForeignKeyField(Group, null=True)
        reason = TextField(default="")
        decided_at = UtcField()
        decided_by = ForeignKeyField(Teacher, null=True)
        withdrawn_at = UtcField(null=True)

        class Meta:
            database = db
            table_name = "award"

    db.create_tables([Award])

    class Claim(Model):
        term = ForeignKeyField(Term)
        teacher = ForeignKeyField(Teacher)
        group = ForeignKeyField(Group, null=True)
        kind = CharField(max_length=32)
        title = CharField(max_length=128)
        organiser = CharField(max_length=64, default="")
        first = DateField()
        last = DateField()
        amount = DecimalField(max_digits=8, decimal_places=2, default=1)
        level = CharField(max_length=16, default="")
        hours_asked = DecimalField(max_digits=6, decimal_places=2, default=0)
        hours_granted = DecimalField(max_digits=6, decimal_places=2, default=0)
        due_on = DateField(null=True)
        complete = BooleanField(default=True)
        where_kept = TextField(default="")
        state = CharField(index=True, max_length=16, default="asked")
        asked_at = UtcField()
        asked_by = ForeignKeyField(Teacher, null=True)
        decided_at = UtcField(null=True)
        decided_by = ForeignKeyField(Teacher, null=True)
        opinion = TextField(default="")

        class Meta:
            database = db
            table_name = "claim"
            indexes = ((("term", "teacher"), False),)

    db.create_tables([Claim])

    class EvaluationStage(Model):
        term = ForeignKeyField(Term)
        subject = CharField(max_length=16)
        stage = CharField(max_length=16)
        opened_at = UtcField()
        opened_by = ForeignKeyField(Teacher, null=True)
        closed_at = UtcField(null=True)
        closed_by = ForeignKeyField(Teacher, null=True)

        class Meta:
            database = db
            table_name = "evaluation_stage"
            indexes = ((("term", "subject", "stage"), True),)

    db.create_tables([EvaluationStage])

    class Mark(Model):
        stage = ForeignKeyField(EvaluationStage)
        marker = ForeignKeyField(Teacher)
        teacher = ForeignKeyField(Teacher, null=True)
        group = ForeignKeyField(Group, null=True)
        score = DecimalField(max_digits=6, decimal_places=2)
        comment = TextField(default="")
        at = UtcField()

        class Meta:
            database = db
            table_name = "mark"
            indexes = ((("stage", "marker", "teacher"), True), (("stage", "marker", "group"), True))

    db.create_tables([Mark])

    class Ranking(Model):
        term = ForeignKeyField(Term)
        regulation = ForeignKeyField(RegulationVersion)
        subject = CharField(max_length=16)
        version = IntegerField()
        until = DateField()
        digest = CharField(max_length=64)
        reason = TextField(default="")
        frozen_at = UtcField()
        frozen_by = ForeignKeyField(Teacher, null=True)
        published_at = UtcField(null=True)
        published_by = ForeignKeyField(Teacher, null=True)
        notice_first = DateField(null=True)
        notice_last = DateField(null=True)

        class Meta:
            database = db
            table_name = "ranking"
            indexes = ((("term", "subject", "version"), True),)

    db.create_tables([Ranking])

    class Objection(Model):
        ranking = ForeignKeyField(Ranking)
        teacher = ForeignKeyField(Teacher)
        words = TextField()
        at = UtcField()
        answer = TextField(default="")
        upheld = BooleanField(null=True)
        answered_at = UtcField(null=True)
        answered_by = ForeignKeyField(Teacher, null=True)

        class Meta:
            database = db
            table_name = "objection"

    db.create_tables([Objection])

    class RankingLine(Model):
        ranking = ForeignKeyField(Ranking)
        teacher = ForeignKeyField(Teacher, null=True)
        group = ForeignKeyField(Group, null=True)
        place = IntegerField(null=True)
        score = DecimalField(null=True, decimal_places=2)
        grade = CharField(max_length=16, default="")
        vetoed = BooleanField(default=False)
        figures = TextField()

        class Meta:
            database = db
            table_name = "ranking_line"
            indexes = ((("ranking", "teacher"), False),)

    db.create_tables([RankingLine])

    class Veto(Model):
        term = ForeignKeyField(Term)
        teacher = ForeignKeyField(Teacher)
        reason = TextField()
        at = UtcField()
        by = ForeignKeyField(Teacher, null=True)
        lifted_at = UtcField(null=True)
        lifted_by = ForeignKeyField(Teacher, null=True)
        lifted_reason = TextField(default="")

        class Meta:
            database = db
            table_name = "veto"

    db.create_tables([Veto])

    migrator.migrate(
        migrator.add_column(
            "activity",
            "regulation_id",
            ForeignKeyField(RegulationVersion, field=RegulationVersion.id, null=True),
        )
    )
    # Before this, a term had but one version, and its meetings were judged by it.
    db.execute_sql(
        "INSERT INTO adoption (term_id, regulation_id, at, reason) "
        "SELECT term.id, version.id, version.adopted_at, version.reason "
        "FROM term JOIN regulation_version AS version ON version.id = term.regulation_id"
    )
    db.execute_sql(
        "UPDATE activity SET regulation_id = "
        "(SELECT term.regulation_id FROM term WHERE term.id = activity.term_id) "
        "WHERE opened_at IS NOT NULL"
    )
