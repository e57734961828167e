"""年级升级: once in a new 学年, shown first, and nothing of the years before goes with it."""

from datetime import UTC, date, datetime

import pytest

from db.models import Group, Membership, Teacher, Term, Trace
from tests.builders import NOW, a_group, a_teacher
from tests.services.cast import a_cast
from tests.services.races import at_once
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.roles import GroupKind, Role
from yanxiu_tui.services import promotion, rollover_views

AUTUMN = datetime(2027, 9, 6, 2, 0, tzinfo=UTC)


@pytest.fixture
def cast(memory):
    """A school of two 学年, the new one begun; four teach Chinese, one chemistry."""
    found = a_cast()
    version = found.term.regulation_id
    for name, first, last in (
        ("二", (2027, 2, 22), (2027, 7, 9)),
        ("三", (2027, 9, 1), (2028, 1, 20)),
    ):
        Term.create(name=name, starts_on=date(*first), ends_on=date(*last), regulation=version)
    for number, grade in enumerate("七八九", start=2001):
        prep = a_group(f"{grade}年级语文备课组", GroupKind.PREP)
        _teaches(str(number), "语文", f"{grade}年级", prep, Role.PREP_GROUP_LEADER)
    both = _teaches("2004", "语文", "七、八年级", a_group("七年级语文备课组", GroupKind.PREP))
    Membership.create(group=a_group("八年级语文备课组", GroupKind.PREP), teacher=both)
    _teaches("2005", "化学", "九年级", a_group("九年级化学备课组", GroupKind.PREP))
    return found


def _teaches(staff_no, subject, grade, group, *roles):
    teacher = a_teacher(staff_no, f"教{staff_no}", *roles, group=group, pin="")
    Teacher.update(subject=subject, grade=grade).where(Teacher.id == teacher.id).execute()
    return teacher


def _standing():
    query = Membership.select(Membership, Group.id, Group.name).join(Group)
    rows = query.switch(Membership).join(Teacher).where(Teacher.staff_no >= "2001")
    return {(row.teacher.staff_no, row.group.name, row.leads) for row in rows}


def test_everybody_goes_up_with_their_groups_and_leaders_lead_on(cast):
    groups = list(Group.select().order_by(Group.id).dicts())
    assert promotion.promote(cast.dean, True, AUTUMN) == 4
    assert _standing() == {
        ("2001", "八年级语文备课组", True),
        ("2002", "九年级语文备课组", True),
        ("2003", "七年级语文备课组", True),
        ("2004", "八年级语文备课组", False),
        ("2004", "九年级语文备课组", False),
        ("2005", "九年级化学备课组", False),
    }
    grades = {row.staff_no: row.grade for row in Teacher.select().where(Teacher.grade != "")}
    assert grades == {"2001": "八年级", "2002": "九年级", "2003": "七年级", "2004": "八、九年级",
                      "2005": "九年级"}  # fmt: skip
    # The groups of the past keep their names: what they did stays theirs.
    assert list(Group.select().order_by(Group.id).dicts()) == groups
    assert Trace.get().act == "promote_grades"


def test_the_preview_shows_each_and_marks_whose_pupils_leave(cast):
    found = promotion.preview(cast.dean, False, AUTUMN)
    assert found.hindrance == ""
    told = {each.staff_no: (each.before, each.after, each.highest) for each in found.moves}
    assert told["2003"] == ("九年级", "九年级", True)
    assert told["2004"] == ("七、八年级", "八、九年级", False)
    assert not Trace.select().exists()


def test_it_happens_once_even_on_several_terminals(cast):
    done = at_once([lambda: promotion.promote(cast.dean, True, AUTUMN)] * 3)
    assert sum(isinstance(each, Refused) for each in done) == 2
    assert ("2001", "八年级语文备课组", True) in _standing()
    after = promotion.preview(cast.dean, True, AUTUMN)
    assert (after.moves, "已经升过级" in after.hindrance) == ((), True)
    with pytest.raises(Refused, match="已经升过级"):
        promotion.promote(cast.dean, True, AUTUMN)


def test_nobody_goes_up_before_the_new_year_has_begun(cast):
    before = _standing()
    for moment in (NOW, datetime(2027, 8, 20, tzinfo=UTC)):
        with pytest.raises(Refused, match="开始以后才能升级"):
            promotion.promote(cast.dean, True, moment)
    with pytest.raises(Refused, match="没有办理"):
        promotion.promote(cast.leader, True, AUTUMN)
    assert _standing() == before


def test_those_who_may_are_reminded_in_the_new_year_until_it_is_done(cast):
    (told,) = rollover_views.to_do(cast.dean, AUTUMN)
    assert "还没有升级" in told.words
    promotion.promote(cast.dean, False, AUTUMN)
    assert not rollover_views.to_do(cast.dean, AUTUMN)
