"""What kind of file it is, and every way a file can be no roster."""

import codecs
import io
import random
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from tests.roster.office import TODAY, workbook
from yanxiu_tui.errors import Refused
from yanxiu_tui.roster.check import read_roster
from yanxiu_tui.roster.model import Cell
from yanxiu_tui.roster.reader import MAX_BYTES, read_sheets

DATA = Path(__file__).parent.parent / "data"
TABLE = "工号,姓名,职务\n0012,刘䶮,教师\n13,陈𬭚,校长\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def values(path: Path) -> list[list[object]]:
    """The values of the first sheet's rows."""
    return [[cell.value for cell in row] for row in read_sheets(path)[0].rows.values()]


def reason(path: Path) -> str:
    with pytest.raises(Refused) as refused:
        read_roster(path, TODAY)
    assert str(refused.value).endswith("。")
    return refused.value.reason


@pytest.mark.parametrize(
    "data",
    [
        TABLE.encode(),
        TABLE.encode("utf-8-sig"),
        TABLE.encode("gb18030"),
        codecs.BOM_UTF16_LE + TABLE.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be"),
        TABLE.replace("\n", "\r\n").encode("gb18030"),
        TABLE.replace("\n", "\r").encode(),
    ],
    ids=["utf-8", "utf-8 with a mark", "gb18030", "utf-16 le", "utf-16 be", "crlf", "cr"],
)
def test_a_csv_is_read_in_every_encoding(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(data)
    assert values(path) == [line.split(",") for line in TABLE.splitlines()]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_the_heading_s(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "r.csv"
    title = "示范中学；语文，数学, 英语, 物理, 化学;;;;\n"
    path.write_text(title + TABLE.replace(",", separator))
    assert values(path)[1:] == [line.split(",") for line in TABLE.splitlines()]


def test_what_excel_writes_to_keep_zeros_is_taken_off(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text('工号,姓名\n="0012",刘军\n\'0013,刘强\n')
    assert [row[0] for row in values(path)] == ["工号", "0012", "0013"]


def test_a_line_break_in_quotes_stays_in_its_cell(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text('"工\n号",姓名\n1,"刘\n军"\n')
    assert values(path) == [["工\n号", "姓名"], ["1", "刘\n军"]]


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("r.xlsx", b"", "empty_file"),
        ("r.csv", b" \r\n\t\n", "empty_file"),
        ("r.xls", OLE, "old_format"),
        ("r.et", OLE, "old_format"),
        ("r.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("r.doc", OLE + "WordDocument".encode("utf-16-le"), "not_a_table"),
        ("r.pdf", b"%PDF-1.7 ...", "not_a_table"),
        ("r.xls", b"\xef\xbb\xbf<html><table><tr><td>1</td></tr></table></html>", "web_page"),
        ("r.xlsx", "工号,姓名\n1,刘军\n".encode(), "damaged"),
        ("r.xlsx", b"PK\x03\x04 and then nothing", "damaged"),
        ("r.csv", b"\x81\x00\xff\xfe\x00\x01", "not_text"),
        ("r.csv", b"\xff\xfe\x00", "not_text"),
        ("r.csv", "工号,姓名\x00\n".encode(), "not_text"),
        ("r.csv", "工号,姓名\n".encode() + b'"' + b"x" * 200_000, "damaged"),
        ("r.csv", "今天天气很好\n".encode(), "no_heading"),
        ("r.csv", "工号,姓名,性别\n".encode(), "no_people"),
        ("r.csv", "姓名,性别,电话\n刘军,男,\n".encode(), "no_column"),
        ("r.csv", "工号,姓名\n".encode() + b"1,a\n" * 20_001, "too_big"),
    ],
)  # fmt: skip
def test_what_is_no_roster_is_refused(
    tmp_path: Path, name: str, data: bytes, expected: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert reason(path) == expected


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert reason(tmp_path / "none.xlsx") == "no_file"
    assert reason(tmp_path) == "not_a_file"
    assert reason(Path("no\0name.csv")) == "unreadable"


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert reason(path) == "too_big"


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("word/document.xml", "not_a_table"),
        ("xl/workbook.bin", "other_format"),
        ("content.xml", "other_format"),
        ("photo.jpg", "not_a_table"),
        ("xl/workbook.xml", "damaged"),
    ],
)
def test_other_packages_are_told_apart(tmp_path: Path, part: str, expected: str) -> None:
    path = tmp_path / "r.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, "<nothing/>")
    assert reason(path) == expected


def test_a_package_that_swells_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(41 * 2**20))
    assert reason(path) == "too_big"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400), st.sampled_from([".xlsx", ".csv", ".txt", ".xls"]))
def test_any_bytes_are_refused_and_never_break(tmp_path: Path, data: bytes, suffix: str) -> None:
    path = tmp_path / f"r{suffix}"
    for each in (data, b"PK\x03\x04" + data):
        path.write_bytes(each)
        with pytest.raises(Refused):
            read_roster(path, TODAY)


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_workbook_is_read_or_refused_and_never_breaks(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray((DATA / "roster_faults.xlsx").read_bytes())
    for _ in range(chance.randint(1, 30)):
        data[chance.randrange(4, len(data))] = chance.randrange(256)
    path = tmp_path / "r.xlsx"
    path.write_bytes(data[: chance.randint(100, len(data))] if seed % 2 else data)
    try:
        assert read_roster(path, TODAY).faults
    except Refused as refused:
        assert str(refused).endswith("。")


@pytest.mark.parametrize("seed", range(40))
def test_damaged_xml_in_a_whole_package_never_breaks(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    path = tmp_path / "r.xlsx"
    with (
        zipfile.ZipFile(DATA / "roster_faults.xlsx") as source,
        zipfile.ZipFile(path, "w") as target,
    ):
        for part in source.namelist():
            data = bytearray(source.read(part))
            for _ in range(chance.randint(0, 2)):
                data[chance.randrange(len(data))] = chance.choice(b"<>\"'&0aZ \xff")
            target.writestr(part, bytes(data))
    try:
        read_roster(path, TODAY)
    except Refused as refused:
        assert str(refused).endswith("。")


def test_a_wrong_size_in_the_file_loses_no_row(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    with (
        zipfile.ZipFile(DATA / "roster_office.xlsx") as source,
        zipfile.ZipFile(path, "w") as target,
    ):
        for part in source.namelist():
            data = source.read(part)
            target.writestr(part, data.replace(b'<dimension ref="A1:M67"', b'<dimension ref="A1"'))
    assert len(read_roster(path, TODAY).people) == 62


def test_a_merged_cell_gives_its_value_to_each_row_below(tmp_path: Path) -> None:
    rows = [["工号", "教研组"], [1, "语文组"], [2, None], [3, None], [4, "数学组"]]
    path = workbook(tmp_path / "r.xlsx", ("表", rows), merged=["B2:B4"])
    sheet = read_sheets(path)[0]
    assert [row[1].value for row in sheet.rows.values()] == [
        "教研组", "语文组", "语文组", "语文组", "数学组",
    ]  # fmt: skip
    assert [row[1].spread for row in sheet.rows.values()] == [False, False, True, True, False]


def test_a_merge_of_a_whole_column_ends_with_the_rows(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "r.xlsx", ("表", [["工号", "组"], [1, "甲"], [2, None]]), merged=["B2:B1000"]
    )
    assert max(read_sheets(path)[0].rows) == 3


def test_a_formula_counts_by_the_value_kept_for_it(tmp_path: Path) -> None:
    path = _with_kept_value(tmp_path, b"<f>A2+1</f><v>1002</v>")
    assert [row[0].value for row in read_sheets(path)[0].rows.values()] == ["工号", 1001, 1002]


def test_a_formula_without_a_kept_value_is_a_problem(tmp_path: Path) -> None:
    path = _with_kept_value(tmp_path, b"<f>A2+1</f><v></v>")
    cell = read_sheets(path)[0].rows[3][0]
    assert cell.value is None
    assert cell.problem.startswith("「=A2+1」是公式")


def _with_kept_value(tmp_path: Path, xml: bytes) -> Path:
    made = io.BytesIO()
    book = Workbook()
    for value in ("工号", 1001, "=A2+1"):
        book.active.append([value])
    book.save(made)
    path = tmp_path / "r.xlsx"
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w") as target:
        for part in source.namelist():
            data = source.read(part)
            target.writestr(part, data.replace(b"<f>A2+1</f><v></v>", xml).replace(
                b"<f>A2+1</f><v />", xml))  # fmt: skip
    return path


def test_an_error_value_is_a_problem(tmp_path: Path) -> None:
    path = workbook(tmp_path / "r.xlsx", ("表", [["工号"], ["#REF!"]]))
    assert read_sheets(path)[0].rows[2][0] == Cell(problem="单元格是错误值 #REF!，请改正。")


@pytest.mark.parametrize(
    ("value", "number_format", "read"),
    [
        (12, "0000", "0012"),
        (1985.1, "0.00", "1985.10"),
        (1985.1, "0.00_ ", "1985.10"),
        (31229, 'yyyy"年"m"月"', "1985-07"),
        (31229, "mmm-yy", "1985-07"),
        (31229, "yyyy", "1985"),
        (1985.1, "General", 1985.1),
        (13800000000, "0", 13800000000),
    ],
)
def test_a_cell_says_what_its_format_shows(
    tmp_path: Path, value: object, number_format: str, read: object
) -> None:
    book = Workbook()
    book.active.append([value])
    book.active["A1"].number_format = number_format
    book.save(tmp_path / "r.xlsx")
    assert values(tmp_path / "r.xlsx") == [[read]]


def test_excel_s_own_chinese_month_format_is_a_month(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append([31229])
    book.active["A1"].number_format = "0.000"
    book.save(tmp_path / "made.xlsx")
    path = tmp_path / "r.xlsx"
    with zipfile.ZipFile(tmp_path / "made.xlsx") as source, zipfile.ZipFile(path, "w") as target:
        for part in source.namelist():
            data = re.sub(rb"<numFmts.*</numFmts>", b"", source.read(part))
            target.writestr(part, data.replace(b'numFmtId="164"', b'numFmtId="57"'))
    assert values(path) == [["1985-07"]]
