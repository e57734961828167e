"""``yanxiu ranking``: the list, one line explained, what if, groups, files."""

import csv
import io
import json

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from wcwidth import wcswidth

from tests.builders import a_school
from tests.commands.conftest import Said
from tests.services.ranked import AT_MONTH_END, HEAVIER, SCHEME, SCORES, a_ranked_school
from yanxiu_tui.commands.ranking import command


@pytest.fixture
def ranking(memory, database_url, at):
    """``yanxiu ranking`` on the school of tests/services/ranked."""
    a_ranked_school()

    def call(*words: object) -> Said:
        done = CliRunner().invoke(command, [str(word) for word in words], obj=database_url)
        error = "" if done.exception is None else str(done.exception)
        return Said(done.exit_code, done.stdout, error + done.stderr)

    return call


def _objects(said):
    return json.loads(said.out)


def test_everybody_stands_in_order_of_place(ranking):
    rows = list(csv.DictReader(io.StringIO(ranking("--format", "csv").out)))
    assert [row["姓名"] for row in rows] == list(SCORES)
    assert rows[1] == {
        "名次": "2", "姓名": "郑好", "教研组": "数学组", "得分": "89.33 暂", "等次": "良",
        "出勤": "15", "听课": "12", "教学反思": "10", "迟到": "0", "四级评价": "30",
        "青年教师汇报课": "待定", "获奖": "0",
    }  # fmt: skip


def test_columns_stand_in_line_though_characters_are_wide(ranking):
    lines = ranking().out.splitlines()
    assert lines[0] == (
        "2026—2027学年第一学期考核排名，截至 2026-10-14，共 6 人，1 人的得分待定（暂）"
    )
    scores = [line for line in lines if any(name in line for name in SCORES)]
    ends = {wcswidth(line[: line.index("组") + 1]) for line in scores if "组" in line}
    assert len(scores) == 6
    assert len(ends) == 1


def test_json_holds_exact_numbers_as_text(ranking):
    first = _objects(ranking("--format", "json"))[0]
    assert (first["名次"], first["得分"], first["出勤"]) == ("1", "101.00", "20")


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (("--group", "数学组"), ["郑好", "吴越"]),
        (("--subject", "语文"), ["苏慧", "林远"]),
        (("--early-career",), ["林远"]),
        (("--month", 1), list(AT_MONTH_END)),
    ],
)
def test_it_can_be_narrowed_and_dated(ranking, words, names):
    assert [row["姓名"] for row in _objects(ranking(*words, "--format", "json"))] == names


def test_a_month_that_has_not_begun_is_refused(ranking):
    assert "还没有第 4 学月" in ranking("--month", 4).err


def test_a_term_is_named_in_full_or_in_part(ranking):
    assert ranking("--term", "第一学期").code == 0
    assert "没有认出学期「明年」" in ranking("--term", "明年").err


def test_one_line_is_explained_and_adds_up(ranking):
    out = ranking("--explain", "1007").out
    assert out.startswith("吴越（数学组）  第 5/6 名  得分 61.00  等次 中  截至 10月14日")
    assert "缺 2 节 × 3 分" in out
    assert "Z21「其他教师不少于15节」" in out
    assert out.rstrip().endswith(
        "出勤 15 + 听课 9 - 迟到 2 + 四级评价 21 + 获奖 3 + 缺项折算 15 = 61.00"
    )


def test_the_records_behind_it_are_listed_on_request(ranking):
    rows = _objects(ranking("--explain", "1007", "--records", "--format", "json"))
    heard = [row for row in rows if row["项目"] == "听课"]
    assert [(row["日期"], row["数量"]) for row in heard] == [("2026-10-01", "3")]
    assert "--records 要与 --explain 同用" in ranking("--records").err


def test_what_if_says_who_moves(ranking, tmp_path):
    path = tmp_path / "试用.toml"
    path.write_text(HEAVIER, encoding="utf-8-sig")
    out = ranking("--what-if", path).out
    assert "1 人上升，1 人下降，4 人不变；进入「优」：郑好。" in out
    moves = _objects(ranking("--what-if", path, "--format", "json"))
    assert [(row["姓名"], row["原名次"], row["新名次"], row["升降"]) for row in moves[:2]] == [
        ("周敏", "4", "3", "升 1"),
        ("林远", "3", "4", "降 1"),
    ]
    maths = _objects(ranking("--what-if", path, "--group", "数学组", "--format", "json"))
    assert {row["姓名"] for row in maths} == {"郑好", "吴越"}


def test_a_line_is_explained_by_the_tried_regulation(ranking, tmp_path):
    path = tmp_path / "试用.toml"
    path.write_text(HEAVIER, encoding="utf-8")
    assert "得分 87.00" in ranking("--what-if", path, "--explain", "1003").out


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(None, "读不了文件"), (b"\xff\xfe\x00", "不是 UTF-8"), (b"#" * 1_000_001, "太大")],
)
def test_a_file_that_is_no_regulation_is_one_sentence(ranking, tmp_path, content, sentence):
    path = tmp_path / "a.toml"
    if content is not None:
        path.write_bytes(content)
    assert sentence in ranking("--what-if", path).err


def test_the_file_holds_figures_and_explanations(ranking, tmp_path):
    path = tmp_path / "排名.xlsx"
    assert ranking("--xlsx", path).out == f"考核排名已写入「{path}」，共 6 人。\n"
    assert load_workbook(path).sheetnames == ["考核排名", "得分说明"]


def test_the_file_says_whose_it_is_and_by_which_trial(ranking, tmp_path):
    path, tried = tmp_path / "排名.xlsx", tmp_path / "试用.toml"
    tried.write_text(HEAVIER, encoding="utf-8")
    said = ranking("--group", "数学组", "--xlsx", path).out
    assert said == f"考核排名（数学组）已写入「{path}」，共 2 人。\n"
    assert load_workbook(path)["得分说明"]["A1"].value.endswith("校本研修考核得分说明（数学组）")
    ranking("--subject", "语文", "--early-career", "--what-if", tried, "--xlsx", path)
    title = load_workbook(path)["考核排名"]["A1"].value
    assert title.endswith("排名（语文学科、青年教师、按「示范中学校本研修考核办法」试算）")


def test_a_place_that_cannot_be_written_is_refused(ranking, tmp_path):
    assert "写不进去" in ranking("--xlsx", tmp_path / "没有" / "a.xlsx").err


def test_groups_without_a_scheme_of_their_own_say_so(ranking):
    assert "还没有各组的评分细则" in ranking("--groups").err
    assert "--groups 只能与" in ranking("--groups", "备课组", "--subject", "语文").err


def test_a_school_without_a_scheme_says_so(memory, database_url, at):
    from tests.services.cast import a_cast
    from tests.services.ranked import adopt

    adopt(a_cast(), SCHEME.partition("[scoring]")[0])
    done = CliRunner().invoke(command, [], obj=database_url)
    assert "还没有评分细则" in str(done.exception)


def test_nobody_to_rank_is_said_in_words(memory, database_url, at):
    from db.models import RegulationVersion
    from tests.builders import NOW

    term = a_school()
    term.regulation = RegulationVersion.create(
        name="sample", source=SCHEME, adopted_at=NOW, reason="试用"
    )
    term.save()
    done = CliRunner().invoke(command, [], obj=database_url)
    assert "共 0 人" in done.output
    assert "（没有记录）" in done.output
