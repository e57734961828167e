"""Signing in by QR: the school's secret, phones, the page they open, badges."""

import secrets

from peewee import BooleanField, CharField, ForeignKeyField, IntegerField, Model, TextField

from db.models.base import UtcField


def up(migrator, db):
    class Teacher(Model):
        class Meta:
            database = db
            table_name = "teacher"

    class Phone(Model):
        key = CharField(max_length=32, unique=True)
        teacher = ForeignKeyField(Teacher)
        registered_at = UtcField()
        address = CharField(max_length=64)
        revoked_at = UtcField(null=True)

        class Meta:
            database = db
            table_name = "phone"

    class PhonePage(Model):
        machine = CharField(max_length=64, unique=True)
        address = CharField(max_length=64)
        port = IntegerField()
        secure = BooleanField(default=False)
        on = BooleanField(default=False)

        class Meta:
            database = db
            table_name = "phone_page"

    class Badge(Model):
        teacher = ForeignKeyField(Teacher)
        digest = CharField(max_length=64, unique=True)
        issued_at = UtcField()
        issued_by = ForeignKeyField(Teacher, null=True)
        revoked_at = UtcField(null=True)
        revoked_by = ForeignKeyField(Teacher, null=True)
        reason = TextField(default="")

        class Meta:
            database = db
            table_name = "badge"

    db.create_tables([Phone, PhonePage, Badge])
    migrator.migrate(
        migrator.add_column(
            "school", "secret", CharField(max_length=64, default=secrets.token_hex)
        ),
        migrator.add_column(
            "attendance_fact", "phone_id", ForeignKeyField(Phone, Phone.id, null=True)
        ),
        migrator.add_column("attendance_fact", "address", CharField(max_length=64, null=True)),
    )
