"""``yanxiu regulation``: what ships, in words, and a check of one's own file."""

import json

import pytest

from tests.builders import a_school
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


def test_a_right_file_is_said_to_be_right_and_what_it_means(command_line, own):
    said = command_line("regulation", "check", own).out
    assert f"「{own}」没有问题：校本研修管理制度（教务处组织）。" in said
    assert "缺席：满分 20 分，缺席每次扣 4 分，扣完为止\n    T6 「不得无故缺席" in said


def test_a_file_saved_with_a_mark_is_right_too(command_line, own):
    own.write_text(own.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert command_line("regulation", "check", own).code == 0


@pytest.mark.parametrize(
    ("right", "wrong", "place"),
    [
        ("office =", "ofice =", "ofice"),
        ('late_by = "never"', 'late_by = "sometimes"', "attendance.late_by"),
        ("[attendance]", "[attendance", "TOML"),
        ("each = 4", "each = -4", "scoring.items[1].each 应为正数"),
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


def test_a_term_takes_up_another_regulation_and_keeps_the_first_in_its_list(yanxiu, own):
    a_school()
    said = yanxiu("regulation", "adopt", own, "--reason", "教代会通过")
    assert said.code == 0
    assert "已采用「校本研修管理制度（教务处组织）」" in said.out
    rows = json.loads(yanxiu("regulation", "versions", "--format", "json").out)
    assert [(row["制度"], row["原因"], row["现行"]) for row in rows[-1:]] == [
        ("校本研修管理制度（教务处组织）", "教代会通过", "现行")
    ]
    assert rows[-1]["采用人"] == "操作员"
    assert rows[-1]["采用时间"] == "2026-10-14 14:30"


def test_a_preset_is_adopted_by_its_name_for_a_named_term(yanxiu):
    a_school()
    said = yanxiu("regulation", "adopt", "dadong", "--reason", "试行", "--term", "第一学期")
    assert "2026—2027学年第一学期已采用「大东小学校本研修管理制度」" in said.out
    assert "第一学期" in yanxiu("regulation", "versions", "--term", "第一学期").out


def test_a_wrong_file_or_the_same_one_is_not_adopted(yanxiu, own):
    a_school("third")
    assert "完全相同" in yanxiu("regulation", "adopt", own, "--reason", "再来一次").err
    _spoil(own, "each = 4", "each = 0")
    said = yanxiu("regulation", "adopt", own, "--reason", "写错了")
    assert (said.code, said.out) == (1, "")
    assert "scoring.items[1].each 应为正数" in said.err


def test_adopting_wants_a_reason_and_a_term_that_is_there(yanxiu):
    a_school()
    assert yanxiu("regulation", "adopt", "dadong").code == 2
    assert "请填写采用的原因" in yanxiu("regulation", "adopt", "dadong", "--reason", " ").err
    said = yanxiu("regulation", "adopt", "dadong", "--reason", "试行", "--term", "明年")
    assert "没有认出学期「明年」" in said.err


def test_what_is_in_force_can_be_written_out_changed_and_adopted(yanxiu, tmp_path):
    a_school()
    path = tmp_path / "本校.toml"
    assert yanxiu("regulation", "export", path).code == 0
    assert path.read_text(encoding="utf-8") == preset_source("zhanghong")
    _spoil(path, "each = 2", "each = 3")
    assert yanxiu("regulation", "adopt", path, "--reason", "缺席扣得太少").code == 0
    first, second = tmp_path / "1.toml", tmp_path / "2.toml"
    yanxiu("regulation", "export", "--version", "1", first)
    yanxiu("regulation", "export", second)
    assert first.read_text(encoding="utf-8") == preset_source("zhanghong")
    assert "each = 3" in second.read_text(encoding="utf-8")


def test_a_preset_can_be_written_out_without_a_school(command_line, tmp_path):
    path = tmp_path / "信庄.toml"
    assert command_line("regulation", "export", "--preset", "xinzhuang", path).code == 0
    assert path.read_text(encoding="utf-8") == preset_source("xinzhuang")


def test_writing_out_never_writes_over_a_file(command_line, own, tmp_path):
    before = own.read_text(encoding="utf-8")
    said = command_line("regulation", "export", "--preset", "dadong", own)
    assert "已经有了" in said.err
    assert own.read_text(encoding="utf-8") == before
    nowhere = tmp_path / "没有" / "x.toml"
    assert "写不了文件" in command_line("regulation", "export", "--preset", "dadong", nowhere).err
    both = command_line("regulation", "export", "--preset", "dadong", "--version", "1", nowhere)
    assert both.code == 2


def test_a_version_that_is_not_there_cannot_be_written_out(yanxiu, tmp_path):
    a_school()
    said = yanxiu("regulation", "export", "--version", "99", tmp_path / "x.toml")
    assert "没有编号为 99 的制度版本" in said.err
    assert not (tmp_path / "x.toml").exists()
