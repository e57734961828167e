"""What every table shares: the one database, and time kept in UTC."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from peewee import AutoField, DateTimeField, Model

from db.connection import database


class UtcField(DateTimeField):
    """An instant: aware in Python, plain UTC in the database, the same on both databases."""

    def db_value(self, value: Any) -> Any:
        if isinstance(value, datetime):
            if value.tzinfo is None:
                raise ValueError("an instant needs a time zone")
            value = value.astimezone(UTC).replace(tzinfo=None)
        return super().db_value(value)

    def python_value(self, value: Any) -> Any:
        value = super().python_value(value)
        return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value


class Table(Model):
    """The base of all tables."""

    id = AutoField()

    if TYPE_CHECKING:
        # Peewee adds ``teacher_id`` beside ``teacher``, back references and selected aliases.
        def __getattr__(self, name: str) -> Any: ...

    class Meta:
        database = database
        legacy_table_names = False
