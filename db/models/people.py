"""Teachers, the groups they work in, and the offices they hold."""

from peewee import BooleanField, CharField, ForeignKeyField, TextField

from db.models.base import Table, UtcField


class Teacher(Table):
    """One teacher, known for good by the staff number.

    ``born`` and ``joined`` are dates as exact as the office knows them: ``1985``, ``1985-07`` or
    ``1985-07-03``. ``left_at`` is set when the person leaves; nobody is deleted.
    """

    staff_no = CharField(max_length=32, unique=True)
    name = CharField(max_length=64)
    initials = CharField(max_length=160)
    sex = CharField(max_length=1, default="")
    born = CharField(max_length=10, default="")
    joined = CharField(max_length=10, default="")
    subject = CharField(max_length=32, default="")
    grade = CharField(max_length=32, default="")
    posts = TextField(default="")
    backbone_level = CharField(max_length=32, default="")
    phone = CharField(max_length=32, default="")
    created_at = UtcField()
    left_at = UtcField(null=True)


class Group(Table):
    """A research_group, prep_group or grade_group."""

    kind = CharField(max_length=16)
    name = CharField(max_length=64)

    class Meta:
        table_name = "staff_group"
        indexes = ((("kind", "name"), True),)


class Membership(Table):
    """Who belongs to a group, and whether they lead it."""

    group = ForeignKeyField(Group, backref="memberships")
    teacher = ForeignKeyField(Teacher, backref="memberships")
    leads = BooleanField(default=False)

    class Meta:
        indexes = ((("group", "teacher"), True),)


class Office(Table):
    """A role one teacher holds for the whole school, such as ``dean`` (Z1)."""

    teacher = ForeignKeyField(Teacher, backref="offices")
    role = CharField(max_length=32)

    class Meta:
        indexes = ((("teacher", "role"), True),)
