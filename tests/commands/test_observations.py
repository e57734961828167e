"""``yanxiu observations``: the list, the paper form of one, a month counted and frozen."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from openpyxl import load_workbook

from db.models import MonthlyReport
from tests.builders import a_term_after, an_actor
from tests.services.cast import a_cast
from tests.services.lessons import AWAY, TODAY, completed
from yanxiu_tui.services import observations

NOVEMBER = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)


@pytest.fixture
def cast(memory):
    """A school in which 苏慧 heard 林远, and 周敏 did from a record in another room."""
    found = a_cast()
    completed(found.teacher)
    completed(an_actor(found.zhou), class_name="七（2）班")
    return found


def test_the_records_of_the_term_are_listed_with_their_state_and_conflicts(yanxiu, cast):
    observations.begin(cast.teacher, AWAY, datetime(2026, 10, 14, 8, tzinfo=UTC))
    rows = list(csv.DictReader(io.StringIO(yanxiu("observations", "list", "--format", "csv").out)))
    assert [row["听课人"] for row in rows] == ["苏慧", "周敏", "苏慧"]
    assert (rows[0]["执教"], rows[0]["学校"], rows[0]["状态"]) == ("方敏", "实验中学", "在写")
    assert (rows[2]["执教"], rows[2]["课题"], rows[2]["状态"], rows[2]["冲突"]) == (
        "林远", "背影", "已完成", "冲突",
    )  # fmt: skip
    assert rows[2]["日期"] == TODAY.isoformat()
    skipped = json.loads(yanxiu("observations", "list", "--skip", 2, "--format", "json").out)
    assert len(skipped) == 1


def test_without_any_record_it_says_so(yanxiu, memory):
    a_cast()
    assert "没有记录" in yanxiu("observations", "list").out


def test_the_paper_form_of_a_record_is_written_and_never_over_a_file(yanxiu, cast, tmp_path):
    from docx import Document

    path = tmp_path / "听课.docx"
    assert yanxiu("observations", "record", 1, path).out == f"听课记录表已写入「{path}」。\n"
    words = "".join(cell.text for table in Document(path).tables for row in table.rows
                    for cell in row.cells)  # fmt: skip
    assert "七（3）班" in words and "导入：朗读" in words
    said = yanxiu("observations", "record", 99, tmp_path / "无.docx")
    assert (said.code, "没有编号为 99" in said.err) == (1, True)


def test_the_month_is_counted_as_it_stands(yanxiu, cast):
    said = yanxiu("observations", "month")
    assert said.out.endswith("2026年10月：6 人共听课 2 节，4 人没有听课，2 条记录有冲突。\n")
    september = yanxiu("observations", "month", 9, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(september.out)))
    assert (rows[0]["姓名"], rows[0]["本月"], rows[0]["累计"]) == ("苏慧", "0", "0")
    said = yanxiu("observations", "month", 3)
    assert (said.code, "还没有 3 月" in said.err) == (1, True)


def test_a_month_is_frozen_once_it_is_over_and_again_with_a_reason(yanxiu, cast, at):
    said = yanxiu("observations", "month", 10, "--freeze")
    assert (said.code, "还没有过完" in said.err) == (1, True)
    at(NOVEMBER)
    assert "已冻结，第 1 版" in yanxiu("observations", "month", 10, "--freeze").err
    said = yanxiu("observations", "month", 10, "--freeze")
    assert (said.code, "请填写再次冻结的原因" in said.err) == (1, True)
    assert "第 2 版" in yanxiu("observations", "month", 10, "--freeze", "--reason", "补交").err
    assert "（冻结第 2 版）" in yanxiu("observations", "month", 10, "--frozen").out
    said = yanxiu("observations", "month", 11, "--frozen")
    assert (said.code, "还没有冻结过" in said.err) == (1, True)
    assert MonthlyReport.select().count() == 2


def test_a_month_of_last_term_is_read_and_frozen_late_once(yanxiu, cast, at):
    a_term_after(cast.term)
    at(NOVEMBER + timedelta(weeks=18))
    assert "还没有 10 月" in yanxiu("observations", "month", 10).err
    earlier = ("observations", "month", 10, "--term", "第一学期")
    assert "2026年10月：6 人共听课 2 节" in yanxiu(*earlier).out
    said = yanxiu(*earlier, "--freeze")
    assert said.err == "2026年10月听课统计已补冻结，第 1 版。\n"
    assert "2026年10月（补冻结第 1 版）：6 人" in yanxiu(*earlier, "--frozen").out
    said = yanxiu(*earlier, "--freeze", "--reason", "核对")
    assert (said.code, "已经结束，这个月冻结过" in said.err) == (1, True)


def test_the_month_is_written_for_the_printer(yanxiu, cast, tmp_path):
    path = tmp_path / "统计.xlsx"
    said = yanxiu("observations", "month", "--xlsx", path)
    assert said.out == f"听课统计表已写入「{path}」，共 6 人。\n"
    assert load_workbook(path).active["A1"].value == "示范中学2026年10月听课统计表"
