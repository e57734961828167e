"""档案: filed by hand, taken out with a reason, a copy taken; who may (Z32–Z34, P3, P4)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from db.models import ArchiveItem, StoredFile, Trace
from tests.builders import NOW, OPERATOR, a_group, a_teacher, a_term_after, an_actor
from tests.services.cast import a_cast
from tests.services.races import at_once
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services import archives, claims
from yanxiu_tui.services.archives import ItemDraft
from yanxiu_tui.services.claims import ClaimDraft

DAY = date(2026, 10, 12)
PAPER = ItemDraft("参训成效", "课题结题证书", DAY, "paper", where_kept="档案柜三")


@pytest.fixture
def cast(memory):
    return a_cast()


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "证书 扫描.jpg"
    path.write_bytes(b"picture")
    return path


def _own(cast, **changes):
    return replace(PAPER, teacher_id=cast.su.id, **changes)


def _class(archive, name):
    return next(each for each in archive.classes if each.name == name)


def test_what_one_files_stands_in_ones_own_archive(cast, photo):
    draft = _own(cast, medium="both", path=f" “{photo}” ")
    made = archives.add(cast.teacher, draft, NOW)
    archive = archives.growth(cast.teacher, cast.su.id, cast.term.id, NOW)
    assert _class(archive, "参训成效").items == [made]
    assert (made.title, made.medium, made.where_kept) == ("课题结题证书", "both", "档案柜三")
    assert (made.file_name, made.from_record) == ("证书 扫描.jpg", False)
    assert archive.title == "苏慧老师的成长档案"
    assert archive.lacking == ["自修计划", "参训过程"]
    assert archive.completeness == pytest.approx(1 / 3)
    assert Trace.get(Trace.act == "file_item").subject_id == made.id


def test_a_granted_claim_files_itself_and_one_that_waits_does_not(cast):
    plan = ClaimDraft("personal_plan", "专业发展计划", DAY, DAY)
    asked = claims.claim(cast.teacher, plan, NOW)
    assert "自修计划" in archives.growth(cast.teacher, cast.su.id, cast.term.id, NOW).lacking
    claims.grant(cast.dean, asked.id, Decimal(0), True, "", NOW)
    archive = archives.growth(cast.teacher, cast.su.id, cast.term.id, NOW)
    (item,) = _class(archive, "自修计划").items
    assert (item.title, item.from_record, item.words) == ("专业发展计划", True, "个人自修计划")
    assert _class(archive, "自修计划").missing == 0


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"archive_class": "课外"}, "no_class"),
        ({"title": " "}, "empty"),
        ({"title": "长" * 129}, "too_long"),
        ({"day": date(2026, 10, 15)}, "bad_day"),
        ({"where_kept": ""}, "no_place"),
        ({"medium": "film"}, "bad_medium"),
        ({"medium": "file"}, "no_path"),
        ({"path": "/tmp/x.jpg"}, "bad_medium"),
        ({"medium": "file", "path": "/nowhere/x.jpg"}, "no_file"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_kept(cast, change, reason):
    with pytest.raises(Refused) as refusal:
        archives.add(cast.teacher, _own(cast, **change), NOW)
    assert refusal.value.reason == reason
    assert not ArchiveItem.select().exists()


def test_the_same_thing_is_filed_once_even_at_once(cast, photo):
    draft = _own(cast, medium="file", path=str(photo))
    done = at_once([lambda: archives.add(cast.teacher, draft, NOW)] * 4)
    assert sum(isinstance(each, Refused) for each in done) == 3
    assert StoredFile.select().count() == 1


def test_what_is_taken_out_stays_on_record_with_the_reason(cast):
    made = archives.add(cast.teacher, _own(cast), NOW)
    archives.remove(cast.teacher, made.id, "放错了", NOW)
    row = ArchiveItem.get_by_id(made.id)
    assert (row.removed_reason, row.removed_by_id, row.title) == ("放错了", cast.su.id, PAPER.title)
    with pytest.raises(Refused, match="没有这份材料"):
        archives.remove(cast.teacher, made.id, "再来", NOW)
    assert archives.add(cast.teacher, _own(cast), NOW).id != made.id


def test_the_office_files_for_others_and_for_the_school_and_only_it_takes_that_out(cast):
    made = archives.add(cast.dean, _own(cast), NOW)
    plan = replace(PAPER, archive_class="plans", title="五年规划")
    archives.add(cast.dean, plan, NOW)
    school = archives.school(cast.head, cast.term.id, NOW)
    assert [item.title for item in _class(school, "校本研修计划").items] == ["五年规划"]
    assert _class(school, "校本研修计划").missing == 1
    for act in (
        lambda: archives.remove(cast.teacher, made.id, "不要", NOW),
        lambda: archives.add(cast.teacher, plan, NOW),
        lambda: archives.add(cast.teacher, replace(PAPER, teacher_id=cast.lin.id), NOW),
        lambda: archives.school(cast.leader, cast.term.id, NOW),
    ):
        with pytest.raises(Refused, match="没有办理这件事的权限"):
            act()
    archives.remove(cast.dean, made.id, "放错了", NOW)


def test_leaders_see_their_members_and_nobody_sees_a_colleague(cast):
    stranger = a_teacher("1009", "外人", group=a_group("数学组"))
    archives.growth(cast.leader, cast.su.id, cast.term.id, NOW)
    for actor, whose in (
        (cast.leader, stranger.id),
        (an_actor(cast.lin, belongs=(cast.group,)), cast.su.id),
    ):
        with pytest.raises(Refused, match="没有办理这件事的权限"):
            archives.growth(actor, whose, cast.term.id, NOW)
    seen = archives.growth_overview(cast.leader, cast.term.id, NOW)
    assert {line.staff.name for line in seen} == {"苏慧", "林远", "周敏"}
    assert len(archives.growth_overview(OPERATOR, cast.term.id, NOW)) == 7
    assert len(archives.growth_overview(OPERATOR, cast.term.id, NOW, cast.group.id)) == 3


def test_whoever_sees_an_archive_takes_a_copy_out_of_it_by_its_own_name(cast, photo, tmp_path):
    made = archives.add(cast.teacher, _own(cast, medium="both", path=str(photo)), NOW)
    folder = tmp_path / "取出"
    folder.mkdir()
    out = archives.file_of(cast.leader, made.file_id, str(folder))
    assert (out.name, out.read_bytes()) == ("证书 扫描.jpg", b"picture")
    assert archives.file_of(cast.teacher, made.file_id, tmp_path / "又一份.jpg").is_file()
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        archives.file_of(an_actor(cast.lin), made.file_id, folder / "别人的.jpg")
    archives.remove(cast.teacher, made.id, "放错了", NOW)
    with pytest.raises(Refused, match="没有这份文件"):
        archives.file_of(cast.dean, made.file_id, folder / "移出的.jpg")


def test_a_piece_belongs_to_the_term_of_its_day_and_holidays_to_the_term_before(cast):
    later = a_term_after(cast.term)
    now = NOW + timedelta(days=150)
    for day, term in (
        (later.starts_on, cast.term),
        (later.starts_on - timedelta(days=1), later),
    ):
        with pytest.raises(Refused, match=f"{day} 不在{term.name}，请核对日期"):
            archives.add(cast.teacher, _own(cast, day=day), now, term.id)
    assert not ArchiveItem.select().exists()
    for day, term in (
        (cast.term.starts_on, cast.term), (later.starts_on - timedelta(days=1), cast.term),
        (later.starts_on, later),
    ):  # fmt: skip
        archives.add(cast.teacher, _own(cast, day=day), now, term.id)
        archive = archives.growth(cast.teacher, cast.su.id, term.id, now)
        assert day in [item.day for item in _class(archive, "参训成效").items]


def test_what_is_older_than_the_first_term_kept_here_stays_where_it_is(cast):
    for day in (date(2020, 1, 1), cast.term.starts_on - timedelta(days=1)):
        with pytest.raises(Refused, match=f"{day} 比程序里最早的{cast.term.name}还早"):
            archives.add(cast.teacher, _own(cast, day=day), NOW)


def test_an_archive_of_another_term_holds_nothing_of_this_one(cast):
    from db.models import Term

    later = Term.create(
        name="下学期", starts_on=cast.term.ends_on + timedelta(days=30),
        ends_on=cast.term.ends_on + timedelta(days=150), regulation=cast.term.regulation,
    )  # fmt: skip
    archives.add(cast.teacher, _own(cast), NOW)
    archive = archives.growth(cast.teacher, cast.su.id, later.id, NOW)
    assert not any(each.items for each in archive.classes)
    assert Role.TEACHER in cast.teacher.roles
