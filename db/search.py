"""The full-text index of manuscripts: words by manuscript, on SQLite (FTS5) and on PostgreSQL.

What a word is stands in ``yanxiu_tui.rules.search``; here they are kept and found.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from peewee import (
    SQL,
    Cast,
    Database,
    DatabaseProxy,
    Expression,
    IntegerField,
    Model,
    SqliteDatabase,
    TextField,
)
from playhouse.sqlite_ext import FTS5Model, SearchField

from db.connection import database

_TABLE = "manuscript_words"
# PostgreSQL keeps a megabyte of them; no text of people comes near.
_MOST_GRAMS = 100_000
_INTO_SQLITE = "INSERT INTO manuscript_words (rowid, grams) VALUES (?, ?)"
# Its places would end at 16,383, in the middle of a long manuscript: ``said`` has no end.
_INTO_POSTGRES = (
    "INSERT INTO manuscript_words (rowid, grams, said) VALUES (%s, array_to_tsvector(%s), %s) "
    "ON CONFLICT (rowid) DO UPDATE SET grams = EXCLUDED.grams, said = EXCLUDED.said"
)


class _SqliteWords(FTS5Model):
    grams = SearchField()

    class Meta:
        database = database
        table_name = _TABLE


class _PostgresWords(Model):
    """``grams`` are its words as a TSVECTOR, ``said`` the same in order, a blank around each."""

    rowid = IntegerField(primary_key=True)
    said = TextField()

    class Meta:
        database = database
        table_name = _TABLE


def put(manuscript_id: int, words: Sequence[str]) -> None:
    """Let the manuscript be found by these words, in this order, and no longer by others."""
    if _on_sqlite():
        _SqliteWords.delete().where(_SqliteWords.rowid == manuscript_id).execute()
    put_new([(manuscript_id, words)])


def put_new(
    found: Iterable[tuple[int, Sequence[str]]], opened: Database | DatabaseProxy = database
) -> None:
    """The same for many at once; on SQLite none of them may have been there before."""
    if _on_sqlite(opened):
        rows = [(number, " ".join(words)) for number, words in found]
        opened.cursor().executemany(_INTO_SQLITE, rows)
    else:
        opened.cursor().executemany(_INTO_POSTGRES, [_postgres(*each) for each in found])


def everything(opened: Database) -> list[tuple[int, list[str]]]:
    """Every manuscript with its words in order."""
    words: Any = _SqliteWords if _on_sqlite(opened) else _PostgresWords
    column = _SqliteWords.grams if _on_sqlite(opened) else _PostgresWords.said
    rows = words.select(words.rowid, column).order_by(words.rowid).tuples().bind(opened)
    return [(number, said.split()) for number, said in rows]


def clear(opened: Database) -> None:
    """Let nothing be found any more."""
    words: Any = _SqliteWords if _on_sqlite(opened) else _PostgresWords
    words.delete().execute(opened)


def tidy() -> None:
    """Drop what SQLite's index still holds of words that are found no longer."""
    if _on_sqlite():
        database.execute_sql(f"INSERT INTO {_TABLE} ({_TABLE}) VALUES ('optimize')")  # noqa: S608


def matching(phrases: Sequence[Sequence[str]]) -> Any:
    """A query of the manuscripts that hold every one of these phrases, by their ``rowid``.

    A phrase is words that follow one another; one of a single word may end in ``*``, for any word
    so begun.
    """
    if _on_sqlite():
        meant = " AND ".join(_for_sqlite(" ".join(phrase)) for phrase in phrases)
        return _SqliteWords.select(_SqliteWords.rowid).where(_SqliteWords.match(meant))
    meant = " & ".join(word.replace("*", ":*") for phrase in phrases for word in phrase)
    query = _PostgresWords.select(_PostgresWords.rowid).where(
        Expression(SQL("grams"), "@@", Cast(meant, "tsquery"))
    )
    for phrase in phrases:
        if len(phrase) > 1:
            query = query.where(_PostgresWords.said.like(f"% {' '.join(phrase)} %"))
    return query


def _postgres(manuscript_id: int, words: Sequence[str]) -> tuple[int, list[str], str]:
    return manuscript_id, list(dict.fromkeys(words))[:_MOST_GRAMS], f" {' '.join(words)} "


def _for_sqlite(phrase: str) -> str:
    words = phrase.removesuffix("*")
    return f'"{words}"*' if words != phrase else f'"{words}"'


def _on_sqlite(opened: Database | DatabaseProxy = database) -> bool:
    return isinstance(getattr(opened, "obj", opened), SqliteDatabase)
