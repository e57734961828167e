"""活动的照片和文件: where each is kept, whether this machine finds it, never lost from record."""

import pytest

from db.models import ActivityFile
from tests.builders import NOW, a_teacher, an_activity, an_actor
from tests.services.cast import a_cast
from tests.services.prep import a_member, a_prep_group, a_session, a_unit
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import activity_files


@pytest.fixture
def cast(memory):
    cast = a_cast()
    a_prep_group(cast)
    return cast


@pytest.fixture
def activity_id(cast):
    return a_session(cast, a_unit(cast)).activity_id


def test_a_file_is_listed_by_its_path_and_said_to_be_there_or_not(cast, activity_id, tmp_path):
    photo = tmp_path / "合影.jpg"
    photo.write_text("")
    there = activity_files.add(a_member(cast), activity_id, f" {photo} ", "合影", NOW)
    gone = activity_files.add(a_member(cast), activity_id, r"D:\照片\合影.jpg", "", NOW)
    assert (there.there, gone.there) == (True, False)
    assert (there.where_kept, there.caption, there.added_by) == (str(photo), "合影", "苏慧")
    assert [each.id for each in activity_files.files(cast.dean, activity_id)] == [there.id, gone.id]


def test_one_taken_off_stays_on_record_and_is_taken_off_once(cast, activity_id):
    kept = activity_files.add(a_member(cast), activity_id, "档案柜三", "", NOW)
    activity_files.take_off(a_member(cast), kept.id, NOW)
    assert activity_files.files(a_member(cast), activity_id) == []
    assert ActivityFile.get().removed_at == NOW
    with pytest.raises(Refused, match="没有这份材料"):
        activity_files.take_off(a_member(cast), kept.id, NOW)


@pytest.mark.parametrize("where", ["", " \n ", "x" * 401])
def test_an_empty_path_and_one_far_too_long_are_refused(cast, activity_id, where):
    with pytest.raises(Refused):
        activity_files.add(a_member(cast), activity_id, where, "", NOW)
    assert not ActivityFile.select().exists()


def test_a_path_no_machine_could_have_is_only_not_there(cast, activity_id):
    odd = activity_files.add(a_member(cast), activity_id, "~没有这个人/" + "长" * 300, "", NOW)
    assert not odd.there


def test_a_stranger_neither_sees_nor_adds_files(cast, activity_id):
    stranger = an_actor(a_teacher("1030", "赵刚"))
    with pytest.raises(Refused):
        activity_files.files(stranger, activity_id)
    with pytest.raises(Refused):
        activity_files.add(stranger, activity_id, "插一张", "", NOW)


def test_a_meeting_of_the_whole_school_is_seen_by_all_and_filled_by_who_runs_it(cast):
    meeting = an_activity(cast.term, host=cast.su)
    with pytest.raises(Refused):
        activity_files.add(an_actor(cast.lin), meeting.id, "合影", "", NOW)
    for who in (an_actor(cast.su), cast.dean):
        activity_files.add(who, meeting.id, "合影", "", NOW)
    assert len(activity_files.files(an_actor(cast.lin), meeting.id)) == 2
