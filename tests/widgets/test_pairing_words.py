"""A pair in words: progress, silence, an entry, a judgement one may or may not see."""

from datetime import date
from decimal import Decimal

import pytest

from tests.builders import NOW
from yanxiu_tui.rules.pairing_assessments import Judge
from yanxiu_tui.rules.pairings import QUOTAS
from yanxiu_tui.services.pairing_assessments import Judgement, Sheet
from yanxiu_tui.services.pairing_log import EntryView
from yanxiu_tui.services.pairing_progress import MyPair, PairProgress
from yanxiu_tui.services.pairing_timeline import Happening
from yanxiu_tui.widgets.pairing_words import (
    entry_fields,
    my_pair_words,
    progress_short,
    progress_words,
    sheet_fields,
    silent_words,
    timeline_rows,
)

MADE = [
    PairProgress(quota, done, quota.least) for quota, done in zip(QUOTAS, (3, 9, 8, 0), strict=True)
]


def _entry(**values) -> EntryView:
    return EntryView(
        **{
            "id": 1, "pairing_id": 1, "kind": "guidance", "kind_name": "指导",
            "day": date(2026, 10, 12), "title": "一起备课", "words": "", "recorded_at": NOW,
            "recorded_by": "周敏", "late_entry": False, "signed_at": None, "signed_by": "",
            "struck_at": None, "struck_by": "", "strike_reason": "", "may_sign": False,
            "may_strike": False, **values,
        }
    )  # fmt: skip


def test_progress_says_figures_and_what_is_done():
    assert str(progress_words(MADE)) == (
        "听徒弟的课 3/8 节   指导 9/8 次 完成   听师傅的课 8/8 节 完成   公开课 0/2 节"
    )
    assert str(progress_words(MADE, "apprentice")) == "听师傅的课 8/8 节 完成   公开课 0/2 节"
    assert str(progress_words([])) == ""


def test_in_short_nothing_counts_beyond_its_quota():
    assert str(progress_short(MADE, "mentor")) == "11/16"
    assert str(progress_short(MADE, "apprentice")) == "8/10"
    assert str(progress_short([], "mentor")) == ""


def test_ones_own_pair_is_a_line_with_its_silence():
    pair = MyPair(1, "mentor", "苏慧", tuple(MADE[:2]), 16)
    assert str(my_pair_words(pair)) == (
        "徒弟 苏慧：听徒弟的课 3/8 节   指导 9/8 次 完成   16 天没有记录"
    )
    assert str(silent_words(0)) == ""


@pytest.mark.parametrize(
    ("values", "label", "said"),
    [
        ({}, "签认", "等对方签认，签了才算数"),
        ({"signed_at": NOW, "signed_by": "苏慧"}, "签认", "苏慧 10-14 14:30"),
        ({"struck_at": NOW, "struck_by": "苏慧", "strike_reason": "重了"}, "作废", "苏慧：重了"),
        ({"late_entry": True}, "记录", "周敏 10-14 14:30（补录）"),
        ({"words": "先定问题"}, "经过", "先定问题"),
    ],
)
def test_an_entry_says_where_it_stands(values, label, said):
    assert dict(entry_fields(_entry(**values)))[label] == said


def test_a_row_says_in_words_what_waits_and_what_came_late():
    (_, cells), (_, other) = timeline_rows(
        [
            Happening(date(2026, 10, 12), "指导", "周敏", "一起备课", "待签认", late=True),
            Happening(date(2026, 9, 5), "签协议", "周敏", "师傅签字", late=True),
        ]
    )
    assert (str(cells["日期"]), str(cells["状态"])) == ("10-12", "待签认 补录")
    assert str(other["状态"]) == "补录"


def test_a_judgement_one_may_not_see_yet_is_not_told():
    hidden = Judgement(Judge.MENTOR, None, None, "", NOW, "周敏", seen=False)
    seen = Judgement(Judge.OFFICE, Decimal(88), Decimal("85.5"), "尽心", NOW, "何静", seen=True)
    sheet = Sheet(1, "第一学期", None, False, "不评", (hidden, seen), Decimal("91.43"), None)
    fields = dict(sheet_fields(sheet, "教务处"))
    assert fields["师傅评"].startswith("已评")
    assert fields["徒弟评"] == "还没有评"
    assert fields["教务处评"] == "师傅 88 分，徒弟 85.5 分，尽心"
    assert (fields["师傅得分"], fields[""]) == ("91.43", "不评")
    assert "徒弟得分" not in fields
