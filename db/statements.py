"""A query that is put again and again: Peewee takes longer to build it than SQLite to answer."""

from collections.abc import Callable, Sequence
from typing import Any

from peewee import SQL

from db.connection import database


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
