"""What the doctor finds in a database, without changing it."""

import sqlite3

import pytest

from db import spool
from tests.builders import NOW, OPERATOR, a_school
from tests.db import conftest as own
from yanxiu_tui.services import backups, trace
from yanxiu_tui.services.health import examine

# These change the history of migrations, so each has a database of its own, kept as in a school.
database_url = own.database_url
never_mind_the_disk = own.never_mind_the_disk
AWAY = "postgresql://yanxiu:secret@127.0.0.1:1/school"


def _advice(url):
    return {finding.subject: finding.advice for finding in examine(url, NOW)}


def _found(url):
    return {finding.subject: finding.found for finding in examine(url, NOW)}


def test_a_sound_database_needs_no_advice(memory, database_url):
    if database_url.startswith("sqlite"):
        memory.execute_sql("PRAGMA journal_mode = wal")
    a_school()
    trace.write(OPERATOR, "test", "school", None, NOW)
    assert set(_advice(database_url).values()) == {""}
    assert _found(database_url)["最后记录"] == "2026-10-14 14:30:00"


def test_the_kind_and_version_are_named(database_url):
    named = "SQLite 3" if database_url.startswith("sqlite") else "PostgreSQL 1"
    assert _found(database_url)["数据库"].startswith(named)


def test_it_says_when_the_last_daily_backup_was_made_and_where(
    memory, database_url, tmp_path, monkeypatch
):
    a_school()
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_: tmp_path)
    folder = backups.daily_folder()
    assert _found(database_url)["每日备份"] == f"还没有；打开签到台就会做，放在 {folder}"
    path = backups.write_daily(folder, NOW)
    assert _found(database_url)["每日备份"] == f"2026-10-14，在 {path}"
    assert _advice(database_url)["每日备份"] == ""
    path.rename(path.with_name(path.name.replace("10-14", "10-09")))
    assert "能否写入" in _advice(database_url)["每日备份"]


def test_an_older_structure_will_be_brought_up_to_date(memory, database_url):
    memory.execute_sql("DELETE FROM schema_migration WHERE name <> '0001_initial'")
    assert "升级" in _advice(database_url)["数据结构"]


def test_a_newer_structure_needs_a_newer_program(memory, database_url):
    memory.execute_sql(
        "INSERT INTO schema_migration (name, applied) VALUES ('9999_future', '2030-01-01')"
    )
    assert "先升级本程序" in _advice(database_url)["数据结构"]


def test_another_programs_file_is_left_alone(tmp_path):
    path = tmp_path / "theirs.db"
    with sqlite3.connect(path) as theirs:
        theirs.execute("CREATE TABLE songs (name TEXT)")
    before = path.read_bytes()
    assert "别的程序" in _advice(f"sqlite:///{path}")["数据结构"]
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"not a database at all", b"SQLite format 3\x00" + b"x" * 900])
def test_a_damaged_file_is_told_and_not_repaired(tmp_path, content):
    path = tmp_path / "bad.db"
    path.write_bytes(content)
    assert any("损坏" in advice for advice in _advice(f"sqlite:///{path}").values())
    assert path.read_bytes() == content


def test_a_missing_file_is_not_made(tmp_path):
    assert "yanxiu init" in _advice(f"sqlite:///{tmp_path / 'deep' / 'none.db'}")["数据库"]
    assert list(tmp_path.iterdir()) == []


def test_what_was_noted_here_while_the_server_is_away_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_: tmp_path)
    assert (_found(AWAY)["断网时记下的"], [*tmp_path.iterdir()]) == ("没有", [])
    spool.use(AWAY, tmp_path)
    try:
        spool.note(
            attempt="a", activity=1, staff_no="1007", at=NOW, machine="一号机", pin=b"sealed"
        )
    finally:
        spool.leave()
    assert _found(AWAY)["断网时记下的"] == "1 条还没有补上"
    assert "自动补上" in _advice(AWAY)["断网时记下的"]


def test_notes_that_cannot_be_read_are_told_and_kept(tmp_path, monkeypatch):
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_: tmp_path)
    spool.path_of(AWAY, tmp_path).write_bytes(b"not a database at all")
    assert "不要删除" in _advice(AWAY)["断网时记下的"]
    assert spool.path_of(AWAY, tmp_path).read_bytes() == b"not a database at all"
