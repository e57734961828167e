"""历年评优: what stands of all terms, by term, by holder, by award."""

from datetime import timedelta

import pytest

from db.models import Award, Term
from tests.builders import NOW
from tests.services.cast import a_cast
from tests.services.refusals import refused
from yanxiu_tui.services.award_history import by_award, by_holder, history


@pytest.fixture
def cast(memory):
    found = a_cast()
    before = Term.create(
        name="上一学年", starts_on=found.term.starts_on - timedelta(days=200),
        ends_on=found.term.starts_on - timedelta(days=60), regulation=found.term.regulation,
    )  # fmt: skip
    rows = (
        (before, "先进个人", {"teacher": found.su}, None),
        (before, "优秀备课组", {"group": found.group}, None),
        (found.term, "先进个人", {"teacher": found.su}, None),
        (found.term, "满勤奖", {"teacher": found.lin}, None),
        (found.term, "满勤奖", {"teacher": found.zhou}, NOW),
    )
    for term, name, whose, withdrawn in rows:
        Award.create(
            term=term, award=name, name=name, decided_at=NOW, withdrawn_at=withdrawn, **whose
        )
    return found


def who(found):
    return [(each.who, each.name) for each in found]


def test_the_newest_term_is_first_and_what_was_taken_back_is_not_there(cast):
    found = history()
    assert [each.term for each in found] == [cast.term.name] * 2 + ["上一学年"] * 2
    assert ("周敏", "满勤奖") not in who(found)


def test_one_teachers_awards_and_nobodys_of_an_unknown_number(cast):
    assert [each.name for each in history("1001")] == ["先进个人"] * 2
    assert refused(lambda: history("9999"))[0] == "unknown_teacher"


def test_who_has_most_comes_first_and_groups_last(cast):
    assert [each.who for each in by_holder(history())] == ["苏慧", "苏慧", "林远", "语文组"]
    assert [each.name for each in by_award(history())][:1] == ["优秀备课组"]


def test_it_is_one_query(cast, queries):
    with queries() as made:
        history()
    assert len(made) == 1
