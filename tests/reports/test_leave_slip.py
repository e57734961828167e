"""请假条: whole days run from 00:00 of the first to 24:00 of the last, wherever they stand."""

from datetime import date, timedelta

import docx
import pytest

from tests.builders import NOW
from tests.services.cast import a_cast
from yanxiu_tui.clock import day_bounds, end_of
from yanxiu_tui.errors import Refused
from yanxiu_tui.reports.leave_slip import write_slip
from yanxiu_tui.services import leave, leave_slips
from yanxiu_tui.services.leave import LeaveDraft
from yanxiu_tui.widgets.leave_words import span_of

FIRST, LAST = date(2026, 12, 8), date(2026, 12, 10)


@pytest.fixture
def cast(memory):
    return a_cast()


def _ask(cast, first=FIRST, last=LAST):
    draft = LeaveDraft("1001", "sick", "偏头痛", day_bounds(first)[0], end_of(last))
    return leave.ask(cast.dean, draft, NOW)


def test_the_paper_prints_the_last_day_of_the_leave_not_the_next(cast, tmp_path):
    write_slip(tmp_path / "条.docx", leave_slips.slip(cast.dean, _ask(cast).id))
    (table,) = docx.Document(str(tmp_path / "条.docx")).tables
    said = {row.cells[0].text: row.cells[1].text for row in table.rows}
    assert said["起止"] == "2026年12月8日（周二）00:00至\n2026年12月10日（周四）24:00"


def test_the_list_says_the_same(cast):
    assert span_of(_ask(cast)) == "12-08 00:00 至 12-10 24:00"
    one_day = LAST + timedelta(days=1)
    assert span_of(_ask(cast, one_day, one_day)) == "12-11 00:00-24:00"


def test_so_does_the_refusal_of_another_at_the_same_time(cast):
    _ask(cast)
    with pytest.raises(Refused, match="12月8日 00:00 至 12月10日 24:00 已有请假"):
        _ask(cast)
