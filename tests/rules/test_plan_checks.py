"""Which groups a 通报 on plan checks speaks of (Z17: 由教研组长或备课组长负责)."""

from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.rules.plan_checks import Team, to_check
from yanxiu_tui.rules.roles import GroupKind


def team(id: int, kind: GroupKind, *members: int) -> Team:
    return Team(id, kind, frozenset(members))


CHINESE = team(1, GroupKind.RESEARCH, 1, 2, 3)
SEVENTH = team(2, GroupKind.PREP, 1, 2)
MUSIC = team(3, GroupKind.RESEARCH, 8, 9)


def test_the_prep_group_checks_and_not_the_research_group_its_members_are_in():
    assert to_check([CHINESE, SEVENTH, MUSIC], ()) == [SEVENTH, MUSIC]


def test_a_research_group_whose_leader_did_check_is_spoken_of_too():
    assert to_check([CHINESE, SEVENTH], {1}) == [CHINESE, SEVENTH]


def test_an_empty_group_is_not_to_be_checked():
    assert to_check([team(4, GroupKind.PREP)], ()) == []


TEAMS = st.builds(
    Team,
    st.integers(1, 50),
    st.sampled_from([GroupKind.RESEARCH, GroupKind.PREP]),
    st.frozensets(st.integers(1, 9), max_size=5),
)


@given(st.lists(TEAMS, unique_by=lambda each: each.id, max_size=8))
def test_a_research_group_is_left_out_only_where_a_prep_group_speaks_for_it(teams):
    found = to_check(teams, ())
    for each in teams:
        if each.members and each not in found:
            assert any(
                other.kind is GroupKind.PREP and other.members & each.members for other in found
            )
