"""A field with candidates: what is offered for what is typed."""

import pytest
from textual.app import App

from yanxiu_tui.widgets.pick import Pick, named

TITLES = ["校本研修五年规划（2026）", "自编校本研修教材《课堂观察手册》", "优秀教案汇编"]
FINDS = {
    "yxja": "优秀教案汇编",
    "规划": "校本研修五年规划（2026）",
    "wngh": "校本研修五年规划（2026）",
    "ＫＴＧＣ": "自编校本研修教材《课堂观察手册》",
    "gh": None,
    "xyz": None,
}


@pytest.fixture
def field():
    class Form(App[None]):
        def compose(self):
            yield Pick(named(TITLES), id="what")

    return Form()


async def test_a_title_is_found_by_its_words_and_by_initials_within_it(field):
    async with field.run_test():
        pick = field.query_one(Pick)
        for typed, title in FINDS.items():
            pick.value = typed
            assert [each.name for each in pick.offered()] == [title] * bool(title), typed
