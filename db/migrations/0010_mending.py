"""What was done about the findings of an inspection."""

from peewee import ForeignKeyField, Model, TextField

from db.models.base import UtcField


def up(migrator, db):
    class Teacher(Model):
        class Meta:
            database = db
            table_name = "teacher"

    class InspectionFinding(Model):
        class Meta:
            database = db
            table_name = "inspection_finding"

    class InspectionMending(Model):
        finding = ForeignKeyField(InspectionFinding)
        words = TextField()
        mended_at = UtcField()
        mended_by = ForeignKeyField(Teacher, null=True)
        withdrawn_at = UtcField(null=True)
        withdrawn_reason = TextField(default="")

        class Meta:
            database = db
            table_name = "inspection_mending"

    db.create_tables([InspectionMending])
