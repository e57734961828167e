"""A demo of the usual size on each database, built once and only read; eight terminals at once."""

import shutil

import pytest

from db.connection import connect
from db.models import Term
from tests.builders import NOW
from tests.conftest import create_database, named
from yanxiu_tui.services.demo import build_demo

DEMO_SIZE = 62
SMALL = 12


@pytest.fixture(scope="session")
def sqlite_demo(sqlite_template, tmp_path_factory):
    """Its address on SQLite."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    shutil.copyfile(sqlite_template, path)
    return _built(f"sqlite:///{path}")


@pytest.fixture(scope="session")
def postgres_demo(postgres_server):
    """The same on PostgreSQL."""
    create_database(postgres_server, "demo", "empty")
    return _built(named(postgres_server, "demo"))


@pytest.fixture(params=["sqlite", "postgres"])
def demo_term(request):
    """The term of a whole demo, to be looked at."""
    opened = connect(request.getfixturevalue(f"{request.param}_demo"))
    yield Term.get()
    opened.close()


@pytest.fixture(scope="module")
def eight():
    """Eight terminals, started once for a test file."""
    from tests.terminals import Terminals

    with Terminals(8) as terminals:
        yield terminals


@pytest.fixture
def terminals(eight, memory, database_url):
    """The same, in the school of this test."""
    eight.use(database_url)
    return eight


def _built(url):
    opened = connect(url)
    build_demo(DEMO_SIZE, NOW)
    opened.close()
    return url
