"""Old databases are brought up to date after a backup copy, newer ones refused untouched."""

import shutil
import sqlite3
import subprocess
import sys

import peewee
import pytest
from playhouse.schema_diff import diff_models

from db.connection import connect
from db.errors import DatabaseProblem
from db.migrate import HISTORY, MIGRATIONS, upgrade
from db.models import ALL, School
from tests.builders import NOW

ADD_MOTTO = '''"""A column more."""

from peewee import TextField


def up(migrator, db):
    migrator.migrate(migrator.add_column("school", "motto", TextField(default="")))
'''
FAILING = '''"""A migration that breaks half way."""

from peewee import TextField


def up(migrator, db):
    migrator.migrate(migrator.add_column("school", "motto", TextField(default="")))
    db.execute_sql("INSERT INTO no_such_table VALUES (1)")
'''

STARTING = """
import sys
from db.connection import connect
from db.migrate import upgrade
print("ready", flush=True)
sys.stdin.readline()
upgrade(connect(sys.argv[1]))
"""
AT_ONCE = 5


@pytest.fixture
def newer(tmp_path):
    """The migrations of a later version: ours and one more."""
    directory = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, directory, ignore=shutil.ignore_patterns("__pycache__"))
    (directory / "0099_motto.py").write_text(ADD_MOTTO)
    return directory


def test_the_migrations_make_exactly_the_tables_of_the_models(memory):
    assert not diff_models(memory, ALL)


def test_a_database_that_is_up_to_date_is_left_alone(memory):
    assert upgrade(memory) == ""


def test_an_older_database_is_migrated_and_its_rows_kept(memory, newer):
    School.create(name="示范中学", created_at=NOW)
    assert upgrade(memory, newer)
    assert memory.execute_sql("SELECT name, motto FROM school").fetchone() == ("示范中学", "")


def test_before_a_migration_a_whole_copy_is_kept(memory, newer):
    School.create(name="示范中学", created_at=NOW)
    kept = upgrade(memory, newer)
    if kept.startswith("backup_"):
        row = memory.execute_sql(f'SELECT name FROM "{kept}".school').fetchone()
    else:
        row = sqlite3.connect(kept).execute("SELECT name FROM school").fetchone()
    assert row == ("示范中学",)


def test_a_copy_that_came_out_otherwise_stops_the_migration(memory, newer, monkeypatch):
    if not memory.for_update:
        pytest.skip("a copy of a file is checked by SQLite itself")
    School.create(name="示范中学", created_at=NOW)
    execute = memory.execute

    def losing(query, **given):
        done = execute(query, **given)
        words = "".join(str(getattr(each, "sql", "")) for each in query.nodes)
        if words.startswith("CREATE TABLE") and query.nodes[-1]._path[-1] == "school":
            execute(peewee.NodeList((peewee.SQL("DELETE FROM"), query.nodes[1])))
        return done

    monkeypatch.setattr(memory, "execute", losing)
    before = memory.get_columns("school")
    with pytest.raises(DatabaseProblem, match="备份检查没有通过"):
        upgrade(memory, newer)
    assert memory.get_columns("school") == before
    schemas = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'backup%%'"
    assert memory.execute_sql(schemas).fetchall() == []


def test_a_database_of_a_newer_version_is_refused_untouched(tmp_path, newer):
    path = tmp_path / "school.db"
    opened = connect(f"sqlite:///{path}")
    upgrade(opened, newer)
    opened.close()
    before = path.read_bytes()
    with pytest.raises(DatabaseProblem, match="更新版本"):
        upgrade(connect(f"sqlite:///{path}"))
    assert path.read_bytes() == before


def test_a_migration_that_breaks_leaves_the_database_as_it_was(memory, newer):
    School.create(name="示范中学", created_at=NOW)
    before = memory.get_columns("school")
    (newer / "0099_motto.py").write_text(FAILING)
    with pytest.raises(DatabaseProblem, match="升级没有完成"):
        upgrade(memory, newer)
    assert memory.get_columns("school") == before
    assert School.get().name == "示范中学"


def test_a_second_migration_that_breaks_takes_the_first_back_with_it(memory, newer):
    before = memory.get_columns("school")
    (newer / "0100_breaks.py").write_text(FAILING.replace("motto", "badge"))
    with pytest.raises(DatabaseProblem, match="原有数据没有改动"):
        upgrade(memory, newer)
    assert memory.get_columns("school") == before
    assert upgrade(memory) == ""


@pytest.mark.parametrize("fault", ["def up(migrator, db):\n    1 / 0\n", "def up(", ""])
def test_whatever_is_wrong_with_a_migration_is_one_sentence(memory, newer, fault):
    (newer / "0099_motto.py").write_text(fault)
    with pytest.raises(DatabaseProblem, match="升级没有完成"):
        upgrade(memory, newer)


def test_a_start_cut_short_after_its_history_was_made_is_taken_up_again(tmp_path):
    opened = connect(f"sqlite:///{tmp_path / 'school.db'}")
    opened.execute_sql(
        f'CREATE TABLE "{HISTORY}" (id INTEGER PRIMARY KEY, name TEXT, applied TEXT)'
    )
    assert upgrade(opened) == ""
    assert not School.select().exists()


def test_several_terminals_started_at_once_on_a_new_database_all_open_it(nothing_yet):
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", STARTING, nothing_yet],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(AT_ONCE)
    ]  # fmt: skip
    assert [start.stdout.readline() for start in starts] == ["ready\n"] * AT_ONCE
    for start in starts:
        start.stdin.write("\n")
        start.stdin.flush()
    said = [start.communicate()[1] for start in starts]
    assert [start.returncode for start in starts] == [0] * AT_ONCE, said
    assert upgrade(connect(nothing_yet)) == ""
