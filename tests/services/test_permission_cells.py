"""Every cell of the permission table, tried through the services themselves."""

import inspect
import pkgutil
import shutil
from importlib import import_module

import pytest

from db.connection import connect, database
from db.errors import DatabaseProblem
from tests.services.cells import (
    Of,
    Row,
    archives,
    away,
    figures,
    lessons,
    meetings,
    pack,
    paper,
    people,
    skills,
    submissions,
    terms,
    writings,
)
from tests.services.cells.free import FREE
from tests.services.cells.world import World, a_world
from tests.services.test_permission import EXPECTED, ROLES
from yanxiu_tui import services
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.roles import LEADER_OF, Role
from yanxiu_tui.services.permission import Act, Actor

ROWS = [
    *archives.ROWS,
    *away.ROWS,
    *meetings.ROWS,
    *people.ROWS,
    *figures.ROWS,
    *writings.ROWS,
    *lessons.ROWS,
    *paper.ROWS,
    *pack.ROWS,
    *skills.ROWS,
    *terms.ROWS,
    *submissions.ROWS,
]


@pytest.fixture(scope="module")
def school(sqlite_template, tmp_path_factory):
    """One prepared school, built once: every call in it is rolled back."""
    path = tmp_path_factory.mktemp("cells") / "school.db"
    shutil.copyfile(sqlite_template, path)
    opened = connect(f"sqlite:///{path}")
    yield opened, a_world()
    opened.close()


@pytest.fixture
def world(school):
    """The school, in use by the models again."""
    opened, prepared = school
    database.initialize(opened)
    return prepared


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_who_may_is_let_in_and_who_may_not_leaves_nothing_behind(row, world):
    places = _PLACES if row.of is Of.GROUP else _PLACES[:1]
    cells = {(role, where): _expected(row, role, where) for role in ROLES for where in places}
    wrong = {
        cell: said
        for cell, may in cells.items()
        if (said := _tried(row, world, _actor(world, *cell))) != may
    }
    assert not wrong, f"{row.name}: {wrong}"


@pytest.mark.parametrize("row", [row for row in ROWS if row.host], ids=lambda row: row.name)
def test_the_host_of_the_activity_may_where_the_table_says_so(row, world):
    host = Actor(world.host.id, "方主", "测试机", frozenset({Role.TEACHER}), staff_no="9002")
    assert _tried(row, world, host) is True


@pytest.mark.parametrize("row", [row for row in ROWS if row.owner], ids=lambda row: row.name)
def test_the_person_themself_may_where_it_is_their_own(row, world):
    mine = Actor(row.owner(world), "本人", "测试机", frozenset({Role.TEACHER}))
    assert _tried(row, world, mine) is True


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_nobody_gets_in_without_a_role(row, world):
    assert _tried(row, world, Actor(world.outsider.id, "游离", "测试机")) is False


def test_every_service_that_takes_the_actor_is_tried_or_said_to_be_free():
    tried = {row.name for row in ROWS}
    assert _services() == tried | FREE.keys()
    assert not tried & FREE.keys()


def test_every_act_is_asked_by_a_service_that_is_tried():
    assert {act for row in ROWS for act in (*row.acts, *row.needs)} == set(Act) - _NOT_BY_OFFICE


_PLACES = ("group", "other")
# Only the two of a pair sign it, as its owners.
_NOT_BY_OFFICE = {Act.SIGN_PAIRING}


def _expected(row: Row, role: Role, where: str) -> bool:
    opened = any(_may(act, role, row.of, where) for act in row.acts)
    return opened and all(_may(act, role, row.of, where) for act in row.needs)


def _may(act: Act, role: Role, of: Of, where: str) -> bool:
    school, group, _ = EXPECTED[act]
    if role in school.split():
        return True
    return role in group.split() and (of is Of.REACH or (of is Of.GROUP and where == "group"))


def _actor(world: World, role: Role, where: str) -> Actor:
    """Somebody who holds this one role, in ``World.group`` or in the other."""
    place = frozenset({world.group.id if where == "group" else world.other.id})
    nowhere: frozenset[int] = frozenset()
    return Actor(
        teacher_id=None if role is Role.OPERATOR else world.outsider.id,
        name="游离",
        machine="测试机",
        roles=frozenset({role}),
        leads=place if role in LEADER_OF else nowhere,
        staff_no="" if role is Role.OPERATOR else world.outsider.staff_no,
        supervises=place if role is Role.SUPERVISING_LEADER else nowhere,
        belongs=place if role is Role.TEACHER else nowhere,
    )


def _tried(row: Row, world: World, actor: Actor) -> bool | str:
    """Whether the service lets them; a complaint where it refuses only after a change."""
    connection = database.connection()
    with database.atomic() as cell:
        before = connection.total_changes
        try:
            found = row.service(actor, *row.args(world))
            let_in = row.shows is None or row.shows(found, world)
        except Refused as refusal:
            let_in = refusal.reason not in row.reasons and row.shows is None
        except DatabaseProblem:
            let_in = True
        changed = connection.total_changes - before
        cell.rollback()
    return "refused after a change" if changed and not let_in else let_in


def _services() -> set[str]:
    found = set()
    for module in pkgutil.walk_packages(services.__path__, f"{services.__name__}."):
        for name, member in vars(import_module(module.name)).items():
            public = not name.startswith("_") and inspect.isfunction(member)
            if public and member.__module__ == module.name and _takes_the_actor(member):
                found.add(f"{module.name.rpartition('.')[2]}.{name}")
    return found


def _takes_the_actor(function) -> bool:
    return any(
        name == "actor" or each.annotation in (Actor, "Actor")
        for name, each in inspect.signature(function).parameters.items()
    )
