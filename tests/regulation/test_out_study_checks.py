"""What is wrong with the 外出学习 and 借阅 of a regulation, and how they are told."""

from decimal import Decimal

from msgspec.structs import replace

from yanxiu_tui.regulation.checks import faults
from yanxiu_tui.regulation.loader import load, preset_source
from yanxiu_tui.regulation.out_study_words import lending, out_study

PINGFANG = load(preset_source("pingfang"))


def _with(**values):
    return replace(PINGFANG, out_study=replace(PINGFANG.out_study, **values))


def test_each_fault_is_named_by_its_place():
    wrong = _with(
        report_days=-1, cap=Decimal(0), sections=(), hours_a_day=Decimal(6), claim="out_stduy"
    )
    wrong = replace(wrong, archives=replace(wrong.archives, loan_days=0))
    said = list(faults(wrong))
    places = {fault.split(" ")[0].split("「")[0] for fault in said}
    assert places == {
        "out_study.report_days", "out_study.cap", "out_study.sections", "out_study.claim",
        "archives.loan_days",
    }  # fmt: skip
    assert any("out_study" in fault and "out_stduy" in fault for fault in said)
    assert [*faults(_with(hours_a_day=Decimal(25)))] == ["out_study.hours_a_day 应在 0 与 24 之间"]


def test_it_is_told_with_its_clauses():
    lines = list(out_study(_with(report_days=3, cap=Decimal(500))))
    assert "汇报：回校后 3 天内交，写学习内容、学习心得、回校后的打算" in lines
    assert "费用：按批准的限额报销，每次最多 500 元，超支不补，违章不报" in lines
    assert any("“超支不补、违章则罚”" in line for line in lines)
    zhanghong = load(preset_source("zhanghong"))
    assert lending(zhanghong)[0] == "借阅：管理员同意后签字领取，一次最多 14 天"
    assert "Z36" in lending(zhanghong)[1]
