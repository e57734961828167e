"""What every table shares: the one database, and time kept in UTC."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from peewee import AutoField, DateTimeField, DoesNotExist, Model

from db.connection import database
from db.errors import DatabaseProblem


class NoSuchRow(DatabaseProblem, DoesNotExist):
    """A row that is asked for by its number is not there, perhaps no longer."""

    def __str__(self) -> str:
        return "找不到这一条记录，可能刚被改动，请返回后重新选择。"


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

        DoesNotExist: ClassVar[type[Exception]]

    class Meta:
        database = database
        legacy_table_names = False
