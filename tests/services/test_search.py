"""查找: by what a text says, the latest first, and only in what one may read."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.models import Manuscript, PrepSession, PrepUnit, Remark
from tests.builders import NOW, OPERATOR, a_group, a_teacher, an_activity, an_actor
from tests.services.cast import Cast, a_cast
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.roles import GroupKind, Role
from yanxiu_tui.rules.search import KIND_NAMES
from yanxiu_tui.services import manuscripts, search_index
from yanxiu_tui.services.manuscripts import (
    OBSERVATION,
    OUT_STUDY,
    PAPER,
    PERSONAL_PLAN,
    REFLECTION,
    SESSION,
    SHARED_PLAN,
    STEERING,
)
from yanxiu_tui.services.search import Found, search

DAY = NOW.date()
OWN = {PERSONAL_PLAN, REFLECTION, OBSERVATION, OUT_STUDY}


@pytest.fixture
def cast(memory):
    return a_cast()


def a_text(cast: Cast, kind: str = REFLECTION, title: str = "反思", days: int = 0, **texts) -> int:
    """A manuscript of 苏慧's or, of the kinds written together, of her group; its id.

    What others read only once it is finished is finished.
    """
    own = kind in OWN
    made = manuscripts.begin(
        kind, cast.term.id, title, DAY + timedelta(days=days), NOW,
        group_id=None if own or kind == STEERING else cast.group.id,
        author_id=cast.su.id if own else None,
        about_id=cast.lin.id if kind == OBSERVATION else None,
        texts=texts or {"success": "父亲买橘子的背影"},
    ).id  # fmt: skip
    if kind in (REFLECTION, OBSERVATION, OUT_STUDY):
        manuscripts.close(made, NOW)
    return made


def a_session(cast: Cast) -> PrepSession:
    """A session of 语文组 with empty notes."""
    plan, notes = (a_text(cast, kind, "第一单元", homework="无") for kind in (SHARED_PLAN, SESSION))
    unit = PrepUnit.create(term=cast.term, group=cast.group, plan=plan, number=1, title="第一单元")
    return PrepSession.create(
        activity=an_activity(cast.term, group=cast.group), unit=unit, notes=notes
    )


def ids(found: Found) -> list[int]:
    return [hit.manuscript_id for hit in found.hits]


def shown(found: Found) -> list[str]:
    return [
        "".join(f"【{words}】" if match else words for words, match in hit.snippet)
        for hit in found.hits
    ]


def test_a_text_is_found_with_whose_it_is_and_an_excerpt_around_the_place(cast):
    made = a_text(cast, success="先从课题说起。" * 20 + "父亲买橘子的背影")
    (hit,) = search(cast.dean, "背影").hits
    assert (hit.manuscript_id, hit.kind, hit.kind_name) == (made, REFLECTION, "反思与叙事")
    assert (hit.title, hit.who, hit.day, hit.section_id) == ("反思", "苏慧", DAY, "success")
    assert shown(search(cast.dean, "背影")) == ["...题说起。父亲买橘子的【背影】"]


def test_what_a_group_wrote_bears_the_groups_name(cast):
    a_text(cast, SHARED_PLAN)
    assert search(cast.dean, "背影").hits[0].who == "语文组"


def test_a_title_is_found_too_and_is_then_the_excerpt(cast):
    a_text(cast, title="《背影》教学反思", success="不错")
    found = search(cast.dean, "背影")
    assert (found.hits[0].section_id, shown(found)) == ("", ["《【背影】》教学反思"])


def test_what_was_said_at_a_session_is_found_in_its_notes_until_it_is_struck_out(cast):
    session = a_session(cast)
    said = Remark.create(
        session=session, teacher=cast.lin, words="先读父亲的背影", section="aims", at=NOW
    )
    search_index.put(session.notes_id)
    found = search(cast.dean, "背影")
    assert (ids(found), found.hits[0].section_id) == ([session.notes_id], "aims")
    assert shown(found) == ["先读父亲的【背影】"]
    Remark.update(struck_at=NOW).where(Remark.id == said.id).execute()
    search_index.put(session.notes_id)
    assert ids(search(cast.dean, "背影")) == []


def test_every_part_must_be_there_wherever_it_stands(cast):
    both = a_text(cast, success="读背影", again="作业分层")
    a_text(cast, success="读背影")
    assert ids(search(cast.dean, "分层 背影")) == [both]


def test_the_latest_day_comes_first_and_of_one_day_the_later_begun(cast):
    made = [a_text(cast, days=days) for days in (0, -3, 5, 0)]
    assert ids(search(cast.dean, "背影")) == [made[2], made[3], made[0], made[1]]


def test_pages_follow_one_another_and_say_whether_there_is_more(cast):
    made = [a_text(cast) for _ in range(5)][::-1]
    pages = [search(cast.dean, "背影", limit=2, offset=offset) for offset in (0, 2, 4)]
    assert [ids(page) for page in pages] == [made[:2], made[2:4], made[4:]]
    assert [page.more for page in pages] == [True, True, False]


def test_a_kind_or_a_term_narrows_what_is_found(cast):
    plan, reflection = a_text(cast, SHARED_PLAN), a_text(cast)
    assert ids(search(cast.dean, "背影", kind=SHARED_PLAN)) == [plan]
    assert ids(search(cast.dean, "背影", kind=OBSERVATION)) == []
    assert ids(search(cast.dean, "背影", term_id=cast.term.id)) == [reflection, plan]
    assert ids(search(cast.dean, "背影", term_id=cast.term.id + 1)) == []


def test_what_stands_far_into_a_long_text_is_found_and_nothing_else(cast):
    made = a_text(cast, success="教学相长，" * 3_900, again="最后才说到背影")
    assert (ids(search(cast.dean, "说到背影")), ids(search(cast.dean, "到背影长"))) == ([made], [])


def test_a_word_without_end_and_rare_characters_are_kept_and_found(cast):
    made = a_text(cast, success=f"{'a' * 3_000} 刘䶮𬭎 résumé")
    for typed in ("刘䶮", "𬭎", "résumé", "RÉS", "a" * 60):
        assert ids(search(cast.dean, typed)) == [made]
    assert ids(search(cast.dean, "resume")) == []


def test_text_of_nothing_but_signs_is_refused_with_what_to_do(cast):
    for typed in ("", "  ", "《》", '*"()', "…"):
        with pytest.raises(Refused, match=r"请填写要找的字句|请输入要找的字或词"):
            search(cast.dean, typed)
    with pytest.raises(Refused, match="64 个字以内"):
        search(cast.dean, "字" * 65)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(max_size=70), st.text("背影aⅡ'\"*()&|!:<>-%_\\ ANDORNEAR", max_size=20)))
def test_no_typed_text_makes_an_error(cast, typed):
    try:
        found = search(cast.dean, typed)
    except Refused as refusal:
        assert str(refusal).endswith("。")
    else:
        assert found == Found([], False)


def people(cast: Cast):
    """Everybody who may be thought to look for something, by a word for each."""
    other = a_group("数学组")
    lei = a_teacher("1020", "雷鸣", Role.RESEARCH_GROUP_LEADER, group=other)
    belongs = (cast.group,)
    return {
        "author": an_actor(cast.su, belongs=belongs),
        "colleague": an_actor(a_teacher("1021", "马丽", group=cast.group), belongs=belongs),
        "heard": an_actor(cast.lin, belongs=belongs),
        "leader": replace(cast.leader, belongs=frozenset({cast.group.id})),
        "supervisor": an_actor(lei, Role.SUPERVISING_LEADER, supervises=(cast.group,)),
        "stranger": an_actor(lei, belongs=(other,)),
        "other leader": an_actor(
            lei, Role.RESEARCH_GROUP_LEADER, leads=(other,), belongs=(other,)
        ),
        "resource teacher": an_actor(lei, Role.RESOURCE_TEACHER),
        "dean": cast.dean,
        "principal": cast.head,
        "vice principal": cast.vice,
        "operator": OPERATOR,
    }  # fmt: skip


SCHOOL = {"dean", "principal", "vice principal", "operator"}
GROUP = {"author", "colleague", "heard", "leader", "supervisor"}
FINDS = {
    SHARED_PLAN: SCHOOL | GROUP,
    SESSION: SCHOOL | GROUP,
    PERSONAL_PLAN: SCHOOL | {"author", "leader", "supervisor"},
    REFLECTION: SCHOOL | {"author", "leader", "supervisor"},
    OBSERVATION: SCHOOL | {"author", "leader", "heard"},
    PAPER: SCHOOL | GROUP,
    OUT_STUDY: SCHOOL | {"author", "leader"},
    STEERING: SCHOOL,
}


def test_the_table_knows_every_kind():
    assert FINDS.keys() == KIND_NAMES.keys()


@pytest.mark.parametrize("kind", FINDS)
def test_only_those_who_may_read_it_find_it(cast, kind):
    made = a_text(cast, kind)
    found = {who for who, actor in people(cast).items() if ids(search(actor, "背影")) == [made]}
    assert found == FINDS[kind]


@pytest.mark.parametrize("kind", [REFLECTION, OBSERVATION])
def test_what_is_not_finished_is_found_by_its_author_alone(cast, kind):
    made = a_text(cast, kind)
    manuscripts.close(made, None)
    found = {who for who, actor in people(cast).items() if ids(search(actor, "背影")) == [made]}
    assert found == {"author"}


def test_a_research_group_leader_finds_what_members_prepare_in_their_prep_group(cast):
    prep = a_group("七年级语文备课组", GroupKind.PREP)
    prep.memberships.model.create(group=prep, teacher=cast.su)
    made = a_text(cast, SHARED_PLAN)
    Manuscript.update(group=prep).execute()
    assert ids(search(cast.leader, "背影")) == [made]
    assert ids(search(an_actor(cast.lin, belongs=(cast.group,)), "背影")) == []


@pytest.mark.parametrize("each", [1, 12])
def test_a_page_takes_as_many_queries_however_much_is_found(cast, queries, each):
    for kind in KIND_NAMES:
        for _ in range(each):
            a_text(cast, kind)
    for actor, most in ((cast.teacher, 4), (cast.dean, 4), (cast.leader, 5)):
        with queries() as made:
            assert search(actor, "背影").hits
        assert len(made) <= most
