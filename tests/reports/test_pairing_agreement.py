"""师徒结对协议书 on paper: both parties, what each owes, three lines to sign on, 一式三份."""

import docx
import pytest

from tests.reports.pairs import SIGNED, a_signature, an_addendum, an_agreement
from yanxiu_tui.errors import Refused
from yanxiu_tui.reports.pairing_agreement import write_agreement
from yanxiu_tui.rules.pairing_agreements import Signer

SIGNED_BY_LIN = "林远　2026年10月14日 14:30 凭口令签字"


@pytest.fixture
def printed(tmp_path):
    """Write an agreement and read its lines and tables back."""

    def read(agreement):
        path = tmp_path / "协议书.docx"
        write_agreement(path, agreement)
        made = docx.Document(str(path))
        tables = [[[cell.text for cell in row.cells] for row in each.rows] for each in made.tables]
        return [each.text for each in made.paragraphs if each.text], *tables

    return read


def test_the_terms_stand_party_by_party(printed):
    lines, terms, _ = printed(an_agreement())
    assert lines[:2] == ["师徒结对协议书", "示范中学（编号 3）"]
    assert terms == [
        ["甲方（师傅）", "周敏（工号 1003）"],
        ["乙方（徒弟）", "林远（工号 1002）"],
        ["学科", "语文"],
        ["期限", "2026年9月1日至2027年8月31日"],
        ["培养目标", "以老带新，一年内站稳讲台。"],
        ["甲方职责", "指导备课、上课和评课。\n每月听徒弟的课，指出优点和不足。"],
        ["甲方每学期", "听徒弟的课不少于 8 节；指导不少于 8 次"],
        ["乙方职责", "主动请教，多听师傅的课。"],
        ["乙方每学期", "听师傅的课不少于 8 节；公开课不少于 2 节"],
    ]


def test_there_are_three_copies_and_three_lines_to_sign_on(printed):
    lines, _, signatures = printed(an_agreement())
    assert lines[2].startswith("本协议一式三份，甲方、乙方、学校各执一份")
    assert signatures == [
        ["甲方签字", "周敏　2026年10月14日 14:30 凭口令签字"],
        ["乙方签字", "林远　2026年10月14日 14:30 凭口令签字"],
        ["学校（盖章）", "孙正　2026年10月14日 14:30 凭口令签字"],
    ]


def test_what_is_not_signed_yet_leaves_room(printed):
    signed = {Signer.APPRENTICE: SIGNED[Signer.APPRENTICE]}
    lines, _, signatures = printed(an_agreement(signatures=signed, standing="尚未签齐"))
    assert lines[1] == "示范中学（编号 3，尚未签齐）"
    assert [words for _, words in signatures] == ["", SIGNED_BY_LIN, ""]


def test_a_signature_under_other_words_is_none(printed):
    other = a_signature(Signer.MENTOR, "周敏", intact=False)
    _, _, signatures = printed(an_agreement(signatures={Signer.MENTOR: other}))
    assert signatures[0][1] == "周敏签过，但文字后来变了，请重新签"


def test_an_addendum_says_what_is_otherwise_and_is_signed_by_both(printed):
    lines, _, _, added, signatures = printed(an_agreement(addenda=(an_addendum(),)))
    assert lines[-1] == "补充协议第 1 号"
    assert added == [
        ["补充内容", "因徒弟产假，延长一个学期。"],
        ["期限改到", "2028年1月20日"],
        ["甲方每学期\n改为", "指导不少于 8 次"],
        ["乙方每学期\n改为", "听师傅的课不少于 8 节"],
    ]
    assert [name for name, _ in signatures] == ["甲方签字", "乙方签字"]


def test_an_addendum_that_waits_says_so_and_changes_only_what_it_says(printed):
    waiting = an_addendum(number=2, last=None, quotas=None, signed_at=None, signatures=())
    lines, _, _, added, signatures = printed(an_agreement(addenda=(waiting,)))
    assert lines[-1] == "补充协议第 2 号（尚未签齐）"
    assert added == [["补充内容", "因徒弟产假，延长一个学期。"]]
    assert [words for _, words in signatures] == ["", ""]


def test_a_side_that_owes_nothing_owes_nothing(printed):
    _, terms, _ = printed(an_agreement(mentor_quotas=()))
    assert ["甲方每学期", "不限"] in terms


def test_a_file_that_is_there_stays(printed, tmp_path):
    path = tmp_path / "协议书.docx"
    path.write_text("原有", encoding="utf-8")
    with pytest.raises(Refused, match="已经有了"):
        write_agreement(path, an_agreement())
    assert path.read_text(encoding="utf-8") == "原有"
