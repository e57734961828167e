"""Whatever a service is given, it answers rightly or refuses in a sentence, and keeps every row."""

import inspect
from importlib import import_module
from pkgutil import iter_modules

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.connection import connect, database
from tests.builders import MACHINE, NOW
from tests.conftest import copied_sqlite, create_database, named
from tests.services.cells import (
    away,
    figures,
    lessons,
    meetings,
    people,
    skills,
    submissions,
    terms,
    writings,
)
from tests.services.cells.world import TODAY, a_world
from tests.wild import KINDLY, WORDS, is_plain, like, of_type, quick_pins, rows_of, tries, undone
from yanxiu_tui import services
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services import badges, credentials, phone_codes, sign_in
from yanxiu_tui.services.permission import Actor

ROWS = [
    *away.ROWS,
    *meetings.ROWS,
    *people.ROWS,
    *figures.ROWS,
    *writings.ROWS,
    *lessons.ROWS,
    *skills.ROWS,
    *submissions.ROWS,
    *terms.ROWS,
]
# What a refusal keeps: that somebody tried, and how long to wait for the next guess.
KEPT = ("attendance_fact", "trace", "chain", "credential")
# They write files, or settle what is no row: tried in tests/commands.
FILES = ("backups.", "spool.", "health.", "personal_data.export")
# Hands of the services that no door calls; they are given what another service has read.
INNER = {
    "activities.hold", "standings.record", "manuscripts.begin", "manuscripts.retitle",
    "manuscripts.close", "search_index.put", "pairing_rows.hold_people", "school.keep_school",
    "sign_in.record_within", "trace.write", "trace.write_each", "claim_decisions.write_decision",
    "out_study_drafts.refuse_bad_days", "out_study_drafts.refuse_overlap",
    "out_study_drafts.term_of", "out_study_drafts.hold_people", "official_leave.retitle",
    "submission_rows.hold", "submission_rows.hold_all", "submission_rows.outcome",
}  # fmt: skip
# Filled in by the program itself, never by a person or a row.
OURS = ("span", "secret", "kept", "days", "public", "sealed", "about")


@pytest.fixture(scope="module")
def in_file(request, tmp_path_factory):
    """The prepared school in a file."""
    yield from _prepared(copied_sqlite(request, tmp_path_factory.mktemp("wild")))


@pytest.fixture(scope="module")
def on_server(postgres_server):
    """The same on PostgreSQL, which minds more of what it is given."""
    create_database(postgres_server, "wild", "empty")
    yield from _prepared(named(postgres_server, "wild"))


def _prepared(url):
    """A school, its good arguments by their names, and what its rows come to."""
    patch = pytest.MonkeyPatch()
    quick_pins(patch)
    opened = connect(url)
    world = a_world()
    yield opened, world, _good(world), rows_of(opened, *KEPT)
    opened.close()
    patch.undo()


def _good(world):
    """What the parameters of the services that ask no permission are called, and may be given."""
    return {
        "actor": _somebody(world.member.id, world), "operator": _somebody(None, world),
        "activity_id": world.running, "term_id": world.term, "group_id": world.group.id,
        "teacher_id": world.member.id, "staff_no": world.member.staff_no, "pin": "2580",
        "old": "2580", "code": "23456789", "now": NOW, "moment": NOW, "machine": MACHINE,
        "means": "keyboard", "preferred": world.open_to_all, "day": TODAY, "last": TODAY,
        "lesson_id": world.lesson.id, "unit_id": world.unit.id, "plan_id": world.plan.id,
        "reflection_id": world.reflection.id, "ranking_id": world.published,
        "subject": "teacher", "name": "示范中学", "preset": "third", "typed": "sh",
        "text": "9.5", "full": 10, "value": "研修", "label": "名称", "most": 20,
    }  # fmt: skip


def _somebody(teacher_id, world):
    """Whoever may do everything, so that what is asked is never who asks."""
    groups = frozenset({world.group.id, world.other.id})
    return Actor(
        teacher_id, "万能", MACHINE, frozenset(Role), groups, world.member.staff_no, groups, groups
    )


def _tried(school, service, arguments):
    """Call it within a transaction that is undone; a refusal must leave the rows as they were."""
    opened, _, _, before = school
    database.initialize(opened)
    with undone() as written:
        try:
            service(*arguments)
        except KINDLY as refusal:
            assert str(refusal).endswith("。"), refusal
            if written():
                assert rows_of(opened, *KEPT) == before


def _by_door():
    """Every public service that asks no permission, with parameters that are plain."""
    tried = {row.name for row in ROWS}
    for module in iter_modules(services.__path__):
        if module.ispkg:
            continue
        found = import_module(f"{services.__name__}.{module.name}")
        for name, service in inspect.getmembers(found, inspect.isfunction):
            full = f"{module.name}.{name}"
            own = service.__module__ == found.__name__ and not name.startswith("_")
            if own and full not in tried | INNER and not full.startswith(FILES):
                parameters = inspect.signature(service).parameters.values()
                if parameters and all(map(_known, parameters)):
                    yield service


def _known(parameter):
    kind = parameter.annotation
    return parameter.name not in OURS and (kind is Actor or is_plain(kind))


ASKING = [row for row in ROWS if not row.name.startswith(FILES)]


@pytest.mark.parametrize("row", ASKING, ids=lambda row: row.name)
@tries(7)
@given(data=st.data())
def test_what_asks_permission(in_file, row, data):
    _ask(in_file, row, data)


@pytest.mark.parametrize("service", _by_door(), ids=lambda service: service.__qualname__)
@tries(7)
@given(data=st.data())
def test_what_asks_none(in_file, service, data):
    _call(in_file, service, data)


@tries(250)
@given(data=st.data())
def test_the_same_on_a_server(on_server, data):
    if data.draw(st.booleans()):
        _ask(on_server, data.draw(st.sampled_from(ASKING)), data)
    else:
        _call(on_server, data.draw(st.sampled_from(list(_by_door()))), data)


@tries(400)
@given(data=st.data(), word=WORDS, pin=WORDS)
def test_what_is_typed_to_sign_in(in_file, data, word, pin):
    world = in_file[1]
    places = (world.running, world.planned, world.over, world.open_to_all)
    place = data.draw(st.sampled_from(places))
    calls = (
        (sign_in.sign_in, (place, word, pin, NOW, "keyboard", MACHINE)),
        (sign_in.sign_in, (place, world.member.staff_no, pin, NOW, "keyboard", MACHINE)),
        (badges.scan, (word, NOW, MACHINE, place)),
        (phone_codes.enter, (word, NOW)),
        (credentials.enrol, (world.member.staff_no, word, pin, NOW, MACHINE)),
    )
    _tried(in_file, *data.draw(st.sampled_from(calls)))


def _ask(school, row, data):
    """Call it as somebody who may, with one or more of its good arguments gone wild."""
    world = school[1]
    actor = _somebody(row.owner(world) if row.owner else world.host.id, world)
    good = row.args(world)
    parameters = list(inspect.signature(row.service).parameters.values())[1:]
    open_to = [n for n in range(len(good)) if parameters[n].name not in OURS]
    at = data.draw(st.sets(st.sampled_from(open_to), min_size=1)) if open_to else ()
    given = [
        data.draw(like(each, parameters[number].annotation)) if number in at else each
        for number, each in enumerate(good)
    ]
    _tried(school, row.service, [actor, *given])


def _call(school, service, data):
    given = []
    for name, parameter in inspect.signature(service).parameters.items():
        good = school[2].get(name)
        wild = st.just(good) if isinstance(good, Actor) else of_type(parameter.annotation)
        given.append(data.draw(wild if good is None else st.just(good) | wild))
    _tried(school, service, given)
