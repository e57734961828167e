"""One list of everything of a pair: what was signed, done, heard, opened, judged and ended."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from db.models import Pairing, PairingAddendum, PairingAssessment, PairingSignature
from tests.builders import NOW, OPERATOR, an_actor
from tests.services.cast import a_cast
from tests.services.pairs import a_pair, a_record, an_entry, an_open_lesson
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.pairings import PairingState
from yanxiu_tui.services import pairing_timeline

DAY = date(2026, 10, 12)


@pytest.fixture
def cast(memory):
    return a_cast()


@pytest.fixture
def pair(cast):
    return a_pair(cast, drafted_at=NOW - timedelta(days=40), signed_at=NOW - timedelta(days=38))


def _lines(actor, pair, now=NOW):
    return [
        (f"{each.day:%m-%d}", each.what, each.who, each.detail, each.state)
        for each in pairing_timeline.timeline(actor, pair.id, now)
    ]


def test_everything_stands_in_one_list_the_latest_first(cast, pair):
    PairingSignature.create(
        pairing=pair, side="mentor", teacher=cast.zhou, digest="0" * 64,
        signed_at=NOW - timedelta(days=39),
    )  # fmt: skip
    lesson = an_open_lesson(cast, cast.su, date(2026, 10, 9))
    for number, observer in enumerate((cast.lin, cast.zhou)):
        a_record(cast, observer, cast.su, date(2026, 10, 9), lesson=lesson, period=number + 1)
    a_record(cast, cast.su, cast.zhou, date(2026, 10, 8), confirmed_at=NOW, late_entry=True)
    an_entry(pair, DAY, title="一起备《背影》")
    an_entry(pair, date(2026, 10, 13), kind="trial_lesson", title="试讲", signed_at=None)
    an_entry(pair, date(2026, 9, 20), title="写错的", struck_at=NOW)
    assert _lines(cast.teacher, pair) == [
        ("10-13", "试讲", "周敏", "试讲", "待签认"),
        ("10-12", "指导", "周敏", "一起备《背影》", "已签认"),
        ("10-09", "公开课", "苏慧", "《春》七（1）班，2 人听了", ""),
        ("10-09", "听课", "周敏", "听苏慧《背影》七（3）班", "待确认"),
        ("10-08", "听课", "苏慧", "听周敏《背影》七（3）班", "已确认"),
        ("09-20", "指导", "周敏", "写错的", "已作废"),
        ("09-05", "签协议", "周敏", "师傅签字", ""),
        ("09-04", "拟定协议", "", "语文，到 2027-09-06", ""),
    ]
    found = pairing_timeline.timeline(cast.teacher, pair.id, NOW)
    assert [each.what for each in found if each.late] == ["听课"]
    assert [each.entry.may_sign for each in found if each.entry] == [True, False, False]


def test_of_one_day_what_came_last_stands_first(cast, pair):
    today = NOW.date()
    Pairing.update(
        drafted_at=NOW, signed_at=NOW, first=today, state=PairingState.DISSOLVED, ended_on=today
    ).execute()
    for side, teacher in (("mentor", cast.zhou), ("apprentice", cast.su)):
        PairingSignature.create(
            pairing=pair, side=side, teacher=teacher, digest="0" * 64, signed_at=NOW
        )
    for title in ("先备课", "再上课"):
        an_entry(pair, today, title=title)
    assert [detail for _, _, _, detail, _ in _lines(cast.dean, pair)][1:] == [
        "再上课", "先备课", "徒弟签字", "师傅签字", "语文，到 2027-09-06",
    ]  # fmt: skip


def test_an_addendum_and_the_end_are_in_it(cast, pair):
    PairingAddendum.create(
        pairing=pair, number=1, words="延长一学期", drafted_at=NOW - timedelta(days=3)
    )
    assert _lines(cast.dean, pair)[0] == ("10-11", "补充协议 1", "", "延长一学期", "待签")
    Pairing.update(
        state=PairingState.GRADUATED, ended_on=DAY, ended_by=cast.head.teacher_id,
        promoted_to="县级", end_reason="提前出师",
    ).execute()  # fmt: skip
    assert _lines(cast.dean, pair)[0] == ("10-12", "出师", "钱立", "骨干级别：县级，提前出师", "")
    assert _lines(cast.dean, pair)[1] == ("10-11", "补充协议 1", "", "延长一学期", "没有签成")


def test_lessons_before_it_was_signed_or_after_it_ended_are_not_of_the_pair(cast, pair):
    a_record(cast, cast.zhou, cast.su, DAY)
    a_record(cast, cast.zhou, cast.su, date(2026, 9, 2))
    Pairing.update(state=PairingState.DISSOLVED, ended_on=date(2026, 10, 1)).execute()
    assert [each[1] for each in _lines(cast.dean, pair)] == ["解除", "拟定协议"]
    drafted = a_pair(cast, apprentice=cast.lin, signed_at=None, state=PairingState.DRAFTED)
    a_record(cast, cast.zhou, cast.lin, DAY)
    assert [each[1] for each in _lines(cast.dean, drafted)] == ["拟定协议"]


def test_a_judgement_one_may_not_see_yet_is_named_and_not_told(cast, pair):
    PairingAssessment.create(
        pairing=pair, term=cast.term, role="mentor", apprentice_score=Decimal("90.5"),
        words="进步很快", at=NOW, by=cast.zhou,
    )  # fmt: skip
    said = ("10-14", "期末考核", "周敏", "徒弟 90.5 分，进步很快", "")
    assert _lines(an_actor(cast.zhou), pair)[0] == said
    for actor in (cast.teacher, cast.dean, cast.head):
        assert _lines(actor, pair)[0][3] == "已评，还不能看"


def test_it_is_read_by_those_who_may_see_the_pair(cast, pair):
    for actor in (cast.teacher, an_actor(cast.zhou), cast.leader, cast.head, OPERATOR):
        assert pairing_timeline.timeline(actor, pair.id, NOW)
    with pytest.raises(Refused, match="没有查看的权限"):
        pairing_timeline.timeline(an_actor(cast.lin), pair.id, NOW)


def test_a_long_list_takes_as_many_queries_as_a_short_one(cast, pair, queries):
    def fill():
        lesson = an_open_lesson(cast, cast.su, DAY)
        a_record(cast, cast.zhou, cast.su, DAY, lesson=lesson)
        an_entry(pair, DAY)

    fill()
    with queries() as few:
        pairing_timeline.timeline(cast.teacher, pair.id, NOW)
    for _ in range(3):
        fill()
    with queries() as more:
        assert len(pairing_timeline.timeline(cast.teacher, pair.id, NOW)) == 13
    assert len(more) == len(few)
