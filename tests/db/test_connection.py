"""A URL becomes a database, or one Chinese sentence says why not."""

import sqlite3

import peewee
import psycopg
import pytest

from db.connection import connect, database, masked, transaction
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
        ("sqlite://rel.db", "sqlite:///rel.db"),
        ("sqlite:/data/school.db", "sqlite:////data/school.db"),
        ("postgresql://127.0.0.1", "缺少数据库名"),
        ("postgresql://127.0.0.1/school?foo=bar", "「\\?」后面的选项"),
        ("postgresql://127.0.0.1/school?isolation_level=bar", "「\\?」后面的选项"),
        ("sqlite:///", "缺少文件路径"),
        ("postgresql://nobody@127.0.0.1:1/none", "连不上 PostgreSQL"),
    ],
)
def test_a_wrong_address_gets_one_sentence(url, says):
    with pytest.raises(DatabaseProblem, match=says):
        connect(url)


def test_an_address_with_two_strokes_makes_no_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DatabaseProblem):
        connect("sqlite://rel.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("sqlite:////data/yanxiu.db", "sqlite:////data/yanxiu.db"),
        ("postgresql://u:s3cret@host:5432/db", "postgresql://u:***@host:5432/db"),
        ("postgresql://u:s3@cret@host/db", "postgresql://u:***@host/db"),
        ("postgresql://host/db?user=u&password=s3cret", "postgresql://host/db?user=u&password=***"),
    ],
)
def test_a_password_is_never_shown(url, shown):
    assert masked(url) == shown


def test_a_refused_address_does_not_repeat_its_password():
    with pytest.raises(DatabaseProblem) as refused:
        connect("mysql://u:secretpw@host/school")
    assert "secretpw" not in str(refused.value)


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


@pytest.fixture
def on_postgres(postgres_url):
    """A PostgreSQL in use by every model, and a way to cut our connection to it."""
    opened = connect(postgres_url)

    def cut():
        ours = opened.connection().info.backend_pid
        with psycopg.connect(postgres_url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", (ours,))

    yield cut
    opened.close()


def test_after_a_lost_connection_the_next_read_works(on_postgres):
    on_postgres()
    assert not School.select().exists()


def test_after_a_lost_connection_the_next_act_works(on_postgres):
    on_postgres()
    with transaction():
        School.create(name="示范中学", created_at=NOW)
        assert School.get().name == "示范中学"
        School.delete().execute()


def test_an_act_whose_connection_is_lost_leaves_nothing_and_the_next_one_works(on_postgres):
    with pytest.raises(peewee.OperationalError), transaction():
        School.create(name="示范中学", created_at=NOW)
        on_postgres()
        School.create(name="第二中学", created_at=NOW)
    with transaction():
        assert not School.select().exists()
    assert not database.in_transaction()


def test_a_cut_cable_is_noticed_in_a_few_seconds_unless_the_address_says_otherwise(postgres_url):
    opened = connect(postgres_url)
    line = opened.connection().info.get_parameters()
    opened.close()
    assert {name: line[name] for name in ("keepalives_idle", "tcp_user_timeout")} == {
        "keepalives_idle": "2",
        "tcp_user_timeout": "3000",
    }
    opened = connect(f"{postgres_url}&tcp_user_timeout=9000")
    assert opened.connection().info.get_parameters()["tcp_user_timeout"] == "9000"
    opened.close()
