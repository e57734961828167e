"""结对建议: who needs a mentor, who may be one, what was agreed before, and the reasons (形式2)."""

from datetime import date, timedelta

import pytest

from db.models import Pairing, PairingAddendum, Teacher
from tests.builders import NOW, OPERATOR, a_teacher, an_actor
from tests.services import regulations
from tests.services.cast import a_cast
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.pairings import PairingState
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services import pairing_proposals

TODAY = date(2026, 10, 14)


@pytest.fixture
def cast(memory):
    """苏慧 is in her second year; 林远 and 周敏 teach Chinese, too; the heads teach nothing."""
    cast = a_cast()
    said(cast.su, subject="语文", grade="七年级", joined="2025-08")
    said(cast.lin, subject="语文", grade="八年级", joined="2001-08")
    said(cast.zhou, subject="语文", grade="七、八年级", joined="2004-08", backbone_level="市级")
    for head in (cast.dean, cast.head, cast.vice):
        Teacher.update(joined="2020-08").where(Teacher.id == head.teacher_id).execute()
    return cast


def said(teacher, **values: str) -> None:
    """What the roster says of this teacher."""
    Teacher.update(**values).where(Teacher.id == teacher.id).execute()


def young(staff_no: str, name: str, subject: str = "语文", **values: str) -> Teacher:
    made = a_teacher(staff_no, name, pin="")
    said(made, subject=subject, joined="2026-08", **values)
    return made


def pair(mentor, apprentice, state=PairingState.SIGNED, last=TODAY, **values: object) -> Pairing:
    return Pairing.create(
        mentor=mentor, apprentice=apprentice, subject="语文", first=date(2025, 9, 1), last=last,
        aims="站稳讲台", mentor_duties="指导", apprentice_duties="请教", quotas="[]", state=state,
        drafted_at=NOW, **values,
    )  # fmt: skip


def found(cast) -> dict[str, str]:
    """Each apprentice's mentor by name, "" for none."""
    seen = pairing_proposals.proposals(cast.dean, NOW).found
    return {each.apprentice.name: each.best.mentor.name if each.best else "" for each in seen}


def test_whoever_is_new_is_given_the_mentor_that_suits_best_with_the_reasons(cast):
    seen = pairing_proposals.proposals(cast.dean, NOW)
    (proposal,) = seen.found
    assert (proposal.apprentice.name, proposal.best.mentor.name) == ("苏慧", "周敏")
    assert proposal.reasons == [
        "同教语文", "同年级", "市级骨干", "任教第 23 年", "第 1 位徒弟",
    ]  # fmt: skip
    assert proposal.best.points == 50 + 20 + 6 + 10 + 10
    (other,) = proposal.others
    assert (other.mentor.name, other.points, other.proposed_for) == ("林远", 70, [])
    assert (seen.mentors, seen.most, seen.clause.id) == (2, 2, "形式2")


def test_the_whole_school_is_planned_at_once_and_the_next_best_say_whom_they_are_given(cast):
    young("2001", "王小明")
    young("2002", "王小敏", grade="七年级")
    assert found(cast) == {"苏慧": "周敏", "王小敏": "周敏", "王小明": "林远"}
    ming = pairing_proposals.proposals(cast.dean, NOW).found[1]
    assert ming.apprentice.name == "王小明"
    assert [(each.mentor.name, each.proposed_for) for each in ming.others] == [
        ("周敏", ["苏慧", "王小敏"])
    ]


def test_nobody_is_left_once_every_mentor_carries_what_the_school_allows(cast):
    for number in range(6):
        young(str(2001 + number), f"新教师{number}")
    assert list(found(cast).values()).count("") == 3
    seen = pairing_proposals.proposals(cast.dean, NOW).found
    left = next(each for each in seen if each.best is None)
    assert left.reasons == []
    assert len(left.others) == 2


@pytest.mark.parametrize("state", [PairingState.DRAFTED, PairingState.SIGNED])
def test_whoever_is_drafted_or_paired_is_not_proposed_and_weighs_on_the_mentor(cast, state):
    new = young("2001", "王小明")
    pair(cast.zhou, cast.su, state)
    pair(cast.zhou, young("2002", "王小敏"), state)
    assert found(cast) == {"王小明": "林远"}
    (proposal,) = pairing_proposals.proposals(cast.dean, NOW).found
    assert proposal.others == []
    pair(cast.lin, new, state)
    assert found(cast) == {}


def test_what_is_over_or_withdrawn_stands_in_nobodys_way(cast):
    pair(cast.zhou, cast.su, last=TODAY - timedelta(days=1))
    assert found(cast) == {"苏慧": "周敏"}
    pair(cast.lin, cast.su, PairingState.WITHDRAWN)
    assert found(cast) == {"苏慧": "周敏"}


def test_an_addendum_both_signed_says_how_long_a_pair_lasts(cast):
    row = pair(cast.zhou, cast.su, last=TODAY - timedelta(days=1))
    longer = PairingAddendum.create(
        pairing=row, number=1, words="延长一年", last=TODAY, drafted_at=NOW
    )
    assert found(cast) == {"苏慧": "周敏"}
    PairingAddendum.update(signed_at=NOW).where(PairingAddendum.id == longer.id).execute()
    assert found(cast) == {}


def test_whoever_has_graduated_needs_no_mentor_any_more(cast):
    pair(cast.zhou, cast.su, PairingState.GRADUATED, ended_on=TODAY)
    assert found(cast) == {}


def test_a_pair_that_was_dissolved_is_not_proposed_again(cast):
    pair(cast.zhou, cast.su, PairingState.DISSOLVED, ended_on=TODAY)
    assert found(cast) == {"苏慧": "林远"}
    pair(cast.lin, cast.su, PairingState.DISSOLVED, ended_on=TODAY)
    assert found(cast) == {"苏慧": ""}


def test_whoever_has_left_is_neither_given_a_mentor_nor_one(cast):
    for each in (cast.su, cast.zhou):
        Teacher.update(left_at=NOW - timedelta(days=2)).where(Teacher.id == each.id).execute()
    assert found(cast) == {}
    assert pairing_proposals.proposals(cast.dean, NOW).mentors == 1


def test_whom_the_roster_says_too_little_of_is_named(cast):
    said(cast.su, joined="")
    said(cast.zhou, joined="")
    seen = pairing_proposals.proposals(cast.dean, NOW)
    assert (seen.found, seen.untold) == ([], ["苏慧"])
    assert seen.mentors == 2


def test_a_regulation_that_says_nothing_pairs_those_of_three_years_with_anybody_else(cast):
    regulations.adopt(cast.term)
    said(cast.zhou, joined="")
    seen = pairing_proposals.proposals(cast.dean, NOW)
    assert [each.apprentice.name for each in seen.found] == ["苏慧"]
    assert (seen.mentors, seen.untold) == (4, ["周敏"])


def test_the_heads_and_the_office_see_proposals_and_nobody_else(cast):
    office = an_actor(a_teacher("1009", "马丽", Role.ACADEMIC_OFFICE), Role.ACADEMIC_OFFICE)
    for actor in (cast.dean, cast.head, cast.vice, office):
        assert pairing_proposals.proposals(actor, NOW).found
    for actor in (cast.teacher, cast.leader, OPERATOR):
        with pytest.raises(Refused, match="没有办理这件事的权限"):
            pairing_proposals.proposals(actor, NOW)


def test_a_larger_school_takes_the_same_queries(cast, queries):
    pair(cast.zhou, young("2001", "王小明"))
    with queries() as few:
        pairing_proposals.proposals(cast.dean, NOW)
    for number in range(5):
        new = young(str(2002 + number), f"新教师{number}")
        if number % 2:
            pair(cast.lin, new)
    with queries() as many:
        pairing_proposals.proposals(cast.dean, NOW)
    assert len(many) == len(few)


def test_nothing_is_written_before_people_decide(cast):
    pairing_proposals.proposals(cast.dean, NOW)
    assert not Pairing.select().exists()
