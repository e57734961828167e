"""A query that is put again and again: Peewee takes longer to build it than SQLite to answer."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from peewee import SQL, Field

from db.connection import database
from db.models.base import Table


class Statement:
    """A query built once for each number of values, and afterwards only answered.

    ``build`` makes it of the values: they are its first parameters, and the others never change.
    """

    def __init__(self, build: Callable[[Sequence[int]], Any]) -> None:
        self._build = build
        self._built: dict[tuple[str, int], tuple[str, Sequence[Any]]] = {}

    def rows(self, values: Sequence[int]) -> Any:
        """What the database has for these values, as it gives it."""
        return database.execute_sql(*self._of(values))

    def nested(self, values: Sequence[int]) -> SQL:
        """The query as it stands after IN, where Peewee would build it twice."""
        sql, parameters = self._of(values)
        return SQL(f"({sql})", parameters)

    def _of(self, values: Sequence[int]) -> tuple[str, Sequence[Any]]:
        # SQLite and PostgreSQL mark a parameter each in its way.
        shape = (database.param, len(values))
        if shape not in self._built:
            sql, parameters = self._build(values).sql()
            self._built[shape] = (sql, parameters[len(values) :])
        sql, others = self._built[shape]
        return sql, [*values, *others]


class Insertion:
    """The insertion of one row of a table, built once; what a row does not say is its default."""

    def __init__(self, table: type[Table]) -> None:
        self._fields = [field for field in table._meta.sorted_fields if field.name != "id"]
        columns = ", ".join(f'"{field.column_name}"' for field in self._fields)
        self._begin = f'INSERT INTO "{table._meta.table_name}" ({columns}) VALUES '  # noqa: S608

    def put(self, row: Mapping[str, Any]) -> int:
        """Insert the row; its id."""
        values = [field.db_value(self._of(row, field)) for field in self._fields]
        marks = f"({', '.join([database.param] * len(values))})"
        if not database.returning_clause:
            return int(database.execute_sql(self._begin + marks, values).lastrowid)
        return int(database.execute_sql(f"{self._begin}{marks} RETURNING id", values).fetchone()[0])

    @staticmethod
    def _of(row: Mapping[str, Any], field: Field) -> Any:
        if field.name in row:
            return row[field.name]
        return field.default() if callable(field.default) else field.default
