"""A school whose regulation asks for 四级评价, and its people marking one another."""

import re

from db.models import RegulationVersion, Term
from tests.builders import NOW, OPERATOR
from yanxiu_tui.regulation.loader import preset_source
from yanxiu_tui.services.evaluation import close_stage, open_stage
from yanxiu_tui.services.evaluation_marks import NewMark, give_marks
from yanxiu_tui.services.permission import Actor

_TABLE = """
[evaluation]
subjects = ["teacher", "group", "leader"]
full = 100
missing_stage = "{missing}"
clause = {{ id = "D9", words = "教师自评、小组互评、校长导评、指导组审评" }}
stages = [
    {{ id = "self", name = "自评", weight = 0.1 }},
    {{ id = "peer", name = "互评", weight = 0.3 }},
    {{ id = "principal", name = "导评", weight = 0.3 }},
    {{ id = "panel", name = "审评", weight = 0.3 }},
]
"""
_ITS_OWN = re.compile(r"^\[+evaluation\b.*?(?=^\[(?!\[?evaluation)|\Z)", re.M | re.S)


def evaluated(term: Term, missing: str = "left_out", without: str = "") -> Term:
    """The term, held to a regulation with all four stages of all three kinds.

    ``without`` is a stage, or a kind but the last, that this regulation leaves out.
    """
    table = _TABLE.format(missing=missing)
    table = re.sub(rf'    {{ id = "{without}".*\n', "", table).replace(f'"{without}", ', "", 1)
    return _adopt(term, _ITS_OWN.sub("", preset_source("zhanghong")) + table)


def weighed(term: Term) -> Term:
    """The same with weights of 1, 3, 3 and 3."""
    table = re.sub(r"weight = 0\.", "weight = ", _TABLE.format(missing="left_out"))
    return _adopt(term, _ITS_OWN.sub("", preset_source("zhanghong")) + table)


def unevaluated(term: Term) -> Term:
    """The term, held to a regulation that says nothing of 四级评价."""
    return _adopt(term, _ITS_OWN.sub("", preset_source("zhanghong")))


def _adopt(term: Term, source: str) -> Term:
    term.regulation = RegulationVersion.create(
        name="zhanghong", source=source, adopted_at=NOW, reason="建校"
    )
    term.save()
    return term


def opened(term: Term, subject: str, stage: str) -> int:
    """The ID of a stage that is open now."""
    return open_stage(OPERATOR, term.id, subject, stage, NOW).id


def closed(stage_id: int) -> None:
    """The office closes the stage."""
    close_stage(OPERATOR, stage_id, NOW)


def gives(actor: Actor, stage_id: int, **scores: str) -> None:
    """Marks by subject: ``gives(zhou, stage, _3="95")`` gives 95 to number 3."""
    give_marks(
        actor, stage_id, [NewMark(int(key[1:]), score) for key, score in scores.items()], NOW
    )
