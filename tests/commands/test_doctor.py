"""``yanxiu doctor``: says what is fit for use and what to do about the rest; changes nothing."""

import json
from datetime import timedelta

from tests.builders import NOW, OPERATOR
from yanxiu_tui.services import trace


def _findings(said):
    return {row["项目"]: row for row in json.loads(said.out)}


def test_every_line_is_in_order_or_says_what_to_do(yanxiu):
    said = yanxiu("doctor", "--format", "json")
    assert said.code == 0
    for row in json.loads(said.out):
        assert (row["结论"] == "注意") == bool(row["怎么办"])
    found = _findings(said)
    assert {"Python", "Textual", "终端大小", "文字编码", "汉字宽度", "时间", "数据库"} <= set(found)
    assert found["写入"]["情况"] == "可以"


def test_a_clock_that_has_gone_back_is_noticed(yanxiu):
    trace.write(OPERATOR, "test", "school", None, NOW + timedelta(hours=1))
    assert "校准时间" in _findings(yanxiu("doctor", "--format", "json"))["最后记录"]["怎么办"]


def test_the_table_ends_with_two_lines_to_compare_by_eye(yanxiu):
    lines = yanxiu("doctor").out.splitlines()
    assert lines[-2:] == ["校本研修签到点名", "1234567890123456"]


def test_without_a_database_it_says_how_to_begin_and_makes_none(command_line, tmp_path):
    said = command_line("--db", f"sqlite:///{tmp_path / 'none.db'}", "doctor", "--format", "json")
    assert "yanxiu init" in _findings(said)["数据库"]["怎么办"]
    assert list(tmp_path.iterdir()) == []


def test_a_screen_too_small_is_told(command_line, tmp_path, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("LINES", "20")
    said = command_line("--db", f"sqlite:///{tmp_path / 'none.db'}", "doctor", "--format", "json")
    assert "80 列 24 行" in _findings(said)["终端大小"]["怎么办"]
