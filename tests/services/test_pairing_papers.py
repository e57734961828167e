"""What is printed of the pairs: the agreement as it was made, and the whole register."""

from datetime import date, timedelta

import pytest

from tests.builders import NOW, OPERATOR, PIN, an_actor
from tests.services.cast import a_cast
from tests.services.pairing import drafted, signed
from tests.services.pairs import a_record, an_entry
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.pairing_agreements import Signer
from yanxiu_tui.services import pairing_addenda, pairing_papers, pairing_views, pairings
from yanxiu_tui.services.pairing_addenda import AddendumDraft


@pytest.fixture
def cast(memory):
    return a_cast()


def test_the_agreement_says_who_they_are_what_both_owe_and_who_signed(cast):
    made = signed(cast)
    paper = pairing_papers.agreement(cast.dean, made.id, NOW)
    assert (paper.school, paper.number) == ("示范中学", made.id)
    assert (paper.mentor, paper.apprentice) == ("周敏（工号 1003）", "林远（工号 1002）")
    assert [quota.name for quota in paper.mentor_quotas] == ["听徒弟的课", "指导"]
    assert [quota.name for quota in paper.apprentice_quotas] == ["听师傅的课", "公开课"]
    signers = [paper.signatures[side].name for side in Signer]
    assert signers == ["周敏", "林远", "孙正"]
    assert paper.standing == ""


def test_a_draft_is_printed_as_one(cast):
    paper = pairing_papers.agreement(an_actor(cast.lin), drafted(cast).id, NOW)
    assert (paper.standing, dict(paper.signatures), paper.addenda) == ("尚未签齐", {}, ())


def test_a_change_stands_behind_the_agreement_and_leaves_its_words(cast):
    made = signed(cast)
    change = AddendumDraft("延长一个学期。", last=date(2028, 1, 20))
    made = pairing_addenda.draft(cast.dean, made.id, change, NOW)
    for actor in (an_actor(cast.zhou), an_actor(cast.lin)):
        pairings.sign(actor, made.id, PIN, NOW, made.addenda[0].id)
    paper = pairing_papers.agreement(cast.dean, made.id, NOW)
    assert paper.last == date(2027, 8, 31)
    assert [each.last for each in paper.addenda] == [date(2028, 1, 20)]
    assert len(paper.addenda[0].signatures) == 2


def test_one_that_is_over_says_so(cast):
    made = signed(cast)
    pairings.dissolve(cast.vice, made.id, "师傅调动", NOW)
    assert pairing_papers.agreement(cast.head, made.id, NOW).standing == "2026-10-14 解除"


def test_somebody_elses_agreement_is_not_printed(cast):
    made = signed(cast)
    with pytest.raises(Refused, match="没有查看的权限"):
        pairing_papers.agreement(cast.teacher, made.id, NOW)
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        pairing_papers.register(cast.teacher, NOW)


def test_the_register_has_every_pair_and_how_far_it_is(cast):
    running = signed(cast)
    pair = pairing_views.Pairing.get_by_id(running.id)
    an_entry(pair, date(2026, 9, 20))
    a_record(cast, cast.zhou, cast.lin, date(2026, 9, 21))
    draft = drafted(cast, mentor_no="1004", apprentice_no="1001")
    register = pairing_papers.register(OPERATOR, NOW)
    assert (register.school, register.office) == ("示范中学", "教导处")
    assert [line.pair.id for line in register.lines] == [draft.id, running.id]
    done = {each.quota.id: each.done for each in register.lines[1].progress}
    assert done == {"mentor_hears": 1, "guides": 1, "apprentice_hears": 0, "opens": 0}
    assert register.lines[1].silent == (NOW.date() - date(2026, 9, 21)).days
    assert (register.lines[0].progress, register.lines[0].silent) == ((), 0)


def test_what_has_not_begun_has_nothing_to_show_and_what_was_withdrawn_is_left_out(cast):
    gone = drafted(cast)
    pairings.withdraw_draft(cast.dean, gone.id, "错了", NOW)
    ahead = signed(cast, first=(NOW + timedelta(days=30)).date())
    register = pairing_papers.register(cast.leader, NOW)
    assert [(line.pair.id, line.progress) for line in register.lines] == [(ahead.id, ())]


def test_however_many_pairs_there_are_all_are_in_the_register(cast, monkeypatch):
    monkeypatch.setattr(pairing_views.pairings, "__defaults__", ((), 1, 0))
    for apprentice in ("1001", "1002"):
        drafted(cast, apprentice_no=apprentice)
    assert len(pairing_papers.register(cast.dean, NOW).lines) == 2
