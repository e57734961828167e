"""集体备课: a group's units, its sessions, what was said, the plans that came of them (Z10–Z16)."""

from peewee import CharField, DateField, ForeignKeyField, IntegerField, TextField

from db.models.activities import Activity
from db.models.base import Table, UtcField
from db.models.manuscripts import Manuscript
from db.models.people import Group, Teacher
from db.models.school import Term


class PrepUnit(Table):
    """A 单元 (章、节) of a group's plan for the term, in the weeks it is to be taught (Z12).

    ``plan`` is its 共性教案 as it is being written; weeks are numbers of the school calendar.
    """

    term = ForeignKeyField(Term, backref="prep_units")
    group = ForeignKeyField(Group, backref="prep_units")
    plan = ForeignKeyField(Manuscript, unique=True, backref="prep_units")
    number = IntegerField()
    title = CharField(max_length=64)
    first_week = IntegerField(null=True)
    last_week = IntegerField(null=True)
    keynote = ForeignKeyField(Teacher, null=True, backref="keynote_units")
    dropped_at = UtcField(null=True)

    class Meta:
        indexes = ((("term", "group"), False),)


class PrepSession(Table):
    """A meeting at which a unit is prepared: the activity itself holds time, place and sign-in.

    ``notes`` are what the group writes of it beside the plan; the leader's signature closes them.
    """

    activity = ForeignKeyField(Activity, unique=True, backref="prep_sessions")
    unit = ForeignKeyField(PrepUnit, backref="sessions")
    notes = ForeignKeyField(Manuscript, unique=True, backref="prep_sessions")
    keynote = ForeignKeyField(Teacher, null=True, backref="keynote_sessions")
    signed_at = UtcField(null=True)
    signed_by = ForeignKeyField(Teacher, null=True, backref="signed_sessions")


class Remark(Table):
    """What somebody said at a session; ``adopted`` or ``declined`` make it a 补充 (Z14).

    ``revision`` guards it as it does a passage. One struck out stays on record.
    """

    session = ForeignKeyField(PrepSession, backref="remarks")
    teacher = ForeignKeyField(Teacher, backref="remarks")
    words = TextField()
    section = CharField(max_length=32, default="")
    adopted = CharField(max_length=16, default="")
    revision = IntegerField(default=1)
    at = UtcField()
    recorded_by = ForeignKeyField(Teacher, null=True, backref="recorded_remarks")
    struck_at = UtcField(null=True)


class PlanVersion(Table):
    """A 共性教案 as it once stood: its sections as JSON, never changed, only followed."""

    unit = ForeignKeyField(PrepUnit, backref="versions")
    number = IntegerField()
    session = ForeignKeyField(PrepSession, null=True, backref="versions")
    sections = TextField()
    note = CharField(max_length=128, default="")
    kept_at = UtcField()
    kept_by = ForeignKeyField(Teacher, null=True, backref="kept_versions")

    class Meta:
        indexes = ((("unit", "number"), True),)


class PersonalPlan(Table):
    """A 个性化教案 for one class, made from a version of the 共性教案 (Z15)."""

    unit = ForeignKeyField(PrepUnit, backref="personal_plans")
    teacher = ForeignKeyField(Teacher, backref="personal_plans")
    class_name = CharField(max_length=32)
    version = ForeignKeyField(PlanVersion, backref="personal_plans")
    manuscript = ForeignKeyField(Manuscript, unique=True, backref="personal_plans")

    class Meta:
        indexes = ((("unit", "teacher", "class_name"), True),)


class Reflection(Table):
    """A 教后反思 of a unit, or a 教育叙事 of its own; it counts from the day it is handed in."""

    teacher = ForeignKeyField(Teacher, backref="reflections")
    unit = ForeignKeyField(PrepUnit, null=True, backref="reflections")
    kind = CharField(max_length=16)
    manuscript = ForeignKeyField(Manuscript, unique=True, backref="reflections")
    handed_on = DateField(null=True)

    class Meta:
        indexes = ((("teacher", "handed_on"), False),)
