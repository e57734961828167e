"""外出学习: the notice, the trip, what it cost, what was brought home (P8)."""

from peewee import CharField, DateField, DecimalField, ForeignKeyField, TextField

from db.models.activities import Activity
from db.models.base import Table, UtcField
from db.models.claims import Claim
from db.models.files import StoredFile
from db.models.leave import Leave
from db.models.manuscripts import Manuscript
from db.models.people import Teacher
from db.models.school import Term


class OutStudy(Table):
    """One teacher's trip. Money is in 元; ``cap`` None means that nobody set one.

    ``state`` is asked, approved, refused or cancelled. ``leave`` is the 公假 it came with,
    ``report`` what the teacher wrote home, ``materials`` where the papers brought home lie and
    ``file`` what was copied in, ``passed_on`` the meeting it was told at (none with
    ``passed_on_at``: none was needed), ``claim`` the line its 学时 were credited by.
    """

    term = ForeignKeyField(Term, backref="out_studies")
    teacher = ForeignKeyField(Teacher, backref="out_studies")
    title = CharField(max_length=128)
    notice = CharField(max_length=128, default="")
    organiser = CharField(max_length=64, default="")
    place = CharField(max_length=64)
    first = DateField()
    last = DateField()
    cap = DecimalField(max_digits=10, decimal_places=2, null=True)
    state = CharField(max_length=16, default="asked", index=True)
    asked_at = UtcField()
    asked_by = ForeignKeyField(Teacher, null=True, backref="asked_out_studies")
    decided_at = UtcField(null=True)
    decided_by = ForeignKeyField(Teacher, null=True, backref="decided_out_studies")
    opinion = TextField(default="")
    leave = ForeignKeyField(Leave, null=True, backref="out_studies")
    report = ForeignKeyField(Manuscript, null=True, backref="out_studies")
    materials = TextField(default="")
    file = ForeignKeyField(StoredFile, null=True, backref="out_studies")
    file_name = CharField(max_length=128, default="")
    reported_at = UtcField(null=True)
    passed_on = ForeignKeyField(Activity, null=True, backref="out_studies")
    passed_on_at = UtcField(null=True)
    cost = DecimalField(max_digits=10, decimal_places=2, null=True)
    violation = TextField(default="")
    settled_at = UtcField(null=True)
    settled_by = ForeignKeyField(Teacher, null=True, backref="settled_out_studies")
    claim = ForeignKeyField(Claim, null=True, backref="out_studies")
