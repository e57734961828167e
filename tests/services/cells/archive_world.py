"""What the archives of the cells' school hold."""

from datetime import date
from typing import Any

from db.models import ArchiveItem, StoredFile
from tests.builders import NOW


def filed(world: Any) -> None:
    """Something in a member's archive, filed by the office, with a copy kept here."""
    kept = StoredFile.create(digest="0" * 64, size=1, stored_at=NOW)
    world.rows["item"] = ArchiveItem.create(
        term=world.term, teacher=world.member, archive_class="results", title="结题证书",
        day=date(2026, 10, 12), medium="file", file=kept, file_name="证书.jpg", added_at=NOW,
    )  # fmt: skip
