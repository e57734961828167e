"""Mentors proposed for a whole school, against a bare network solver's answer, in one run.

python -m tests.benchmarks.pairing_proposals
"""

import gc
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import networkx

from db.connection import connect
from db.migrate import upgrade
from db.models import Membership, Teacher
from tests.builders import NOW, a_group, a_school, an_actor
from yanxiu_tui.clock import local
from yanxiu_tui.commands.main import COLLECT_AFTER
from yanxiu_tui.rules.matching import Candidate, Ground, grounds
from yanxiu_tui.rules.prep_groups import parts
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services import pairing_proposals, persons, school
from yanxiu_tui.services.demo.rows import insert
from yanxiu_tui.services.pairing_proposals import Proposals
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.persons import Staff

TEACHERS, APPRENTICES = 300, 60
_TURNS = 9
_SUBJECTS = ("语文", "数学", "英语", "物理", "化学", "历史", "地理", "生物", "体育", "音乐")
_GRADES = ("七年级", "八年级", "九年级", "七、八年级")
_LEVELS = ("", "", "县级", "市级", "省级")
# One more shared subject is above all points together.
_ABOVE = 100 * APPRENTICES + 1


def measure() -> dict[str, float]:
    """Medians in seconds and their ratio; raises where the solver comes to another worth."""
    gc.set_threshold(COLLECT_AFTER)
    with tempfile.TemporaryDirectory() as folder:
        opened = connect(f"sqlite:///{Path(folder) / 'school.db'}")
        upgrade(opened)
        dean = build()
        network = _network(pairing_proposals.proposals(dean, NOW))
        ours, bare = [], []
        for _ in range(_TURNS):
            ours.append(_timed(lambda: pairing_proposals.proposals(dean, NOW)))
            bare.append(_timed(lambda: networkx.min_cost_flow_cost(network)))
        _refuse_other_worth(pairing_proposals.proposals(dean, NOW), network)
        opened.close()
    proposed, solved = statistics.median(ours), statistics.median(bare)
    return {
        "bare network solver s": solved,
        "proposals s": proposed,
        "proposals ratio": proposed / solved,
    }


def build() -> Actor:
    """A school of 300, of whom 60 began this autumn and nobody has a mentor; its dean."""
    rng = Random(TEACHERS)
    a_school()
    groups = [a_group(f"{subject}组") for subject in _SUBJECTS]
    insert(Teacher, [_teacher(rng, number) for number in range(TEACHERS)])
    rows = list(Teacher.select().order_by(Teacher.id))
    insert(
        Membership,
        [
            {"group": groups[_SUBJECTS.index(row.subject)].id, "teacher": row.id, "leads": False}
            for row in rows
        ],
    )
    return an_actor(rows[-1], Role.DEAN)


def _teacher(rng: Random, number: int) -> dict[str, Any]:
    new = number < APPRENTICES
    return {
        "staff_no": f"{1001 + number}",
        "name": f"教师{number}",
        "initials": "js",
        "joined": "2026-08" if new else f"{rng.randint(1990, 2022)}-08",
        "subject": rng.choice(_SUBJECTS),
        "grade": rng.choice(_GRADES),
        "backbone_level": "" if new else rng.choice(_LEVELS),
        "created_at": NOW,
    }


def _network(seen: Proposals) -> networkx.DiGraph:
    """The same question as a flow from apprentices to mentors' places, each worth its points."""
    young = [each.apprentice for each in seen.found]
    old = _mentors({each.id for each in young})
    assert (len(young), len(old)) == (APPRENTICES, seen.mentors)
    graph = networkx.DiGraph()
    graph.add_node("from", demand=-len(young))
    graph.add_node("to", demand=len(young))
    for one in young:
        graph.add_edge("from", one.id, capacity=1, weight=0)
        for mentor in old:
            found = grounds(_candidate(one), _candidate(mentor), 0, seen.most)
            graph.add_edge(one.id, mentor.id, capacity=1, weight=-_worth(found))
    for mentor in old:
        # Every place after the first is worth less.
        for before in range(seen.most):
            less = 10 - 10 * (seen.most - before) // seen.most
            graph.add_edge(mentor.id, (mentor.id, before), capacity=1, weight=less)
            graph.add_edge((mentor.id, before), "to", capacity=1, weight=0)
    return graph


def _mentors(young: set[int]) -> list[Staff]:
    """Those of the others whom the regulation lets be mentors: 骨干 or eleven years."""
    term = school.current_term(NOW)
    return [
        each
        for each in persons.staff(term, local(NOW).date())
        if each.id not in young and (each.person.backbone or (each.person.teaching_year or 0) >= 11)
    ]


def _candidate(one: Staff) -> Candidate:
    subjects, grades = frozenset(parts(one.subject)), frozenset(parts(one.grade))
    return Candidate(one.id, subjects, grades, one.person.backbone, one.person.teaching_year)


def _worth(found: list[Ground]) -> int:
    return sum(each.points for each in found) + _ABOVE * (found[0].points > 0)


def _refuse_other_worth(seen: Proposals, network: networkx.DiGraph) -> None:
    """Ours must be worth what the solver's is: neither knows of the other."""
    ours = sum(_worth(list(each.best.grounds)) for each in seen.found if each.best)
    assert ours == -networkx.min_cost_flow_cost(network)


def _timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name}: {value:.3f}")
