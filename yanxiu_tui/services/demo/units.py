"""The term's units of every group that prepares, with the 中心发言人 in turn (Z12, Z13)."""

from collections.abc import Sequence
from dataclasses import dataclass

from yanxiu_tui.rules.keynotes import Speaker, rotation
from yanxiu_tui.rules.roles import GroupKind
from yanxiu_tui.services.demo.bank import units
from yanxiu_tui.services.demo.people import Person

DIGITS = "一二三四五六七八九十"
_WEEKS = 2


@dataclass(frozen=True, eq=False)
class Team:
    """A group that prepares: the members who speak there, the leader first of all to write."""

    kind: GroupKind
    name: str
    members: tuple[Person, ...]
    leader: Person


@dataclass(eq=False)
class Unit:
    """A unit of a team, taught in two weeks.

    ``id`` and ``plan_id``, its 共性教案's, are known once they have been written down.
    """

    team: Team
    number: int
    about: str
    title: str
    keynote: Person
    id: int = 0
    plan_id: int = 0

    @property
    def first_week(self) -> int:
        return (self.number - 1) * _WEEKS + 1

    @property
    def last_week(self) -> int:
        return self.number * _WEEKS


def teams(staff: Sequence[Person]) -> list[Team]:
    """Every 备课组; and for those who are in none, their 教研组."""
    places = dict.fromkeys(place for one in staff for place in one.groups)
    found = []
    for kind, name in places:
        there = [one for one in staff if (kind, name) in one.groups]
        if kind is GroupKind.RESEARCH:
            speakers = [one for one in there if not _prepares(one)]
        else:
            speakers = there if kind is GroupKind.PREP else []
        if speakers:
            leader = next(one for one in there if (kind, name) in one.leads)
            found.append(Team(kind, name, tuple(speakers), leader))
    return found


def plan_units(team: Team) -> list[Unit]:
    """The term's ten units of a team, each member speaking in turn."""
    speakers = [Speaker(at, one.staff_no) for at, one in enumerate(team.members)]
    turns = rotation(speakers, len(DIGITS))
    mixed = len({one.subject for one in team.members}) > 1
    found = []
    for number, (digit, turn) in enumerate(zip(DIGITS, turns, strict=True), 1):
        keynote = team.members[turn.id]
        about = units(keynote.subject)[number - 1]
        title = f"{keynote.subject if mixed else ''}第{digit}单元 {about}"
        found.append(Unit(team, number, about, title, keynote))
    return found


def _prepares(one: Person) -> bool:
    return any(kind is GroupKind.PREP for kind, _ in one.groups)
