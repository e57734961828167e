"""``yanxiu prep``: the groups' plans and sessions listed, a session's record as a Word file."""

import json
from datetime import timedelta

import pytest

from db.models import Term
from tests.builders import NOW, a_term_after
from tests.services.cast import a_cast
from tests.services.prep import PREP_GROUP, a_prep_group, a_session, a_unit
from yanxiu_tui import clock


@pytest.fixture
def session(memory):
    """A session of 第一单元, on which 苏慧 (1001) speaks."""
    cast = a_cast()
    a_prep_group(cast)
    return a_session(cast, a_unit(cast, first_week=6, last_week=7, keynote_no="1001"))


def test_the_units_of_every_group_are_listed(yanxiu, session):
    (row,) = json.loads(yanxiu("prep", "list", "--format", "json").out)
    assert list(row.values()) == [
        PREP_GROUP, "1", "6-7", "第一单元", "苏慧", "0/1", "0/9", "0",
    ]  # fmt: skip


def test_one_groups_units_and_sessions_may_be_asked_for(yanxiu, session):
    for what in ("list", "sessions"):
        assert "第一单元" in yanxiu("prep", what, "--group", PREP_GROUP).out
        assert "没有记录" in yanxiu("prep", what, "--group", "语文组").out
        said = yanxiu("prep", what, "--group", "数学组")
        assert (said.code, "没有名为「数学组」的组" in said.err) == (1, True)


def test_the_sessions_are_listed_with_their_numbers(yanxiu, session):
    (row,) = json.loads(yanxiu("prep", "sessions", "--format", "json").out)
    assert (row["编号"], row["日期"], row["单元"], row["状态"], row["签字"]) == (
        str(session.id), "2026-10-14 周三", "第一单元", "计划", "",
    )  # fmt: skip


def test_an_earlier_term_is_listed_by_its_name(yanxiu, session, monkeypatch):
    later = a_term_after(Term.get())
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(weeks=22))
    for what in ("list", "sessions"):
        assert "没有记录" in yanxiu("prep", what).out
        assert "没有记录" in yanxiu("prep", what, "--term", later.name).out
        assert "第一单元" in yanxiu("prep", what, "--term", "第一学期").out


def test_a_record_is_written_as_a_word_file(yanxiu, session, tmp_path):
    path = tmp_path / "记录.docx"
    said = yanxiu("prep", "record", session.id, path)
    assert said.out == f"「第一单元集体备课」的记录已存为 {path}。\n"
    assert path.read_bytes().startswith(b"PK")


def test_what_is_no_session_is_told(yanxiu, session, tmp_path):
    said = yanxiu("prep", "record", 99, tmp_path / "记录.docx")
    assert (said.code, "没有这次备课" in said.err) == (1, True)
    assert not list(tmp_path.glob("*.docx"))


def test_a_file_that_cannot_be_written_is_told_without_a_traceback(yanxiu, session, tmp_path):
    said = yanxiu("prep", "record", session.id, tmp_path / "没有的文件夹" / "记录.docx")
    assert said.code == 1
    assert "Traceback" not in said.err
