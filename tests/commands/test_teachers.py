"""``yanxiu teachers``: what it prints, where, and with what exit code."""

import json
from pathlib import Path

DATA = Path(__file__).parent.parent / "data"
OFFICE = DATA / "roster_office.xlsx"


def test_a_dry_run_tells_and_writes_nothing(yanxiu) -> None:
    said = yanxiu("teachers", "import", "--dry-run", OFFICE)
    assert (said.code, said.err) == (0, "")
    told = said.out.splitlines()
    assert told[0] == "试算（没有写入）："
    assert told[1] == "新增 62 人，修改 0 人，不变 0 人，不再列出 0 人；新建 23 个组。"
    assert json.loads(yanxiu("teachers", "list", "--format", "json").out) == []


def test_an_import_tells_what_it_did(yanxiu) -> None:
    said = yanxiu("teachers", "import", OFFICE)
    assert said.code == 0
    assert said.out.startswith("已导入：\n新增 62 人，修改 0 人，")
    assert "1001 马丽浩、1002 苏慧、" in said.out
    assert "说明：\n  没有年级组一列，" in said.out
    said = yanxiu("teachers", "import", OFFICE)
    assert "新增 0 人，修改 0 人，不变 62 人，不再列出 0 人；新建 0 个组。" in said.out


def test_changes_and_the_missing_are_listed(yanxiu, tmp_path: Path) -> None:
    path = tmp_path / "花名册.csv"
    path.write_text("工号,姓名,手机\n1,刘军,\n2,刘强,13800000000\n", encoding="gb18030")
    yanxiu("teachers", "import", path)
    path.write_text("工号,姓名,手机\n1,刘军,13900000000\n", encoding="gb18030")
    said = yanxiu("teachers", "import", path)
    assert "修改：\n  1 刘军：联系电话 （空） → 13900000000\n" in said.out
    assert "不再列出（仍保留，没有删除）：\n  2 刘强\n" in said.out


def test_every_fault_is_printed_and_nobody_imported(yanxiu) -> None:
    said = yanxiu("teachers", "import", DATA / "roster_faults.xlsx")
    lines = said.err.splitlines()
    assert (said.code, said.out) == (1, "")
    assert len(lines) == 10
    assert lines[0] == "教师 第3行 B列（姓名）：没有填写。"
    assert lines[-1] == "「roster_faults.xlsx」有 9 处要改，没有导入任何人；改好后请再导入。"
    assert json.loads(yanxiu("teachers", "list", "--format", "json").out) == []


def test_a_file_that_is_no_roster_is_refused_in_one_sentence(yanxiu, tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    path.write_bytes(bytes(range(256)))
    said = yanxiu("teachers", "import", path)
    assert (said.code, said.out) == (1, "")
    assert said.err.count("\n") == 1
    assert "已损坏" in said.err


def test_a_missing_file_name_is_wrong_usage(yanxiu) -> None:
    assert yanxiu("teachers", "import").code == 2


def test_the_list_is_a_table_with_every_teacher(yanxiu) -> None:
    yanxiu("teachers", "import", DATA / "roster_gbk.csv")
    said = yanxiu("teachers", "list", "--format", "csv")
    lines = said.out.splitlines()
    assert said.code == 0
    assert lines[0] == "工号,姓名,性别,学科,年级,教研组,职务,口令,工牌,在岗"
    assert "1005,刘䶮,男,地理,九年级,地理组,教师,未设,无,在岗" in lines
    assert len(lines) == 46


def test_somebody_is_marked_left_and_returned_with_a_reason(yanxiu) -> None:
    yanxiu("teachers", "import", OFFICE)
    said = yanxiu("teachers", "left", "1004", "--reason", "调往县二中")
    assert (said.code, "（1004）已记为离岗" in said.out) == (0, True)
    people = json.loads(yanxiu("teachers", "list", "--format", "json").out)
    assert [each["工号"] for each in people if each["在岗"] == "已离开"] == ["1004"]
    said = yanxiu("teachers", "returned", "1004", "--reason", "误办")
    assert (said.code, "（1004）已返岗" in said.out) == (0, True)
    assert yanxiu("teachers", "left", "9999", "--reason", "退休").code == 1


def test_leaving_without_a_reason_is_wrong_usage(yanxiu) -> None:
    assert yanxiu("teachers", "left", "1004").code == 2
