"""离职后的删除: nothing tells who it was; no figure, no others' record and no seal changes."""

from datetime import timedelta
from pathlib import Path

import pytest
from peewee import CharField, TextField

from db.connection import database
from db.models import (
    ALL,
    Activity,
    Attendee,
    Badge,
    Credential,
    KeptMembership,
    KeptOffice,
    KeptTeacher,
    Leave,
    LeaveEvidence,
    MonthlyReport,
    Office,
    Passage,
    Phone,
    RankingLine,
    Teacher,
    Trace,
    Veto,
)
from tests.builders import NOW, OPERATOR, a_group, a_teacher, an_actor
from tests.services.cast import an_open_activity, signs_in
from tests.services.frozen_school import a_school_to_freeze
from tests.services.lessons import completed, written
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import (
    audit,
    enrolment_codes,
    frozen_views,
    manuscripts,
    past_staff,
    personal_data,
    reflections,
    search,
    teachers,
    trace,
    verifying,
)
from yanxiu_tui.services.personal_removal import GONE, remove

LATER = NOW + timedelta(days=30)
WHY = "按《个人信息保护法》删除"


@pytest.fixture
def school(memory):
    """周敏 (1003) has met, written, heard, been heard, been ill and been ranked."""
    made = a_school_to_freeze()
    cast = made.cast
    told = {"sex": "女", "born": "1985-07", "posts": "教研组长", "phone": "13800000003"}
    Teacher.update(told).where(Teacher.id == cast.zhou.id).execute()
    zhou = an_actor(cast.zhou, belongs=(cast.group,))
    signs_in(an_open_activity(cast, presenter="周敏、苏慧"), cast.zhou)
    _tell(zhou)
    completed(zhou, taught_by_no="1002")
    completed(an_actor(cast.su), taught_by_no="1003", topic="春")
    leave = Leave.create(
        teacher=cast.zhou, kind="sick", reason="胃炎手术", starts_at=NOW, ends_at=NOW,
        asked_at=NOW, state="approved", opinion="好好养病",
    )  # fmt: skip
    LeaveEvidence.create(leave=leave, kind="hospital", received_at=NOW)
    Badge.create(teacher=cast.zhou, digest="d" * 64, issued_at=NOW)
    Phone.create(teacher=cast.zhou, key="k" * 32, registered_at=NOW, address="10.0.0.7")
    Veto.create(term=cast.term, teacher=cast.zhou, reason="私下的事", at=NOW, lifted_at=NOW)
    MonthlyReport.create(
        term=cast.term, subject="plan_checks", number=1, first=NOW.date(), last=NOW.date(),
        figures='[{"leaders":"周敏","missing":["周敏","林远"],"teachers":3}]', frozen_at=NOW,
    )  # fmt: skip
    return made


def _tell(actor):
    made = reflections.begin_narrative(actor, "那一节难忘的课", NOW)
    (section,) = reflections.sections(made.id)
    manuscripts.write(actor, made.manuscript_id, section.id, "他终于举手了。", 0, NOW)


@pytest.fixture
def left(school):
    """She has left and was handed a copy."""
    teachers.mark_left(OPERATOR, "1003", "调往外地", LATER)
    personal_data.export(OPERATOR, school.cast.zhou.id, lambda _: None, LATER)
    return school


def _everything(table):
    return list(table.select().order_by(table.id).dicts())


def _found_anywhere(words):
    return {
        (table.__name__, field.name)
        for table in ALL
        for field in table._meta.sorted_fields
        if isinstance(field, CharField | TextField)
        and table.select().where(field.contains(words)).exists()
    }


def test_nothing_tells_any_more_who_it_was(left):
    told = ("周敏", "13800000003", "1985-07", "胃炎", "好好养病", "终于举手", "难忘", "私下")
    assert all(_found_anywhere(words) for words in told)
    remove(OPERATOR, "1003", WHY, LATER)
    assert [words for words in told if _found_anywhere(words)] == []
    zhou = Teacher.get(staff_no="1003")
    assert (zhou.name, zhou.initials) == (f"已离职教师{zhou.id}", "")
    assert not any((zhou.sex, zhou.born, zhou.joined, zhou.phone, zhou.posts))
    assert not Credential.select().where(Credential.teacher == zhou).exists()
    assert not Badge.select().where(Badge.teacher == zhou).exists()
    assert not LeaveEvidence.select().exists()
    phone = Phone.get(teacher=zhou)
    assert ("k" in phone.key, phone.address, phone.revoked_at) == (False, "", LATER)


def test_not_even_the_file_holds_it_any_more(left, database_url):
    if not database_url.startswith("sqlite"):
        pytest.skip("PostgreSQL sweeps its files by itself")
    file, told = Path(database_url.removeprefix("sqlite:///")), ("周敏", "他终于举手了", "胃炎")
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert all(words.encode() in file.read_bytes() for words in told)
    remove(OPERATOR, "1003", WHY, LATER)
    for path in file.parent.iterdir():
        assert not [words for words in told if words.encode() in path.read_bytes()], path


def test_the_frozen_ranking_is_intact_and_shows_only_another_name(left):
    frozen = left.frozen()
    before, lines = frozen_views.frozen(left.dean, frozen.id), _everything(RankingLine)
    remove(OPERATOR, "1003", WHY, LATER)
    assert verifying.verify(left.dean, frozen.id).intact
    assert _everything(RankingLine) == lines
    after = frozen_views.frozen(left.dean, frozen.id)
    assert [line.score for line in after.lines] == [line.score for line in before.lines]
    assert [line.place for line in after.lines] == [1, 1, 3, 4, 5, 6]
    assert after.lines[2].name == f"已离职教师{left.cast.zhou.id}"
    assert verifying.recompute(left.dean, frozen.id).same


def test_attendance_figures_and_the_chain_of_traces_stay_whole(left):
    facts, rows = _everything(Attendee), _everything(Trace)
    remove(OPERATOR, "1003", WHY, LATER)
    assert _everything(Attendee) == facts
    assert _everything(Trace)[:-1] == rows
    assert audit.verify(OPERATOR).findings == []
    line = Trace.select().order_by(Trace.id.desc()).get()
    assert (line.act, line.subject_id) == ("remove_personal_data", left.cast.zhou.id)
    assert "周敏" not in line.detail


def test_no_trace_of_this_programs_own_making_says_a_name(left):
    names = [row.name for row in Teacher.select()]
    assert not [line.act for line in Trace.select() if any(name in line.detail for name in names)]


def test_of_the_terms_that_are_over_only_the_subject_and_the_groups_stay(left):
    zhou = left.cast.zhou
    Teacher.update(subject="语文", grade="七年级", backbone_level="市级").execute()
    Office.create(teacher=zhou, role="dean")
    past_staff.keep(NOW + timedelta(days=365))
    remove(OPERATOR, "1003", WHY, LATER)
    kept = KeptTeacher.get(teacher=zhou)
    assert (kept.subject, kept.grade, kept.backbone_level) == ("语文", "", "")
    assert [row.leads for row in KeptMembership.filter(teacher=zhou)] == [False]
    assert not KeptOffice.select().where(KeptOffice.teacher == zhou).exists()


def test_the_record_of_a_colleagues_lesson_stays_and_their_own_go(left):
    away = written(
        an_actor(left.cast.zhou), taught_by_no="", school_name="实验中学", taught_by_name="方敏",
        topic="桥", period=4,
    )  # fmt: skip
    remove(OPERATOR, "1003", WHY, LATER)
    texts = {row.manuscript.title: row.text for row in Passage.select()}
    assert texts["林远《背影》七（3）班"] == "问题问得好"
    assert texts[f"已离职教师{left.cast.zhou.id}《春》七（3）班"] == "问题问得好"
    assert not manuscripts.manuscript(an_actor(left.cast.zhou), away.manuscript_id).text("process")
    assert texts[GONE] == ""


def test_what_is_gone_is_not_found_and_what_stays_is(left):
    remove(OPERATOR, "1003", WHY, LATER)
    assert not search.search(OPERATOR, "终于举手").hits
    assert len(search.search(OPERATOR, "问题问得好").hits) == 2


def test_who_spoke_and_who_was_named_in_a_months_report_is_named_anew(left):
    remove(OPERATOR, "1003", WHY, LATER)
    alias = f"已离职教师{left.cast.zhou.id}"
    assert [row.presenter for row in Activity.select().where(Activity.presenter != "苏慧")] == [
        f"{alias}、苏慧"
    ]
    assert MonthlyReport.get().figures == (
        f'[{{"leaders":"{alias}","missing":["{alias}","林远"],"teachers":3}}]'
    )


def test_a_namesakes_name_stays_where_only_the_name_stands(left):
    a_teacher("1099", "周敏")
    remove(OPERATOR, "1003", WHY, LATER)
    assert "周敏" in MonthlyReport.get().figures
    assert Teacher.get(staff_no="1099").name == "周敏"


def test_whoever_is_here_is_not_removed(school):
    personal_data.export(OPERATOR, school.cast.zhou.id, lambda _: None, NOW)
    with pytest.raises(Refused, match="还在岗"):
        remove(OPERATOR, "1003", WHY, NOW)


def test_without_a_copy_since_they_left_nothing_is_removed(school):
    personal_data.export(OPERATOR, school.cast.zhou.id, lambda _: None, NOW)
    teachers.mark_left(OPERATOR, "1003", "退休", LATER)
    with pytest.raises(Refused, match="请先导出"):
        remove(OPERATOR, "1003", WHY, LATER)


def test_twice_is_said_to_be_done_already(left):
    remove(OPERATOR, "1003", WHY, LATER)
    with pytest.raises(Refused, match="已经删除过"):
        remove(OPERATOR, "1003", WHY, LATER)


def test_a_reason_is_asked_for_and_the_staff_number_must_be_known(left):
    with pytest.raises(Refused, match="请填写删除的原因"):
        remove(OPERATOR, "1003", " ", LATER)
    with pytest.raises(Refused, match="没有工号为「4711」"):
        remove(OPERATOR, "4711", WHY, LATER)


def test_only_the_heads_of_the_office_may(left):
    for nosy in (left.actor("1001"), left.cast.leader):
        with pytest.raises(Refused, match="权限"):
            remove(nosy, "1003", WHY, LATER)
    assert remove(left.head, "1003", WHY, LATER).alias


def test_all_of_it_is_done_or_nothing(left, monkeypatch):
    before = {table: _everything(table) for table in ALL}

    def fail(*_, **__):
        raise OSError("the disk is full")

    monkeypatch.setattr(trace, "write", fail)
    with pytest.raises(OSError, match="full"):
        remove(OPERATOR, "1003", WHY, LATER)
    assert {table: _everything(table) for table in ALL} == before


def test_whoever_comes_back_is_taken_in_like_somebody_new(left):
    remove(OPERATOR, "1003", WHY, LATER)
    teachers.mark_returned(OPERATOR, "1003", "返聘", LATER)
    (code,) = enrolment_codes.issue_codes(OPERATOR, LATER, ["1003"])
    assert code.staff_no == "1003"


def test_a_name_in_a_text_is_said_anew_where_it_names_the_person(left):
    plan = manuscripts.begin(
        manuscripts.SHARED_PLAN, left.term_id, "第一单元", NOW.date(), NOW,
        group_id=a_group().id, texts={"aims": "换一个情境（周敏）", "division": "周敏老师做课件"},
    )  # fmt: skip
    remove(OPERATOR, "1003", WHY, LATER)
    alias = f"已离职教师{left.cast.zhou.id}"
    texts = manuscripts.manuscript(OPERATOR, plan.id)
    assert texts.text("aims") == f"换一个情境（{alias}）"
    assert texts.text("division") == f"{alias}做课件"
    assert search.search(OPERATOR, "换一个情境").hits
