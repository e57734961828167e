"""Z10: what a 备课组 should be is told in words; nothing is refused for it."""

from yanxiu_tui.rules.clauses import Clause
from yanxiu_tui.rules.lesson_prep import LessonPrep
from yanxiu_tui.rules.prep_groups import Member, faults

RULE = LessonPrep(clause=Clause("Z10", "同年级、同科目的任课教师组成"))
ZHOU = Member("周敏", True, "七年级", "语文")


def test_a_group_as_it_should_be_is_not_spoken_of():
    assert faults([ZHOU, Member("苏慧", False, "七年级", "语文")], RULE) == []
    assert faults([], RULE) == []


def test_exactly_one_leads():
    assert faults([Member("苏慧")], RULE) == ["没有组长"]
    two = [Member("苏慧", True), Member("林远", True)]
    assert faults(two, RULE) == ["有 2 位组长（苏慧、林远）"]


def test_members_of_another_grade_or_subject_are_named():
    mixed = [
        ZHOU,
        Member("苏慧", False, "七年级", "语文"),
        Member("林远", False, "八年级", "语文"),
        Member("马丽", False, "七年级", "历史"),
    ]
    assert faults(mixed, RULE) == ["年级不同：林远（八年级）", "科目不同：马丽（历史）"]


def test_whoever_teaches_two_grades_or_subjects_belongs_to_either():
    both = Member("苏慧", False, "七、八年级", "语文、历史")
    assert faults([ZHOU, Member("林远", False, "七年级", "语文"), both], RULE) == []


def test_what_the_roster_does_not_say_is_no_fault():
    assert faults([ZHOU, Member("苏慧")], RULE) == []


def test_a_school_may_ask_for_less():
    rule = LessonPrep(clause=RULE.clause, same_grade=False, same_subject=False)
    assert faults([ZHOU, Member("林远", False, "八年级", "历史")], rule) == []
