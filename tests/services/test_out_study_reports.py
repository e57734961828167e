"""外出学习 brought home: reported on, passed on, settled (P8)."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from db.models import Claim, Office, StoredFile
from tests.builders import NOW, an_activity, an_actor
from tests.services.cast import a_cast
from tests.services.trips import (
    BACK,
    DAY,
    TODAY,
    YUAN,
    approved,
    handed_in,
    reported,
    settled,
)
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services import manuscripts, out_studies, out_study_reports
from yanxiu_tui.services.hours import hours_of


@pytest.fixture
def cast(memory):
    return a_cast("pingfang")


def test_the_report_is_written_by_the_traveller_alone_and_once_back(cast):
    trip = approved(cast)
    with pytest.raises(Refused, match="本人写"):
        out_studies.begin_report(cast.dean, trip.id, BACK)
    with pytest.raises(Refused, match="还没有出发"):
        out_studies.begin_report(cast.teacher, trip.id, NOW - DAY)
    report = out_studies.begin_report(cast.teacher, trip.id, NOW)
    assert out_studies.begin_report(cast.teacher, trip.id, BACK) == report
    with pytest.raises(Refused, match="还没有回校"):
        out_studies.hand_in(cast.teacher, trip.id, NOW)
    with pytest.raises(Refused, match="一个字也没写"):
        out_studies.hand_in(cast.teacher, trip.id, BACK)


def test_on_the_day_of_return_it_is_in_time_and_a_day_later_late(cast):
    trip = reported(cast)
    assert (trip.standing, trip.late) == ("待核销", False)
    out_studies.take_back(cast.teacher, trip.id, BACK)
    again = out_studies.hand_in(cast.teacher, trip.id, BACK + DAY)
    assert (again.late, again.reported_at) == (True, BACK + DAY)


def test_handed_in_it_is_read_by_the_office_and_written_no_more(cast):
    trip = reported(cast)
    assert manuscripts.manuscript(cast.dean, trip.report_id).text("gained") == "课堂要留白。"
    assert not manuscripts.manuscript(cast.teacher, trip.report_id).may_write
    with pytest.raises(Refused, match="已经交了外出学习汇报"):
        out_studies.cancel(cast.teacher, trip.id, "没去", BACK)


def test_what_was_brought_home_is_noted_and_a_file_copied_in(cast, tmp_path):
    paper = tmp_path / "讲义.txt"
    paper.write_text("讲义", encoding="utf-8")
    trip = out_studies.keep_materials(cast.teacher, approved(cast).id, "柜二", str(paper), NOW)
    assert (trip.materials, trip.file_name) == ("柜二", "讲义.txt")
    assert trip.file_id == StoredFile.get().id
    copy = out_studies.take_materials_out(cast.dean, trip.id, str(tmp_path / "副本.txt"), NOW)
    assert copy.read_text(encoding="utf-8") == "讲义"
    with pytest.raises(Refused, match="没有找到"):
        out_studies.keep_materials(cast.teacher, trip.id, "", str(tmp_path / "没有.txt"), NOW)


def test_it_is_passed_on_at_a_meeting_after_it_or_at_none(cast):
    trip = approved(cast)
    told = an_activity(cast.term, title="教师例会", starts_at=NOW + 3 * DAY)
    before = an_activity(cast.term, starts_at=NOW - 3 * DAY, ends_at=NOW - 2 * DAY)
    with pytest.raises(Refused, match="在外出学习之前"):
        out_studies.pass_on(cast.dean, trip.id, before.id, NOW)
    assert out_studies.pass_on(cast.dean, trip.id, told.id, NOW).passed_on == "教师例会"
    none = out_studies.pass_on(cast.dean, trip.id, None, BACK)
    assert (none.passed_on, none.passed_on_at) == ("", BACK)


@pytest.mark.parametrize(
    ("cost", "violation", "pays"), [(650, "", 650), (1200, "", 800), (650, "超标准住宿", 0)]
)
def test_what_is_over_the_cap_is_not_paid_nor_anything_after_a_violation(
    cast, cost, violation, pays
):
    trip = settled(cast, cost, violation)
    assert (trip.pays, trip.cost, trip.violation) == (pays, cost, violation)
    assert (trip.standing, trip.settled_by) == ("已核销", "何静")


def test_without_a_report_nothing_is_settled_nor_by_the_traveller(cast):
    trip = approved(cast)
    with pytest.raises(Refused, match="还没有交外出学习汇报"):
        out_studies.settle(cast.dean, trip.id, YUAN, "", Decimal(12), BACK)
    Office.create(teacher=cast.su, role=Role.DEAN)
    trip = handed_in(cast, trip)
    with pytest.raises(Refused, match="自己的外出学习"):
        out_studies.settle(an_actor(cast.su, Role.DEAN), trip.id, YUAN, "", Decimal(12), BACK)


def test_its_hours_are_credited_once_and_changed_only_with_it(cast):
    trip = settled(cast, hours=12)
    out_studies.settle(cast.dean, trip.id, YUAN, "", Decimal(10), BACK)
    (line,) = Claim.select()
    assert (line.origin, line.hours_granted, line.state) == (f"out_study {trip.id}", 10, "granted")
    assert hours_of(cast.dean, cast.su.id, cast.term.id, BACK).total == 10


def test_more_hours_than_a_term_allows_are_refused(cast, monkeypatch):
    found = out_study_reports._regulation

    def limited(trip):
        regulation = found(trip)
        kind = regulation.claim_kind("out_study")
        claims = [replace(kind, most_hours=Decimal(15))]
        return replace(regulation, claims=claims)

    monkeypatch.setattr(out_study_reports, "_regulation", limited)
    settled(cast, hours=12)
    later = TODAY + 7 * DAY
    with pytest.raises(Refused, match="最多认定 15 学时（P8），已认定 12，这次最多 3。"):
        settled(cast, hours=4, first=later, last=later, at=NOW + 7 * DAY)
