"""``yanxiu awards``: what was decided, and whom the rankings propose."""

import json

import pytest
from click.testing import CliRunner

from tests.builders import NOW
from tests.services.frozen_school import a_school_to_freeze
from yanxiu_tui.commands import awards as subject
from yanxiu_tui.services import awards


@pytest.fixture
def school(memory):
    """Six ranked teachers; nothing frozen yet."""
    return a_school_to_freeze()


@pytest.fixture
def call(school, database_url, at):
    """Run a command of the subject."""

    def run(*words):
        return CliRunner().invoke(subject.command, list(words), obj=database_url)

    return run


def test_the_awards_are_listed(call, school):
    school.frozen()
    awards.decide(school.head, school.term_id, "outstanding", "1003", "", NOW)
    (row,) = json.loads(call("list", "--format", "json").output)
    assert (row["奖项"], row["获奖"], row["评定"]) == ("先进个人", "周敏", "钱立")


def test_who_is_proposed_and_who_just_missed_it(call, school):
    school.frozen()
    done = call("propose", "--format", "json")
    rows = [row for row in json.loads(done.stdout) if row["奖项"] == "先进个人"]
    assert [row["姓名"] for row in rows] == ["苏慧", "林远", "周敏", "何静"]
    assert (rows[3]["提名"], rows[3]["差在"]) == ("差一点", "名次在名额之外")
    assert "yanxiu rankings freeze 教研组" in done.stderr


def test_before_anything_is_frozen_it_says_what_to_do(call, school):
    done = call("propose")
    assert "教师排名还没有冻结" in done.stderr
    assert done.stdout == "（没有记录）\n"
