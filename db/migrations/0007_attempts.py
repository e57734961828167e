"""A number of its own for each try at signing in, so that one sent twice is written once."""

from peewee import CharField


def up(migrator, db):
    migrator.migrate(
        migrator.add_column("attendance_fact", "attempt", CharField(max_length=32, null=True)),
        migrator.add_index("attendance_fact", ("attempt",), unique=True),
    )
