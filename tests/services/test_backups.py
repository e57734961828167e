"""备份、恢复: from a backup to signing in again; what is not whole is refused untouched."""

import shutil
import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest

from db.connection import connect, database
from db.errors import DatabaseProblem
from db.models import AttendanceFact, FilePiece, School, Teacher
from tests.builders import (
    MACHINE,
    NOW,
    OPERATOR,
    PIN,
    a_group,
    a_school,
    a_teacher,
    an_activity,
    an_actor,
)
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import audit, backups, files, sign_in
from yanxiu_tui.services.meeting import open_activity


@pytest.fixture
def meeting(memory):
    """苏慧 has signed in; 林远 has not yet."""
    group = a_group()
    activity = an_activity(a_school())
    for staff_no, name in (("1001", "苏慧"), ("1002", "林远")):
        a_teacher(staff_no, name, group=group)
    open_activity(OPERATOR, activity.id, NOW)
    _sign_in(activity, "1001")
    yield activity
    if database.for_update:
        schemas = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'backup%%'"
        for (name,) in database.execute_sql(schemas).fetchall():
            database.execute_sql(f'DROP SCHEMA "{name}" CASCADE')


@pytest.fixture
def backup(meeting, tmp_path):
    """A backup of that."""
    path = tmp_path / "kept" / "backup.db"
    backups.write(OPERATOR, path)
    return path


def _sign_in(activity, staff_no):
    return sign_in.sign_in(activity.id, staff_no, PIN, NOW, "keyboard", MACHINE)


def test_from_a_backup_one_goes_on_signing_in(meeting, backup):
    _sign_in(meeting, "1002")
    AttendanceFact.delete().execute()
    restored = backups.restore(OPERATOR, backup, NOW)
    assert (restored.school, restored.teachers) == ("示范中学", 2)
    assert not _sign_in(meeting, "1001").first
    assert _sign_in(meeting, "1002").first
    assert not audit.verify(OPERATOR).findings


def test_copied_files_come_back_with_a_backup(meeting, tmp_path):
    photo = tmp_path / "照片.jpg"
    photo.write_bytes(bytes(range(256)) * 2048)
    kept = files.keep(photo, NOW)
    backups.write(OPERATOR, tmp_path / "backup.db")
    FilePiece.delete().execute()
    backups.restore(OPERATOR, tmp_path / "backup.db", NOW)
    out = files.take_out(kept.id, tmp_path / "取出.jpg")
    assert out.read_bytes() == photo.read_bytes()


def test_what_a_restore_replaces_is_kept(meeting, backup, database_url):
    a_teacher("1003", "周敏")
    kept = backups.restore(OPERATOR, backup, NOW).kept
    assert Teacher.select().count() == 2
    if database_url.startswith("sqlite"):
        names = sqlite3.connect(kept).execute("SELECT name FROM teacher").fetchall()
    else:
        names = database.execute_sql(f'SELECT name FROM "{kept}".teacher').fetchall()
    assert ("周敏",) in names


def test_a_backup_is_written_while_others_write(meeting, backup):
    _sign_in(meeting, "1002")
    rows = sqlite3.connect(backup).execute("SELECT COUNT(*) FROM attendance_fact").fetchone()
    assert rows == (1,)


def test_a_backup_never_replaces_a_file(meeting, backup):
    with pytest.raises(DatabaseProblem, match="已经有了"):
        backups.write(OPERATOR, backup)


def test_where_no_backup_can_be_written_none_is_left(meeting, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseProblem, match="备份没有写成"):
        backups.write(OPERATOR, tmp_path / "file" / "backup.db")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20_000])


def _spoil(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xff" * 4096 + whole[12288:])


def _orphan(path: Path) -> None:
    with sqlite3.connect(path) as opened:
        opened.execute("DELETE FROM teacher")


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as opened:
        opened.execute("CREATE TABLE other (id INTEGER)")


def _text(path: Path) -> None:
    path.write_text("这不是数据库", encoding="utf-8")


def _newer(path: Path) -> None:
    with sqlite3.connect(path) as opened:
        opened.execute("INSERT INTO schema_migration (name, applied) VALUES ('9999_x', '')")


@pytest.mark.parametrize("fault", [_cut, _spoil, _orphan, _empty, _foreign, _text, _newer])
def test_what_is_not_whole_is_refused_and_nothing_changes(meeting, backup, fault):
    fault(backup)
    a_teacher("1003", "周敏")
    with pytest.raises(DatabaseProblem):
        backups.restore(OPERATOR, backup, NOW)
    assert Teacher.select().count() == 3


def test_a_missing_backup_is_said_to_be_missing(meeting, tmp_path):
    with pytest.raises(DatabaseProblem, match="没有找到备份文件"):
        backups.restore(OPERATOR, tmp_path / "nothing.db", NOW)


def test_one_backup_a_day_and_the_last_fourteen_stay(meeting, tmp_path):
    folder = tmp_path / "daily"
    for day in range(16):
        assert backups.write_daily(folder, NOW + timedelta(days=day))
        assert backups.write_daily(folder, NOW + timedelta(days=day)) is None
    kept = sorted(path.name for path in folder.iterdir())
    name = "shared" if database.for_update else "school"
    assert len(kept) == 14
    assert (kept[0], kept[-1]) == (f"{name}_2026-10-16.db", f"{name}_2026-10-29.db")
    assert backups.last_daily(folder) == (folder / kept[-1], date(2026, 10, 29))


def test_another_schools_backups_in_the_folder_stay(meeting, tmp_path):
    folder = tmp_path / "daily"
    folder.mkdir()
    for day in range(1, 21):
        (folder / f"demo_2026-09-{day:02}.db").write_text("")
    backups.write_daily(folder, NOW)
    assert len(list(folder.glob("demo_*"))) == 20


def test_the_daily_backups_stand_beside_the_file_or_with_the_user(meeting, tmp_path, monkeypatch):
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_: tmp_path / "user")
    where = tmp_path / "user" if database.for_update else tmp_path
    assert backups.daily_folder() == where / "backups"


def test_without_any_there_is_no_last_daily_backup(meeting, tmp_path):
    assert backups.last_daily(tmp_path / "nowhere") is None


def test_only_those_who_run_the_machine_may(meeting, tmp_path):
    teacher = an_actor(Teacher.get(Teacher.staff_no == "1001"))
    for act in (
        lambda: backups.write(teacher, tmp_path / "b.db"),
        lambda: backups.restore(teacher, tmp_path / "b.db", NOW),
        lambda: backups.move(teacher, f"sqlite:///{tmp_path / 'b.db'}"),
    ):
        with pytest.raises(Refused, match="没有办理这件事的权限"):
            act()


def test_a_school_is_moved_to_a_file_and_goes_on_there(meeting, tmp_path, database_url):
    url = f"sqlite:///{tmp_path / 'new.db'}"
    moved = backups.move(OPERATOR, url)
    assert moved.rows["teacher"] == 2
    assert School.select().count() == 1
    opened = connect(url)
    assert _sign_in(meeting, "1002").first
    opened.close()
    connect(database_url)


def test_a_school_is_never_moved_onto_another(meeting, tmp_path):
    url = f"sqlite:///{tmp_path / 'new.db'}"
    backups.move(OPERATOR, url)
    with pytest.raises(DatabaseProblem, match="已经有一所学校"):
        backups.move(OPERATOR, url)


def test_a_backup_of_an_older_version_is_brought_up_to_this_one(meeting, backup, tmp_path):
    old = tmp_path / "old.db"
    shutil.copy(backup, old)
    with sqlite3.connect(old) as opened:
        opened.execute("DELETE FROM schema_migration WHERE name = '0006_chain'")
        opened.execute("DROP TABLE chain")
        for column in ("number", "facts", "seal"):
            opened.execute("DROP INDEX IF EXISTS trace_number")
            opened.execute(f"ALTER TABLE trace DROP COLUMN {column}")
        opened.execute("DROP INDEX IF EXISTS attendance_fact_trace_id")
        opened.execute("ALTER TABLE attendance_fact DROP COLUMN trace_id")
    assert backups.restore(OPERATOR, old, NOW).teachers == 2
    assert not audit.verify(OPERATOR).findings
