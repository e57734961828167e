"""离职后的删除 of what is filed, lent, travelled and tested: figures stay, words and files go."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from db.models import (
    ArchiveCheck,
    ArchiveItem,
    Certificate,
    Claim,
    FilePiece,
    InspectionFinding,
    InspectionMending,
    Loan,
    Manuscript,
    OutStudy,
    SkillCandidate,
    SkillResult,
    SkillTest,
    SteeringRecord,
    StoredFile,
    Teacher,
)
from tests.builders import NOW, OPERATOR
from tests.services.cast import a_cast
from yanxiu_tui.services import personal_data, teachers
from yanxiu_tui.services.personal_removal import GONE, remove

DAY = date(2026, 10, 12)
LATER = NOW + timedelta(days=30)
SECRETS = ("周敏的", "牙疼", "差一页", "逾期", "私下")


def _file(name):
    made = StoredFile.create(digest=name * 64, size=1, stored_at=NOW)
    FilePiece.create(file=made, number=0, data=name.encode())
    return made


def _item(cast, teacher, file, title):
    return ArchiveItem.create(
        term=cast.term, teacher=teacher, archive_class="own", title=title, day=DAY, medium="both",
        where_kept="周敏的柜子" if teacher else "柜一", file=file, file_name="a.pdf", added_at=NOW,
    )  # fmt: skip


@pytest.fixture
def cast(memory):
    """周敏 has filed, borrowed, travelled and been tested; she has left, with a copy."""
    made = a_cast()
    zhou, only_hers, shared = made.zhou, _file("a"), _file("b")
    _item(made, zhou, only_hers, "周敏的规划")
    _item(made, zhou, shared, "周敏的论文")
    _item(made, None, shared, "周敏老师公开课照片")
    ArchiveCheck.create(
        term=made.term, teacher=zhou, complete=False, missing="周敏的叙事", checked_at=NOW
    )
    Loan.create(
        title="论文集", borrower=zhou, reason="牙疼在家读", due_on=DAY, asked_at=NOW, note="差一页"
    )
    OutStudy.create(
        term=made.term, teacher=zhou, title="周敏的培训", place="私下", first=DAY, last=DAY,
        asked_at=NOW, cost=Decimal(300), materials="周敏的材料", violation="逾期", file=only_hers,
    )  # fmt: skip
    Claim.create(
        term=made.term, teacher=zhou, kind="thesis", title="周敏的论文", first=DAY, last=DAY,
        asked_at=NOW, missing="差一页", file=only_hers, hours_granted=Decimal(6), state="granted",
    )  # fmt: skip
    test = SkillTest.create(term=made.term, kind="basic", title="板书", held_on=DAY, set_at=NOW)
    SkillCandidate.create(test=test, teacher=zhou, excused="牙疼")
    SkillResult.create(
        test=test, teacher=zhou, attempt=1, score=Decimal(88), comment="私下说", marked_at=NOW
    )
    record = SteeringRecord.create(
        term=made.term, kind="inspection", title="督查", day=DAY, kept_at=NOW,
        minutes=Manuscript.create(
            kind="steering", term=made.term, title="督查", day=DAY, created_at=NOW
        ),
    )  # fmt: skip
    found = InspectionFinding.create(
        record=record, teacher=zhou, good=False, words="周敏的教案逾期"
    )
    InspectionMending.create(finding=found, words="周敏的教案补了", mended_at=NOW)
    InspectionFinding.create(record=record, group=made.group, good=True, words="向周敏老师学习")
    Certificate.create(
        teacher=zhou, school_year=2026, number="周敏的", result="合格", hours=72, entered_at=NOW
    )
    teachers.mark_left(OPERATOR, "1003", "调出", LATER)
    personal_data.export(OPERATOR, zhou.id, lambda _: None, LATER)
    return made


def _texts(*tables):
    return repr([row for table in tables for row in table.select().dicts()])


def test_the_words_go_and_every_line_and_figure_stays(cast):
    tables = (
        ArchiveItem, ArchiveCheck, Loan, OutStudy, Claim, SkillCandidate, SkillResult,
        InspectionFinding, InspectionMending, Certificate,
    )  # fmt: skip
    counts = [table.select().count() for table in tables]
    assert all(word in _texts(*tables) for word in SECRETS)
    remove(OPERATOR, "1003", "本人要求", LATER)
    assert [word for word in SECRETS if word in _texts(*tables)] == []
    assert [table.select().count() for table in tables] == counts
    assert (SkillResult.get().score, Claim.get().hours_granted, OutStudy.get().cost) == (88, 6, 300)
    assert OutStudy.get().title == Claim.get().title == GONE


def test_a_file_goes_unless_somebody_elses_record_holds_it(cast):
    remove(OPERATOR, "1003", "本人要求", LATER)
    (left,) = StoredFile.select()
    assert left.digest == "b" * 64
    assert [bytes(piece.data) for piece in FilePiece.select()] == [b"b"]
    assert ArchiveItem.get(ArchiveItem.file == left).teacher_id is None
    assert OutStudy.get().file_id is None


def test_the_name_in_others_titles_and_findings_is_said_anew(cast):
    remove(OPERATOR, "1003", "本人要求", LATER)
    alias = Teacher.get(staff_no="1003").name
    assert ArchiveItem.get(ArchiveItem.teacher.is_null()).title == f"{alias}公开课照片"
    words = {row.words for row in InspectionFinding.select()}
    assert words == {"", f"向{alias}学习"}
