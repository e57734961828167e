"""上交 as people see it: one's own, the board of the whole school, and what is to be done."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from db.models import Teacher
from yanxiu_tui.rules.submissions import SOON, Standing, last_minute, title_of
from yanxiu_tui.rules.todo import Todo
from yanxiu_tui.services import school
from yanxiu_tui.services.claim_views import holders, may_decide
from yanxiu_tui.services.groups import members_within_reach, within_reach
from yanxiu_tui.services.permission import Act, Actor, Scope, allowed, reach, require
from yanxiu_tui.services.school import TermView
from yanxiu_tui.services.submission_reading import Handed, Reach, SubmissionView, read

__all__ = ["Board", "Handed", "KindCount", "Show", "SubmissionView", "board", "mine", "to_do"]

Show = Literal["all", "owing", "waiting", "late"]
ROOM, BOARD = "submissions", "submission_board"
_LATE = (Standing.LATE, Standing.OVERDUE)


@dataclass(frozen=True)
class KindCount:
    """Of one kind: how many are due in all, and how they stand."""

    kind_name: str
    due_at: datetime
    total: int
    received: int
    waiting: int
    late: int
    incomplete: int
    overdue: int


@dataclass(frozen=True)
class Board:
    """Who owes what, the most urgent first, and how many of each kind."""

    lines: tuple[SubmissionView, ...]
    counts: tuple[KindCount, ...]


def mine(actor: Actor, term_id: int, now: datetime) -> list[SubmissionView]:
    """What oneself owes, the groups one leads, and for the office the school; urgent first."""
    require(actor, Act.CLAIM)
    return _own(actor, school.term_view(term_id), now)


def board(actor: Actor, term_id: int, now: datetime, show: Show = "all") -> Board:
    """The same of the whole school; leaders see their groups and those who work in them."""
    lines = read(_within(actor, term_id), school.term_view(term_id), now)
    return Board(tuple(each for each in lines if _shown(each, show)), tuple(_counts(lines)))


def require_to_see(actor: Actor, term_id: int, teacher_id: int, group_id: int | None) -> None:
    """Raise Refused unless this paper of that teacher or group is on the person's board."""
    seen = _within(actor, term_id)
    if seen.teachers is None or group_id in (seen.groups or ()):
        return
    if not Teacher.select().where(Teacher.id == teacher_id, Teacher.id.in_(seen.teachers)).exists():
        require(actor, Act.VIEW_CLAIMS)


def _within(actor: Actor, term_id: int) -> Reach:
    if reach(actor, Act.VIEW_CLAIMS) is not Scope.OWN_GROUP:
        require(actor, Act.VIEW_CLAIMS)
        return Reach()
    groups = within_reach(actor, Act.VIEW_CLAIMS, term_id)
    return Reach(members_within_reach(actor, Act.VIEW_CLAIMS, term_id), groups, False)


def _shown(each: SubmissionView, show: Show) -> bool:
    if show == "owing":
        return each.owing
    if show == "waiting":
        return each.standing is Standing.WAITING
    return show == "all" or each.standing in _LATE


def _counts(lines: Sequence[SubmissionView]) -> Iterator[KindCount]:
    kinds: dict[str, list[SubmissionView]] = defaultdict(list)
    for each in lines:
        kinds[each.kind].append(each)
    for of_kind in sorted(kinds.values(), key=lambda found: found[0].due_at):
        stand = [each.standing for each in of_kind]
        late = stand.count(Standing.LATE)
        yield KindCount(
            kind_name=of_kind[0].kind_name,
            due_at=of_kind[0].due_at,
            total=len(of_kind),
            received=late + stand.count(Standing.ON_TIME),
            waiting=stand.count(Standing.WAITING),
            late=late,
            incomplete=stand.count(Standing.INCOMPLETE),
            overdue=stand.count(Standing.OVERDUE),
        )


def _own(actor: Actor, term: TermView, now: datetime) -> list[SubmissionView]:
    of_school = allowed(actor, Act.HAND_IN_FOR_SCHOOL)
    return read(Reach([actor.teacher_id], actor.leads, of_school), term, now)


def to_do(actor: Actor, now: datetime) -> list[Todo]:
    """What oneself and one's groups owe by now or soon; for the office, what waits or is late."""
    found: list[Todo] = []
    for term, of_term in school.at_hand(now):
        waits: list[Todo] = []
        if allowed(actor, Act.CLAIM):
            own = _own(actor, term, now)
            waits += [_todo(each, of_term) for each in own if _presses(each, now)]
        if allowed(actor, Act.DECIDE_CLAIM):
            waits += _of_office(actor, read(Reach(), term, now), of_term)
        found += [replace(each, term_id=term.id) for each in waits] if of_term else waits
    return found


def _presses(each: SubmissionView, now: datetime) -> bool:
    return each.owing and (each.due_at - now <= SOON or bool(each.sent_back))


def _todo(each: SubmissionView, of_term: str) -> Todo:
    whose = "" if each.teacher_id else each.whose
    verb = "补齐" if each.standing is Standing.INCOMPLETE else "交"
    again = "（退回重交）" if each.sent_back else ""
    words = f"{verb}{of_term}{title_of(whose, each.kind_name)}{again}"
    return Todo(ROOM, words, last_minute(each.due_at), "待交")


def _of_office(actor: Actor, lines: Sequence[SubmissionView], of_term: str) -> Iterator[Todo]:
    deciders = holders()
    waiting = sum(
        may_decide(actor, each.handed.teacher_id, deciders)
        for each in lines
        if each.handed and each.standing is Standing.WAITING
    )
    overdue = [each.due_at for each in lines if each.standing is Standing.OVERDUE]
    if waiting:
        words = f"{waiting} 份{of_term or '上交的'}材料等您接收"
        yield Todo(ROOM, words, None, "待收", waiting, BOARD)
    if overdue:
        count, since = len(overdue), last_minute(min(overdue))
        yield Todo(ROOM, f"{count} 份{of_term}材料过期还没有交", since, "", count, BOARD)
