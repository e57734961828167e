"""``yanxiu regulation``: what ships, in words, and a check of one's own file."""

import json

import pytest

from yanxiu_tui.regulation.loader import PRESETS, preset_source


@pytest.fixture
def own(tmp_path):
    """A regulation file of one's own, right as it stands."""
    path = tmp_path / "制度.toml"
    path.write_text(preset_source("third"), encoding="utf-8")
    return path


def _spoil(path, right, wrong):
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")


def test_every_preset_is_listed(command_line):
    rows = json.loads(command_line("regulation", "list", "--format", "json").out)
    assert [row["名称"] for row in rows] == list(PRESETS)


def test_a_preset_is_shown_in_words_with_its_clauses(command_line):
    said = command_line("regulation", "show", "zhanghong")
    assert "迟到：2 次点名都未到、之后才到\n    Z31 「培训学习两次点名后未到者" in said.out
    assert "事假：计入事假，凭请假条\n    Z29" in said.out
    assert "大型活动结束前要交：活动方案、简报、总结" in said.out


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_can_be_said_in_words(command_line, name):
    assert command_line("regulation", "show", name).code == 0


def test_an_unknown_name_is_refused_with_those_there_are(command_line):
    said = command_line("regulation", "show", "nosuch")
    assert said.code == 1
    assert "zhanghong" in said.err


def test_a_right_file_is_said_to_be_right(command_line, own):
    assert "没有问题" in command_line("regulation", "check", own).out


def test_a_file_saved_with_a_mark_is_right_too(command_line, own):
    own.write_text(own.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert command_line("regulation", "check", own).code == 0


@pytest.mark.parametrize(
    ("right", "wrong", "place"),
    [
        ("office =", "ofice =", "ofice"),
        ('late_by = "never"', 'late_by = "sometimes"', "attendance.late_by"),
        ("[attendance]", "[attendance", "TOML"),
    ],
)
def test_a_mistake_is_named_with_its_place(command_line, own, right, wrong, place):
    _spoil(own, right, wrong)
    said = command_line("regulation", "check", own)
    assert (said.code, said.out) == (1, "")
    assert place in said.err


def test_what_is_no_text_or_not_there_is_one_sentence(command_line, tmp_path):
    bad = tmp_path / "x.toml"
    bad.write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in command_line("regulation", "check", bad).err
    assert "读不了文件" in command_line("regulation", "check", tmp_path / "没有.toml").err
    assert "读不了文件" in command_line("regulation", "check", tmp_path).err
