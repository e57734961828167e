"""考核排名 of the ranked school, opened; and a ranking of three thousand who are made up."""

import random
from datetime import date
from decimal import Decimal

from textual.widgets import Static

from tests.builders import MACHINE
from tests.screens.conftest import settle
from tests.services.ranked import SCHEME, TODAY
from yanxiu_tui.regulation.loader import load
from yanxiu_tui.rules.applies import Person
from yanxiu_tui.rules.items import Percentage
from yanxiu_tui.rules.scoring import Scheme, rank, score
from yanxiu_tui.screens.ranking import RankingRead, RankingScreen
from yanxiu_tui.services import credentials
from yanxiu_tui.services.persons import Staff
from yanxiu_tui.services.ranking import RankingView, RankLine
from yanxiu_tui.services.school import TermView

DEAN, LEADER, TEACHER = "1004", "1003", "1001"


async def open_ranking(app, pilot, staff_no=DEAN):
    await settle(pilot)
    actor = credentials.actor_for(credentials.find_teacher(staff_no), MACHINE)
    app.push_screen(RankingScreen(actor))
    await settle(pilot)


def about(app):
    return str(app.screen.query_one("#about", Static).content)


def _staff(person):
    number = person.order
    groups = frozenset({1})
    return Staff(
        person.id, number, f"老师{number}", f"ls{number}", "语文", "语文组", groups, person
    )


def a_crowd(count=3000):
    """A made-up ranking of many, no two alike."""
    items = [
        Percentage(
            id=f"item{number}", name=f"第{number + 1}项考核", measure="attendance_rate",
            clause=load(SCHEME).signature, full=Decimal(10), out_of=Decimal(1),
        )
        for number in range(9)
    ]  # fmt: skip
    chance = random.Random(7)
    people = [
        Person(number, f"{number:05}", groups=frozenset({"语文组"})) for number in range(count)
    ]
    figures = {
        item.id: {person.id: (Decimal(chance.randrange(10001)) / 10000,) for person in people}
        for item in items
    }
    scheme = Scheme(items=list(items))
    ranked = rank(scheme, score(scheme, people, figures), frozenset())
    lines = tuple(RankLine(_staff(each.result.person), each, False) for each in ranked)
    term = TermView(1, "第一学期", date(2026, 9, 1), date(2027, 1, 20), 1)
    return RankingView(term, TODAY, scheme, lines, 0, count)


async def crowded(app, pilot):
    await open_ranking(app, pilot)
    app.screen.on_ranking_read(RankingRead(a_crowd(), [(1, "语文组")]))
    await settle(pilot)
