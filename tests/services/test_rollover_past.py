"""A whole term of the demo reads the same after the next has been begun; undone afterwards."""

from datetime import timedelta

from db.connection import database
from db.models import Ranking
from tests.builders import NOW, OPERATOR
from yanxiu_tui.clock import local
from yanxiu_tui.services import (
    activities,
    archives,
    freezing,
    hours,
    quotas,
    ranking,
    rollover,
    rollover_views,
    verifying,
)
from yanxiu_tui.services.rollover import TermDraft

TODAY = local(NOW).date()
_WHOSE = 12
LATER = NOW + timedelta(days=200)


def _read(term_id, now, last):
    return (
        ranking.ranking(OPERATOR, term_id, last),
        quotas.gaps(OPERATOR, term_id, now),
        hours.hours_register(OPERATOR, term_id, now),
        activities.activities(term_id),
        archives.school(OPERATOR, term_id, now),
        archives.growth(OPERATOR, _WHOSE, term_id, now),
    )


def test_the_old_terms_figures_and_frozen_rankings_stand_as_they_were(demo_term):
    with database.atomic() as undone:
        last = TODAY - timedelta(days=1)
        frozen = freezing.freeze(OPERATOR, demo_term.id, "research", last, "", NOW)
        before, later = _read(demo_term.id, NOW, last), _read(demo_term.id, LATER, last)
        found = rollover_views.prepare(OPERATOR, NOW)
        draft = TermDraft(
            found.proposed.name, found.proposed.starts_on, found.proposed.ends_on,
            tuple(each.key for each in found.series), units=True,
        )  # fmt: skip
        begun = rollover.begin(OPERATOR, draft, NOW)
        assert begun.planned > 100
        assert _read(demo_term.id, NOW, last) == before
        assert verifying.verify(OPERATOR, frozen.id).intact
        assert Ranking.get_by_id(frozen.id).digest == frozen.digest
        # And once the new one runs: what is read of the old does not follow it.
        assert _read(demo_term.id, LATER, last) == later
        undone.rollback()
