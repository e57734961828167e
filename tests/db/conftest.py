"""Tests that change the tables themselves get a PostgreSQL database of their own."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests import conftest as common


@pytest.fixture(autouse=True)
def never_mind_the_disk() -> None:
    """Here SQLite waits for the disk as it does in a school."""


@pytest.fixture(params=["sqlite", "postgres"])
def nothing_yet(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database in which nothing has been made."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new.db'}"
    server, name = request.getfixturevalue("postgres_server"), f"t{uuid4().hex}"
    common.create_database(server, name, "template0")
    return common.named(server, name)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh, migrated database; the test runs once on each kind."""
    if request.param == "sqlite":
        yield common.copied_sqlite(request, tmp_path)
        return
    address = request.getfixturevalue("postgres_server")
    name = f"t{uuid4().hex}"
    common.create_database(address, name, "empty")
    yield common.named(address, name)
    with common.Maintenance(address) as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
