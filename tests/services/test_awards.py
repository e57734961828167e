"""评优: proposed from the frozen ranking with the grounds in words, decided by people."""

import json

import pytest

from db.models import Award, Claim, PairingAssessment, Trace, Veto
from tests.builders import NOW, OPERATOR
from tests.services.frozen_school import SOURCE, TODAY, a_school_to_freeze, adopt
from tests.services.pairs import a_pair
from tests.services.races import at_once
from tests.services.refusals import refused
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import awards
from yanxiu_tui.services import veto as vetoes


@pytest.fixture
def school(memory):
    return a_school_to_freeze()


def proposal(school, award_id="outstanding"):
    found = awards.proposals(school.dean, school.term_id)
    return next(each for each in found if each.award_id == award_id)


def names(listed):
    return [each.line.name for each in listed]


def decide(school, who, award_id="outstanding", reason="", actor=None):
    return awards.decide(actor or school.head, school.term_id, award_id, who, reason, NOW)


def veto(school, staff_no):
    Veto.create(term=school.cast.term, teacher=school.id_of(staff_no), reason="师德", at=NOW)


def test_the_best_who_meet_the_conditions_with_their_grounds(school):
    school.frozen()
    found = proposal(school)
    assert names(found.proposed) == [
        "苏慧", "林远", "周敏",
    ]  # fmt: skip
    third = found.proposed[-1]
    assert third.said == ("名次 3/6", "等次优", "缺席 0 次")
    assert (found.says, found.clause.id) == ("缺席不超过 0 次，按名次取前 3 名", "Z38")


def test_who_just_missed_it_and_what_they_lack(school):
    school.frozen()
    found = {each.line.name: each.lacks for each in proposal(school).near}
    assert found == {"何静": ("名次在名额之外",)}
    full = {each.line.name: each.lacks for each in proposal(school, "full_attendance").near}
    assert full["周敏"] == ("迟到 1 次（应不超过 0 次）",)
    assert full["何静"] == ("出勤率 75%（应不少于 100%）",)


def test_without_a_number_everybody_who_meets_the_conditions(school):
    school.frozen()
    assert set(names(proposal(school, "full_attendance").proposed)) == {"苏慧", "林远"}


def test_a_share_takes_those_who_share_its_last_place_as_well(school):
    school.frozen()
    assert set(names(proposal(school, "out_study").proposed)) == {"苏慧", "林远"}


def test_a_group_is_proposed_from_the_groups_ranking(school):
    school.frozen("research")
    found = proposal(school, "best_group")
    assert names(found.proposed) == ["语文组"]
    assert found.proposed[0].said == ("名次 1/2", "成员得分率 97.33%")
    assert names(found.near) == ["数学组"]


def test_before_anything_is_frozen_nobody_is_proposed(school):
    found = proposal(school)
    assert (found.ranking, found.proposed, found.near) == (None, (), ())


def test_the_newest_version_proposes(school):
    school.frozen()
    school.absent("1001")
    school.frozen(reason="更正")
    assert "苏慧" not in names(proposal(school).proposed)


def test_what_came_after_its_day_does_not_count(school):
    school.frozen()
    Claim.update(last=TODAY.replace(day=20)).execute()
    assert len(proposal(school).proposed) == 3


@pytest.mark.parametrize("when", ["before", "after"])
def test_whoever_is_vetoed_is_never_proposed(school, when):
    if when == "before":
        veto(school, "1001")
    school.frozen()
    if when == "after":
        veto(school, "1001")
    for each in awards.proposals(school.dean, school.term_id):
        assert "苏慧" not in names([*each.proposed, *each.near])


def test_an_award_may_be_for_some_alone(school):
    adopt(
        school.cast,
        SOURCE.replace('name = "满勤奖"', 'name = "满勤奖"\nwho = [{ groups = ["数学组"] }]'),
    )
    school.frozen()
    found = proposal(school, "full_attendance")
    assert names(found.proposed) == []
    assert set(names(found.near)) == {"吴越", "郑好"}


MENTORS = """
[[awards]]
id = "mentor"
name = "优秀师傅"
conditions = [{ measure = "mentor_assessment", at_least = 90 }]
clause = { id = "形式2", words = "以老带新，以强带弱" }
"""


@pytest.mark.parametrize(("score", "proposed", "near"), [(95, ["周敏"], []), (85, [], ["周敏"])])
def test_a_good_mentor_is_proposed_and_nobody_who_is_none_just_missed_it(
    school, score, proposed, near
):
    adopt(school.cast, SOURCE + MENTORS)
    pair = a_pair(school.cast)
    for role in ("mentor", "apprentice", "office"):
        PairingAssessment.create(
            pairing=pair, term=school.term_id, role=role, mentor_score=score, at=NOW
        )
    school.frozen()
    found = proposal(school, "mentor")
    assert (names(found.proposed), names(found.near)) == (proposed, near)


def test_a_teacher_does_not_read_the_proposals(school):
    teacher = school.actor("1001")
    assert refused(lambda: awards.proposals(teacher, school.term_id))[0] == "not_allowed"


def test_the_head_decides_for_one_proposed_without_a_reason(school):
    school.frozen()
    made = decide(school, "1003")
    assert (made.name, made.who, made.decided_by) == ("先进个人", "周敏", "钱立")
    assert made.reason == "名次 3/6，等次优，缺席 0 次"
    assert [each.decided for each in proposal(school).proposed if each.line.name == "周敏"] == [
        True
    ]


def test_somebody_not_proposed_needs_a_reason(school):
    school.frozen()
    assert refused(lambda: decide(school, "1008"))[0] == "not_proposed"
    assert decide(school, "1008", reason="抗疫支教").reason == "抗疫支教"


def test_a_group_is_named_by_its_name(school):
    school.frozen("research")
    made = decide(school, "语文组", "best_group")
    assert (made.who, made.staff_no) == ("语文组", "")
    assert refused(lambda: decide(school, "没有组", "best_group"))[0] == "no_group"


def test_nobody_is_decided_twice(school):
    school.frozen()
    decide(school, "1003")
    assert refused(lambda: decide(school, "1003"))[0] == "decided"


def test_two_at_once_decide_once(school):
    school.frozen()
    done = at_once([lambda: decide(school, "1003")] * 3)
    assert sum(isinstance(each, Refused) for each in done) == 2
    assert Award.select().count() == 1


def test_whoever_is_vetoed_gets_none_whatever_the_reason(school):
    school.frozen()
    veto(school, "1003")
    assert refused(lambda: decide(school, "1003", reason="还是要评"))[0] == "vetoed"


@pytest.mark.parametrize("whole_list", [False, True])
def test_an_award_decided_while_a_veto_is_given_is_refused_or_named(school, whole_list):
    school.frozen()

    def award():
        if whole_list:
            return awards.decide_proposed(school.head, school.term_id, "outstanding", NOW)
        return decide(school, "1003")

    def give():
        return vetoes.give(school.head, school.term_id, "1003", "师德", NOW)

    _, given = at_once([award, give])
    stands = Award.select().where(Award.teacher == school.id_of("1003")).count()
    assert given.awards == ("先进个人",) * stands


def test_nobody_decides_for_themselves(school):
    school.frozen()
    assert refused(lambda: decide(school, "1005", reason="我自己"))[0] == "own_award"


def test_an_award_the_school_does_not_have_is_refused_with_those_it_has(school):
    reason, sentence = refused(lambda: decide(school, "1003", "best_hat"))
    assert reason == "no_award_rule"
    assert "先进个人（outstanding）" in sentence


@pytest.mark.parametrize("who", ["dean", "operator"])
def test_only_the_heads_decide(school, who):
    school.frozen()
    actor = school.dean if who == "dean" else OPERATOR
    assert refused(lambda: decide(school, "1003", actor=actor))[0] == "not_allowed"


def test_all_who_are_proposed_are_decided_at_once(school):
    school.frozen()
    decide(school, "1003")
    assert awards.decide_proposed(school.head, school.term_id, "outstanding", NOW) == 2
    found = awards.awards(school.term_id)
    assert {each.who for each in found} == {"苏慧", "林远", "周敏"}
    trace = json.loads(Trace.get(Trace.act == "decide_awards").detail)
    assert len(trace["whose"]) == 2


def test_there_is_nothing_to_decide_before_it_is_frozen(school):
    act = awards.decide_proposed
    assert refused(lambda: act(school.head, school.term_id, "outstanding", NOW))[0] == (
        "nothing_frozen"
    )


def test_what_was_decided_stays_when_a_new_ranking_says_otherwise(school):
    school.frozen()
    decide(school, "1003")
    school.absent("1003")
    school.frozen(reason="更正")
    assert [each.who for each in awards.awards(school.term_id)] == ["周敏"]


def test_an_award_is_taken_back_with_a_reason_and_may_be_given_again(school):
    school.frozen()
    made = decide(school, "1003")
    assert refused(lambda: awards.withdraw(school.head, made.id, "", NOW))[0] == "empty"
    awards.withdraw(school.head, made.id, "材料有误", NOW)
    assert awards.awards(school.term_id) == []
    assert json.loads(Trace.get(Trace.act == "withdraw_award").detail)["reason"] == "材料有误"
    assert refused(lambda: awards.withdraw(school.head, made.id, "再撤", NOW))[0] == "no_award"
    assert decide(school, "1003").who == "周敏"


def test_a_teacher_takes_nothing_back(school):
    school.frozen()
    made = decide(school, "1003")
    teacher = school.actor("1001")
    assert refused(lambda: awards.withdraw(teacher, made.id, "不服", NOW))[0] == "not_allowed"
