"""The steering group of the made-up school: it met, it inspected, one record is not written out."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from db.models import InspectionFinding, InspectionMending, SteeringPresence, SteeringRecord
from yanxiu_tui.clock import instant
from yanxiu_tui.rules.steering import INSPECTION, MEETING
from yanxiu_tui.services.demo.calendar import Calendar, working_day
from yanxiu_tui.services.demo.people import Person
from yanxiu_tui.services.demo.rows import insert, inserted, trace
from yanxiu_tui.services.demo.writings import Writing, write
from yanxiu_tui.services.manuscripts import STEERING

_PLACE = "会议室"
_BEGINNING = {
    "agenda": "本学期校本研修计划；各组活动时间；师徒结对名单。",
    "said": "教导处通报上学期研修情况，校长讲本学期重点：把集体备课做实，把听课记录写细。",
    "decided": "第二周星期一前各组交计划；全校研修定在星期三下午；第六周检查一次。",
}
_INSPECTED = {
    "looked_at": "集体备课记录、听课记录、教后反思。",
    "found": "多数组活动正常，记录及时；个别老师听课记录没有评语。",
    "to_mend": "两周内补齐，教导处复查。",
}
_MIDDLE = {"agenda": "期中研修情况；后半学期安排。"}


def steer(
    staff: Sequence[Person], groups: Mapping[str, int], term: Calendar, term_id: int, now: datetime
) -> list[dict[str, Any]]:
    """The first meeting and an inspection, finished; the one in the middle; returns the traces."""
    dean, there = staff[2], staff[:4]
    days = [working_day(term.starts_on + timedelta(weeks=week, days=1)) for week in (1, 5, 10)]
    told = (
        (MEETING, "beginning", "学期初校本研修工作会", days[0], _BEGINNING, True),
        (INSPECTION, "", "第一次研修督查", days[1], _INSPECTED, True),
        (MEETING, "middle", "期中校本研修工作会", days[2], _MIDDLE, False),
    )
    minutes = [
        Writing(STEERING, title, day, texts, _at(day), editor=dean.id,
                closed_at=_at(day, 17) if finished else None)
        for _, _, title, day, texts, finished in told
    ]  # fmt: skip
    write(term_id, minutes)
    ids = inserted(
        SteeringRecord,
        [
            {
                "term": term_id, "kind": kind, "phase": phase, "title": title, "day": day,
                "place": _PLACE, "chair": staff[0].id, "minutes": written.id, "kept_at": _at(day),
                "kept_by": dean.id, "finished_at": _at(day, 17) if finished else None,
                "finished_by": dean.id if finished else None,
            }
            for (kind, phase, title, day, _, finished), written in zip(told, minutes, strict=True)
        ],
    )  # fmt: skip
    insert(SteeringPresence, [{"record": id, "teacher": one.id} for id in ids for one in there])
    found = inserted(InspectionFinding, _findings(ids[1], staff, groups))
    done_at = _at(days[1] + timedelta(days=7))
    traces = []
    if done_at < now:
        insert(InspectionMending, [
            {"finding": found[-1], "words": "各组按周查了笔记，缺的补齐了", "mended_at": done_at,
             "mended_by": dean.id}
        ])  # fmt: skip
        traces.append(
            trace(dean.id, "mend_finding", "steering_record", ids[1], done_at, finding=found[-1])
        )
    for id, (kind, phase, _, day, _, finished) in zip(ids, told, strict=True):
        kept = {"kind": kind, "phase": phase, "day": day}
        traces.append(trace(dean.id, "keep_steering", "steering_record", id, _at(day), **kept))
        if finished:
            traces.append(trace(dean.id, "finish_steering", "steering_record", id, _at(day, 17)))
    return [each for each in traces if each["at"] < now]


def _findings(
    record: int, staff: Sequence[Person], groups: Mapping[str, int]
) -> list[dict[str, Any]]:
    """Two groups did well, one teacher is to mend, and so is everybody, which was done since."""
    good = ("集体备课记录完整，补充意见有名有姓", "听课、评课都有记录")
    found: list[dict[str, Any]] = [
        {"record": record, "group": group, "teacher": None, "good": True, "words": words}
        for group, words in zip(groups.values(), good, strict=False)
    ]
    mend = {"record": record, "group": None, "good": False}
    return [
        *found,
        mend | {"teacher": staff[-1].id, "words": "两次听课记录没有评语，请补上"},
        mend | {"teacher": None, "words": "学习笔记要按周写，不要月底一起补"},
    ]


def _at(day: date, hour: int = 14) -> datetime:
    return instant(day, time(hour))
