"""Who said what from one line: by initials, name or number; a line without a name is all words."""

import pytest

from yanxiu_tui.rules.names import Named
from yanxiu_tui.rules.spoken import Spoken, spoken

MING, MIN = Named("1007", "王小明", "wxm"), Named("1008", "王小敏", "wxm")
OUYANG, LIN = Named("1003", "欧阳静怡", "oyjy"), Named("1002", "林远", "ly")
AI = Named("1030", "艾青", "aq")
NEAR, EVERYBODY = (OUYANG, MING), (LIN, OUYANG, MING, MIN, AI)


def heard(line: str) -> Spoken:
    return spoken(line, NEAR, EVERYBODY)


@pytest.mark.parametrize(
    ("line", "who", "words"),
    [
        ("wxm 建议先做实验", (MING,), "建议先做实验"),
        ("WXM　建议先做实验", (MING,), "建议先做实验"),
        ("王小明：建议先做实验", (MING,), "建议先做实验"),
        ("王小明老师: 建议", (MING,), "建议"),
        ("欧阳老师 同意", (OUYANG,), "同意"),
        ("１００７ 同意", (MING,), "同意"),
        ("oy 同意", (OUYANG,), "同意"),
        ("林远 同意 小明的", (LIN,), "同意 小明的"),
        ("ly 同意", (LIN,), "同意"),
        ("wxm", (MING,), ""),
        ("a", (AI,), ""),
        ("a 方案更好", (), "a 方案更好"),
        ("PPT 太多了", (), "PPT 太多了"),
        ("10 分钟不够", (), "10 分钟不够"),
        ("小明 说得对", (), "小明 说得对"),
        ("同意", (), "同意"),
        ("   ", (), ""),
        ("", (), ""),
    ],
)
def test_a_line_is_a_name_and_words_or_words_alone(line, who, words):
    found = heard(line)
    assert (found.speakers, found.words) == (who, words)


def test_where_nobody_near_is_meant_namesakes_by_initials_are_all_offered():
    assert spoken("wxm 同意", (OUYANG,), EVERYBODY).speakers == (MING, MIN)
