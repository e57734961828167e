"""A cheap sign that something was recorded, here or on another terminal."""

from datetime import datetime

from peewee import fn

from db.models import AttendanceFact, Trace


def newest() -> datetime | None:
    """When the last act was recorded; later than now means that the clock has gone back."""
    last = Trace.select(Trace.at).order_by(Trace.id.desc()).first()
    return last.at if last else None


def beat() -> tuple[int, int]:
    """Numbers that rise whenever an act or a fact is recorded; two look-ups by key."""
    return (
        Trace.select(fn.MAX(Trace.id)).scalar() or 0,
        AttendanceFact.select(fn.MAX(AttendanceFact.id)).scalar() or 0,
    )
