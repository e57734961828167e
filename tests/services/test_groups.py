"""Groups found by the name people use."""

import pytest

from tests.builders import a_group
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.roles import GroupKind
from yanxiu_tui.services.groups import group_named


def test_a_group_is_found_by_its_name(memory):
    made = a_group("语文组")
    assert group_named(" 语文组 ") == made.id


def test_an_unknown_name_is_refused(memory):
    with pytest.raises(Refused, match="没有名为「天文组」的组"):
        group_named("天文组")


def test_a_name_two_groups_bear_needs_the_kind_before_it(memory):
    a_group("语文")
    prep = a_group("语文", GroupKind.PREP)
    with pytest.raises(Refused, match="同名的组"):
        group_named("语文")
    assert group_named("备课组：语文") == prep.id
