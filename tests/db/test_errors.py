"""A server that is away, told from one that says no."""

import peewee
import psycopg
import pytest

from db.errors import server_away


@pytest.mark.parametrize(
    ("cause", "away"),
    [
        (psycopg.OperationalError("connection refused"), True),
        (psycopg.errors.AdminShutdown("terminating"), True),
        (psycopg.errors.CannotConnectNow("starting up"), True),
        (psycopg.errors.TooManyConnections("full"), True),
        (psycopg.errors.DeadlockDetected("deadlock"), False),
        (psycopg.errors.DiskFull("disk"), False),
        (psycopg.errors.UniqueViolation("twice"), False),
        (ValueError("no"), False),
    ],
)
def test_a_server_that_is_away_is_told_from_one_that_says_no(cause, away):
    assert server_away(cause) is away
    assert server_away(peewee.OperationalError(cause)) is away
    assert server_away(peewee.OperationalError(peewee.OperationalError(cause))) is away


def test_trouble_with_a_file_is_never_taken_for_a_server_that_is_away(tmp_path):
    with pytest.raises(peewee.OperationalError) as locked:
        peewee.SqliteDatabase(str(tmp_path / "none" / "x.db")).connect()
    assert not server_away(locked.value)
