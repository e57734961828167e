"""师徒记录: one side writes, the other signs, then it counts; nothing is ever wiped out (形式2)."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from db.models import PairingAddendum, PairingEntry, Trace
from db.models.work import Work
from tests.builders import NOW, OPERATOR, an_actor
from tests.services.cast import a_cast
from tests.services.pairs import LAST, a_pair, an_entry
from tests.services.races import at_once
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.pairings import PairingState
from yanxiu_tui.services import pairing_log
from yanxiu_tui.services.pairing_log import EntryDraft

TODAY = date(2026, 10, 14)
GUIDED = EntryDraft("guidance", TODAY, "一起备《背影》", "先定问题，再定板书。")


@pytest.fixture
def cast(memory):
    return a_cast()


@pytest.fixture
def pair(cast):
    return a_pair(cast)


@pytest.fixture
def mentor(cast):
    return an_actor(cast.zhou)


def _added(actor, pair, **change):
    return pairing_log.add(actor, pair.id, replace(GUIDED, **change), NOW)


def _counted() -> list[int]:
    rows = Work.select(Work.teacher).where(Work.kind == "pairing_duty")
    return sorted(row.teacher_id for row in rows)


def test_what_one_side_writes_counts_for_both_once_the_other_has_signed(cast, pair, mentor):
    made = _added(mentor, pair)
    assert (made.kind_name, made.title, made.recorded_by) == ("指导", "一起备《背影》", "周敏")
    assert (made.may_sign, made.may_strike, made.late_entry) == (False, True, False)
    assert _counted() == []
    assert (pairing_log.to_sign(mentor), pairing_log.to_sign(cast.teacher)) == (0, 1)
    signed = pairing_log.sign(cast.teacher, made.id, NOW)
    assert (signed.signed_by, signed.may_strike) == ("苏慧", False)
    assert _counted() == sorted([cast.su.id, cast.zhou.id])
    assert pairing_log.to_sign(cast.teacher) == 0
    acts = [row.act for row in Trace.select().order_by(Trace.id)]
    assert acts == ["log_pairing", "sign_pairing_entry"]


def test_the_apprentice_may_write_as_well_and_the_mentor_signs(cast, pair, mentor):
    made = _added(cast.teacher, pair, kind="trial_lesson", title="试讲《春》")
    assert pairing_log.entries(mentor, pair.id, NOW) == [replace(made, may_sign=True)]
    assert pairing_log.sign(mentor, made.id, NOW).kind_name == "试讲"


def test_nobody_signs_what_they_wrote_nor_what_is_anothers(cast, pair, mentor):
    made = _added(mentor, pair)
    with pytest.raises(Refused, match="要由对方签认"):
        pairing_log.sign(mentor, made.id, NOW)
    with pytest.raises(Refused, match="没有查看的权限"):
        pairing_log.sign(an_actor(cast.lin), made.id, NOW)
    for actor in (cast.dean, OPERATOR):
        with pytest.raises(Refused, match="由对方签认"):
            pairing_log.sign(actor, made.id, NOW)
    assert PairingEntry.get().signed_at is None


def test_only_the_two_write(cast, pair):
    for actor in (cast.dean, an_actor(cast.lin)):
        with pytest.raises(Refused, match="由师傅和徒弟自己写"):
            _added(actor, pair)
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        _added(OPERATOR, pair)
    with pytest.raises(Refused, match="没有编号为 99 的师徒结对"):
        pairing_log.add(cast.teacher, 99, GUIDED, NOW)
    assert not PairingEntry.select().exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "heard"}, "类别请选：指导、试讲、交流"),
        ({"title": " "}, "请填写内容"),
        ({"title": "长" * 65}, "内容太长"),
        ({"words": "长" * 2001}, "经过请控制在 2000 字以内"),
        ({"day": TODAY + timedelta(days=1)}, "最晚是今天"),
        ({"day": date(2026, 9, 6)}, "应在结对期限（2026-09-07 至 2027-09-06）"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(pair, mentor, change, said):
    with pytest.raises(Refused, match=said):
        _added(mentor, pair, **change)
    assert not PairingEntry.select().exists()


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (PairingState.DRAFTED, "还没有签订"),
        (PairingState.WITHDRAWN, "还没有签订"),
        (PairingState.GRADUATED, "已经结束"),
        (PairingState.DISSOLVED, "已经结束"),
    ],
)
def test_a_pair_that_does_not_run_takes_no_entries(cast, mentor, state, said):
    with pytest.raises(Refused, match=said):
        _added(mentor, a_pair(cast, state=state))


def test_an_addendum_both_signed_makes_the_time_longer(cast, mentor):
    over = a_pair(cast, last=date(2026, 10, 1))
    with pytest.raises(Refused, match="结对期限"):
        _added(mentor, over)
    longer = PairingAddendum.create(pairing=over, number=1, words="延长", last=LAST, drafted_at=NOW)
    with pytest.raises(Refused, match="结对期限"):
        _added(mentor, over)
    PairingAddendum.update(signed_at=NOW).where(PairingAddendum.id == longer.id).execute()
    assert _added(mentor, over).day == TODAY


def test_what_is_written_more_than_a_week_later_is_stamped_as_entered_late(pair, mentor):
    assert not _added(mentor, pair, day=TODAY - timedelta(days=7)).late_entry
    assert _added(mentor, pair, day=TODAY - timedelta(days=8)).late_entry


def test_the_same_thing_is_not_written_twice_by_either_side(cast, pair, mentor):
    made = _added(mentor, pair)
    with pytest.raises(Refused, match="已经记过了"):
        _added(cast.teacher, pair)
    _added(cast.teacher, pair, title="一起备《春》")
    pairing_log.strike(mentor, made.id, "写错了", NOW)
    _added(mentor, pair)
    assert PairingEntry.select().count() == 3


def test_the_same_thing_written_at_two_terminals_at_once_is_one_entry(cast, pair, mentor):
    acts = [lambda: _added(mentor, pair), lambda: _added(cast.teacher, pair)] * 2
    done = at_once(acts)
    assert sum(isinstance(each, Refused) for each in done) == 3
    assert PairingEntry.select().count() == 1


def test_many_are_signed_at_once_but_only_those_that_wait_for_oneself(cast, pair, mentor):
    theirs = [_added(mentor, pair, title=title).id for title in ("一", "二", "三")]
    mine = _added(cast.teacher, pair, title="四").id
    pairing_log.strike(mentor, theirs[2], "写错了", NOW)
    assert pairing_log.sign_many(cast.teacher, [*theirs, mine, 99], NOW) == 2
    assert pairing_log.sign_many(cast.teacher, theirs, NOW) == 0
    assert pairing_log.sign_many(an_actor(cast.lin), [mine], NOW) == 0
    assert Trace.select().where(Trace.act == "sign_pairing_entry").count() == 2


def test_signing_and_striking_at_once_one_of_both_is_done(cast, pair, mentor):
    made = _added(mentor, pair)
    done = at_once(
        [
            lambda: pairing_log.sign(cast.teacher, made.id, NOW),
            lambda: pairing_log.strike(mentor, made.id, "写错了", NOW),
        ]
    )
    assert sum(isinstance(each, Refused) for each in done) == 1
    row = PairingEntry.get()
    assert (row.signed_at is None) is (row.struck_at is not None)


def test_until_it_is_signed_either_side_strikes_it_and_it_stays_with_the_reason(cast, pair, mentor):
    for actor, title in ((mentor, "一"), (cast.teacher, "二")):
        made = _added(mentor, pair, title=title)
        struck = pairing_log.strike(actor, made.id, "那天没有备课", NOW)
        assert (struck.strike_reason, struck.struck_by) == ("那天没有备课", actor.name)
        assert not (struck.may_sign or struck.may_strike)
        with pytest.raises(Refused, match="已经作废，不用再签"):
            pairing_log.sign(cast.teacher, made.id, NOW)
        with pytest.raises(Refused, match="已经作废"):
            pairing_log.strike(actor, made.id, "再来", NOW)
    assert [each.title for each in pairing_log.entries(mentor, pair.id, NOW)] == ["二", "一"]
    detail = json.loads(Trace.get(Trace.act == "strike_pairing_entry").detail)
    assert detail["reason"] == "那天没有备课"


def test_what_both_have_signed_only_the_office_strikes(cast, pair, mentor):
    made = an_entry(pair, TODAY)
    for actor in (mentor, cast.teacher, cast.head, OPERATOR):
        with pytest.raises(Refused, match="请教导处作废"):
            pairing_log.strike(actor, made.id, "写错了", NOW)
    assert pairing_log.entries(cast.dean, pair.id, NOW)[0].may_strike
    pairing_log.strike(cast.dean, made.id, "日期不对", NOW)
    assert _counted() == []


def test_a_dean_who_is_the_mentor_does_not_strike_what_both_signed(cast):
    pair = a_pair(cast, mentor=cast.dean.teacher_id)
    made = an_entry(pair, TODAY)
    with pytest.raises(Refused, match="请教导处作废"):
        pairing_log.strike(cast.dean, made.id, "写错了", NOW)


def test_a_strike_wants_a_reason(cast, pair, mentor):
    made = _added(mentor, pair)
    with pytest.raises(Refused, match="请填写作废的原因"):
        pairing_log.strike(mentor, made.id, " ", NOW)
    with pytest.raises(Refused, match="没有编号为 99 的师徒记录"):
        pairing_log.strike(mentor, 99, "写错了", NOW)


def test_the_log_is_read_by_the_two_their_leader_and_the_school(cast, pair, mentor, queries):
    an_entry(pair, TODAY - timedelta(days=1))
    an_entry(pair, TODAY, kind="exchange")
    for actor in (mentor, cast.teacher, cast.leader, cast.head, OPERATOR):
        found = pairing_log.entries(actor, pair.id, NOW)
        assert [each.kind_name for each in found] == ["交流", "指导"]
    with pytest.raises(Refused, match="没有查看的权限"):
        pairing_log.entries(an_actor(cast.lin), pair.id, NOW)
    with queries() as few:
        pairing_log.entries(mentor, pair.id, NOW)
    an_entry(pair, TODAY - timedelta(days=2))
    with queries() as more:
        pairing_log.entries(mentor, pair.id, NOW)
    assert len(more) == len(few)


def test_a_kind_the_school_has_given_up_keeps_its_name(cast, pair, mentor):
    an_entry(pair, TODAY, kind="old_kind")
    assert pairing_log.entries(mentor, pair.id, NOW)[0].kind_name == "old_kind"
    assert [each.id for each in pairing_log.kinds(NOW)] == ["guidance", "trial_lesson", "exchange"]
