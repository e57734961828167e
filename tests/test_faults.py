"""磁盘满、只读、被占用、损坏、找不到: one clear sentence, nothing lost, on it goes once mended."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import peewee
import pytest

from db import connection
from db.connection import connect, database
from db.errors import diagnosis
from db.migrate import upgrade
from db.models import AttendanceFact
from tests.builders import MACHINE, NOW, OPERATOR, PIN, a_school, a_teacher, an_activity
from tests.faults import a_small_disk, damaged, each_fault, full_disk, hasten, unplugged
from yanxiu_tui import clock, trouble
from yanxiu_tui.commands.main import main, run
from yanxiu_tui.services import audit, backups, sign_in
from yanxiu_tui.services.meeting import open_activity

NOBODY = 65534


@pytest.fixture(autouse=True)
def now(tmp_path, monkeypatch):
    """Nobody waits long; it is NOW."""
    hasten(monkeypatch, tmp_path)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    yield
    database.close()


def a_school_in(folder: Path) -> Path:
    """The file of a school in that folder: 苏慧 has signed in, 林远 has not."""
    path = folder / "school.db"
    upgrade(connect(f"sqlite:///{path}"))
    term = a_school()
    for staff_no, name in (("1001", "苏慧"), ("1002", "林远")):
        a_teacher(staff_no, name)
    open_activity(OPERATOR, an_activity(term).id, NOW)
    signs_in("1001")
    return path


@pytest.fixture
def path(tmp_path):
    return a_school_in(tmp_path / "优盘")


def signs_in(staff_no: str):
    return sign_in.sign_in(1, staff_no, PIN, NOW, "keyboard", MACHINE)


def told(staff_no: str) -> str:
    """What somebody is told who cannot be signed in."""
    with pytest.raises(Exception) as failed:
        signs_in(staff_no)
    return trouble.explain(failed.value)


def assert_goes_on() -> None:
    """What was there is there, and the one who was turned away signs in now."""
    assert not signs_in("1001").first
    assert signs_in("1002").first
    assert not audit.verify(OPERATOR).findings
    assert database.execute_sql("PRAGMA integrity_check").fetchall() == [("ok",)]


# While it runs


@each_fault()
def test_each_fault_is_one_sentence_and_on_it_goes_once_mended(path, fault, says):
    with fault(path):
        assert says in told("1002")
    assert_goes_on()


def test_a_folder_that_is_away_is_neither_made_anew_nor_written_to_under_another_name(path):
    before = AttendanceFact.select().count()
    with unplugged(path):
        told("1002")
        assert not path.parent.exists()
    assert AttendanceFact.select().count() == before


def test_no_more_room_leaves_nothing_by_halves(path):
    database.pragma("max_page_count", database.pragma("page_count"))
    # What is left in the pages there are is used up first.
    with suppress(peewee.OperationalError):
        while True:
            signs_in("1001")
    assert "磁盘满了" in told("1002")
    assert not audit.verify(OPERATOR).findings
    database.pragma("max_page_count", 1_000_000_000)
    assert_goes_on()


def test_a_disk_that_is_really_full(tmp_path):
    with a_small_disk(tmp_path / "disk") as disk:
        path = a_school_in(disk)
        with full_disk(path):
            assert "磁盘满了" in told("1002")
        assert_goes_on()
        database.close()


def test_a_full_disk_that_takes_no_log_either_is_still_one_sentence(path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(trouble, "_append", full)
    assert trouble.explain(ZeroDivisionError()) == "程序出了意外，这件事没有办成。"


def test_a_database_that_may_only_be_read(path):
    database.pragma("query_only", 1)
    assert "只能读" in told("1002")
    database.pragma("query_only", 0)
    assert_goes_on()


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("SET default_transaction_read_only = on", "只能读"),
        ("SET lock_timeout = 50", "正被别的程序占用"),
    ],
)
def test_a_server_that_takes_no_writes_says_why(memory, database_url, statement, says):
    term = a_school()
    a_teacher("1002", "林远")
    open_activity(OPERATOR, an_activity(term).id, NOW)
    other = connection.open_at(database_url)
    with other.atomic():
        other.execute_sql("LOCK TABLE attendee, trace")
        database.execute_sql(statement)
        assert says in told("1002")
    other.close()
    database.close()
    assert signs_in("1002").first


@pytest.mark.parametrize("state", ["53100", "58030", "XX001"])
def test_what_a_server_says_of_its_disk_is_passed_on(state):
    from psycopg.errors import lookup

    error = lookup(state)("")
    assert diagnosis(peewee.OperationalError(error))


# As it starts: the command line


def yanxiu(path: Path, capsys, monkeypatch, *words: str) -> str:
    """What the command says on standard error; it ends with 1."""
    monkeypatch.setattr("sys.argv", ["yanxiu", "--db", f"sqlite:///{path}", *words])
    with pytest.raises(SystemExit) as ended:
        run()
    assert ended.value.code == 1
    return capsys.readouterr().err


@each_fault()
def test_the_command_line_says_each_fault_too(path, fault, says, capsys, monkeypatch):
    monkeypatch.setattr("yanxiu_tui.commands.sign_in.ask_pin", lambda *_: PIN)
    with fault(path):
        said = yanxiu(path, capsys, monkeypatch, "sign-in", "1002")
    assert said.count("\n") == 1
    assert says in said or "没有找到数据库文件" in said
    connect(f"sqlite:///{path}")
    assert_goes_on()


def test_from_damage_a_backup_leads_back_and_the_damaged_file_is_kept(path, tmp_path, capsys):
    backup = tmp_path / "backup.db"
    backups.write(OPERATOR, backup)
    with damaged(path):
        spoilt = path.read_bytes()
        main(["--db", f"sqlite:///{path}", "restore", str(backup), "--yes"], standalone_mode=False)
        assert "已恢复：示范中学，2 位教师" in capsys.readouterr().out
        (kept,) = path.parent.glob("school.damaged_*.db")
        assert kept.read_bytes() == spoilt
        assert_goes_on()


def test_with_a_backup_that_is_damaged_too_the_file_stays_where_it_is(path, capsys, monkeypatch):
    with damaged(path):
        spoilt = path.read_bytes()
        copy = path.with_name("copy.db")
        copy.write_bytes(spoilt)
        assert "换一份" in yanxiu(path, capsys, monkeypatch, "restore", str(copy), "--yes")
        assert path.read_bytes() == spoilt


@contextmanager
def as_nobody() -> Iterator[None]:
    """As a user who owns nothing, where we are root; else what a mode forbids is forbidden us."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize(
    ("of_file", "of_folder", "says"),
    [
        (0o444, 0o777, "只能读"),
        (0o444, 0o555, "检查文件夹是否存在、是否可以写入"),
        (0o666, 0o555, "检查文件夹是否存在、是否可以写入"),
        (0o000, 0o777, "检查读写权限"),
    ],
)
def test_a_file_or_folder_that_may_not_be_written(of_file, of_folder, says, capsys, monkeypatch):
    monkeypatch.setattr("yanxiu_tui.commands.sign_in.ask_pin", lambda *_: PIN)
    with tempfile.TemporaryDirectory() as folder:
        path = a_school_in(Path(folder))
        database.close()
        path.chmod(of_file)
        path.parent.chmod(of_folder)
        with as_nobody():
            said = yanxiu(path, capsys, monkeypatch, "sign-in", "1002")
        assert says in said
        path.parent.chmod(0o777)
        path.chmod(0o666)
        connect(f"sqlite:///{path}")
        assert_goes_on()
