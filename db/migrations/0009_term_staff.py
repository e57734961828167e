"""The roster as it stood at the end of a term, kept before the next change, and read by term."""

from peewee import BooleanField, CharField, ForeignKeyField, Model

from db.models.base import UtcField

VIEWS = (
    """
CREATE VIEW term_teacher AS
SELECT term.id AS term_id, teacher.id AS teacher_id,
    COALESCE(kept.subject, teacher.subject) AS subject,
    COALESCE(kept.grade, teacher.grade) AS grade,
    COALESCE(kept.backbone_level, teacher.backbone_level) AS backbone_level,
    CASE WHEN kept.id IS NULL THEN teacher.left_at ELSE kept.left_at END AS left_at
FROM term CROSS JOIN teacher
LEFT JOIN kept_teacher AS kept ON kept.term_id = term.id AND kept.teacher_id = teacher.id
""",
    """
CREATE VIEW term_membership AS
SELECT term_id, group_id, teacher_id, leads FROM kept_membership
UNION ALL
SELECT term.id, membership.group_id, membership.teacher_id, membership.leads
FROM term CROSS JOIN membership WHERE term.staff_kept_at IS NULL
""",
    """
CREATE VIEW term_office AS
SELECT term_id, teacher_id, role FROM kept_office
UNION ALL
SELECT term.id, office.teacher_id, office.role
FROM term CROSS JOIN office WHERE term.staff_kept_at IS NULL
""",
)


def up(migrator, db):
    class Term(Model):
        class Meta:
            database = db
            table_name = "term"

    class Teacher(Model):
        class Meta:
            database = db
            table_name = "teacher"

    class Group(Model):
        class Meta:
            database = db
            table_name = "staff_group"

    class KeptTeacher(Model):
        term = ForeignKeyField(Term)
        teacher = ForeignKeyField(Teacher)
        subject = CharField(max_length=32)
        grade = CharField(max_length=32)
        backbone_level = CharField(max_length=32)
        left_at = UtcField(null=True)

        class Meta:
            database = db
            table_name = "kept_teacher"
            indexes = ((("term", "teacher"), True),)

    class KeptMembership(Model):
        term = ForeignKeyField(Term)
        group = ForeignKeyField(Group)
        teacher = ForeignKeyField(Teacher)
        leads = BooleanField()

        class Meta:
            database = db
            table_name = "kept_membership"
            indexes = ((("term", "group", "teacher"), True),)

    class KeptOffice(Model):
        term = ForeignKeyField(Term)
        teacher = ForeignKeyField(Teacher)
        role = CharField(max_length=32)

        class Meta:
            database = db
            table_name = "kept_office"
            indexes = ((("term", "teacher", "role"), True),)

    db.create_tables([KeptTeacher, KeptMembership, KeptOffice])
    migrator.migrate(migrator.add_column("term", "staff_kept_at", UtcField(null=True)))
    for view in VIEWS:
        db.execute_sql(view)
