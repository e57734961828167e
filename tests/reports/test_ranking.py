"""The ranking in words and on paper: exact numbers, lines that add up, cells that stay text."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace as replaced
from openpyxl import load_workbook

from tests.services.ranked import MONTH_END, SCORES, TODAY, a_ranked_school
from yanxiu_tui.errors import Refused
from yanxiu_tui.reports.ranking import (
    adding_up,
    around,
    beside_places,
    explained,
    full_changed,
    heading,
    moved_by_month,
    recorded,
    score_of,
    summed_up,
    table,
)
from yanxiu_tui.reports.ranking_sheets import write_ranking
from yanxiu_tui.rules.weights import reweighted
from yanxiu_tui.services.explaining import explain_all
from yanxiu_tui.services.measures.asking import Record
from yanxiu_tui.services.ranking import MonthPlace
from yanxiu_tui.services.what_if import Tally


@pytest.fixture
def found(memory):
    """The ranking of tests/services/ranked and its explanations, by name."""
    school = a_ranked_school()
    view, explanations = explain_all(school.dean, school.term_id, TODAY)
    return view, {one.staff.name: one for one in explanations}


def _month(number, place, last=MONTH_END):
    return MonthPlace(number, last, place, Decimal(0), 6)


def test_a_score_keeps_its_hundredths_and_says_when_it_is_not_final():
    assert score_of(Decimal("61.00"), False) == "61.00"
    assert score_of(Decimal("89.33"), True) == "89.33 暂"


def test_a_row_holds_place_name_group_score_grade_and_a_cell_an_item(found):
    headings, rows = table(found[0])
    assert headings[:6] == ["名次", "姓名", "教研组", "得分", "等次", "出勤"]
    assert rows[-1] == [
        "6",
        "何静",
        "",
        "40.00",
        "差",
        "缺项",
        "0",
        "10",
        "0",
        "缺项",
        "不适用",
        "0",
    ]


def test_namesakes_are_told_apart(found):
    first, second, *_ = found[0].lines
    twin = replace(second, staff=replace(second.staff, name=first.staff.name))
    _, rows = table(replace(found[0], lines=(first, twin)))
    assert [row[1] for row in rows] == ["苏慧1001", "苏慧1008"]


def test_items_of_one_name_have_columns_of_their_own(found):
    import msgspec

    view = found[0]
    first, second, *rest = view.scheme.items
    items = [first, msgspec.structs.replace(second, name=first.name), *rest]
    scheme = msgspec.structs.replace(view.scheme, items=items)
    assert table(replace(view, scheme=scheme))[0][5:7] == ["出勤", "出勤2"]


def test_the_heading_says_who_and_where(found):
    assert heading(found[1]["何静"]) == "何静  第 6/6 名  得分 40.00  等次 差  截至 10月14日"
    vetoed = replace(found[1]["何静"], place=None, grade="一票否决")
    assert heading(vetoed) == "何静  不排名次（一票否决）  得分 40.00  截至 10月14日"


def test_who_is_not_scored_is_told_why(found):
    little = replace(found[1]["何静"], place=None, grade="未计分")
    assert "不排名次（应到不足，未计分）" in heading(little)
    assert beside_places(little).startswith("不计的项目不占分，其余按比例折算，多出 30 分")
    nothing = replace(little, items=(), rescaled=Decimal(0))
    assert "不排名次（各项都缺，未计分）" in heading(nothing)
    assert beside_places(nothing) == "得分只供参考。"
    assert beside_places(found[1]["何静"]) == ""


@pytest.mark.parametrize("name", SCORES)
def test_the_line_that_adds_up_does(found, name):
    left, right = adding_up(found[1][name]).split(" = ")
    total, sign = Decimal(0), 1
    for word in left.split():
        if word in "+-":
            sign = 1 if word == "+" else -1
        elif word.lstrip("-").replace(".", "").isdigit():
            total += sign * Decimal(word)
    assert total == Decimal(right) == found[1][name].score


def test_a_base_stands_first_and_nothing_at_all_is_nothing(found):
    one = found[1]["何静"]
    based = replace(one, base=Decimal(60), score=one.score + 60)
    assert adding_up(based) == "起评分 60 + 教学反思 10 + 缺项折算 30 = 100.00"
    assert around(based)[0][0] == "起评分"
    nothing = Decimal("0.00")
    empty = replace(one, items=(), rescaled=nothing, score=nothing)
    assert adding_up(empty) == "0 = 0.00"


def test_a_debt_at_the_beginning_keeps_its_sign(found):
    one = found[1]["吴越"]
    owing = tuple(item for item in one.items if item.id == "late")
    zero = Decimal("0.00")
    line = adding_up(replace(one, items=owing, rescaled=zero, score=Decimal("-2.00")))
    assert line == "- 迟到 2 = -2.00"


def test_an_explained_row_ends_with_the_clause(found):
    rows = explained(found[1]["苏慧"])
    assert rows[0] == [
        "出勤", "20", "20", "出勤率 100%，已满 100%，得满分 20 分", "Z28「公假不记入奖惩范围」",
    ]  # fmt: skip
    assert [row[:2] for row in rows[-2:]] == [["缺项折算", "24"], ["附加分封顶", "-1"]]


def test_a_record_says_when_what_how_and_how_much(found):
    record = Record(date(2026, 9, 10), "听课", "按时", Decimal("3.00"))
    item = found[1]["苏慧"].items[1]
    assert recorded(item, [record]) == [["听课", "2026-09-10", "听课", "按时", "3"]]


@pytest.mark.parametrize(
    ("places", "words"),
    [
        ([], ""),
        ([_month(1, None)], ""),
        ([_month(1, 4), _month(2, 1, TODAY)], "第1学月 4 → 今天 1/6，比第1学月升 3 名"),
        ([_month(1, 1)], "第1学月 1 → 今天 1/6，比第1学月没有升降"),
    ],
)
def test_how_a_place_moved_is_one_line(found, places, words):
    assert moved_by_month(places, found[1]["苏慧"]) == words


def test_without_a_place_the_months_end_before_today(found):
    vetoed = replace(found[1]["何静"], place=None, grade="一票否决")
    assert moved_by_month([_month(1, 4)], vetoed) == "第1学月 4"


def test_a_change_of_the_full_sum_is_said_with_what_it_means_for_the_grades(found):
    scheme = found[0].scheme
    heavier = reweighted(scheme, "observations", Decimal(40))
    assert full_changed(scheme, heavier) == "满分合计 100 → 125，等次线没有变。"
    assert full_changed(scheme, replaced(heavier, bands=[])) == "满分合计 100 → 125。"
    assert full_changed(replaced(scheme, full=None), scheme) == "满分合计 80 → 100，等次线没有变。"
    assert full_changed(scheme, scheme) == ""


def test_a_fall_is_said_as_one(found):
    assert moved_by_month([_month(1, 2)], found[1]["林远"]).endswith("比第1学月降 1 名")


def test_a_trial_is_summed_up(found):
    staff = [one.staff for one in found[1].values()]
    assert summed_up(Tally(0, 0, 6, "", (), ())) == "0 人上升，0 人下降，6 人不变。"
    assert summed_up(Tally(0, 0, 6, "优", (), ())).endswith("「优」没有进出。")
    said = summed_up(Tally(3, 3, 0, "优", tuple(staff[:1]), tuple(staff * 2)))
    assert "进入「优」：苏慧；退出「优」：苏慧、郑好" in said
    assert said.endswith("等 12 人。")


def test_the_file_has_figures_as_numbers_and_every_point_explained(found, tmp_path):
    view, explanations = found
    path = tmp_path / "排名.xlsx"
    write_ranking(path, "示范中学", view, list(explanations.values()))
    book = load_workbook(path)
    figures, points = book["考核排名"], book["得分说明"]
    assert figures["A1"].value == "示范中学校本研修考核排名"
    assert [cell.value for cell in figures[4]][:6] == [1, "苏慧", "语文组", 101, "优", 20]
    assert figures["D5"].number_format == "0.00"
    assert figures["E5"].value == "良（暂）"
    assert [cell.value for cell in points[4]][:5] == [1, "苏慧", "出勤", 20, 20]
    sums = [row for row in points.iter_rows(values_only=True) if row[2] == "合计"]
    assert [Decimal(str(row[3])).quantize(Decimal("0.01")) for row in sums] == [
        Decimal(score) for score in SCORES.values()
    ]
    assert sums[0][5].endswith("= 101.00")


def test_the_pages_are_a4_across_with_the_headings_repeated(found, tmp_path):
    path = tmp_path / "排名.xlsx"
    write_ranking(path, "示范中学", found[0], list(found[1].values()))
    for page in load_workbook(path):
        assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
        assert page.page_setup.fitToWidth == 1
        assert page.print_title_rows == "$3:$3"
        assert page["A4"].font.name == "宋体"
        assert "第" in page.oddFooter.center.text


def test_a_name_never_becomes_a_formula(found, tmp_path):
    view = found[0]
    risky = replace(view.lines[0], staff=replace(view.lines[0].staff, name="=1+1"))
    path = tmp_path / "排名.xlsx"
    write_ranking(path, "示范中学", replace(view, lines=(risky,)), [])
    cell = load_workbook(path)["考核排名"]["B4"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_place_that_cannot_be_written_is_refused(found, tmp_path):
    with pytest.raises(Refused, match="写不进去"):
        write_ranking(tmp_path / "没有" / "a.xlsx", "示范中学", found[0], [])
