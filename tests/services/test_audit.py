"""The chain of traces: what was done to it by hand is found and named."""

import pytest

from db.models import AttendanceFact, Chain, Trace
from tests.builders import MACHINE, NOW, OPERATOR, PIN, a_group, a_school, a_teacher, an_activity
from yanxiu_tui.services.audit import Fault, verify
from yanxiu_tui.services.meeting import open_activity
from yanxiu_tui.services.sign_in import sign_in


@pytest.fixture
def meeting(memory):
    """Three teachers have signed in, one more guessed wrong."""
    group = a_group()
    activity = an_activity(a_school())
    for staff_no, name in (("1001", "苏慧"), ("1002", "林远"), ("1003", "周敏")):
        a_teacher(staff_no, name, group=group)
    open_activity(OPERATOR, activity.id, NOW)
    for staff_no in ("1001", "1002", "1003"):
        sign_in(activity.id, staff_no, PIN, NOW, "keyboard", MACHINE)
    return activity


def _found():
    return [(each.fault, each.number) for each in verify(OPERATOR).findings]


def _line(number):
    return Trace.get(Trace.number == number)


def _copied(row, **changes):
    """The row's values for another row."""
    return {name: value for name, value in row.__data__.items() if name != "id"} | changes


def test_an_untouched_chain_is_whole(meeting):
    verified = verify(OPERATOR)
    assert (verified.lines, list(verified.findings)) == (4, [])


@pytest.mark.parametrize(
    "change",
    [
        {"act": "refuse_sign_in"},
        {"machine": "别的机器"},
        {"detail": "{}"},
        {"actor": None},
        {"at": NOW.replace(hour=1)},
        {"subject_id": 99},
    ],
    ids=lambda change: next(iter(change)),
)
def test_an_altered_line_is_named(meeting, change):
    Trace.update(change).where(Trace.number == 3).execute()
    assert _found() == [(Fault.ALTERED, 3)]


def test_what_the_altered_line_says_now_is_told_with_it(meeting):
    Trace.update(machine="别的机器").where(Trace.number == 3).execute()
    found = verify(OPERATOR).findings[0]
    assert (found.at, found.by, found.act) == (NOW, "林远", "sign_in")


def test_a_removed_line_is_named(meeting):
    AttendanceFact.update(trace=None).where(AttendanceFact.trace == _line(2).id).execute()
    Trace.delete().where(Trace.number == 2).execute()
    assert _found() == [(Fault.REMOVED, 2), (Fault.LOOSE_FACT, 0)]


def test_removing_the_last_lines_does_not_go_unseen(meeting):
    AttendanceFact.delete().execute()
    Trace.delete().where(Trace.number >= 3).execute()
    assert _found() == [(Fault.FACTS, 2), (Fault.REMOVED, 3), (Fault.REMOVED, 4)]


@pytest.mark.parametrize("number", [0, 5, 1000])
def test_a_line_slipped_in_is_named(meeting, number):
    Trace.insert(_copied(_line(4), number=number)).execute()
    assert _found() == [(Fault.INSERTED, number)]


def test_a_line_put_in_the_place_of_a_removed_one_is_altered(meeting):
    row = _copied(_line(2), number=3)
    AttendanceFact.update(trace=_line(2).id).where(AttendanceFact.trace == _line(3).id).execute()
    Trace.delete().where(Trace.number == 3).execute()
    Trace.insert(row).execute()
    assert (Fault.ALTERED, 3) in _found()


def test_two_lines_that_change_places_are_both_named(meeting):
    second, third = _line(2), _line(3)
    for row, number in ((second, -1), (third, 2), (second, 3)):
        Trace.update(number=number).where(Trace.id == row.id).execute()
    assert {number for _, number in _found()} >= {2, 3}


@pytest.mark.parametrize(
    "change",
    [{"at": NOW.replace(hour=1)}, {"means": "phone"}, {"kind": "refused"}, {"late_entry": True}],
    ids=lambda change: next(iter(change)),
)
def test_an_altered_attendance_fact_is_found_at_the_line_that_wrote_it(meeting, change):
    AttendanceFact.update(change).where(AttendanceFact.trace == _line(3).id).execute()
    assert _found() == [(Fault.FACTS, 3)]


def test_a_removed_fact_is_found_at_the_line_that_wrote_it(meeting):
    AttendanceFact.delete().where(AttendanceFact.trace == _line(4).id).execute()
    assert _found() == [(Fault.FACTS, 4)]


def test_a_fact_slipped_in_under_a_line_is_found_there(meeting):
    row = AttendanceFact.get(AttendanceFact.trace == _line(4).id)
    AttendanceFact.insert(_copied(row)).execute()
    assert _found() == [(Fault.FACTS, 4)]


def test_a_fact_slipped_in_without_a_line_is_found(meeting):
    row = AttendanceFact.get(AttendanceFact.trace == _line(4).id)
    AttendanceFact.insert(_copied(row, trace=None)).execute()
    assert _found() == [(Fault.LOOSE_FACT, 0)]


def test_a_head_put_back_does_not_hide_the_lines_after_it(meeting):
    Chain.update(length=2, seal=_line(2).seal).execute()
    assert _found() == [(Fault.INSERTED, 3), (Fault.INSERTED, 4)]


def test_a_head_with_another_seal_is_found(meeting):
    Chain.update(seal="").execute()
    assert _found() == [(Fault.HEAD, 4)]


def test_a_chain_of_many_lines_is_read_in_parts(meeting, monkeypatch):
    monkeypatch.setattr("yanxiu_tui.services.audit._BATCH", 2)
    assert _found() == []
    Trace.update(machine="别的机器").where(Trace.number == 4).execute()
    assert _found() == [(Fault.ALTERED, 4)]
