"""What nobody should type and somebody will; and a way to try it on a school and undo it."""

import dataclasses
import types
import typing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import peewee
import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from db.connection import database
from db.errors import DatabaseProblem
from db.models import ALL
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import credentials, enrolment_codes

KINDLY = (Refused, DatabaseProblem)
DIGITS = "0123456789０１２３４５６７８９٠١٢٣٤٥٦٧٨٩०१२३४५६७८९๐๑๒①②③²³½〇一二三Ⅷ𝟙𝟚𝟛"
ODD_WORDS = [
    "", " ", "　", "\0", "1001\0", "\n", "\t", "\r\n", "\x1b[2J", "\x7f", "\x85", "\u2028",
    "\u202e1001\u202c", "\u200b1001", "\ufeff1001", "\u200d", "1001\u0301", "\ud800", "1\udfff",
    "\ufffe", "\uffff", "\U0010ffff", "👩‍🏫", "🇨🇳", "🀄", "عربي ١٠٠١", "עברית", "ไทย", "한국어",
    "日本語", "བོད་ཡིག", "ئۇيغۇرچە", "𠮷𡃁㐂", "ﬃ", "İı", "ß", "ǅ", "Å", "e\u0301" * 30, "·",
    "[red]x[/red]", "[/]", "{}", "{0}", "%s%n", "%", "_", "'", '"', "\\", "`", "$HOME", "../../x",
    "; DROP TABLE teacher; --", "' OR 1=1 --", "=1+1", "-1", "+86", "1e9", "1e999", "NaN", "inf",
    "-0", "0x10", "1_000", "null", "true", "[" * 200, "9" * 40, "９" * 12, "a" * 5_000,
    "张" * 2_000,
    "2026-02-30", "2026-13-01", "0000-00-00", "9999-12-31", "24:00", "25:61", "明天", "昨天 14:30",
]  # fmt: skip
WORDS = st.one_of(
    st.sampled_from(ODD_WORDS),
    st.text(max_size=20),
    st.text(st.sampled_from(DIGITS), max_size=16),
    st.text(st.characters(categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Mn", "So", "Lo")), max_size=8),
)
NUMBERS = st.one_of(
    st.sampled_from([-(2**63) - 1, -(2**31) - 1, -1, 0, 1, 2, 99, 2**31 - 1, 2**31, 2**63, 10**30]),
    st.integers(-100, 100),
    st.integers(),
)
DECIMALS = st.one_of(
    st.sampled_from([Decimal(each) for each in
                     ("NaN", "sNaN", "Infinity", "-Infinity", "-0", "1E+400", "1E-400", "9" * 40)]),
    st.decimals(-1000, 1000, allow_nan=False, places=4),
)  # fmt: skip
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
MOMENTS = st.datetimes(
    datetime(1970, 1, 2), datetime(2199, 12, 31), timezones=st.just(UTC)
)  # fmt: skip
PATHS = WORDS.map(lambda word: Path(word.replace("/", "") or "x"))
_BY_TYPE: dict[type, st.SearchStrategy[Any]] = {
    str: WORDS,
    bool: st.booleans(),
    int: NUMBERS,
    float: st.floats(),
    Decimal: DECIMALS,
    datetime: MOMENTS,
    date: DAYS,
    time: st.times(),
    timedelta: st.timedeltas(timedelta(days=-400), timedelta(days=400)),
    Path: PATHS,
}


def tries(many: int) -> settings:
    """So many examples."""
    return settings(max_examples=many, suppress_health_check=list(HealthCheck))


def like(value: Any, wanted: Any = None) -> st.SearchStrategy[Any]:
    """Values of the same shape as a good one, or of the type that is ``wanted`` in its place."""
    if isinstance(value, Enum):
        return st.sampled_from(type(value))
    if type(value) in _BY_TYPE:
        return _BY_TYPE[type(value)]
    if dataclasses.is_dataclass(value):
        return st.builds(dict, **_fields(value)).map(
            lambda changed: dataclasses.replace(value, **changed)
        )
    if isinstance(value, dict):
        return st.dictionaries(
            st.one_of([like(each) for each in value] or [WORDS]),
            st.one_of([like(each) for each in value.values()] or [WORDS]),
            max_size=4,
        )
    if isinstance(value, tuple) and len({type(each) for each in value}) > 1:
        return st.tuples(*(st.just(each) | like(each) for each in value))
    if isinstance(value, (list, tuple, set, frozenset)) and value:
        inner = st.one_of([st.just(each) | like(each) for each in list(value)[:3]])
        return st.lists(inner, max_size=4).map(lambda made: _as(type(value), made))
    return of_type(wanted) if value is None else st.just(value)


def is_plain(wanted: Any) -> bool:
    """Whether ``of_type`` knows what such a value may be."""
    if isinstance(wanted, types.UnionType) or typing.get_origin(wanted) is typing.Union:
        return all(each is type(None) or is_plain(each) for each in typing.get_args(wanted))
    return wanted in _BY_TYPE or (isinstance(wanted, type) and issubclass(wanted, Enum))


def of_type(wanted: Any) -> st.SearchStrategy[Any]:
    """Values of an annotated type, as far as it is plain."""
    if isinstance(wanted, types.UnionType) or typing.get_origin(wanted) is typing.Union:
        return st.one_of([of_type(each) for each in typing.get_args(wanted)])
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return st.sampled_from(wanted)
    return _BY_TYPE.get(wanted, st.none())


def _fields(value: Any) -> dict[str, st.SearchStrategy[Any]]:
    hints = typing.get_type_hints(type(value))
    made = {}
    for field in dataclasses.fields(value):
        held = getattr(value, field.name)
        made[field.name] = st.just(held) | like(held, hints[field.name])
    return made


def _as(kind: type, made: list[Any]) -> Any:
    try:
        return kind(made)
    except TypeError:
        return made


def quick_pins(patch: pytest.MonkeyPatch) -> None:
    """Hash PINs and codes with next to no effort."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    for module in (credentials, enrolment_codes):
        patch.setattr(module, "_hasher", lambda: quick)


@contextmanager
def undone() -> Iterator[Callable[[], bool]]:
    """Undo whatever is done within; call what it gives to hear whether a row is changed now."""
    opened = database.obj
    changes = _changes(opened)
    with opened.atomic() as trial:
        try:
            yield lambda: _changes(opened) not in (changes, None)
        finally:
            trial.rollback()


def rows_of(opened: peewee.Database, *but: str) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each table as they stand, without the tables named."""
    names = [table._meta.table_name for table in ALL if table._meta.table_name not in but]
    return {
        name: opened.execute_sql(f'SELECT * FROM "{name}" ORDER BY id').fetchall() for name in names
    }


def _changes(opened: peewee.Database) -> int | None:
    """How many rows have been written, kept or not; None where all of it is void."""
    if isinstance(opened, peewee.SqliteDatabase):
        return int(opened.connection().total_changes)
    counted = "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables"
    try:
        return int(opened.execute_sql(counted).fetchone()[0] or 0)
    except peewee.InternalError:
        return None
