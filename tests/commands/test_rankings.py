"""``yanxiu rankings``: frozen and checked by the operator, published with a person's PIN."""

import csv
import json

import pytest
from click.testing import CliRunner

from db.connection import database
from tests.builders import PIN
from tests.services.frozen_school import a_school_to_freeze
from yanxiu_tui.commands import rankings


@pytest.fixture
def school(memory):
    """Six ranked teachers; nothing frozen yet."""
    return a_school_to_freeze()


@pytest.fixture
def call(school, database_url, at):
    """Run a command of the subject: its exit, its output, and what stopped it."""

    def run(*words, stdin=""):
        said = [str(word) for word in words]
        return CliRunner().invoke(rankings.command, said, input=stdin, obj=database_url)

    return run


def test_the_teachers_are_frozen_as_they_stand(call):
    done = call("freeze")
    assert done.output.startswith("已冻结：编号 1，教师排名第 1 版，截至 2026-10-14。\n校验码：")


def test_groups_are_frozen_up_to_a_day(call):
    done = call("freeze", "教研组", "--until", "9-30")
    assert "教研组排名第 1 版，截至 2026-09-30" in done.output


def test_a_second_version_needs_a_reason(call):
    call("freeze")
    assert "再次冻结的原因" in str(call("freeze").exception)
    assert "第 2 版" in call("freeze", "--reason", "更正").output


def test_the_list_says_what_is_published(call, school):
    school.published()
    call("freeze", "教研组")
    rows = json.loads(call("list", "--format", "json").output)
    assert [(row["排名"], row["公示"]) for row in rows] == [
        ("教师排名第 1 版", "2026-10-14 至 2026-10-18"), ("教研组排名第 1 版", "未公示"),
    ]  # fmt: skip


def test_nothing_changed_is_said_in_a_line(call, school):
    frozen = school.frozen()
    done = call("verify", frozen.id)
    assert done.output == "教师排名第 1 版：与冻结时一致；按记录重算结果相同。\n"


def test_what_a_correction_would_change_is_listed(call, school):
    frozen = school.frozen()
    school.absent("1003")
    done = call("verify", frozen.id, "--format", "csv")
    (row,) = [row for row in csv.DictReader(done.stdout.splitlines()) if row["姓名"] == "周敏"]
    assert (row["名次"], row["新名次"], row["变动"]) == ("3", "5", "出勤、缺席")


def test_what_was_altered_stops_it(call, school):
    frozen = school.frozen()
    database.execute_sql("UPDATE ranking_line SET score = 99 WHERE place = 3")
    done = call("verify", frozen.id)
    assert done.exit_code == 1
    assert "被改动过" in str(done.exception)


def test_the_principal_publishes_with_a_pin(call, school):
    frozen = school.frozen()
    words = ("publish", frozen.id, "--to", "10-20", "--as", "1005", "--pin-stdin")
    done = call(*words, stdin=PIN)
    assert done.output == "已公示：教师排名第 1 版，2026-10-14 至 2026-10-20。\n"


def test_the_office_does_not_publish(call, school):
    frozen = school.frozen()
    words = ("publish", frozen.id, "--to", "10-20", "--as", "1004", "--pin-stdin")
    assert "没有办理这件事的权限" in str(call(*words, stdin=PIN).exception)


def test_the_notice_is_shown_or_written(call, school, tmp_path):
    shown = school.published()
    assert "示范中学校本研修考核结果公示" in call("notice", shown.id).output
    path = tmp_path / "公示.xlsx"
    assert "公示已写入" in call("notice", shown.id, "--xlsx", path).output
    assert path.exists()


def test_there_is_no_notice_before_it_is_published(call, school):
    frozen = school.frozen()
    assert "还没有公示" in str(call("notice", frozen.id).exception)
