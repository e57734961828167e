"""A small school in which everything has happened once, for each act to be tried on."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from db.models import (
    Activity,
    ActivityFile,
    Attendee,
    Award,
    Claim,
    EvaluationStage,
    Group,
    Leave,
    MakeupTask,
    Manuscript,
    Membership,
    Objection,
    Observation,
    OpenLesson,
    Pairing,
    PairingAddendum,
    PairingEntry,
    PersonalPlan,
    Phone,
    PlanVersion,
    PrepSession,
    PrepUnit,
    Ranking,
    RankingLine,
    Reflection,
    Remark,
    Teacher,
    Term,
    Veto,
)
from tests.builders import NOW, OPERATOR, a_teacher, an_activity
from tests.services.cells.archive_world import filed
from tests.services.cells.away_world import went_away
from tests.services.cells.skills_world import tested
from tests.services.cells.steering_world import steered
from tests.services.cells.submission_world import handed_in
from yanxiu_tui.services import badges, freezing, meeting, roll_call
from yanxiu_tui.services.demo import PIN, build_demo

TODAY = date(2026, 10, 14)
_STAFF = 20


@dataclass
class World:
    """The rows that the calls name; ``group`` is theirs, ``other`` somebody else's."""

    term: int
    group: Group
    other: Group
    outsider: Teacher
    host: Teacher
    member: Teacher
    rows: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.rows[name]
        except KeyError as error:
            raise AttributeError(name) from error


def a_world() -> World:
    """The demo's school, with what it lacks added; two teachers belong to no group at all."""
    build_demo(_STAFF, NOW)
    groups = list(Group.select().order_by(Group.id))
    world = World(
        term=Term.get().id,
        group=groups[0],
        other=groups[1],
        outsider=a_teacher("9001", "游离", pin=PIN),
        host=a_teacher("9002", "方主", pin=PIN),
        member=Teacher.get(Teacher.staff_no == "1012"),
    )
    _meet(world)
    _write(world)
    _pair(world)
    _ask(world)
    _judge(world)
    filed(world)
    tested(world)
    steered(world)
    handed_in(world)
    went_away(world)
    return world


def _meet(world: World) -> None:
    term = Term.get()
    of_group = {"group": world.group, "host": world.host}
    planned = an_activity(term, **of_group)
    running = an_activity(term, **of_group)
    over = an_activity(term, **of_group)
    papers = an_activity(term, **of_group)
    for each in (running, over):
        meeting.open_activity(OPERATOR, each.id, NOW)
    meeting.end_activity(OPERATOR, over.id, NOW)
    dean = _actor_of("1003")
    roll_call.start_roll(dean, running.id, NOW)
    school_wide = Activity.get(Activity.group.is_null(), Activity.state == "open")
    file = ActivityFile.create(activity=papers, where_kept="照片.jpg", added_at=NOW)
    task = MakeupTask.create(teacher=world.member, activity=over)
    world.rows |= {
        "planned": planned.id,
        "running": running.id,
        "over": over.id,
        "file": file.id,
        "task": task,
        "open_to_all": school_wide.id,
        "expected": Attendee.get(Attendee.activity == school_wide).teacher_id,
        "phone": Phone.create(key="k" * 22, teacher=world.member, registered_at=NOW, address="").id,
    }
    badges.issue(OPERATOR, NOW, [world.member.staff_no])


def _write(world: World) -> None:
    members = [row.teacher_id for row in Membership.select().where(Membership.group == world.group)]
    unit = PrepUnit.get(PrepUnit.group == world.group, PrepUnit.title != "")
    sessions = PrepSession.select().join(PrepUnit).where(PrepUnit.group == world.group)
    unsigned = sessions.where(PrepSession.signed_at.is_null()).get()
    Activity.update(host=world.host).where(Activity.id == unsigned.activity_id).execute()
    signed = sessions.where(PrepSession.signed_at.is_null(False)).get()
    remark = Remark.create(
        session=unsigned, teacher=world.member, words="再慢一点", at=NOW, recorded_by=world.member
    )
    plan = PersonalPlan.get(PersonalPlan.teacher == world.member)
    handed = Reflection.get(Reflection.teacher == world.member, Reflection.handed_on.is_null(False))
    heard = Observation.get(
        Observation.observer.in_(members), Observation.confirmed_at.is_null(),
        Observation.completed_at.is_null(False), Observation.taught_by.is_null(False),
    )  # fmt: skip
    lesson = OpenLesson.create(
        term=world.term, teacher=world.member, kind="open_lesson", subject="语文", topic="背影",
        class_name="八（1）", day=TODAY + timedelta(days=7), period=2, announced_at=NOW,
    )  # fmt: skip
    world.rows |= {
        "members": members,
        "unit": unsigned.unit,
        "empty_unit": unit.id,
        "session": unsigned,
        "signed": signed,
        "remark": remark,
        "plan": plan,
        "reflection": handed,
        "version": PlanVersion.get(PlanVersion.unit == plan.unit_id).id,
        "heard": heard,
        "lesson": lesson,
        "shared": Manuscript.get_by_id(unsigned.unit.plan_id),
    }


def _pair(world: World) -> None:
    signed = Pairing.get(Pairing.state == "signed")
    drafted = Pairing.create(
        **{
            name: getattr(signed, name)
            for name in ("mentor", "subject", "first", "last", "aims", "mentor_duties",
                         "apprentice_duties", "quotas")
        },
        apprentice=world.member, state="drafted", drafted_at=NOW,
    )  # fmt: skip
    entry = PairingEntry.get(
        PairingEntry.pairing == signed,
        PairingEntry.signed_at.is_null(),
        PairingEntry.struck_at.is_null(),
    )
    world.rows |= {
        "pair": signed,
        "drafted": drafted,
        "entry": entry,
        "counterpart": signed.mentor_id
        if entry.recorded_by_id == signed.apprentice_id
        else signed.apprentice_id,
        "ended": Pairing.get(Pairing.state == "graduated").id,
        "addendum": PairingAddendum.create(
            pairing=signed, number=1, words="多听一节", drafted_at=NOW
        ).id,
    }


def _ask(world: World) -> None:
    world.rows |= {
        "asked": Leave.get(Leave.state == "asked"),
        "approved": Leave.get(Leave.state == "approved", Leave.kind == "sick"),
        "claimed": _claim(world, "asked"),
        "granted": _claim(world, "granted"),
    }


def _claim(world: World, state: str) -> Claim:
    return Claim.create(
        term=world.term, teacher=world.member, kind="self_study", title=f"读书 {state}",
        first=TODAY, last=TODAY, state=state, asked_at=NOW, asked_by=world.member,
    )  # fmt: skip


def _judge(world: World) -> None:
    stages = EvaluationStage.select()
    vice = _actor_of("1002")
    drawn = freezing.freeze(vice, world.term, "research", TODAY - timedelta(days=1), "", NOW)
    shown = freezing.freeze(vice, world.term, "research", TODAY - timedelta(days=1), "更新", NOW)
    Ranking.update(
        published_at=NOW, notice_first=TODAY, notice_last=TODAY + timedelta(days=5)
    ).where(Ranking.id == shown.id).execute()
    teachers_ = Ranking.create(
        term=world.term, regulation=Term.get().regulation, subject="teacher", version=1,
        until=TODAY, digest="0" * 64, reason="试", frozen_at=NOW, published_at=NOW,
    )  # fmt: skip
    figures = RankingLine.get(RankingLine.ranking == shown.id).figures
    RankingLine.create(ranking=teachers_, teacher=world.member, figures=figures)
    world.rows |= {
        "stage": stages.where(EvaluationStage.closed_at.is_null()).get().id,
        "closed_stage": stages.where(EvaluationStage.closed_at.is_null(False)).get().id,
        "unpublished": drawn.id,
        "published": shown.id,
        "teachers_ranking": teachers_.id,
        "objection": Objection.create(
            ranking=shown.id, teacher=world.member, words="请核对", at=NOW
        ).id,
        "veto": Veto.create(
            term=world.term, teacher=world.member, reason="依规定", at=NOW
        ).id,
        "award": Award.create(
            term=world.term, award="star", name="先进", teacher=world.member, reason="好",
            decided_at=NOW,
        ).id,
    }  # fmt: skip


def _actor_of(staff_no: str) -> Any:
    from yanxiu_tui.services.credentials import actor_for, find_teacher

    return actor_for(find_teacher(staff_no), "测试机")
