"""The kinds of claims as the regulation had them when each was asked: adopting changes none."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from peewee import JOIN, fn

from db.models import Adoption, RegulationVersion, Term
from yanxiu_tui.regulation.loader import pinned
from yanxiu_tui.regulation.schema import Regulation

_UNKNOWN = "已取消的类别"


class Versions:
    """What each of some terms was held to, from when on; one query for all of them."""

    def __init__(self, term_ids: Collection[int]) -> None:
        held_to = fn.COALESCE(Adoption.regulation, Term.regulation)
        adopted: Any = (
            Term.select(Term.id, Adoption.at, RegulationVersion.source)
            .join(Adoption, JOIN.LEFT_OUTER)
            .join(RegulationVersion, on=RegulationVersion.id == held_to)
            .where(Term.id.in_(list(term_ids)))
            .order_by(Adoption.at, Adoption.id)
            .tuples()
        )
        self._of: dict[int, list[tuple[datetime | None, str]]] = defaultdict(list)
        for term_id, at, source in adopted:
            self._of[term_id].append((at, source))

    def at(self, term_id: int, moment: datetime) -> Regulation:
        """The regulation the term was held to then; before the first adoption, that one."""
        versions = self._of[term_id]
        by_then = [source for at, source in versions if at is None or at <= moment]
        return pinned(by_then[-1] if by_then else versions[0][1])


def kind_name(regulation: Regulation, kind_id: str) -> str:
    """What people call a kind; never its ID."""
    kind = regulation.claim_kind(kind_id)
    return kind.name if kind else _UNKNOWN
