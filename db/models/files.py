"""Files copied into the school's database: by what they hold, so the same file is kept once."""

from typing import Any

from peewee import BlobField, CharField, ForeignKeyField, IntegerField

from db.models.base import Table, UtcField


class BytesField(BlobField):
    """Bytes as they are: what goes to one database may have come from the other kind."""

    def db_value(self, value: Any) -> Any:
        return None if value is None else bytes(value)

    def python_value(self, value: Any) -> Any:
        return None if value is None else bytes(value)


class StoredFile(Table):
    """A file as it was when it was copied in; ``digest`` is its SHA-256, ``size`` in bytes."""

    digest = CharField(max_length=64, unique=True)
    size = IntegerField()
    stored_at = UtcField()


class FilePiece(Table):
    """One piece of a stored file, from 0 on: no statement carries a whole video at once."""

    file = ForeignKeyField(StoredFile, backref="pieces")
    number = IntegerField()
    data = BytesField()

    class Meta:
        indexes = ((("file", "number"), True),)
