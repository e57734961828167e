"""``yanxiu measures``: every figure a regulation may use is listed with its meaning."""

import json

from click.testing import CliRunner

from yanxiu_tui.commands.measures import command
from yanxiu_tui.rules.measures import MEASURES


def listed(*words):
    done = CliRunner().invoke(command, words)
    assert done.exit_code == 0
    return done.output


def test_every_measure_is_listed_with_what_a_rule_must_know():
    rows = json.loads(listed("--format", "json"))
    assert [row["名称"] for row in rows] == list(MEASURES)
    assert all(row["中文名"] and row["单位"] and row["说明"] for row in rows)
    by_name = {row["名称"]: row for row in rows}
    assert by_name["claims"]["可限定"] == "申报类别"
    assert by_name["training_hours"]["可限定"] == "研修项目"
    assert by_name["absent"]["可限定"] == "活动类型"
    assert by_name["meetings_held"]["对象"] == "教研组"
    assert by_name["late"]["可按周"] == "可以"


def test_a_plain_table_is_for_people():
    assert "attendance_rate" in listed()
    assert "出勤率" in listed()
