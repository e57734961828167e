"""What counts, from every record that counts: the one place that figures of work are read from."""

from peewee import BooleanField, CharField, DateField, DecimalField, ForeignKeyField, Model

from db.connection import database
from db.models.people import Teacher
from db.models.school import Term


class Work(Model):
    """A view over granted claims, lessons heard and given, keynotes, 补充 and reflections.

    ``kind`` is what a regulation's claim kinds are called: paper records claimed at the office and
    records made at the terminal come to one figure.
    """

    term = ForeignKeyField(Term)
    teacher = ForeignKeyField(Teacher)
    kind = CharField()
    day = DateField()
    title = CharField()
    other = ForeignKeyField(Teacher, null=True)
    level = CharField()
    amount = DecimalField(max_digits=8, decimal_places=2)
    complete = BooleanField()

    class Meta:
        database = database
        table_name = "work"
        primary_key = False
