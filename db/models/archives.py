"""档案: what is filed by hand, the term check of growth archives, and loans (Z32–Z36, P3–P5)."""

from peewee import BooleanField, CharField, DateField, ForeignKeyField, TextField

from db.models.base import Table, UtcField
from db.models.files import StoredFile
from db.models.people import Teacher
from db.models.school import Term


class ArchiveItem(Table):
    """Something filed by hand; without a ``teacher`` it belongs to the 总档案.

    ``archive_class`` is an ID of the regulation's classes. ``medium`` is paper, file or both:
    ``where_kept`` says where the paper lies, ``file`` is the copy. One taken out stays on record.
    """

    term = ForeignKeyField(Term, backref="archive_items")
    teacher = ForeignKeyField(Teacher, null=True, backref="archive_items")
    archive_class = CharField(max_length=32)
    title = CharField(max_length=128)
    day = DateField()
    medium = CharField(max_length=8)
    where_kept = CharField(max_length=200, default="")
    file = ForeignKeyField(StoredFile, null=True, backref="archive_items")
    file_name = CharField(max_length=128, default="")
    added_at = UtcField()
    added_by = ForeignKeyField(Teacher, null=True, backref="filed_items")
    removed_at = UtcField(null=True)
    removed_by = ForeignKeyField(Teacher, null=True, backref="removed_items")
    removed_reason = TextField(default="")

    class Meta:
        indexes = ((("teacher", "term"), False),)


class ArchiveCheck(Table):
    """The term's check of one growth archive (P5); ``missing`` names what was wanting then."""

    term = ForeignKeyField(Term, backref="archive_checks")
    teacher = ForeignKeyField(Teacher, backref="archive_checks")
    complete = BooleanField()
    missing = TextField(default="")
    opinion = TextField(default="")
    checked_at = UtcField()
    checked_by = ForeignKeyField(Teacher, null=True, backref="checked_archives")

    class Meta:
        indexes = ((("term", "teacher"), True),)


class Loan(Table):
    """One line of the 借阅登记 (Z36); ``item`` is empty for what is not filed here by hand.

    ``state`` is asked, refused, withdrawn, approved, out or back. ``extended_from`` is the day it
    was due before it was extended, once, for ``extended_reason``.
    """

    item = ForeignKeyField(ArchiveItem, null=True, backref="loans")
    title = CharField(max_length=128)
    number = CharField(max_length=32, default="")
    borrower = ForeignKeyField(Teacher, backref="loans")
    reason = TextField()
    due_on = DateField()
    extended_from = DateField(null=True)
    extended_reason = TextField(default="")
    state = CharField(max_length=16, default="asked", index=True)
    asked_at = UtcField()
    decided_at = UtcField(null=True)
    decided_by = ForeignKeyField(Teacher, null=True, backref="decided_loans")
    opinion = TextField(default="")
    lent_at = UtcField(null=True)
    lent_by = ForeignKeyField(Teacher, null=True, backref="lent_loans")
    back_at = UtcField(null=True)
    received_by = ForeignKeyField(Teacher, null=True, backref="received_loans")
    note = TextField(default="")
