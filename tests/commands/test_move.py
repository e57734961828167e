"""``yanxiu move``: the school in another database, the same row for row; the old one untouched."""

import pytest

from db.connection import connect
from db.models import Teacher
from tests.builders import a_school, a_teacher


@pytest.fixture
def school(memory):
    a_school()
    a_teacher("1001", "苏慧")


def test_the_school_is_moved_and_the_old_one_stays(yanxiu, school, tmp_path, database_url):
    url = f"sqlite:///{tmp_path / 'new.db'}"
    done = yanxiu("move", url)
    assert done.code == 0
    assert done.out.startswith(f"已搬到 {url}：")
    assert "逐表核对相同。\n原来的没有改动" in done.out
    for address in (url, database_url):
        opened = connect(address)
        assert [row.name for row in Teacher.select()] == ["苏慧"]
        opened.close()


def test_a_school_that_is_there_is_left_alone(yanxiu, school, tmp_path):
    url = f"sqlite:///{tmp_path / 'new.db'}"
    yanxiu("move", url)
    done = yanxiu("move", url)
    assert (done.code, done.out) == (1, "")
    assert "那里已经有一所学校" in done.err


def test_nobody_moves_into_where_they_live(yanxiu, school, database_url):
    done = yanxiu("move", database_url)
    assert (done.code, "已经有一所学校" in done.err) == (1, True)


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite:new.db", "postgresql://127.0.0.1:1/none"])
def test_a_wrong_address_is_one_sentence(yanxiu, school, url):
    done = yanxiu("move", url)
    assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)


def test_a_password_in_the_address_is_never_shown(yanxiu, school):
    done = yanxiu("move", "postgresql://school:geheim@127.0.0.1:1/none")
    assert "geheim" not in done.out + done.err
