"""个人资料: what is kept on one person stands on one page, and all of it can be handed out."""

from datetime import date

import pytest
from peewee import ForeignKeyField

from db.models import (
    ALL,
    Badge,
    Credential,
    EvaluationStage,
    Leave,
    Mark,
    Phone,
    SkillResult,
    SkillTest,
    Teacher,
    Trace,
)
from tests.builders import NOW, PIN, an_actor
from tests.services.cast import a_cast, an_open_activity, signs_in
from tests.services.evaluating import evaluated, opened
from tests.services.lessons import begun, completed
from yanxiu_tui.errors import Refused
from yanxiu_tui.reports.personal_words import COLUMNS
from yanxiu_tui.rules.roles import ROLE_NAMES, Role
from yanxiu_tui.services import manuscripts, personal_data, reflections
from yanxiu_tui.services.permission import TABLE, Scope
from yanxiu_tui.services.personal_data import NOBODY, kept_on
from yanxiu_tui.services.personal_sources import SECTIONS

SOURCES = [source for section in SECTIONS for source in section.sources]


@pytest.fixture
def cast(memory):
    return a_cast()


def _counts(kept):
    return {
        part.words: part.count for section in kept.sections for part in section.parts if part.count
    }


def _copy(actor, teacher_id):
    copies = []
    personal_data.export(actor, teacher_id, copies.append, NOW)
    return copies[0]


def _rows(copy, words):
    return next(
        table.rows for tables in copy.tables.values() for table in tables if table.words == words
    )


def test_every_column_that_refers_to_a_teacher_is_known():
    refers = {
        (table.__name__, field.name)
        for table in ALL
        for field in table._meta.sorted_fields
        if isinstance(field, ForeignKeyField) and field.rel_model is Teacher
    }
    known = {(source.table.__name__, source.key.name) for source in SOURCES}
    assert refers <= known


def test_every_column_of_a_copy_has_a_chinese_name():
    columns = {
        field.name
        for source in SOURCES
        if source.copied is not False
        for field in source.table._meta.sorted_fields
        if field.name not in source.hidden and field is not source.key
    }
    assert columns <= COLUMNS.keys()


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_who_sees_it_is_what_the_permission_table_says(section):
    said = personal_data._seen_by(section)
    if section.act is None:
        assert said == NOBODY
        return
    row = TABLE[section.act]
    office = {Role.DEAN, Role.ACADEMIC_OFFICE, Role.TRAINING_OFFICER}
    heads = {Role.PRINCIPAL, Role.VICE_PRINCIPAL, Role.STEERING_HEAD}
    named = {"教导处": office, "校领导": heads}
    for words, roles in named.items():
        assert (words in said) == (roles <= row.keys()), said
    assert ("组长" in said.replace("包组", "")) == (
        row.get(Role.PREP_GROUP_LEADER) is Scope.OWN_GROUP
    )
    for role in (Role.HOST, Role.RESOURCE_TEACHER, Role.SUPERVISING_LEADER):
        assert (ROLE_NAMES[role] in said) == (role in row)


def test_everybody_sees_what_is_kept_on_them_and_the_office_what_is_kept_on_anybody(cast):
    assert kept_on(cast.teacher, cast.su.id).name == "苏慧"
    assert kept_on(cast.dean, cast.su.id).staff_no == "1001"
    for nosy in (an_actor(cast.lin), cast.leader, cast.head):
        with pytest.raises(Refused, match="权限"):
            kept_on(nosy, cast.su.id)


def test_it_says_how_much_there_is_and_from_when_to_when(cast):
    signs_in(an_open_activity(cast), cast.su)
    signs_in(an_open_activity(cast), cast.su)
    completed(an_actor(cast.lin), taught_by_no="1001")
    kept = kept_on(cast.teacher, cast.su.id)
    counts = _counts(kept)
    assert (counts["应到的活动"], counts["签到、点名、更正"], counts["被听的课"]) == (2, 2, 1)
    attendance = next(each for each in kept.sections if each.name == "活动考勤")
    assert (attendance.count, attendance.first, attendance.last) == (
        4, date(2026, 10, 14), date(2026, 10, 14),
    )  # fmt: skip


def test_of_a_pin_it_says_only_that_there_is_one(cast):
    assert _counts(kept_on(cast.teacher, cast.su.id))["口令（只说有没有）"] == 1
    Credential.update(pin_hash="").execute()
    assert "口令（只说有没有）" not in _counts(kept_on(cast.teacher, cast.su.id))


def test_a_copy_holds_ones_own_words_in_full(cast):
    made = reflections.begin_narrative(cast.teacher, "那一节课", NOW)
    (section,) = reflections.sections(made.id)
    manuscripts.write(cast.teacher, made.manuscript_id, section.id, "他终于举手了。", 0, NOW)
    copy = _copy(cast.teacher, cast.su.id)
    assert [row["text"] for row in _rows(copy, "文稿里的文字")] == ["他终于举手了。"]
    assert _rows(copy, "反思和叙事")[0]["manuscript"] == "那一节课"


def test_a_copy_holds_no_secret(cast):
    Badge.create(teacher=cast.su, digest="d" * 64, issued_at=NOW)
    Phone.create(teacher=cast.su, key="k" * 32, registered_at=NOW, address="10.0.0.7")
    said = repr(_copy(cast.teacher, cast.su.id).tables)
    for secret in (Credential.get(teacher=cast.su).pin_hash, "d" * 64, "k" * 32, PIN):
        assert secret not in said
    assert "10.0.0.7" in said


def test_a_copy_never_says_who_gave_a_mark_nor_what_is_still_being_given(cast):
    stage = opened(evaluated(cast.term), "teacher", "peer")
    Mark.create(stage=stage, marker=cast.lin, teacher=cast.su, score=91, comment="认真", at=NOW)
    assert not _rows(_copy(cast.teacher, cast.su.id), "得到的评分（不说谁给的）")
    EvaluationStage.update(closed_at=NOW).execute()
    (row,) = _rows(_copy(cast.teacher, cast.su.id), "得到的评分（不说谁给的）")
    assert row["comment"] == "认真"
    assert "林远 1002" not in row.values()


def test_a_copy_holds_no_result_of_a_test_that_is_not_closed(cast):
    test = SkillTest.create(
        term=cast.term, kind="basic", title="板书", held_on=NOW.date(), set_at=NOW
    )
    SkillResult.create(test=test, teacher=cast.su, attempt=1, score=88, marked_at=NOW)
    assert _counts(kept_on(cast.teacher, cast.su.id))["考核的成绩"] == 1
    assert not _rows(_copy(cast.teacher, cast.su.id), "考核的成绩")
    SkillTest.update(closed_at=NOW).execute()
    assert _rows(_copy(cast.teacher, cast.su.id), "考核的成绩")


def test_what_another_is_still_writing_of_ones_lesson_is_only_counted(cast):
    begun(an_actor(cast.lin), taught_by_no="1001")
    assert _counts(kept_on(cast.teacher, cast.su.id))["写到本人的听课记录"] == 1
    assert not _rows(_copy(cast.teacher, cast.su.id), "写到本人的听课记录")


def test_what_one_did_for_the_school_is_counted_and_not_handed_out(cast):
    Leave.create(
        teacher=cast.su, kind="sick", reason="手术", starts_at=NOW, ends_at=NOW, asked_at=NOW,
        decided_at=NOW, decided_by=cast.head.teacher_id,
    )  # fmt: skip
    assert _counts(kept_on(cast.head, cast.head.teacher_id))["审批请假"] == 1
    assert "手术" not in repr(_copy(cast.head, cast.head.teacher_id).tables)
    assert "手术" in repr(_copy(cast.teacher, cast.su.id).tables)


def test_a_copy_leaves_a_trace_and_none_where_it_could_not_be_written(cast):
    def fail(_):
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        personal_data.export(cast.teacher, cast.su.id, fail, NOW)
    assert not personal_data.exported_since(cast.su.id, NOW)
    _copy(cast.dean, cast.su.id)
    line = Trace.select().order_by(Trace.id.desc()).get()
    assert (line.act, line.actor_id, line.subject, line.subject_id) == (
        "export_personal_data", cast.dean.teacher_id, "teacher", cast.su.id,
    )  # fmt: skip
    assert personal_data.exported_since(cast.su.id, NOW)


def test_it_costs_one_small_query_a_kind_of_row(cast, queries):
    with queries() as made:
        kept_on(cast.teacher, cast.su.id)
    assert len(made) == len(SOURCES) + 1
