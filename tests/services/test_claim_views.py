"""申报 as one, the leader and the office read them."""

from dataclasses import replace

import pytest

from db.models import Claim
from tests.builders import NOW, OPERATOR, a_group, a_teacher, an_actor
from tests.services.cast import a_cast
from tests.services.claiming import HEARD, STUDY, TODAY, grant
from tests.services.regulations import adopt
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services import claim_views, claims


@pytest.fixture
def cast(memory):
    found = a_cast()
    adopt(found.term)
    return found


def test_a_kind_nobody_knows_is_never_shown_by_its_id(cast):
    made = claims.claim(cast.teacher, STUDY, NOW)
    Claim.update(kind="poem").execute()
    assert claim_views.view(cast.teacher, made.id).kind_name == "已取消的类别"


def test_one_claim_is_read_by_its_own_the_office_and_its_leader_alone(cast):
    made = claims.claim(cast.teacher, STUDY, NOW)
    for actor in (cast.teacher, cast.leader, cast.dean, cast.head, OPERATOR):
        assert claim_views.view(actor, made.id).title == STUDY.title
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        claim_views.view(an_actor(cast.lin), made.id)
    maths = a_group("数学组")
    other = an_actor(cast.lin, Role.RESEARCH_GROUP_LEADER, leads=(maths,))
    with pytest.raises(Refused, match="没有编号为"):
        claim_views.view(other, made.id)


def test_each_reads_their_own_the_latest_first(cast):
    claims.claim(cast.teacher, STUDY, NOW)
    claims.claim(cast.teacher, replace(HEARD, first=TODAY, last=TODAY), NOW)
    claims.claim(an_actor(cast.lin), STUDY, NOW)
    mine = claims.my_claims(cast.teacher, cast.term.id)
    assert [each.title for each in mine] == [HEARD.title, STUDY.title]


def test_the_office_reads_all_page_by_page_and_what_waits_in_its_order(cast):
    for actor in (cast.teacher, an_actor(cast.lin), cast.leader):
        claims.claim(actor, STUDY, NOW)
    grant(cast, claims.my_claims(cast.leader, cast.term.id)[0].id)
    waiting = claims.claims(cast.dean, cast.term.id, ClaimState.ASKED)
    assert [each.teacher_name for each in waiting] == ["苏慧", "林远"]
    page = claims.claims(cast.dean, cast.term.id, limit=1, offset=1)
    assert [each.teacher_name for each in page] == ["林远"]
    assert len(claims.claims(OPERATOR)) == 3


def test_leaders_read_their_own_members_only(cast):
    maths = a_group("数学组")
    claims.claim(an_actor(a_teacher("1007", "韩梅", group=maths)), STUDY, NOW)
    claims.claim(cast.teacher, STUDY, NOW)
    found = claims.claims(cast.leader, cast.term.id)
    assert [each.teacher_name for each in found] == ["苏慧"]
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        claims.claims(cast.teacher, cast.term.id)


def test_the_desk_counts_what_waits_for_one_to_decide(cast):
    claims.claim(cast.teacher, STUDY, NOW)
    claims.claim(cast.dean, STUDY, NOW)
    assert claims.to_decide(cast.dean) == 1
    assert claims.to_decide(cast.vice) == 1
    assert claims.to_decide(cast.leader) == 0
    assert claims.to_decide(cast.teacher) == 0


def test_reading_many_takes_the_same_queries(cast, memory):
    def queries():
        statements = []
        memory.query_hooks.append(lambda event: statements.append(event.sql))
        claims.claims(cast.dean, cast.term.id)
        memory.query_hooks.clear()
        return len(statements)

    claims.claim(cast.teacher, STUDY, NOW)
    few = queries()
    for title in "甲乙丙丁":
        claims.claim(an_actor(cast.lin), replace(HEARD, title=title), NOW)
    assert queries() == few == 3
