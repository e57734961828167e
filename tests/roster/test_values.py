"""Names, staff numbers, sex, telephones: kept whole, tidied, or refused with a sentence."""

import unicodedata
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.roster import values
from yanxiu_tui.roster.model import Wrong

ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.datetimes(), st.text(max_size=80)
)


@given(st.integers(0, 10**15))
def test_a_staff_number_is_the_same_as_number_and_as_text(number: int) -> None:
    wide = str(number).translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    written = [number, float(number), str(number), f"{number}.0", f" {number}\t", wide]
    assert {values.staff_no(each) for each in written} == {str(number)}


@given(st.from_regex(r"0[0-9A-Za-z]{1,20}", fullmatch=True))
def test_zeros_before_a_staff_number_stay(number: str) -> None:
    assert values.staff_no(number) == number


@pytest.mark.parametrize(
    "written",
    [None, "", " ", "无", "待定", "1.5", 1.5, "1.00E+11", "张三", "=A1", "1" * 33, "12、13", -5,
     True, datetime(2020, 1, 1), "10\x0702", "1002\ud800"],
)  # fmt: skip
def test_what_is_no_staff_number_is_refused(written: object) -> None:
    with pytest.raises(Wrong):
        values.staff_no(written)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("苏　慧", "苏慧"), ("朱 雪", "朱雪"), (" 钟涵 ", "钟涵"), ("王小\n明", "王小明"),
        ("诸 葛　燕 春", "诸葛燕春"), ("买买提·艾力", "买买提·艾力"),
        ("买买提 • 艾力", "买买提·艾力"), ("Anna  Smith", "Anna Smith"),
        ("Ａｎｎａ", "Anna"), ("刘䶮", "刘䶮"), ("陈𬭚", "陈𬭚"),
        ("李\U000300ff", "李\U000300ff"), ("王\u200b明", "王明"), ("刘〇", "刘〇"),
        ("⾦伟", "金伟"), ("朱 \U0002cb5a", "朱\U0002cb5a"), ("王伟2", "王伟2"),
        ("王伟（大）", "王伟（大）"),
    ],
)  # fmt: skip
def test_a_name_is_kept_whole(written: str, name: str) -> None:
    assert values.name(written) == name


@pytest.mark.parametrize(
    "written",
    [None, "　", "无", "=1+1", "@sum", "王*", "12", "<b>", "王\x1b[31m", "王" * 65, "王\ud83d", 2.0,
     datetime(2020, 1, 1), "😀"],
)  # fmt: skip
def test_what_is_no_name_is_refused(written: object) -> None:
    with pytest.raises(Wrong):
        values.name(written)


@pytest.mark.parametrize(
    ("written", "sex"), [("男", "男"), (" 女 ", "女"), ("女性", "女"), (None, "")]
)
def test_sex_is_read(written: object, sex: str) -> None:
    assert values.sex(written) == sex


@pytest.mark.parametrize("written", ["？", "F", 1, "男女", "性"])
def test_another_sex_is_refused(written: object) -> None:
    with pytest.raises(Wrong):
        values.sex(written)


@pytest.mark.parametrize(
    ("written", "phone"),
    [
        ("13800000000", "13800000000"), (13800000000, "13800000000"),
        (13800000000.0, "13800000000"), ("１３８００００００００", "13800000000"),
        ("138 0000 0000", "13800000000"), ("+86-138-0000-0000", "13800000000"),
        ("0571-88886666", "0571-88886666"), ("(0571)88886666", "0571-88886666"),
        ("88886666", "88886666"), ("010 88886666-801", "010-88886666-801"),
        ("13800000000/88886666", "13800000000、88886666"), ("无", ""), (None, ""), ("-", ""),
    ],
)  # fmt: skip
def test_a_telephone_number_is_read(written: object, phone: str) -> None:
    assert values.phone(written) == phone


@pytest.mark.parametrize(
    "written",
    ["1381234", "138000000000", "23800000000", "138****0000", "1.38E+10", 1.5, "电话",
     "、", "13800000000、12", "13800000000/13800000001/13800000002", datetime(2020, 1, 1)],
)  # fmt: skip
def test_an_implausible_telephone_number_is_refused(written: object) -> None:
    with pytest.raises(Wrong):
        values.phone(written)


def test_a_short_text_loses_blanks_between_characters_only() -> None:
    assert values.short_text("道德　与 法治", 32) == "道德与法治"
    assert values.short_text("STEM  lab", 32) == "STEM lab"
    assert values.short_text(9.0, 32) == "9"
    assert values.short_text("——", 32) == ""


@pytest.mark.parametrize("written", ["字" * 33, "a\x00b", datetime(2020, 7, 8), "=B2"])
def test_an_unfit_text_is_refused(written: object) -> None:
    with pytest.raises(Wrong):
        values.short_text(written, 32)


@given(ANYTHING)
def test_any_value_is_read_or_refused_with_a_sentence(value: object) -> None:
    for read in (values.staff_no, values.name, values.sex, values.phone, values.backbone_level):
        try:
            said = read(value)
        except Wrong as wrong:
            said = str(wrong)
            assert said.endswith("。")
        assert not {unicodedata.category(char) for char in said} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
