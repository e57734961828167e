"""公示: the newest frozen version of a ranking is shown to everybody for some days (DOMAIN §8)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from db.connection import transaction
from db.models import Ranking, Veto
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.clauses import UNSAID
from yanxiu_tui.services import frozen_views, school, trace, veto
from yanxiu_tui.services.frozen_views import TEACHER, FrozenRanking, FrozenView
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.school import hold_term
from yanxiu_tui.services.verifying import stored_digest

MOST_DAYS = 60


@dataclass(frozen=True)
class Notice:
    """What a 公示 says: the school, the clauses it stands on, the ranking with its lines."""

    school: str
    clauses: tuple[str, ...]
    view: FrozenView


def publish(actor: Actor, ranking_id: int, first: date, last: date, now: datetime) -> FrozenRanking:
    """Show a frozen ranking to everybody, open to objections from ``first`` to ``last``.

    Refused unless it is the newest version of its kind, unchanged since it was frozen, and shows
    who is under 一票否决 today.
    """
    require(actor, Act.PUBLISH_RANKING)
    frozen = frozen_views.find(actor, ranking_id)
    _refuse_odd_period(first, last, local(now).date())
    with transaction():
        hold_term(frozen.term_id)
        frozen = frozen_views.find(actor, ranking_id)
        if frozen.published_at:
            raise Refused("published", f"{frozen.title}已经公示，不用再办。")
        if not is_newest(frozen):
            raise Refused("superseded", f"{frozen.title}之后又冻结过，请公示最新的一版。")
        if stored_digest(frozen) != frozen.digest:
            raise Refused(
                "tampered", f"{frozen.title}与冻结时的校验码不符，被改动过，不能公示，请重新冻结。"
            )
        _refuse_later_veto(actor, frozen)
        Ranking.update(
            published_at=now,
            published_by=actor.teacher_id,
            notice_first=first,
            notice_last=last,
        ).where(Ranking.id == ranking_id).execute()
        trace.write(
            actor, "publish_ranking", "ranking", ranking_id, now,
            first=first, last=last, digest=frozen.digest,
        )  # fmt: skip
    return frozen_views.find(actor, ranking_id)


def published(actor: Actor, term_id: int) -> list[FrozenRanking]:
    """The published rankings of a term, the newest version of each kind first."""
    return [each for each in frozen_views.versions(actor, term_id) if each.published_at]


def is_newest(frozen: FrozenRanking, among_published: bool = False) -> bool:
    """Whether no later version (or no later published one) follows it."""
    later = Ranking.select().where(
        Ranking.term == frozen.term_id,
        Ranking.subject == frozen.subject,
        Ranking.version > frozen.version,
    )
    if among_published:
        later = later.where(Ranking.published_at.is_null(False))
    return not later.exists()


def notice(actor: Actor, ranking_id: int) -> Notice:
    """What the sheet of a published ranking says."""
    view = frozen_views.frozen(actor, ranking_id)
    if view.ranking.published_at is None:
        raise Refused("unpublished", f"{view.ranking.title}还没有公示，请校长或副校长先公示。")
    regulation = school.regulation_of(view.ranking.regulation_id)
    is_teachers = view.ranking.subject == TEACHER
    scheme = regulation.scoring if is_teachers else regulation.group_scoring
    ids = dict.fromkeys(item.clause.id for item in scheme.items)
    clauses = tuple(each for each in ids if each != UNSAID.id)
    return Notice(school.school_name(), clauses, view)


def usual_period(now: datetime, days: int = 5) -> tuple[date, date]:
    """The 公示期 that is offered: from today on, five days."""
    today = local(now).date()
    return today, today + timedelta(days=days - 1)


def _refuse_later_veto(actor: Actor, frozen: FrozenRanking) -> None:
    """No ranking is published past a veto given since, or with one that was lifted (Z39)."""
    if frozen.subject != TEACHER:
        later = Veto.select().where(Veto.term == frozen.term_id)
        later = later.where((Veto.at > frozen.frozen_at) | (Veto.lifted_at > frozen.frozen_at))
        changed = later.exists()
    else:
        standing = veto.standing(frozen.term_id)
        lines = frozen_views.frozen(actor, frozen.id).lines
        changed = any(line.vetoed != (line.whose in standing) for line in lines)
    if changed:
        raise Refused("vetoed_since", f"{frozen.title}之后又有一票否决或撤销，请重新冻结。")


def _refuse_odd_period(first: date, last: date, today: date) -> None:
    if first < today:
        raise Refused("past", "公示不能从过去的日子开始，请写今天或以后的日期。")
    if last < first:
        raise Refused("bad_dates", "公示的结束日期早于开始日期，请核对。")
    if (last - first).days + 1 > MOST_DAYS:
        raise Refused("too_long", f"公示期最长 {MOST_DAYS} 天，请核对日期。")
