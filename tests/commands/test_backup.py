"""``yanxiu backup``: one whole file, or one sentence and none."""

import sqlite3

import pytest

from tests.builders import a_school, a_teacher


@pytest.fixture
def school(memory):
    a_school()
    a_teacher("1001", "苏慧")


def test_everything_is_in_one_file_that_was_opened(yanxiu, school, tmp_path):
    path = tmp_path / "备份.db"
    done = yanxiu("backup", path)
    assert (done.code, done.out) == (0, f"已备份到「{path}」，打开核对过，是完整的。\n")
    assert sqlite3.connect(path).execute("SELECT name FROM teacher").fetchall() == [("苏慧",)]


def test_a_file_there_is_is_left_alone(yanxiu, school, tmp_path):
    path = tmp_path / "有了.db"
    path.write_text("别人的")
    done = yanxiu("backup", path)
    assert (done.code, done.out) == (1, "")
    assert done.err == f"「{path}」已经有了，请换一个文件名，或先把它移走。\n"
    assert path.read_text() == "别人的"


def test_where_nothing_can_be_written_that_is_said(yanxiu, school, tmp_path):
    (tmp_path / "file").write_text("")
    done = yanxiu("backup", tmp_path / "file" / "b.db")
    assert (done.code, "备份没有写成" in done.err) == (1, True)


def test_without_a_file_it_is_wrong_usage(yanxiu, school):
    assert yanxiu("backup").code == 2
