"""What is wrong with the 领导小组 of a regulation, and how it is told."""

import msgspec

from yanxiu_tui.regulation.checks import faults
from yanxiu_tui.regulation.loader import load, preset_source
from yanxiu_tui.regulation.steering_words import steering
from yanxiu_tui.rules.steering import Phase

DADONG = load(preset_source("dadong"))


def _with(**values):
    changed = msgspec.structs.replace(DADONG.steering, **values)
    return msgspec.structs.replace(DADONG, steering=changed)


def test_each_fault_is_named_by_its_place():
    twice = Phase(id="middle", name="期中会议", week=0)
    wrong = _with(meetings=[twice, twice], inspections=-1, meeting_sections=())
    assert {fault.split(" ")[0].split("「")[0] for fault in faults(wrong)} >= {
        "steering.meetings[0].week", "steering.inspections", "steering.meeting_sections",
    }  # fmt: skip
    assert not list(faults(DADONG))


def test_it_is_told_with_its_clauses():
    assert [line.strip() for line in steering(DADONG)][::2] == [
        "每学期专门会议：期初会议（第 2 周前）、期中会议（第 11 周前）、"
        "期末会议（最后一周前），有记录",
        "每学期督查不少于 2 次，记录备案",
    ]
    assert not list(steering(load(preset_source("zhanghong"))))
