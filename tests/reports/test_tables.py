"""Tables: columns stand straight whatever the names, and every format says the same."""

import csv
import io
import json

import pytest
from wcwidth import wcswidth

from yanxiu_tui.reports.tables import FORMATS, harmless, render

HEADINGS = ("工号", "姓名", "备注")
ROWS = [
    ("1001", "苏慧", ""),
    ("T-9", "阿依努尔·买买提江", "late"),
    ("1003", "𠮷田㼆", "签到与点名不符"),
    (4, "Li Wei", None),
]


@pytest.mark.parametrize("fmt", ["table", "markdown"])
def test_columns_line_up_whatever_the_width_of_the_names(fmt):
    lines = render(("姓名", "次"), [(name, "1") for _, name, _ in ROWS], fmt).splitlines()
    starts = {wcswidth(line[: line.rindex("1")]) for line in lines[2:]}
    assert len(lines) == 2 + len(ROWS)
    assert len(starts) == 1
    assert wcswidth(lines[0][: lines[0].index("次")]) in starts


def test_json_gives_one_object_a_row_and_keeps_chinese_readable():
    text = render(HEADINGS, ROWS, "json")
    assert "苏慧" in text
    assert json.loads(text)[3] == {"工号": "4", "姓名": "Li Wei", "备注": ""}


def test_csv_reads_back_as_it_was():
    rows = list(csv.reader(io.StringIO(render(HEADINGS, ROWS, "csv"))))
    assert rows[0] == list(HEADINGS)
    assert rows[2] == ["T-9", "阿依努尔·买买提江", "late"]


def test_a_number_written_as_text_keeps_its_zeros():
    assert "0012" in render(("工号",), [("0012",)])


@pytest.mark.parametrize("fmt", FORMATS)
def test_no_rows_is_no_error(fmt):
    assert isinstance(render(HEADINGS, [], fmt), str)


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+86 1",
        "-3-2",
        "@x",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "　＝1",
        "＋1",
        "－1",
        "＠x",
        "-",
    ],
)
def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(cell):
    assert harmless(cell) == f"'{cell}"
    assert f"'{cell}" in render(("姓名",), [(cell,)], "csv")


@pytest.mark.parametrize("cell", ["-3", "+2.50", "0", "-0.5"])
def test_a_number_stays_one_to_reckon_with(cell):
    assert harmless(cell) == cell


def test_a_heading_that_a_spreadsheet_would_run_is_made_harmless():
    assert render(("=1+1", "次"), [], "csv") == "'=1+1,次"


def test_a_bar_in_a_title_does_not_break_a_markdown_table():
    line = render(("内容", "次"), [("甲|乙", "1")], "markdown").splitlines()[2]
    assert line.count("|") - line.count("\\|") == 3
