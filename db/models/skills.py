"""基本功 and 教材教法: tests held, what each came to, who had to take one again (P10, P11)."""

from peewee import CharField, DateField, DecimalField, ForeignKeyField, IntegerField, TextField

from db.models.base import Table, UtcField
from db.models.people import Teacher
from db.models.school import Term


class SkillTest(Table):
    """One test of a term; ``kind`` is an ID of the regulation's skills. Closed, it is final.

    One that was set by mistake is withdrawn and stays here.
    """

    term = ForeignKeyField(Term, backref="skill_tests")
    kind = CharField(max_length=32)
    title = CharField(max_length=128)
    held_on = DateField()
    retake_on = DateField(null=True)
    set_at = UtcField()
    set_by = ForeignKeyField(Teacher, null=True, backref="set_skill_tests")
    closed_at = UtcField(null=True)
    closed_by = ForeignKeyField(Teacher, null=True, backref="closed_skill_tests")
    withdrawn_at = UtcField(null=True)


class SkillCandidate(Table):
    """Who had to take a test, as it was told when the test was set."""

    test = ForeignKeyField(SkillTest, backref="candidates")
    teacher = ForeignKeyField(Teacher, backref="skill_candidates")
    excused = TextField(default="")

    class Meta:
        indexes = ((("test", "teacher"), True),)


class SkillResult(Table):
    """What somebody's attempt came to: a score and a comment; 1 is the first attempt, 2 the retake.

    Without a score they did not come. A mark corrected later is the same row, the trace says what
    it was.
    """

    test = ForeignKeyField(SkillTest, backref="results")
    teacher = ForeignKeyField(Teacher, backref="skill_results")
    attempt = IntegerField()
    score = DecimalField(max_digits=6, decimal_places=2, null=True)
    comment = TextField(default="")
    marked_at = UtcField()
    marked_by = ForeignKeyField(Teacher, null=True, backref="marked_skills")

    class Meta:
        indexes = ((("test", "teacher", "attempt"), True),)
