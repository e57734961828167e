"""A URL becomes a database, or one Chinese sentence says why not."""

import sqlite3

import pytest

from db.connection import connect
from db.errors import DatabaseProblem
from db.migrate import upgrade
from db.models import School
from tests.builders import NOW


def test_sqlite_waits_for_the_disk_and_keeps_readers_going(tmp_path):
    opened = connect(f"sqlite:///{tmp_path / 'school.db'}")
    upgrade(opened)
    assert opened.execute_sql("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert opened.execute_sql("PRAGMA synchronous").fetchone()[0] == 2
    assert opened.execute_sql("PRAGMA foreign_keys").fetchone()[0] == 1


def test_an_instant_comes_back_as_it_went_in(memory):
    School.create(name="示范中学", created_at=NOW)
    assert School.get().created_at == NOW


def test_an_instant_without_a_zone_is_refused(memory):
    with pytest.raises(ValueError, match="time zone"):
        School.create(name="示范中学", created_at=NOW.replace(tzinfo=None))


def test_a_missing_folder_is_made(tmp_path):
    connect(f"sqlite:///{tmp_path / '研修' / '数据' / 'school.db'}")
    assert (tmp_path / "研修" / "数据").is_dir()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("school.db", "无法识别"),
        ("mysql://host/x", "无法识别"),
        ("sqlite:///", "缺少文件路径"),
        ("postgresql://nobody@127.0.0.1:1/none", "连不上 PostgreSQL"),
    ],
)
def test_a_wrong_address_gets_one_sentence(url, says):
    with pytest.raises(DatabaseProblem, match=says):
        connect(url)


def test_a_file_that_is_no_database_is_refused_untouched(tmp_path):
    path = tmp_path / "学期总结.docx"
    path.write_bytes(b"PK\x03\x04 not a database")
    with pytest.raises(DatabaseProblem, match="不是数据库"):
        connect(f"sqlite:///{path}")
    assert path.read_bytes() == b"PK\x03\x04 not a database"


def test_another_program_s_database_is_refused_untouched(tmp_path):
    path = tmp_path / "other.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE marks (id INTEGER)")
    other.commit()
    other.close()
    before = path.read_bytes()
    with pytest.raises(DatabaseProblem, match="别的程序"):
        upgrade(connect(f"sqlite:///{path}"))
    assert path.read_bytes() == before


def test_a_damaged_database_gets_one_sentence(tmp_path):
    path = tmp_path / "school.db"
    path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    with pytest.raises(DatabaseProblem):
        upgrade(connect(f"sqlite:///{path}"))
