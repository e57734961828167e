"""The words follow the arithmetic: what an item gives, and how a figure made its points."""

import re
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.regulation.figures import a_person
from yanxiu_tui.regulation.loader import PRESETS, load, preset_source
from yanxiu_tui.regulation.phrases import plain, who_says
from yanxiu_tui.regulation.words import describe, says, working
from yanxiu_tui.rules.applies import Case, Who
from yanxiu_tui.rules.clauses import UNSAID
from yanxiu_tui.rules.items import (
    Deduction,
    Forfeit,
    GroupAverage,
    Highest,
    Level,
    Percentage,
    PerEvent,
    Place,
    Punctuality,
    RankTable,
    Threshold,
    Tier,
    Tiers,
)
from yanxiu_tui.rules.observations import SheetLine
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.rules.scoring import ItemPoints, Scheme, State, cents, score

ZHANGHONG = load(preset_source("zhanghong"))


def d(number):
    return Decimal(str(number))


def said(measure="absent", **more):
    return {"id": "x", "name": "一项", "measure": measure, "clause": UNSAID, **more}


CASES = [Case([Who(sex="男")], d(20))]
ITEMS = {
    "threshold": Threshold(**said(), at_least=d(3), full=d(10), otherwise=d("2.5")),
    "threshold_cases": Threshold(**said(), at_least=d(3), full=d(10), cases=CASES),
    "deduction": Deduction(**said(), full=d(10), each=d("1.7")),
    "floor": Deduction(**said(), full=d(10), each=d(3), floor=d(4)),
    "need": Deduction(**said(), full=d(5), each=d("0.5"), need=d(1), every="week"),
    "ledger": PerEvent(**said(unit="课时"), each=d(-3), least=d(-20)),
    "capped": PerEvent(**said(bonus=True), each=d("0.33"), most=d(5)),
    "tiers": Tiers(**said(), tiers=[Tier(d(9), d(10)), Tier(d(4), d("6.5"))], otherwise=d(1)),
    "rank": RankTable(**said(), places=[Place(1, d(10)), Place(3, d(5))], otherwise=d(1)),
    "rate": Percentage(**said("attendance_rate"), full=d(15), out_of=d(1)),
    "percentage": Percentage(**said(), full=d(20), out_of=d(15)),
    "percentage_cases": Percentage(**said(), full=d(20), out_of=d(15), cases=CASES),
    "converted": Percentage(**said(unit="课时"), full=d(20), out_of=d(15), most=d(17)),
    "papers": Punctuality(
        **said("submissions", of=["prize"]),
        due=3,
        on_time=d(3),
        late=d("1.5"),
        incomplete=d(1),
        absent=d(-1),
    ),
    "mean": Percentage(**said("claims_mean", of=["prize"]), full=d(10), out_of=d(100)),
    "average": GroupAverage(**said(), full=d(10), each=d("0.7")),
    "forfeit": Forfeit(**said(), full=d(5), at=d(3)),
    "highest": Highest(
        **said("claims", of=["prize"]), levels=[Level("县级", d(5)), Level("市级", d("7.5"))]
    ),
}
COUNT = st.decimals(0, 40, places=2)


def figure_of(item):
    """Any figure such an item is scored from."""
    if item.parts == "punctuality":
        return st.tuples(*[st.integers(0, 4).map(Decimal)] * 3)
    if item.parts == "levels":
        return st.tuples(*[st.integers(0, 3).map(Decimal)] * 2)
    if item.measure == "claims_mean":
        return st.tuples(COUNT, st.integers(1, 9).map(Decimal))
    if item.among == "rank":
        return st.tuples(COUNT, st.integers(1, 9).map(Decimal))
    if item.measure == "attendance_rate":
        return st.tuples(st.decimals(0, 1, places=2))
    if item.among or item.need is not None or item.cases:
        return st.tuples(COUNT, st.decimals(1, 40, places=2))
    return st.tuples(COUNT)


def last_number(text):
    sign, number = re.findall(r"([−]?)(\d+(?:\.\d+)?)", text)[-1]
    return Decimal(number) * (-1 if sign else 1)


def scored(item, figure):
    """The points of one person, and the regulation that gave them."""
    scheme = Scheme(items=[item], units={"课时": d("0.37")})
    regulation = msgspec.structs.replace(ZHANGHONG, scoring=scheme)
    if item.among:
        # The figure is already compared with everybody's.
        return ItemPoints(figure, cents(item.points(figure)), State.COUNTED), regulation
    return score(scheme, [a_person(1)], {"x": {1: figure}})[0].items[0], regulation


@pytest.mark.parametrize("name", ITEMS)
@given(data=st.data())
def test_the_working_ends_with_the_points_that_were_given(name, data):
    item = ITEMS[name]
    given_, regulation = scored(item, data.draw(figure_of(item)))
    text = working(item, given_, regulation)
    assert last_number(text) == given_.points
    assert text.endswith(" 分")


@pytest.mark.parametrize(
    ("name", "figure", "text"),
    [
        ("threshold", (2,), "缺席 2 次，不到 3 次，得 2.5 分"),
        ("threshold_cases", (19, 20), "缺席 19 次，不到 20 次，得 0 分"),
        ("deduction", (2,), "缺席 2 次 × 1.7 分，10 − 3.4 = 6.6 分"),
        ("deduction", (0,), "缺席 0 次，不扣，得 10 分"),
        ("floor", (9,), "缺席 9 次 × 3 分，10 − 27，扣到 4 分为止，得 4 分"),
        ("need", (7, 9), "应有 9 次，缺席计 7 次，缺 2 次 × 0.5 分，5 − 1 = 4 分"),
        ("ledger", (2,), "缺席 2 次，每次 −3 课时，共 −6 课时，−6 课时 × 0.37 = −2.22 分"),
        (
            "ledger",
            (9,),
            "缺席 9 次，每次 −3 课时，共 −27 课时，最低 −20 课时，−20 课时 × 0.37 = −7.4 分",
        ),
        ("capped", (16,), "缺席 16 次，每次 0.33 分，共 5.28 分，最多 5 分"),
        ("tiers", (5,), "缺席 5 次，达到 4 次，得 6.5 分"),
        ("tiers", (3,), "缺席 3 次，不到 4 次，得 1 分"),
        ("rank", (5, 2), "缺席 5 次，排第 2 名，得 5 分"),
        ("rate", ("0.93",), "出勤率 93% ÷ 100% × 15 分 = 13.95 分"),
        ("percentage", (11,), "缺席 11 次 ÷ 15 次 × 20 分 = 约 14.67 分"),
        ("percentage", (16,), "缺席 16 次，已满 15 次，得满分 20 分"),
        ("percentage_cases", (10, 20), "缺席 10 次 ÷ 20 次 × 20 分 = 10 分"),
        (
            "papers",
            (1, 1, 0),
            "论文、课件、案例获奖或发表应交 3 份：按时 1 份 × 3 分，迟交 1 份 × 1.5 分，"
            "未交 1 份 × −1 分，共 3.5 分",
        ),
        (
            "mean",
            ("87.5", 2),
            "2 次论文、课件、案例获奖或发表平均 87.5 项 ÷ 100 项 × 10 分 = 8.75 分",
        ),
        (
            "average",
            (3, "5.2"),
            "缺席 3 次，本组平均 5.2 次，少 2.2 次 × 0.7 分，10 − 1.54 = 8.46 分",
        ),
        ("forfeit", (3,), "缺席 3 次，达到 3 次，得 0 分"),
        ("highest", (2, 1), "县级 2 项、市级 1 项，只计最高的一项，得 7.5 分"),
    ],
)
def test_a_working_reads_like_a_sentence(name, figure, text):
    given_, regulation = scored(ITEMS[name], tuple(map(d, figure)))
    assert working(ITEMS[name], given_, regulation) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("threshold", "缺席达到 3 次得 10 分，否则 2.5 分"),
        ("deduction", "满分 10 分，缺席每次扣 1.7 分，扣完为止"),
        ("floor", "满分 10 分，缺席每次扣 3 分，扣到 4 分为止"),
        ("need", "满分 5 分，缺席每周应有 1 次，每缺 1 次扣 0.5 分，扣完为止"),
        ("ledger", "缺席每次扣 3 课时，最低 −20 课时"),
        ("capped", "缺席每次加 0.33 分，最多 5 分，属附加分"),
        ("tiers", "缺席达到 9 次得 10 分，达到 4 次得 6.5 分，不到的 1 分"),
        ("rank", "缺席按名次：第 1 名得 10 分，第 2 至第 3 名得 5 分，其余 1 分"),
        ("rate", "满分 15 分，出勤率满 100%得满分，不满按比例"),
        ("percentage_cases", "满分 20 分，缺席满 15 次（男 20 次）得满分，不满按比例"),
        (
            "papers",
            "论文、课件、案例获奖或发表应交 3 份：按时每份 3 分，迟交每份 1.5 分，"
            "不完整每份 1 分，未交每份 −1 分",
        ),
        ("average", "满分 10 分，缺席比本教研组平均每少 1 次扣 0.7 分，扣完为止"),
        ("forfeit", "满分 5 分，缺席达到 3 次不得分"),
        ("mean", "满分 10 分，论文、课件、案例获奖或发表平均满 100 项得满分，不满按比例"),
        ("highest", "论文、课件、案例获奖或发表只计最高的一项：县级 5 分，市级 7.5 分"),
    ],
)
def test_what_an_item_gives_reads_like_a_sentence(name, text):
    assert says(ITEMS[name], ZHANGHONG) == text


def test_what_is_not_counted_says_why():
    item = Threshold(**said(who=[Who(age_below=40)]), at_least=d(1), full=d(5))
    zero = d(0)
    assert "限不满 40 岁" in working(item, ItemPoints(None, zero, State.NOT_FOR), ZHANGHONG)
    assert "资料不全" in working(item, ItemPoints(None, zero, State.PENDING), ZHANGHONG)
    assert "缺项不计" in working(item, ItemPoints(None, zero, State.LEFT_OUT), ZHANGHONG)
    spared = ItemPoints(None, d(5), State.COUNTED)
    assert working(item, spared, ZHANGHONG) == "不适用于本人，按满分计 5 分"


def test_what_may_still_come_is_said_to_be_pending():
    item = Percentage(**said("evaluation", missing="pending"), full=d(40), out_of=d(100))
    assert working(item, ItemPoints(None, d(0), State.PENDING), ZHANGHONG) == "还没有数据，待定"
    assert (
        says(item, ZHANGHONG) == "满分 40 分，四级评价满 100 分得满分，不满按比例，没有数据时待定"
    )


@pytest.mark.parametrize(
    ("number", "shown"),
    [("10.00", "10"), ("0.50", "0.5"), ("-3", "−3"), ("0", "0"), ("-0.001", "0"), ("1E+2", "100")],
)
def test_numbers_are_printed_plainly(number, shown):
    assert plain(Decimal(number)) == shown


def test_whom_a_rule_is_for_is_said_in_words():
    assert who_says([]) == "全体"
    assert who_says([Who(roles=[Role.DEAN], not_roles=[Role.PRINCIPAL])]) == "教导主任（校长除外）"
    assert who_says([Who(not_roles=[Role.PRINCIPAL])]) == "校长以外的人"
    assert who_says([Who(sex="男", age_below=50), Who(sex="女", age_below=45)]) == (
        "男、不满 50 岁，或女、不满 45 岁"
    )
    assert who_says([Who(age_least=40, teaching_year_least=4, teaching_year_most=9)]) == (
        "满 40 岁、教龄第 4 年起、教龄 9 年以内"
    )
    assert who_says([Who(groups=["语文组"], subjects=["语文"], backbone=["市级", "区级"])]) == (
        "语文组、教语文、市级、区级骨干"
    )


@pytest.mark.parametrize("name", PRESETS)
def test_every_item_of_a_preset_is_said_in_full(name):
    regulation = load(preset_source(name))
    lines = describe(regulation)
    for item in (*regulation.scoring.items, *regulation.group_scoring.items):
        assert f"{item.name}：{says(item, regulation)}" in lines


def test_the_parts_of_a_regulation_stand_under_headings():
    lines = describe(load(preset_source("dadong")))
    headings = [line for line in lines if line.startswith("【")]
    assert headings == [
        "【请假】", "【校历和学时】", "【集体备课】", "【听课】", "【师徒结对】",
        "【领导小组】", "【外出学习】", "【档案】", "【借阅】", "【定额】",
        "【上交期限】", "【要上交的】", "【可以申报的】", "【评价】", "【教师计分】",
        "【教研组计分】", "【评优】", "【证书】",
    ]  # fmt: skip
    assert "团队研修：各组每两周活动不少于 1 次" in lines
    assert "研修工作会议：全校每学期活动（研修工作会议）不少于 3 次" in lines
    assert any("教师自评 10%、小组互评 30%" in line for line in lines)


def test_how_lessons_are_prepared_and_heard_is_said_with_their_clauses():
    lines = describe(ZHANGHONG)
    for said_, clause in (
        ("备课活动：活动类型为「集体备课」，地点一般在备课组长办公室", "Z11"),
        ("备课组：原则上由同年级、同学科的教师组成，不合的只作提醒", "Z10"),
        (
            "共性教案的各节：课标要求、教材解读、学情分析、教学目标、重难点分析、教法选择、学法指导、"
            "作业分层、检测反馈",
            "Z14",
        ),
        ("教后反思：每人每单元，单元结束 14 天以后才交的记补录", "Z16"),
        ("反思的提示：成功之举、败笔之处、教学机智、学生的创新见解、再教设计，都可以不写", "X1"),
        ("听课记录：写明时间、班级、课题和教学过程才计数，课后 7 天以后才完成的记补录", "Z22"),
        ("评语：必须写简要评语，等级分优、良、中、差", "Z22"),
        ("听课方式：集中、随机；每天 10 节", "Z23"),
    ):
        assert lines[lines.index(said_) + 1].startswith(f"    {clause} 「")


def test_how_teachers_are_paired_is_said_with_its_clause():
    lines = describe(ZHANGHONG)
    at = lines.index("【师徒结对】")
    assert lines[at + 1] == (
        "结对：师傅限县级、市级、省级骨干，或教龄第 11 年起，徒弟限教龄 3 年以内；"
        "一位师傅同时最多带 2 人，一般结对 1 年"
    )
    assert lines[at + 2].startswith("    形式2 「开展“师徒结对”、青蓝工程")
    assert "师徒记录：指导、试讲、交流，对方签认才计数" in lines
    assert (
        "每学期：师傅听徒弟的课不少于 8 节、指导不少于 8 次；"
        "徒弟听师傅的课不少于 8 节、公开课不少于 2 节"
    ) in lines
    assert "学期末考核：师徒互评，教导处评两人，权重为师傅 3、徒弟 3、教导处 4" in lines


def test_a_school_that_says_nothing_of_pairing_pairs_as_is_usual():
    said_ = describe(load(preset_source("third")))
    at = said_.index("【师徒结对】")
    assert said_[at + 1].startswith("结对：师傅不限，徒弟不限；")
    assert said_[at + 2].startswith("    默认 「")
    assert "学期末考核：师徒互评，教务处评两人" in said_


def test_a_side_that_owes_nothing_is_not_named():
    rule = ZHANGHONG.pairing
    kept = tuple(quota for quota in rule.quotas if quota.side == "apprentice")
    pairing = msgspec.structs.replace(rule, quotas=kept)
    said_ = describe(msgspec.structs.replace(ZHANGHONG, pairing=pairing))
    assert "每学期：徒弟听师傅的课不少于 8 节、公开课不少于 2 节" in said_
    pairing = msgspec.structs.replace(rule, quotas=())
    said_ = describe(msgspec.structs.replace(ZHANGHONG, pairing=pairing))
    assert not any(line.startswith("每学期：") for line in said_)


def test_a_school_without_grades_and_with_a_sheet_says_so():
    observing = msgspec.structs.replace(
        ZHANGHONG.observing,
        grades=(),
        sheet=(
            SheetLine(id="aims", name="教学目标", full=d(20)),
            SheetLine(id="effect", name="教学效果", full=d("12.5")),
        ),
    )
    prep = msgspec.structs.replace(
        ZHANGHONG.lesson_prep, place="", same_grade=False, same_subject=False
    )
    said_ = describe(msgspec.structs.replace(ZHANGHONG, observing=observing, lesson_prep=prep))
    assert "评语：必须写简要评语，评分表：教学目标 20 分、教学效果 12.5 分" in said_
    assert "备课活动：活动类型为「集体备课」" in said_
    assert "备课组：组成不限" in said_


def test_work_that_the_terminal_records_is_called_so_and_not_by_its_paper():
    lines = describe(load(preset_source("pingfang")))
    assert "骨干教师观摩课：每周观摩课不少于 1 节，限市级、区级骨干" in lines
    assert "课堂观摩教学（纸质）：按节计，教导处登记" in lines


def test_a_deadline_says_week_day_hour_and_copies():
    said_ = "\n".join(describe(ZHANGHONG))
    assert "备课组学期材料：学期倒数第 2 周周一 12:00 截止" in said_
    assert "活动记录本和学科组总结：学期最后一周周五截止" in said_
    third = "\n".join(describe(load(preset_source("third"))))
    assert "学科组工作计划：第 2 周周一截止，一式 2 份" in third


@pytest.mark.parametrize("name", PRESETS)
def test_who_is_hardly_expected_is_said_to_get_no_place(name):
    regulation = load(preset_source(name))
    assert regulation.scoring.least_expected == 1
    assert "应到不足 1 次的（新来的、一直公假的）不排名次" in describe(regulation)


def test_grades_and_what_is_not_asked_for_read_like_speech():
    said_ = describe(load(preset_source("dadong")))
    assert "等次：优秀 90 分起，良好 80 分起，合格 60 分起，其余为不合格" in said_
    assert "大型活动：不要求交材料" in said_
    assert "缺项和不适用的不计，其余各项按比例折算到总分" in said_


@pytest.mark.parametrize("name", PRESETS)
def test_nothing_but_chinese_is_said_of_a_preset(name):
    said_ = [line for line in describe(load(preset_source(name))) if not line.startswith("    ")]
    assert not re.search("[A-Za-z]|None", "".join(said_))


def test_a_quota_may_be_asked_of_a_school_year():
    asked = 'every = "week"\nleast = 1\nunit = "节"'
    source = preset_source("zhanghong")
    yearly = load(source.replace(asked, 'every = "school_year"\nleast = 40\nunit = "节"'))
    assert "青年教师听课：每学年听课不少于 40 节" in str(describe(yearly))
