"""听课记录表 on paper: every field of the form, two columns for the lesson itself."""

from decimal import Decimal

import docx
import pytest

from tests.reports.forms import an_empty_observation_record, an_observation_record
from yanxiu_tui.reports.observation_record import write_record
from yanxiu_tui.rules.observations import Marked


@pytest.fixture
def printed(tmp_path):
    """Write a record and read its tables back, row by row."""

    def read(record):
        path = tmp_path / "听课.docx"
        write_record(path, record)
        made = docx.Document(str(path))
        tables = [
            [[cell.text for cell in dict.fromkeys(row.cells)] for row in table.rows]
            for table in made.tables
        ]
        return [each.text for each in made.paragraphs if each.text], *tables

    return read


def test_every_field_of_the_form_is_there(printed):
    record = an_observation_record()
    head, lesson, course, verdict = printed(record)
    assert head == ["听课记录表"]
    assert lesson == [
        ["学校", "示范中学"],
        ["课题", "背影"],
        ["时间", "2026年10月14日 星期三"],
        ["班级", "八（2）班", "学科", "语文"],
        ["执教", "林远", "听课人", "苏慧"],
        ["节次", "第 3 节", "累计节数", "第 11 节"],
    ]
    assert course == [["教学过程", "旁评"], [record.process, record.side_notes]]
    assert verdict == [
        ["总评"],
        ["优点", "抓住动词品味，学生读得出情感。"],
        ["不足", "小组讨论时间偏短。"],
        ["建议", "可以让学生先写后说。"],
        ["等级", "优", "得分", "92.5 分"],
        ["执教回应", "谢谢，下次把讨论时间留足。"],
        ["听课人签名", "", "执教签名", "已在终端确认"],
    ]


def test_a_score_sheet_is_printed_line_by_line(printed):
    marks = (Marked("aims", "教学目标", Decimal(40), Decimal("36.5")),)
    _, _, _, verdict = printed(an_observation_record(marks=marks))
    assert verdict[5] == ["评分", "教学目标 36.5/40"]


def test_a_record_only_begun_leaves_room_to_write(printed):
    _, lesson, course, verdict = printed(an_empty_observation_record())
    assert lesson[-1] == ["节次", "第 3 节", "累计节数", ""]
    assert course[1] == ["", ""]
    assert verdict[4] == ["等级", "", "得分", ""]
    assert verdict[-1] == ["听课人签名", "", "执教签名", ""]


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ({"late_entry": True}, "（补录）"),
        ({"late_entry": True, "voided": True}, "（补录，已作废）"),
    ],
)
def test_what_came_late_or_does_not_count_says_so_under_the_title(printed, marks, said):
    assert printed(an_observation_record(**marks))[0] == ["听课记录表", said]
