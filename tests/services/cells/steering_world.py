"""Of the steering group, for each act to be tried on."""

from dataclasses import replace
from typing import Any

from tests.builders import NOW
from yanxiu_tui.clock import local
from yanxiu_tui.rules.steering import INSPECTION, MEETING
from yanxiu_tui.services import (
    inspection_mending,
    inspections,
    manuscripts,
    steering,
    steering_views,
)
from yanxiu_tui.services.credentials import actor_for, find_teacher
from yanxiu_tui.services.inspections import FindingDraft
from yanxiu_tui.services.steering import RecordDraft


def steered(world: Any) -> None:
    """A meeting, an inspection going on, and two finished: ``host`` and ``group`` are to mend."""
    day = local(NOW).date()
    clerk = actor_for(find_teacher("1003"), "测试机")
    inspection = RecordDraft(INSPECTION, "督查", day, present=("1003",))
    meeting = steering.keep(clerk, replace(inspection, kind=MEETING, title="工作会"), NOW)
    going_on = steering.keep(clerk, inspection, NOW)
    finding = inspections.add(clerk, going_on, FindingDraft("好"), NOW)
    finished = steering.keep(clerk, inspection, NOW)
    mend = FindingDraft("缺评语", False, staff_no=world.host.staff_no)
    inspections.add(clerk, finished, mend, NOW)
    steering.finish(clerk, finished, NOW)
    earlier = steering.keep(clerk, inspection, NOW)
    lacking = [
        inspections.add(clerk, earlier, FindingDraft(words, False, world.group.id), NOW).id
        for words in ("缺记录", "缺分工")
    ]
    steering.finish(clerk, earlier, NOW)
    inspection_mending.mend(clerk, lacking[1], "补了分工", NOW)
    minutes = steering_views.record(clerk, meeting).minutes_id
    manuscripts.write(clerk, minutes, "said", "布置工作", 0, NOW)
    world.rows |= {
        "steering_meeting": meeting,
        "inspection": going_on,
        "inspected": finished,
        "finding": finding.id,
        "to_mend": lacking[0],
        "mended": lacking[1],
    }
