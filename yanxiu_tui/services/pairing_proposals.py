"""结对建议: a mentor for everybody who needs one, best for the whole school, with the reasons why.

Nothing is written: people decide, and what they accept becomes a draft (形式2).
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from db.models import Pairing
from yanxiu_tui.clock import local
from yanxiu_tui.rules import matching
from yanxiu_tui.rules.applies import applies
from yanxiu_tui.rules.clauses import Clause
from yanxiu_tui.rules.matching import Candidate, Ground
from yanxiu_tui.rules.pairings import PairingRule, PairingState
from yanxiu_tui.rules.prep_groups import parts
from yanxiu_tui.services import past_staff, persons, school
from yanxiu_tui.services.pairing_rows import addenda, last_in_force
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.persons import Staff

_NEXT_BEST = 4


@dataclass(frozen=True)
class Match:
    """A mentor for one apprentice; ``points`` of a hundred are those of all the grounds.

    ``carries`` is how many apprentices the mentor has now, ``proposed_for`` names the others
    that this plan gives the same mentor.
    """

    mentor: Staff
    points: int
    grounds: Sequence[Ground]
    carries: int
    proposed_for: Sequence[str]


@dataclass(frozen=True)
class Proposal:
    """The mentor proposed for somebody, None where nobody is left, and the next best."""

    apprentice: Staff
    best: Match | None
    others: Sequence[Match]

    @property
    def reasons(self) -> list[str]:
        """What speaks for the pair, and against it, in words."""
        return [each.words for each in self.best.grounds] if self.best else []


@dataclass(frozen=True)
class Proposals:
    """The plan for the whole school. ``mentors`` is how many may be one, ``most`` apprentices each.

    ``untold`` are those of whom the roster does not tell whether they need a mentor.
    """

    found: Sequence[Proposal]
    mentors: int
    most: int
    untold: Sequence[str]
    clause: Clause


@dataclass(frozen=True)
class _People:
    """Who needs a mentor, who may be one, and of whom it cannot be told."""

    apprentices: list[Staff]
    mentors: list[Staff]
    untold: list[Staff]


@dataclass(frozen=True)
class _Standing:
    """Who is an apprentice now or was until 出师, and how many apprentices each mentor has.

    ``dissolved`` are pairs of apprentice and mentor that did not get on.
    """

    apprentices: frozenset[int]
    graduated: frozenset[int]
    carries: Mapping[int, int]
    dissolved: frozenset[tuple[int, int]]


def proposals(actor: Actor, now: datetime) -> Proposals:
    """A mentor for everybody who needs one and has none; the same queries for any school."""
    require(actor, Act.DRAFT_PAIRING)
    today = local(now).date()
    term = school.current_term(now)
    rule = school.regulation_of(term.regulation_id).pairing
    standing = _standing(today)
    people = _sorted(persons.staff(past_staff.term_ahead(now), today), rule, standing)
    plan = _Plan(people, rule.most_apprentices, standing)
    return Proposals(
        found=[plan.proposal(one) for one in plan.apprentices],
        mentors=len(people.mentors),
        most=rule.most_apprentices,
        untold=[each.name for each in people.untold],
        clause=rule.clause,
    )


def _standing(today: date) -> _Standing:
    """What is drafted counts, too: otherwise the same pair would be proposed again."""
    kept: dict[str, list[Pairing]] = defaultdict(list)
    for row in Pairing.select().where(Pairing.state != PairingState.WITHDRAWN):
        kept[row.state].append(row)
    open_ = [*kept[PairingState.DRAFTED], *kept[PairingState.SIGNED]]
    added = addenda([row.id for row in open_])
    running = [row for row in open_ if last_in_force(row, added[row.id]) >= today]
    return _Standing(
        apprentices=frozenset(row.apprentice_id for row in running),
        graduated=frozenset(row.apprentice_id for row in kept[PairingState.GRADUATED]),
        carries=Counter(row.mentor_id for row in running),
        dissolved=frozenset(
            (row.apprentice_id, row.mentor_id) for row in kept[PairingState.DISSOLVED]
        ),
    )


def _sorted(everybody: Sequence[Staff], rule: PairingRule, standing: _Standing) -> _People:
    """Whoever is an apprentice now neither needs a mentor nor is one; 出师 ends the need."""
    people = _People([], [], [])
    for each in everybody:
        if each.id in standing.apprentices:
            continue
        needs = each.id not in standing.graduated and applies(
            rule.apprentices or matching.EARLY_CAREER, each.person
        )
        # Where anybody may be mentor, at least it must be known that they need none.
        may = applies(rule.mentors, each.person) and (rule.mentors or needs is False)
        if needs:
            people.apprentices.append(each)
        elif may:
            people.mentors.append(each)
        elif needs is None:
            people.untold.append(each)
    return people


class _Plan:
    """The plan, to be told one apprentice at a time."""

    def __init__(self, people: _People, most: int, standing: _Standing) -> None:
        self.staff = {each.id: each for each in (*people.apprentices, *people.mentors)}
        self.most, self.never = most, standing.dissolved
        self.apprentices = [_candidate(each) for each in people.apprentices]
        self.mentors = {
            each.id: _candidate(each, standing.carries.get(each.id, 0)) for each in people.mentors
        }
        self.places = matching.plan(self.apprentices, list(self.mentors.values()), most, self.never)
        self.given: dict[int, list[int]] = defaultdict(list)
        for apprentice_id, place in self.places.items():
            if place is not None:
                self.given[place.mentor_id].append(apprentice_id)

    def proposal(self, one: Candidate) -> Proposal:
        place = self.places[one.id]
        best = self.match(one, self.mentors[place.mentor_id], place.before) if place else None
        ranked = matching.ranked(one, list(self.mentors.values()), self.most, self.never)
        others = [each for each in ranked if place is None or each.id != place.mentor_id]
        return Proposal(
            apprentice=self.staff[one.id],
            best=best,
            others=[self.match(one, each, each.carries) for each in others[:_NEXT_BEST]],
        )

    def match(self, one: Candidate, mentor: Candidate, before: int) -> Match:
        grounds = matching.grounds(one, mentor, before, self.most)
        return Match(
            mentor=self.staff[mentor.id],
            points=sum(each.points for each in grounds),
            grounds=grounds,
            carries=mentor.carries,
            proposed_for=[
                self.staff[each].name for each in self.given[mentor.id] if each != one.id
            ],
        )


def _candidate(one: Staff, carries: int = 0) -> Candidate:
    return Candidate(
        id=one.id,
        subjects=frozenset(parts(one.subject)),
        grades=frozenset(parts(one.grade)),
        backbone=one.person.backbone,
        teaching_year=one.person.teaching_year,
        carries=carries,
    )
