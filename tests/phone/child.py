"""The phone's door as the terminal starts it: a process of its own, and a meeting it serves."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

from db.models import Activity
from tests.builders import OPERATOR, a_group, a_school, a_teacher, an_activity
from yanxiu_tui.services import phone_codes
from yanxiu_tui.services.meeting import open_activity


def start(url: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    """The child, asked to serve on this machine at any free port unless told otherwise."""
    given = arguments or ("--address", "127.0.0.1", "--port", "0")
    return subprocess.Popen(
        [sys.executable, "-m", "yanxiu_tui.phone", *given],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "YANXIU_DB": url, **environment},
    )


def heard(child: subprocess.Popen[bytes]) -> dict[str, str]:
    """The one line it says."""
    return json.loads(child.stdout.readline())


@contextmanager
def serving(url: str, *arguments: str, **environment: str) -> Iterator[str]:
    """The address at which a child serves, as long as it is needed."""
    child = start(url, *arguments, **environment)
    try:
        yield heard(child)["serving"]
    finally:
        with suppress(subprocess.TimeoutExpired):
            child.communicate(timeout=20)
        child.kill()


def a_meeting_now(staff: dict[str, str], **values: object) -> Activity:
    """A meeting that is open at this very moment and expects these people."""
    now = datetime.now(UTC)
    term, group = a_school(), a_group()
    for staff_no, name in staff.items():
        a_teacher(staff_no, name, group=group)
    return one_more_meeting(term, now, **values)


def one_more_meeting(term, now: datetime, **values: object) -> Activity:
    """Another meeting of the same people."""
    times = {"starts_at": now, "ends_at": now + timedelta(minutes=1)}
    activity = an_activity(term, **times | values)
    open_activity(OPERATOR, activity.id, now)
    return activity


def code_now(activity: Activity, minutes: int = 0) -> str:
    """What the QR ends in, at this moment or some minutes from it."""
    return _codes(activity, minutes).scanned


def typed_now(activity: Activity) -> str:
    """The ten digits that stand beside it."""
    return _codes(activity, 0).typed


def _codes(activity: Activity, minutes: int) -> phone_codes.Codes:
    at = datetime.now(UTC) + timedelta(minutes=minutes)
    return phone_codes.codes(phone_codes.secret(), activity.id, at)
