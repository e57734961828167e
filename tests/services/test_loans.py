"""借阅: asked, approved, signed for, taken back; nothing is out twice (Z36)."""

from datetime import date, timedelta

import pytest

from db.models import ArchiveItem, Credential, Loan, Trace
from tests.builders import NOW, PIN, a_term_after, an_actor
from tests.services.cast import a_cast
from tests.services.races import at_once
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.loans import LoanState
from yanxiu_tui.services import archives, loans
from yanxiu_tui.services.loans import LoanDraft

TODAY = date(2026, 10, 14)
DUE = TODAY + timedelta(days=7)
DAY = timedelta(days=1)


@pytest.fixture
def cast(memory):
    return a_cast()


def an_item(cast, title="2025年研修活动照片", **values):
    return ArchiveItem.create(
        term=cast.term, archive_class="school", title=title, day=TODAY, added_at=NOW,
        **{"medium": "paper", "where_kept": "柜一", **values},
    )  # fmt: skip


def asked(cast, who=None, **values):
    draft = LoanDraft(**{"reason": "写总结参考", "due_on": DUE, "title": "论文集", **values})
    return loans.ask(an_actor(who or cast.su), draft, NOW)


def approved(cast, who=None, **values):
    return loans.approve(cast.dean, asked(cast, who, **values).id, NOW, "爱惜")


def lent(cast, who=None, **values):
    return loans.hand_out(cast.dean, approved(cast, who, **values).id, PIN, NOW)


def test_what_is_filed_is_asked_for_by_its_line(cast):
    view = asked(cast, item_id=an_item(cast).id)
    assert (view.title, view.number, view.where_kept) == ("2025年研修活动照片", "档案1", "柜一")
    assert (view.borrower, view.group_name, view.state_name) == ("苏慧", "语文组", "待批准")


def test_anything_else_is_asked_for_by_its_name_and_number(cast):
    view = asked(cast, title="1998年校志", number="A-12")
    assert (view.title, view.number, view.item_id) == ("1998年校志", "A-12", None)


def test_what_one_has_asked_for_or_borrowed_is_not_asked_for_again(cast):
    item = an_item(cast)
    for first, again in (
        ({"item_id": item.id}, {"item_id": item.id}),
        ({"title": "校志", "number": "A-1"}, {"title": "校志（一）", "number": "A-1"}),
        ({"title": "课改文集"}, {"title": "课改文集"}),
    ):
        waiting = asked(cast, **first)
        with pytest.raises(Refused, match=r"已经申请借阅.*待批准"):
            asked(cast, **again)
        asked(cast, cast.lin, **again)
        loans.withdraw(cast.teacher, waiting.id, NOW)
        lent(cast, **again)
        with pytest.raises(Refused, match=r"已经借了.*还没有还"):
            asked(cast, **first)


def test_asked_for_at_two_terminals_at_once_it_waits_once(cast):
    done = at_once([lambda: asked(cast)] * 2)
    assert [each.reason for each in done if isinstance(each, Refused)] == ["asked"]


def test_neither_what_was_taken_out_nor_anothers_own_archive_is_lent(cast):
    gone = an_item(cast, removed_at=NOW)
    hers = an_item(cast, teacher=cast.lin)
    file_only = an_item(cast, medium="file")
    for item in (gone, hers, file_only):
        with pytest.raises(Refused, match="没有这份可以借的材料"):
            asked(cast, item_id=item.id)
    mine = an_item(cast, "我的教案", teacher=cast.su)
    assert [each for each, _ in loans.borrowable(cast.teacher)] == [mine.id]


def test_nobody_keeps_it_longer_than_the_regulation_lends(cast):
    with pytest.raises(Refused, match="一次最多借 14 天"):
        asked(cast, due_on=TODAY + 15 * DAY)
    with pytest.raises(Refused, match="不能早于今天"):
        asked(cast, due_on=TODAY - DAY)
    assert not Loan.select().exists()


def test_the_borrower_signs_with_their_own_pin_when_it_goes_out(cast):
    ready = approved(cast)
    with pytest.raises(Refused, match="口令不对"):
        loans.hand_out(cast.dean, ready.id, "0000", NOW)
    assert Credential.get(teacher=cast.su).failures == 1
    out = loans.hand_out(cast.dean, ready.id, PIN, NOW)
    assert (out.state, out.lent_by, out.lent_at) == (LoanState.OUT, "何静", NOW)


def test_what_was_not_approved_does_not_go_out(cast):
    with pytest.raises(Refused, match="待批准，不能借出"):
        loans.hand_out(cast.dean, asked(cast).id, PIN, NOW)


def test_the_same_thing_is_not_out_twice(cast):
    item = an_item(cast)
    lent(cast, item_id=item.id)
    other = approved(cast, cast.lin, item_id=item.id)
    with pytest.raises(Refused, match="已借给苏慧老师，应于 10月21日 归还"):
        loans.hand_out(cast.dean, other.id, PIN, NOW)
    lent(cast, title="校志", number="A-1")
    with pytest.raises(Refused, match="已借给"):
        lent(cast, cast.lin, title="校志（一）", number="A-1")


def test_handed_out_at_two_terminals_at_once_it_goes_out_once(cast):
    item = an_item(cast)
    ready = [approved(cast, who, item_id=item.id).id for who in (cast.su, cast.lin, cast.zhou)]
    done = at_once([_handing(cast, each) for each in ready])
    assert [each.reason for each in done if isinstance(each, Refused)] == ["lent_out"] * 2
    assert Loan.select().where(Loan.state == "out").count() == 1


def _handing(cast, loan_id):
    return lambda: loans.hand_out(cast.dean, loan_id, PIN, NOW)


def test_nobody_lends_to_themselves_and_a_head_stands_in_for_the_only_lender(cast):
    draft = LoanDraft(reason="备查", due_on=DUE, title="论文集")
    own = loans.ask(cast.dean, draft, NOW)
    with pytest.raises(Refused, match="自己的借阅"):
        loans.approve(cast.dean, own.id, NOW)
    assert loans.approve(cast.vice, own.id, NOW).decided_by == "孙正"
    with pytest.raises(Refused, match="权限"):
        loans.approve(cast.vice, asked(cast).id, NOW)


def test_who_is_refused_is_told_why(cast):
    waiting = asked(cast)
    with pytest.raises(Refused, match="请填写不批准的理由"):
        loans.refuse(cast.dean, waiting.id, " ", NOW)
    view = loans.refuse(cast.dean, waiting.id, "正在整理", NOW)
    assert (view.state_name, view.opinion) == ("未批准", "正在整理")


def test_until_it_goes_out_the_borrower_may_let_it_be(cast):
    assert loans.withdraw(cast.teacher, approved(cast).id, NOW).state is LoanState.WITHDRAWN
    with pytest.raises(Refused, match="借出，不能撤回"):
        loans.withdraw(cast.teacher, lent(cast).id, NOW)
    with pytest.raises(Refused, match="自己的"):
        loans.withdraw(an_actor(cast.lin), asked(cast, title="校志").id, NOW)


def test_it_is_kept_longer_once_and_with_a_reason(cast):
    out = lent(cast)
    with pytest.raises(Refused, match="晚于原来的"):
        loans.extend(cast.dean, out.id, DUE, "没写完", NOW)
    longer = loans.extend(cast.dean, out.id, DUE + 14 * DAY, "没写完", NOW)
    assert (longer.due_on, longer.extended_from) == (DUE + 14 * DAY, DUE)
    with pytest.raises(Refused, match="已经延期过一次"):
        loans.extend(cast.dean, out.id, DUE + 20 * DAY, "还没写完", NOW)


def test_what_is_out_is_not_taken_out_of_the_archive(cast):
    item = an_item(cast).id
    lent(cast, item_id=item)
    with pytest.raises(Refused, match="借出未还"):
        archives.remove(cast.dean, item, "清理", NOW)
    assert ArchiveItem.get_by_id(item).removed_at is None


def test_what_was_taken_out_of_the_archive_meanwhile_does_not_go_out(cast):
    item = an_item(cast).id
    ready = approved(cast, item_id=item)
    archives.remove(cast.dean, item, "清理", NOW)
    with pytest.raises(Refused, match="已经移出档案"):
        loans.hand_out(cast.dean, ready.id, PIN, NOW)


def test_once_back_it_may_go_out_again_and_the_note_stays(cast):
    item = an_item(cast)
    out = lent(cast, item_id=item.id)
    back = loans.take_back(cast.dean, out.id, NOW + DAY, "缺第三页")
    assert (back.state_name, back.received_by, back.note) == ("已归还", "何静", "缺第三页")
    assert lent(cast, cast.lin, item_id=item.id).state is LoanState.OUT
    with pytest.raises(Refused, match="已归还，不用归还"):
        loans.take_back(cast.dean, out.id, NOW)


def test_what_is_overdue_is_told_to_the_borrower_and_the_office(cast):
    out, later = lent(cast), NOW + 9 * DAY
    asked(cast, cast.lin)
    assert loans.view(cast.teacher, out.id, later).overdue == 2
    mine = loans.to_do(cast.teacher, later)
    assert [each.words for each in mine] == ["归还「论文集」，已过期 2 天"]
    words = [each.words for each in loans.to_do(cast.dean, later)]
    assert words == ["审批 1 份借阅申请", "催还 1 份过期的借阅"]
    assert loans.to_do(an_actor(cast.zhou), later) == []


def test_a_loan_that_waited_past_its_day_is_asked_for_anew(cast):
    ready = approved(cast)
    with pytest.raises(Refused, match="已经过了"):
        loans.hand_out(cast.dean, ready.id, PIN, NOW + 8 * DAY)


def test_what_is_asked_for_until_a_day_gone_by_can_only_be_refused(cast):
    waiting = asked(cast)
    with pytest.raises(Refused, match="已经过了"):
        loans.approve(cast.dean, waiting.id, NOW + 8 * DAY)
    loans.refuse(cast.dean, waiting.id, "日期过了，请重新申请", NOW + 8 * DAY)


def test_the_register_of_a_term_holds_what_went_out_in_order(cast):
    first, second = lent(cast, title="一"), lent(cast, cast.lin, title="二")
    asked(cast, title="三")
    loans.take_back(cast.dean, first.id, NOW)
    assert [each.id for each in loans.register(cast.dean, cast.term.id, NOW)] == [
        first.id, second.id,
    ]  # fmt: skip
    with pytest.raises(Refused, match="权限"):
        loans.register(cast.teacher, cast.term.id, NOW)


def test_what_is_still_out_when_a_term_begins_stands_in_its_register_too(cast):
    spring = a_term_after(cast.term)
    back, out = lent(cast, title="还了"), lent(cast, cast.lin, title="没还")
    autumn = [back.id, out.id]
    loans.take_back(cast.dean, back.id, NOW)
    later = NOW + 150 * DAY
    assert [each.id for each in loans.register(cast.dean, spring.id, later)] == [out.id]
    loans.take_back(cast.dean, out.id, later)
    due = loans.ask(an_actor(cast.su), LoanDraft("备课", later.date() + DAY, title="新"), later)
    loans.approve(cast.dean, due.id, later)
    new = loans.hand_out(cast.dean, due.id, PIN, later)
    assert [each.id for each in loans.register(cast.dean, spring.id, later)] == [out.id, new.id]
    assert [each.id for each in loans.register(cast.dean, cast.term.id, later)] == autumn


def test_what_goes_out_between_two_terms_stands_in_the_register_of_the_first(cast):
    holiday = NOW + 110 * DAY
    waiting = loans.ask(an_actor(cast.su), LoanDraft("备课", holiday.date(), title="书"), holiday)
    loans.approve(cast.dean, waiting.id, holiday)
    loans.hand_out(cast.dean, waiting.id, PIN, holiday)
    loans.take_back(cast.dean, waiting.id, holiday)
    assert [each.id for each in loans.register(cast.dean, cast.term.id, holiday)] == [waiting.id]
    spring = a_term_after(cast.term)
    assert [each.id for each in loans.register(cast.dean, cast.term.id, holiday)] == [waiting.id]
    assert not loans.register(cast.dean, spring.id, holiday)


def test_what_waits_stands_first_then_what_is_overdue(cast):
    later = NOW + 9 * DAY
    out, ready = lent(cast, title="过期"), approved(cast, cast.lin, title="待领")
    waiting = asked(cast, cast.zhou, title="待批")
    assert [each.id for each in loans.loans(cast.dean, later)] == [waiting.id, out.id, ready.id]


def test_each_act_leaves_its_trace(cast):
    loans.take_back(cast.dean, lent(cast).id, NOW)
    acts = [row.act for row in Trace.select().where(Trace.subject == "loan").order_by(Trace.id)]
    assert acts == ["ask_loan", "approve_loan", "lend", "take_back_loan"]
