"""教后反思 and 教育叙事: what they are called, and from when on one is a late entry (Z16, P6)."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """What is written; the names a regulation's claim kinds have."""

    REFLECTION = "reflection"
    NARRATIVE = "narrative"


KIND_NAMES: Mapping[Kind, str] = {Kind.REFLECTION: "教后反思", Kind.NARRATIVE: "教育叙事"}


def late_entry(taught_until: date | None, handed_on: date, late_after_days: int) -> bool:
    """Whether it came so long after the unit was taught that it is stamped 补录."""
    if taught_until is None:
        return False
    return handed_on > taught_until + timedelta(days=late_after_days)
