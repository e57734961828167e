"""Files copied into the school's database: by what they hold, so the same file is kept once."""

from peewee import BlobField, CharField, ForeignKeyField, IntegerField

from db.models.base import Table, UtcField


class StoredFile(Table):
    """A file as it was when it was copied in; ``digest`` is its SHA-256, ``size`` in bytes."""

    digest = CharField(max_length=64, unique=True)
    size = IntegerField()
    stored_at = UtcField()


class FilePiece(Table):
    """One piece of a stored file, from 0 on: no statement carries a whole video at once."""

    file = ForeignKeyField(StoredFile, backref="pieces")
    number = IntegerField()
    data = BlobField()

    class Meta:
        indexes = ((("file", "number"), True),)
