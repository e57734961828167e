"""集体备课记录 on paper: every field of the form, and room where nothing is filled in."""

import docx
import pytest

from tests.builders import NOW
from tests.reports.forms import SECTIONS, a_prep_record, an_empty_prep_record
from yanxiu_tui.reports.prep_record import write_record


@pytest.fixture
def printed(tmp_path):
    """Write a record and read its tables back, row by row."""

    def read(record):
        path = tmp_path / "记录.docx"
        write_record(path, record)
        made = docx.Document(str(path))
        tables = [
            [[cell.text for cell in dict.fromkeys(row.cells)] for row in table.rows]
            for table in made.tables
        ]
        return [each.text for each in made.paragraphs], *tables

    return read


def test_every_field_of_the_form_is_there(printed):
    head, meeting, discussion, outcome = printed(a_prep_record())
    assert head[:2] == ["集体备课记录", "示范中学　八年级语文备课组"]
    assert meeting[:8] == [
        ["时间", "2026年10月14日（周三）14:30-16:00"],
        ["地点", "备课组长办公室"],
        ["主题", "第四单元集体备课"],
        ["课题/单元", "第四单元 至爱亲情"],
        ["主备人/\n中心发言人", "苏慧", "主持人", "周敏"],
        ["记录人", "林远"],
        ["参加", "周敏、苏慧、林远、欧阳静怡、买买提·艾力、王小明"],
        ["缺席及原因", "王小敏（公假）、刘䶮"],
    ]
    assert meeting[8:] == [list(each) for each in SECTIONS]
    assert discussion == [
        ["姓名", "意见", "采纳"],
        ["林远", "第六段先让学生自己圈动词，再讲。", "采纳"],
        ["欧阳静怡", "建议把《散步》放到课外。", "未采纳"],
        ["王小明", "可以播放朗读录音，时间控制在三分钟以内，留出时间给学生说。", ""],
    ]
    assert outcome == [
        ["分工", "苏慧写教案，林远做课件，欧阳静怡出检测题。"],
        ["成果", "共性教案第 2 版。"],
        ["组长签字", "周敏\n2026-10-14", "检查签字", ""],
    ]


def test_what_is_not_filled_in_or_signed_is_left_blank_with_room_to_write(printed):
    _, meeting, discussion, outcome = printed(an_empty_prep_record())
    assert meeting[4] == ["主备人/\n中心发言人", "", "主持人", ""]
    assert meeting[6:8] == [["参加", ""], ["缺席及原因", ""]]
    assert meeting[8:] == [[name, ""] for name, _ in SECTIONS]
    assert discussion[1:] == [["", "", ""]]
    assert outcome[-1] == ["组长签字", "", "检查签字", ""]


def test_who_checked_the_groups_plans_is_named(printed):
    *_, outcome = printed(a_prep_record(checked="何静 2026-10-30", signed_at=NOW))
    assert outcome[-1][-1] == "何静 2026-10-30"
