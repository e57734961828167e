"""集体备课 and 听课: manuscripts, units, sessions, plans, checks, lessons heard; what counts of all."""

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

# Meetings are kept in UTC; what counts is the day in the school, eight hours ahead all year.
SQLITE_DAY = "date(activity.starts_at, '+8 hours')"
POSTGRES_DAY = "CAST(activity.starts_at + INTERVAL '8 hours' AS DATE)"
WORK = """
CREATE VIEW work AS
SELECT term_id, teacher_id, kind, last AS day, title, NULL AS other_id, level, amount, complete
FROM claim WHERE state = 'granted'
UNION ALL
SELECT term_id, observer_id, 'observation', day, school_name || class_name || ' ' || topic,
       taught_by_id, '', 1, {yes}
FROM observation WHERE completed_at IS NOT NULL AND voided_at IS NULL
UNION ALL
SELECT term_id, taught_by_id, 'observation_taken', day, class_name || ' ' || topic, observer_id,
       '', 1, {yes}
FROM observation
WHERE taught_by_id IS NOT NULL AND completed_at IS NOT NULL AND voided_at IS NULL
UNION ALL
SELECT term_id, observer_id, 'lesson_review', day, school_name || class_name || ' ' || topic,
       taught_by_id, '', 1, {yes}
FROM observation WHERE confirmed_at IS NOT NULL AND voided_at IS NULL
UNION ALL
SELECT term_id, teacher_id, kind, day, class_name || ' ' || topic, NULL, '', 1, {yes}
FROM open_lesson
WHERE cancelled_at IS NULL AND EXISTS (
    SELECT 1 FROM observation WHERE observation.lesson_id = open_lesson.id
    AND observation.completed_at IS NOT NULL AND observation.voided_at IS NULL
)
UNION ALL
SELECT activity.term_id, prep_session.keynote_id, 'keynote', {day}, activity.title, NULL,
       '', 1, {yes}
FROM prep_session JOIN activity ON activity.id = prep_session.activity_id
WHERE prep_session.keynote_id IS NOT NULL AND activity.ended_at IS NOT NULL
UNION ALL
SELECT activity.term_id, remark.teacher_id, 'addition', {day}, activity.title, NULL, '', 1, {yes}
FROM remark JOIN prep_session ON prep_session.id = remark.session_id
JOIN activity ON activity.id = prep_session.activity_id
WHERE remark.adopted <> '' AND remark.struck_at IS NULL AND activity.ended_at IS NOT NULL
UNION ALL
SELECT manuscript.term_id, reflection.teacher_id, reflection.kind, reflection.handed_on,
       manuscript.title, NULL, '', 1, {yes}
FROM reflection JOIN manuscript ON manuscript.id = reflection.manuscript_id
WHERE manuscript.kind = 'reflection' AND reflection.handed_on IS NOT NULL
"""


def up(migrator, db):
    class Activity(Model):
        class Meta:
            database = db
            table_name = "activity"

    class Group(Model):
        class Meta:
            database = db
            table_name = "staff_group"

    class Teacher(Model):
        class Meta:
            database = db
            table_name = "teacher"

    class Term(Model):
        class Meta:
            database = db
            table_name = "term"

    class Manuscript(Model):
        kind = CharField(max_length=16)
        term = ForeignKeyField(Term)
        group = ForeignKeyField(Group, null=True)
        author = ForeignKeyField(Teacher, null=True)
        about = ForeignKeyField(Teacher, null=True)
        title = CharField(max_length=128)
        day = DateField()
        created_at = UtcField()
        closed_at = UtcField(null=True)

        class Meta:
            database = db
            table_name = "manuscript"
            indexes = ((("term", "kind", "group"), False),)

    db.create_tables([Manuscript])

    class Passage(Model):
        manuscript = ForeignKeyField(Manuscript)
        section = CharField(max_length=32)
        text = TextField()
        revision = IntegerField(default=1)
        edited_at = UtcField()
        edited_by = ForeignKeyField(Teacher, null=True)

        class Meta:
            database = db
            table_name = "passage"
            indexes = ((("manuscript", "section"), True),)

    db.create_tables([Passage])

    class SetAside(Model):
        manuscript = ForeignKeyField(Manuscript)
        section = CharField(max_length=32)
        text = TextField()
        author = ForeignKeyField(Teacher, null=True)
        at = UtcField()

        class Meta:
            database = db
            table_name = "set_aside"

    db.create_tables([SetAside])

    class PrepUnit(Model):
        term = ForeignKeyField(Term)
        group = ForeignKeyField(Group)
        plan = ForeignKeyField(Manuscript, unique=True)
        number = IntegerField()
        title = CharField(max_length=64)
        first_week = IntegerField(null=True)
        last_week = IntegerField(null=True)
        keynote = ForeignKeyField(Teacher, null=True)
        dropped_at = UtcField(null=True)

        class Meta:
            database = db
            table_name = "prep_unit"
            indexes = ((("term", "group"), False),)

    db.create_tables([PrepUnit])

    class PrepSession(Model):
        activity = ForeignKeyField(Activity, unique=True)
        unit = ForeignKeyField(PrepUnit)
        notes = ForeignKeyField(Manuscript, unique=True)
        keynote = ForeignKeyField(Teacher, null=True)
        signed_at = UtcField(null=True)
        signed_by = ForeignKeyField(Teacher, null=True)

        class Meta:
            database = db
            table_name = "prep_session"

    db.create_tables([PrepSession])

    class Remark(Model):
        session = ForeignKeyField(PrepSession)
        teacher = ForeignKeyField(Teacher)
        words = TextField()
        section = CharField(max_length=32, default="")
        adopted = CharField(max_length=16, default="")
        revision = IntegerField(default=1)
        at = UtcField()
        recorded_by = ForeignKeyField(Teacher, null=True)
        struck_at = UtcField(null=True)

        class Meta:
            database = db
            table_name = "remark"

    db.create_tables([Remark])

    class PlanVersion(Model):
        unit = ForeignKeyField(PrepUnit)
        number = IntegerField()
        session = ForeignKeyField(PrepSession, null=True)
        sections = TextField()
        note = CharField(max_length=128, default="")
        kept_at = UtcField()
        kept_by = ForeignKeyField(Teacher, null=True)

        class Meta:
            database = db
            table_name = "plan_version"
            indexes = ((("unit", "number"), True),)

    db.create_tables([PlanVersion])

    class PersonalPlan(Model):
        unit = ForeignKeyField(PrepUnit)
        teacher = ForeignKeyField(Teacher)
        class_name = CharField(max_length=32)
        version = ForeignKeyField(PlanVersion)
        manuscript = ForeignKeyField(Manuscript, unique=True)

        class Meta:
            database = db
            table_name = "personal_plan"
            indexes = ((("unit", "teacher", "class_name"), True),)

    db.create_tables([PersonalPlan])

    class Reflection(Model):
        teacher = ForeignKeyField(Teacher)
        unit = ForeignKeyField(PrepUnit, null=True)
        kind = CharField(max_length=16)
        manuscript = ForeignKeyField(Manuscript, unique=True)
        handed_on = DateField(null=True)

        class Meta:
            database = db
            table_name = "reflection"
            indexes = ((("teacher", "handed_on"), False),)

    db.create_tables([Reflection])

    class Supervision(Model):
        group = ForeignKeyField(Group)
        teacher = ForeignKeyField(Teacher)

        class Meta:
            database = db
            table_name = "supervision"
            indexes = ((("group", "teacher"), True),)

    db.create_tables([Supervision])

    class PlanCheck(Model):
        term = ForeignKeyField(Term)
        group = ForeignKeyField(Group)
        teacher = ForeignKeyField(Teacher)
        span = CharField(max_length=16)
        number = IntegerField()
        result = CharField(max_length=16)
        words = TextField(default="")
        checked_at = UtcField()
        checked_by = ForeignKeyField(Teacher, null=True)

        class Meta:
            database = db
            table_name = "plan_check"
            indexes = ((("term", "group", "span", "number"), False),)

    db.create_tables([PlanCheck])

    class MonthlyReport(Model):
        term = ForeignKeyField(Term)
        subject = CharField(max_length=16)
        number = IntegerField()
        version = IntegerField(default=1)
        first = DateField()
        last = DateField()
        figures = TextField()
        reason = TextField(default="")
        frozen_at = UtcField()
        frozen_by = ForeignKeyField(Teacher, null=True)

        class Meta:
            database = db
            table_name = "monthly_report"
            indexes = ((("term", "subject", "number", "version"), True),)

    db.create_tables([MonthlyReport])

    class OpenLesson(Model):
        term = ForeignKeyField(Term)
        teacher = ForeignKeyField(Teacher)
        group = ForeignKeyField(Group, null=True)
        kind = CharField(max_length=32)
        subject = CharField(max_length=32)
        topic = CharField(max_length=128)
        class_name = CharField(max_length=32)
        day = DateField(index=True)
        period = IntegerField()
        place = CharField(max_length=64, default="")
        seats = IntegerField(null=True)
        series = CharField(max_length=36, default="", index=True)
        note = TextField(default="")
        announced_at = UtcField()
        announced_by = ForeignKeyField(Teacher, null=True)
        cancelled_at = UtcField(null=True)
        cancel_reason = TextField(default="")

        class Meta:
            database = db
            table_name = "open_lesson"

    db.create_tables([OpenLesson])

    class LessonSignUp(Model):
        lesson = ForeignKeyField(OpenLesson)
        teacher = ForeignKeyField(Teacher)
        at = UtcField()

        class Meta:
            database = db
            table_name = "lesson_sign_up"
            indexes = ((("lesson", "teacher"), True),)

    db.create_tables([LessonSignUp])

    class Observation(Model):
        term = ForeignKeyField(Term)
        manuscript = ForeignKeyField(Manuscript, unique=True)
        observer = ForeignKeyField(Teacher)
        taught_by = ForeignKeyField(Teacher, null=True)
        taught_by_name = CharField(max_length=64, default="")
        school_name = CharField(max_length=64, default="")
        lesson = ForeignKeyField(OpenLesson, null=True)
        subject = CharField(max_length=32)
        class_name = CharField(max_length=32)
        topic = CharField(max_length=128)
        day = DateField()
        period = IntegerField()
        place = CharField(max_length=64, default="")
        mode = CharField(max_length=16)
        grade = CharField(max_length=16, default="")
        marks = TextField(default="")
        total = DecimalField(max_digits=6, decimal_places=2, null=True)
        started_at = UtcField()
        completed_at = UtcField(null=True)
        late_entry = BooleanField(default=False)
        confirmed_at = UtcField(null=True)
        answer = TextField(default="")
        voided_at = UtcField(null=True)
        voided_by = ForeignKeyField(Teacher, null=True)
        void_reason = TextField(default="")

        class Meta:
            database = db
            table_name = "observation"
            indexes = (
                (("term", "observer"), False),
                (("taught_by", "day"), False),
                (("day", "period"), False),
            )

    db.create_tables([Observation])

    class ActivityFile(Model):
        activity = ForeignKeyField(Activity)
        where_kept = TextField()
        caption = CharField(max_length=128, default="")
        added_at = UtcField()
        added_by = ForeignKeyField(Teacher, null=True)
        removed_at = UtcField(null=True)

        class Meta:
            database = db
            table_name = "activity_file"

    db.create_tables([ActivityFile])

    if isinstance(db, SqliteDatabase):
        db.execute_sql(WORK.format(yes="1", day=SQLITE_DAY))
        db.execute_sql("CREATE VIRTUAL TABLE manuscript_words USING fts5(grams, tokenize='ascii')")
    else:
        db.execute_sql(WORK.format(yes="TRUE", day=POSTGRES_DAY))
        db.execute_sql(
            "CREATE TABLE manuscript_words ("
            "rowid INTEGER PRIMARY KEY REFERENCES manuscript (id) ON DELETE CASCADE, "
            "grams TSVECTOR NOT NULL, said TEXT NOT NULL)"
        )
        db.execute_sql("CREATE INDEX manuscript_words_grams ON manuscript_words USING gin (grams)")
