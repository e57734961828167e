"""What somebody of the cells' school has handed in."""

from typing import Any

from db.models import Claim
from tests.builders import MACHINE, NOW
from yanxiu_tui.services import credentials, submissions
from yanxiu_tui.services.submissions import HandIn


def handed_in(world: Any) -> None:
    """A member's summary, which waits to be received."""
    actor = credentials.actor_for(world.member, MACHINE)
    done = submissions.hand_in(actor, "personal_summary", HandIn(where_kept="柜三"), NOW)
    world.rows["paper"] = Claim.get_by_id(done.claim_id)
