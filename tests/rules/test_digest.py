"""A ranking's seal: the same for the same figures, another for any other."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.rules.applies import Person
from yanxiu_tui.rules.clauses import Clause
from yanxiu_tui.rules.digest import SealedLine, canonical, digest, seal, unsealed
from yanxiu_tui.rules.items import Percentage
from yanxiu_tui.rules.scoring import Scheme, score

LAST = date(2026, 12, 31)
LINES = (
    SealedLine("1001", 1, Decimal("97.50"), "优", False, "{}"),
    SealedLine("1002", 2, Decimal(80), "良", False, "{}"),
    SealedLine("1003", None, Decimal("70.25"), "一票否决", True, "{}"),
)
ITEM = Percentage(
    id="rate", name="出勤", measure="attendance_rate", clause=Clause("Z28", "公假不记入奖惩范围"),
    full=Decimal(40), out_of=Decimal(1),
)  # fmt: skip


def sealed(figure):
    scheme = Scheme(items=[ITEM], full=Decimal(40))
    (result,) = score(scheme, [Person(1, "1001")], {"rate": {1: figure}})
    return seal("语文组", result, [(ITEM, "出勤率 97.5%")])


def of(lines, source="制度", term="上学期", subject="teacher", last=LAST):
    return digest(source, term, subject, last, lines)


def test_it_is_a_sha_256_in_hexadecimal():
    assert of(LINES) == of(LINES)
    assert len(of(LINES)) == 64
    assert set(of(LINES)) <= set("0123456789abcdef")


@given(st.permutations(LINES))
def test_the_order_of_the_lines_does_not_change_it(lines):
    assert of(lines) == of(LINES)


def test_closing_zeros_of_a_score_do_not_change_it():
    again = (LINES[0]._replace(score=Decimal("97.5")), *LINES[1:])
    assert of(again) == of(LINES)


@pytest.mark.parametrize(
    "change",
    [
        {"key": "1009"},
        {"place": 2},
        {"score": Decimal("97.51")},
        {"score": None},
        {"grade": "良"},
        {"vetoed": True},
        {"figures": "{ }"},
    ],
    ids=str,
)
def test_any_other_line_changes_it(change):
    assert of((LINES[0]._replace(**change), *LINES[1:])) != of(LINES)


@pytest.mark.parametrize(
    "other",
    [{"source": "制度二"}, {"term": "下学期"}, {"subject": "prep"}, {"last": date(2027, 1, 1)}],
)
def test_another_regulation_term_kind_or_day_changes_it(other):
    assert of(LINES, **other) != of(LINES)


def test_a_missing_line_changes_it():
    assert of(LINES[:-1]) != of(LINES)


def test_what_is_sealed_is_read_again_as_it_was():
    kept = sealed((Decimal("0.9750"),))
    assert unsealed(canonical(kept)) == kept
    assert kept.items[0].figure == ["0.975"]
    assert (kept.items[0].points, kept.score) == ("39", "39")


def test_nothing_to_score_is_kept_as_nothing():
    assert sealed(None).items[0].figure is None


def test_the_one_form_of_json_sorts_its_keys_and_keeps_its_characters():
    assert canonical({"名": "苏", "a": [1, None]}) == '{"a":[1,null],"名":"苏"}'
