"""``yanxiu restore``: asks first, puts a whole backup in the place of all there is, keeps that."""

import pytest

from db.connection import database
from db.models import Teacher
from tests.builders import a_school, a_teacher


@pytest.fixture
def backup(memory, yanxiu, tmp_path):
    """A backup of one teacher; another came since."""
    a_school()
    a_teacher("1001", "苏慧")
    path = tmp_path / "备份.db"
    yanxiu("backup", path)
    a_teacher("1002", "林远")
    yield path
    if database.for_update:
        schemas = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'backup%%'"
        for (name,) in database.execute_sql(schemas).fetchall():
            database.execute_sql(f'DROP SCHEMA "{name}" CASCADE')


def _names():
    return [row.name for row in Teacher.select().order_by(Teacher.id)]


def test_after_a_yes_the_backup_stands_and_what_it_replaced_is_kept(yanxiu, backup):
    done = yanxiu("restore", backup, stdin="y\n")
    assert done.code == 0
    assert "继续吗" in done.out
    assert "已恢复：示范中学，1 位教师。\n换下来的留在：" in done.out
    assert _names() == ["苏慧"]


@pytest.mark.parametrize("answer", ["n\n", "\n", ""], ids=["no", "nothing", "nobody there"])
def test_without_a_yes_nothing_changes(yanxiu, backup, answer):
    done = yanxiu("restore", backup, stdin=answer)
    assert (done.code, done.err.strip()) == (1, "已取消。")
    assert _names() == ["苏慧", "林远"]


def test_with_yes_nobody_is_asked(yanxiu, backup):
    done = yanxiu("restore", backup, "--yes")
    assert (done.code, "继续吗" in done.out) == (0, False)
    assert _names() == ["苏慧"]


def test_what_is_not_whole_is_refused(yanxiu, backup):
    backup.write_bytes(backup.read_bytes()[:-20_000])
    done = yanxiu("restore", backup, "--yes")
    assert (done.code, done.out) == (1, "")
    assert done.err == f"备份「{backup}」已损坏或不是备份，请换一份。\n"
    assert _names() == ["苏慧", "林远"]


def test_a_file_that_is_not_there_is_said(yanxiu, backup):
    done = yanxiu("restore", backup.with_name("没有.db"), "--yes")
    assert (done.code, "没有找到备份文件" in done.err) == (1, True)
