"""Units with something in their 共性教案, for what teachers make of them."""

from datetime import date

from db.models import Group, Membership, PrepUnit
from tests.builders import NOW, a_group, an_actor
from tests.services.cast import Cast
from yanxiu_tui.rules.roles import GroupKind
from yanxiu_tui.services import manuscripts
from yanxiu_tui.services.permission import Actor

# The week of NOW is the term's seventh: 2026-10-12 to 2026-10-18.
THIS_WEEK = 7
AIMS = "读懂课文。学会圈点批注。"


def a_unit(
    cast: Cast,
    group: Group | None = None,
    title: str = "第一单元",
    weeks: tuple[int | None, int | None] = (THIS_WEEK, THIS_WEEK),
    **texts: str,
) -> PrepUnit:
    """A unit of 语文组, its plan saying something of the aims."""
    group = group or cast.group
    plan = manuscripts.begin(
        manuscripts.SHARED_PLAN, cast.term.id, title, date(2026, 10, 12), NOW,
        group_id=group.id, texts={"aims": AIMS} | texts,
    )  # fmt: skip
    return PrepUnit.create(
        term=cast.term, group=group, plan=plan, number=PrepUnit.select().count() + 1,
        title=title, first_week=weeks[0], last_week=weeks[1],
    )  # fmt: skip


def su(cast: Cast) -> Actor:
    """苏慧, who belongs to 语文组."""
    return an_actor(cast.su, belongs=(cast.group,))


def lin(cast: Cast) -> Actor:
    """林远, who belongs to 语文组."""
    return an_actor(cast.lin, belongs=(cast.group,))


def a_prep_group(cast: Cast, *members) -> Group:
    """七年级语文备课组 with these teachers."""
    group = a_group("七年级语文备课组", GroupKind.PREP)
    for teacher in members or (cast.su,):
        Membership.create(group=group, teacher=teacher)
    return group
