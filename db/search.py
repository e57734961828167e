"""The full-text index of manuscripts: words by manuscript, on SQLite (FTS5) and on PostgreSQL.

What a word is stands in ``yanxiu_tui.rules.search``; here they are kept and found.
"""

from collections.abc import Sequence
from typing import Any

from peewee import SQL, Cast, Expression, IntegerField, Model, SqliteDatabase
from playhouse.sqlite_ext import FTS5Model, SearchField

from db.connection import database

_TABLE = "manuscript_words"


class _SqliteWords(FTS5Model):
    grams = SearchField()

    class Meta:
        database = database
        table_name = _TABLE


class _PostgresWords(Model):
    """``grams`` is a TSVECTOR; it is only ever written and matched through a cast."""

    rowid = IntegerField(primary_key=True)

    class Meta:
        database = database
        table_name = _TABLE


def put(manuscript_id: int, words: Sequence[str]) -> None:
    """Let the manuscript be found by these words, in this order, and no longer by others."""
    if _on_sqlite():
        _SqliteWords.delete().where(_SqliteWords.rowid == manuscript_id).execute()
        _SqliteWords.insert(rowid=manuscript_id, grams=" ".join(words)).execute()
        return
    placed = " ".join(f"{word}:{at}" for at, word in enumerate(words, 1))
    database.execute_sql(
        "INSERT INTO manuscript_words (rowid, grams) VALUES (%s, %s::tsvector) "
        "ON CONFLICT (rowid) DO UPDATE SET grams = EXCLUDED.grams",
        (manuscript_id, placed),
    )


def matching(phrases: Sequence[Sequence[str]]) -> Any:
    """A query of the manuscripts that hold every one of these phrases, by their ``rowid``.

    A phrase is words that follow one another; its last may end in ``*``, for any word so begun.
    """
    if _on_sqlite():
        meant = " AND ".join(_for_sqlite(" ".join(phrase)) for phrase in phrases)
        return _SqliteWords.select(_SqliteWords.rowid).where(_SqliteWords.match(meant))
    meant = " & ".join(
        "(" + " <-> ".join(word.replace("*", ":*") for word in phrase) + ")" for phrase in phrases
    )
    return _PostgresWords.select(_PostgresWords.rowid).where(
        Expression(SQL("grams"), "@@", Cast(meant, "tsquery"))
    )


def _for_sqlite(phrase: str) -> str:
    words = phrase.removesuffix("*")
    return f'"{words}"*' if words != phrase else f'"{words}"'


def _on_sqlite() -> bool:
    return isinstance(database.obj, SqliteDatabase)
