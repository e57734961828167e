"""``yanxiu personal-data``: what is kept on one person, a copy as a workbook, the removal."""

import json

import pytest
from openpyxl import load_workbook

from db.models import Teacher, Trace
from tests.builders import NOW, OPERATOR, an_actor
from tests.services.cast import a_cast, an_open_activity, signs_in
from yanxiu_tui.services import manuscripts, reflections, teachers

STORY = "他终于举手了。" * 6000


@pytest.fixture
def cast(memory):
    """苏慧 (1001) has signed in and written a long narrative."""
    made = a_cast()
    signs_in(an_open_activity(made), made.su)
    story = reflections.begin_narrative(an_actor(made.su), "那一节课", NOW)
    (section,) = reflections.sections(story.id)
    manuscripts.write(an_actor(made.su), story.manuscript_id, section.id, STORY[:20_000], 0, NOW)
    return made


@pytest.fixture
def left(cast):
    teachers.mark_left(OPERATOR, "1001", "退休", NOW)
    return cast


def _sheet(book, name):
    return [[cell for cell in row if cell is not None] for row in book[name].values]


def test_what_is_kept_is_told_with_who_sees_it_and_how_long(yanxiu, cast):
    done = yanxiu("personal-data", "show", "1001")
    assert done.code == 0
    assert "签到、点名、更正" in done.out
    assert "审批请假" not in done.out
    rows = json.loads(yanxiu("personal-data", "show", "1001", "--format", "json").out)
    line = next(row for row in rows if row["内容"] == "应到的活动")
    assert (line["类别"], line["条数"], line["从"]) == ("活动考勤", "1", "2026-10-14")


def test_a_copy_holds_all_of_it_in_words_a_sheet_a_subject(yanxiu, cast, tmp_path):
    path = tmp_path / "苏慧.xlsx"
    done = yanxiu("personal-data", "export", "1001", path)
    assert (done.code, done.out) == (0, f"已导出到「{path}」，里面是个人资料，请只交给本人。\n")
    book = load_workbook(path)
    assert book.sheetnames[:2] == ["总表", "名册"]
    summary = _sheet(book, "总表")
    assert summary[0] == ["苏慧（1001）的个人资料，2026-10-14 14:30 导出"]
    met = _sheet(book, "活动考勤")
    assert met[0] == ["应到的活动（1 条）"]
    assert ["出勤" in met[2], "签到" in met[6]] == [True, True]
    assert any(STORY[:20_000] in row for row in _sheet(book, "备课和反思"))


def test_what_is_longer_than_a_cell_goes_on_beneath(yanxiu, cast, tmp_path, monkeypatch):
    monkeypatch.setattr("yanxiu_tui.reports.personal_data._LONGEST", 15_000)
    path = tmp_path / "苏慧.xlsx"
    yanxiu("personal-data", "export", "1001", path)
    cells = [cell for row in _sheet(load_workbook(path), "备课和反思") for cell in row]
    assert "".join(cell for cell in cells if "举手" in str(cell)) == STORY[:20_000]


def test_where_no_file_can_be_written_nothing_is_said_to_be_handed_out(yanxiu, cast, tmp_path):
    done = yanxiu("personal-data", "export", "1001", tmp_path / "nowhere" / "a.xlsx")
    assert (done.code, "写不进去" in done.err) == (1, True)
    assert not Trace.select().where(Trace.act == "export_personal_data").exists()


def test_an_unknown_number_is_said(yanxiu, cast):
    done = yanxiu("personal-data", "show", "4711")
    assert (done.code, done.err) == (1, "没有工号为「4711」的老师，请核对。\n")


def test_a_leaver_is_removed_after_a_copy_in_the_same_command(yanxiu, left, tmp_path):
    path = tmp_path / "苏慧.xlsx"
    done = yanxiu(
        "personal-data", "remove", "1001", "--reason", "本人要求", "--export", path, stdin="y\n"
    )
    assert done.code == 0
    assert path.exists()
    assert f"以后显示为「已离职教师{left.su.id}」" in done.out
    assert "以前的备份里还有" in done.out
    assert Teacher.get(staff_no="1001").name == f"已离职教师{left.su.id}"


def test_or_after_an_earlier_one(yanxiu, left, tmp_path):
    yanxiu("personal-data", "export", "1001", tmp_path / "苏慧.xlsx")
    assert yanxiu("personal-data", "remove", "1001", "--reason", "本人要求", "--yes").code == 0


def test_without_a_copy_it_is_refused(yanxiu, left):
    done = yanxiu("personal-data", "remove", "1001", "--reason", "本人要求", "--yes")
    assert (done.code, "请先导出" in done.err) == (1, True)
    assert Teacher.get(staff_no="1001").name == "苏慧"


@pytest.mark.parametrize("answer", ["n\n", "\n", ""], ids=["no", "nothing", "nobody there"])
def test_without_a_yes_nothing_is_removed_nor_handed_out(yanxiu, left, tmp_path, answer):
    path = tmp_path / "苏慧.xlsx"
    done = yanxiu(
        "personal-data", "remove", "1001", "--reason", "本人要求", "--export", path, stdin=answer
    )
    assert (done.code, done.err.strip(), path.exists()) == (1, "已取消。", False)
    assert Teacher.get(staff_no="1001").name == "苏慧"


def test_a_reason_is_part_of_the_usage(yanxiu, left):
    assert yanxiu("personal-data", "remove", "1001", "--yes").code == 2
