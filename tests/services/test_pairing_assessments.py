"""期末考核: each judges before seeing what others gave; then all three come to one figure (§8)."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from db.models import PairingAssessment, RegulationVersion, Term, Trace
from tests.builders import OPERATOR, an_actor
from tests.services.cast import a_cast
from tests.services.pairs import a_pair
from tests.services.races import at_once
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.loader import load
from yanxiu_tui.rules.pairing_assessments import Judge
from yanxiu_tui.rules.pairings import PairingState
from yanxiu_tui.services import measures, pairing_assessments, school
from yanxiu_tui.services.measures.asking import Ask, window
from yanxiu_tui.services.pairing_assessments import AssessmentDraft

# The term ends on 2027-01-20.
TERM_END = datetime(2027, 1, 8, 4, tzinfo=UTC)
OVER = datetime(2027, 1, 21, 4, tzinfo=UTC)


@pytest.fixture
def cast(memory):
    return a_cast()


@pytest.fixture
def pair(cast):
    return a_pair(cast)


@pytest.fixture
def mentor(cast):
    return an_actor(cast.zhou)


def _give(actor, pair, mentor_score=None, apprentice_score=None, words="", now=TERM_END):
    scores = [None if each is None else Decimal(each) for each in (mentor_score, apprentice_score)]
    return pairing_assessments.give(actor, pair.id, AssessmentDraft(*scores, words), now)


def _all_three(cast, mentor, pair) -> None:
    _give(mentor, pair, apprentice_score=90, words="进步很快")
    _give(cast.teacher, pair, mentor_score=96, words="手把手教")
    _give(cast.dean, pair, mentor_score=88, apprentice_score=85)


def _seen(actor, pair, now=TERM_END) -> dict[str, tuple]:
    found = pairing_assessments.sheet(actor, pair.id, now).given
    return {each.judge: (each.mentor_score, each.apprentice_score, each.seen) for each in found}


def test_the_two_judge_one_another_and_the_office_both(cast, pair, mentor):
    _all_three(cast, mentor, pair)
    rows = PairingAssessment.select().order_by(PairingAssessment.id)
    assert [(row.role, row.mentor_score, row.apprentice_score) for row in rows] == [
        ("mentor", None, 90), ("apprentice", 96, None), ("office", 88, 85),
    ]  # fmt: skip
    whole = pairing_assessments.sheet(mentor, pair.id, TERM_END)
    # 张洪中学 weighs 3 : 4 of these.
    assert (whole.mentor_whole, whole.apprentice_whole) == (Decimal("91.43"), Decimal("87.14"))
    assert not whole.may_give


def test_a_score_one_has_not_to_give_is_not_kept(cast, pair, mentor):
    _give(mentor, pair, mentor_score=100, apprentice_score=90)
    assert PairingAssessment.get().mentor_score is None


def test_nobody_sees_anothers_before_giving_their_own(cast, pair, mentor):
    _give(mentor, pair, apprentice_score=90, words="进步很快")
    for actor in (cast.teacher, cast.dean, cast.head, OPERATOR):
        assert _seen(actor, pair) == {Judge.MENTOR: (None, None, False)}
    found = pairing_assessments.sheet(cast.teacher, pair.id, TERM_END)
    assert (found.given[0].words, found.apprentice_whole) == ("", None)
    assert _seen(mentor, pair) == {Judge.MENTOR: (None, 90, True)}
    _give(cast.teacher, pair, mentor_score=96)
    assert set(_seen(cast.teacher, pair)) == {Judge.MENTOR, Judge.APPRENTICE}
    assert all(each[2] for each in _seen(cast.teacher, pair).values())
    assert not any(each[2] for each in _seen(cast.dean, pair).values())


def test_who_does_not_judge_sees_it_once_all_three_are_in(cast, pair, mentor):
    _all_three(cast, mentor, pair)
    for actor in (cast.head, OPERATOR):
        found = pairing_assessments.sheet(actor, pair.id, TERM_END)
        assert (found.judge, found.may_give) == (None, False)
        assert all(each.seen for each in found.given)
        assert found.mentor_whole


def test_once_the_term_is_over_all_is_seen_and_nothing_is_given(cast, pair, mentor):
    _give(mentor, pair, apprentice_score=90)
    assert _seen(cast.teacher, pair, OVER) == {Judge.MENTOR: (None, 90, True)}
    with pytest.raises(Refused, match="本学期的考核已于 2027-01-20 结束"):
        _give(cast.teacher, pair, mentor_score=96, now=OVER)


def test_it_is_given_anew_until_another_has_judged(cast, pair, mentor):
    _give(mentor, pair, apprentice_score=9)
    _give(mentor, pair, apprentice_score=90)
    assert PairingAssessment.get().apprentice_score == 90
    detail = json.loads(Trace.select().order_by(Trace.id.desc()).get().detail)
    assert (detail["as_"], Decimal(detail["before"][1])) == ("mentor", 9)
    _give(cast.teacher, pair, mentor_score=96)
    with pytest.raises(Refused, match="别人也评了，不能再改"):
        _give(mentor, pair, apprentice_score=60)
    assert PairingAssessment.select().count() == 2


def test_changing_ones_own_while_another_judges_is_one_after_the_other(cast, pair, mentor):
    _give(mentor, pair, apprentice_score=9)
    done = at_once(
        [
            lambda: _give(mentor, pair, apprentice_score=90),
            lambda: _give(cast.teacher, pair, mentor_score=96),
        ]
        * 2
    )
    assert sum(not isinstance(each, Refused) for each in done[1::2]) == 1
    assert PairingAssessment.select().count() == 2


@pytest.mark.parametrize(
    ("score", "words", "said"),
    [
        (None, "", "徒弟的得分请写 0 到 100"),
        ("100.5", "", "徒弟的得分请写 0 到 100"),
        ("-1", "", "徒弟的得分请写 0 到 100"),
        ("88.555", "", "最多两位小数"),
        ("NaN", "", "徒弟的得分请写"),
        ("90", "长" * 501, "评语请控制在 500 字以内"),
    ],
)
def test_what_is_no_score_is_refused(pair, mentor, score, words, said):
    with pytest.raises(Refused, match=said):
        _give(mentor, pair, apprentice_score=score, words=words)
    assert not PairingAssessment.select().exists()


def test_the_office_gives_both(cast, pair):
    with pytest.raises(Refused, match="师傅的得分请写"):
        _give(cast.dean, pair, apprentice_score=90)


@pytest.mark.parametrize(
    ("values", "now", "said"),
    [
        ({}, TERM_END - timedelta(days=30), "12月23日起可以评"),
        ({"state": PairingState.DRAFTED}, TERM_END, "没有结对"),
        ({"state": PairingState.WITHDRAWN, "ended_on": date(2026, 12, 1)}, TERM_END, "没有结对"),
        ({"first": date(2027, 1, 10)}, TERM_END, "还不能考核"),
        ({"state": PairingState.DISSOLVED, "ended_on": date(2026, 8, 20)}, TERM_END, "没有结对"),
    ],
)
def test_out_of_its_time_it_is_not_given(cast, mentor, values, now, said):
    pair = a_pair(cast, **values)
    found = pairing_assessments.sheet(mentor, pair.id, now)
    assert not found.may_give
    assert said in found.why_not
    with pytest.raises(Refused, match=said):
        _give(mentor, pair, apprentice_score=90, now=now)


def test_a_pair_that_ended_this_term_is_judged_from_that_day(cast, mentor):
    pair = a_pair(cast, state=PairingState.GRADUATED, ended_on=date(2026, 11, 2))
    at = datetime(2026, 11, 3, 4, tzinfo=UTC)
    assert _give(mentor, pair, apprentice_score=90, now=at).own.apprentice_score == 90


def test_who_is_not_in_it_and_not_the_office_does_not_judge(cast, pair):
    for actor in (cast.head, OPERATOR):
        with pytest.raises(Refused, match="由师傅、徒弟和主管处室来评"):
            _give(actor, pair, 90, 90)
    with pytest.raises(Refused, match="没有查看的权限"):
        _give(an_actor(cast.lin), pair, 90, 90)
    assert not PairingAssessment.select().exists()


def test_a_dean_who_is_the_mentor_judges_as_the_mentor_alone(cast):
    pair = a_pair(cast, mentor=cast.dean.teacher_id)
    assert _give(cast.dean, pair, 100, 90).judge is Judge.MENTOR
    assert PairingAssessment.get().mentor_score is None


def test_the_desk_is_told_how_many_are_still_to_be_given(cast, pair, mentor):
    before = TERM_END - timedelta(days=30)
    for actor, many in ((mentor, 1), (cast.teacher, 1), (cast.dean, 1), (cast.head, 0)):
        assert pairing_assessments.due(actor, TERM_END) == many
        assert pairing_assessments.due(actor, before) == 0
    _give(mentor, pair, apprentice_score=90)
    a_pair(cast, mentor=cast.dean.teacher_id, apprentice=cast.lin)
    assert pairing_assessments.due(mentor, TERM_END) == 0
    assert pairing_assessments.due(cast.dean, TERM_END) == 2
    assert pairing_assessments.due(OPERATOR, TERM_END) == 0
    assert pairing_assessments.due(cast.dean, OVER) == 0


def test_earlier_terms_are_kept_and_seen_by_all_who_see_the_pair(cast, pair, mentor):
    _give(mentor, pair, apprentice_score=90)
    Term.create(
        name="下学期", starts_on=date(2027, 2, 22), ends_on=date(2027, 7, 9),
        regulation=RegulationVersion.get(),
    )  # fmt: skip
    later = datetime(2027, 7, 1, 4, tzinfo=UTC)
    _give(cast.teacher, pair, mentor_score=80, now=later)
    first, second = pairing_assessments.sheets(cast.leader, pair.id, later)
    assert (first.apprentice_whole, first.given[0].seen) == (90, True)
    assert (second.term_name, second.given[0].judge) == ("下学期", Judge.APPRENTICE)


# As measures


def _figure(cast, measure, teacher, now=TERM_END):
    regulation = school.regulation_of(cast.term.regulation_id)
    seen = window(school.view(cast.term), regulation, now.date())
    ask = Ask(measure)
    figure = measures.read([ask], seen, regulation, [teacher.id])[ask][teacher.id]
    return figure, measures.records(ask, seen, regulation, teacher.id)


def test_both_are_figures_for_the_ranking_with_the_records_behind_them(cast, pair, mentor):
    _all_three(cast, mentor, pair)
    figure, records = _figure(cast, "mentor_assessment", cast.zhou)
    assert figure == (Decimal("91.43"),)
    assert [(each.title, each.detail, each.amount) for each in records] == [
        ("师徒考核（苏慧）", "徒弟评", 96), ("师徒考核（苏慧）", "教导处评", 88),
    ]  # fmt: skip
    figure, records = _figure(cast, "apprentice_assessment", cast.su)
    assert figure == (Decimal("87.14"),)
    assert [each.detail for each in records] == ["师傅评", "教导处评"]


def test_who_was_not_judged_has_no_figure(cast, pair, mentor):
    _all_three(cast, mentor, pair)
    assert _figure(cast, "mentor_assessment", cast.su) == (None, [])
    assert _figure(cast, "apprentice_assessment", cast.lin) == (None, [])


def test_a_figure_tells_nobody_what_another_gave_before_all_have(cast, pair, mentor):
    _give(cast.teacher, pair, mentor_score=96)
    _give(cast.dean, pair, mentor_score=88, apprentice_score=85)
    assert _figure(cast, "mentor_assessment", cast.zhou) == (None, [])
    assert _figure(cast, "mentor_assessment", cast.zhou, OVER)[0] == (Decimal("91.43"),)


def test_a_mentor_of_two_has_the_mean_of_both(cast, pair, mentor):
    _all_three(cast, mentor, pair)
    other = a_pair(cast, apprentice=cast.lin)
    _give(mentor, other, apprentice_score=70)
    _give(an_actor(cast.lin), other, mentor_score=86)
    _give(cast.dean, other, mentor_score=78, apprentice_score=70)
    assert _figure(cast, "mentor_assessment", cast.zhou)[0] == (Decimal("86.43"),)


def test_an_award_can_be_written_for_them():
    from tests.services.regulations import SOURCE

    award = """
[[awards]]
id = "mentor"
name = "优秀师傅"
conditions = [{ measure = "mentor_assessment", at_least = 90 }]
clause = { id = "形式2", words = "师徒结对" }
"""
    assert load(SOURCE + award).awards[0].conditions[0].measure == "mentor_assessment"
