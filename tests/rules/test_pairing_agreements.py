"""The 师徒结对协议: whose turn it is to sign, the digest of its words, how many run at once."""

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.rules.pairing_agreements import (
    Added,
    Agreed,
    Signer,
    Span,
    digest,
    most_at_once,
    overlap,
    state_name,
    still_to_sign,
)
from yanxiu_tui.rules.pairings import PairingState

DAY = date(2026, 9, 1)
WORDS = Agreed("1003", "1002", "语文", DAY, DAY, "站稳讲台", "指导", "请教", "[]")
spans = st.builds(
    lambda start, length: Span(DAY + timedelta(start), DAY + timedelta(start + length)),
    st.integers(0, 20),
    st.integers(-3, 10),
)


@pytest.mark.parametrize(
    ("state", "first", "name"),
    [
        (PairingState.DRAFTED, DAY, "拟定"),
        (PairingState.SIGNED, DAY + timedelta(1), "已签"),
        (PairingState.SIGNED, DAY, "培养中"),
        (PairingState.GRADUATED, DAY, "出师"),
        (PairingState.DISSOLVED, DAY + timedelta(1), "解除"),
        (PairingState.WITHDRAWN, DAY, "已撤回"),
    ],
)
def test_a_state_has_the_name_schools_use(state, first, name):
    assert state_name(state, first, DAY) == name


def test_the_school_signs_after_both_sides_and_an_addendum_not_at_all():
    assert still_to_sign((), True) == {Signer.MENTOR, Signer.APPRENTICE}
    assert still_to_sign({"mentor"}, True) == {Signer.APPRENTICE}
    assert still_to_sign({"mentor", "apprentice"}, True) == {Signer.SCHOOL}
    assert still_to_sign({"mentor", "apprentice"}, False) == set()
    assert still_to_sign({"mentor", "apprentice", "school"}, True) == set()


def test_the_digest_changes_with_every_word_and_stays_from_release_to_release():
    known = "b8cb90ac45a55894b92db9cd05355a4b8d257e213fd43979c450e7bf0186ac1f"
    assert digest(WORDS) == known
    changes = [{"aims": "站稳讲台。"}, {"last": DAY + timedelta(1)}, {"mentor": "1004"}]
    changed = {digest(msgspec.structs.replace(WORDS, **each)) for each in changes}
    added = digest(Added(digest(WORDS), 1, "再带一年", None, None))
    assert len({digest(WORDS), added, *changed}) == 5


@given(spans, spans)
def test_two_spans_overlap_when_they_share_a_day(one, other):
    assert overlap(one, other) == overlap(other, one) == bool(_days(one) & _days(other))


@given(st.lists(spans, max_size=6), spans)
def test_the_fullest_day_is_the_one_a_count_of_every_day_finds(running, within):
    counted = max((sum(day in _days(span) for span in running) for day in _days(within)), default=0)
    assert most_at_once(running, within) == counted


def _days(span):
    return {span.first + timedelta(each) for each in range((span.last - span.first).days + 1)}
