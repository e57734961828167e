"""What no database can hold is said in one sentence, and nothing of it is kept."""

from typing import Any

import peewee

from db.errors import DatabaseProblem


class Storing(peewee.Database):
    """A database that refuses half a character, a NUL, or a number beyond its columns kindly."""

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        """Run one statement; DatabaseProblem when a value in it cannot be held."""
        try:
            return super().execute_sql(sql, params)
        except (OverflowError, UnicodeEncodeError, peewee.DataError) as error:
            raise DatabaseProblem(
                "填写的内容里有数据库存不下的文字或数字，请核对后改正。"
            ) from error
