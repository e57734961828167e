"""What makes a query quick to put: Peewee takes longer to build one than SQLite to answer it."""

from collections.abc import Callable, Sequence
from typing import Any

from peewee import SQL

from db.connection import database


class Statement:
    """A query that is built once for each number of values, and then only answered.

    ``build`` makes it of the values, which are all its parameters, in their order.
    """

    def __init__(self, build: Callable[[Sequence[int]], Any]) -> None:
        self._build = build
        self._built: dict[tuple[str, int], str] = {}

    def rows(self, values: Sequence[int]) -> Any:
        """The rows as the database gives them, for these values."""
        # SQLite and PostgreSQL write a parameter differently.
        shape = (database.param, len(values))
        if shape not in self._built:
            self._built[shape] = self._build(values).sql()[0]
        return database.execute_sql(self._built[shape], values)


def built(query: Any) -> SQL:
    """The query as it stands after IN; Peewee builds that twice, to see whether it is empty."""
    sql, values = query.sql()
    return SQL(f"({sql})", values)
