"""What somebody of the cells' school has handed in."""

from typing import Any

from db.models import Claim, StoredFile
from tests.builders import MACHINE, NOW
from yanxiu_tui.services import credentials, submissions
from yanxiu_tui.services.submissions import HandIn


def handed_in(world: Any) -> None:
    """A member's summary, which waits to be received."""
    actor = credentials.actor_for(world.member, MACHINE)
    done = submissions.hand_in(actor, "personal_summary", HandIn(where_kept="柜三"), NOW)
    kept = StoredFile.create(digest="1" * 64, size=1, stored_at=NOW)
    Claim.update(file=kept, file_name="总结.docx").where(Claim.id == done.claim_id).execute()
    world.rows["paper"] = Claim.get_by_id(done.claim_id)
