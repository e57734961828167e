"""A pair in the screens' school: 1003 欧阳静怡 is mentor of 1007 王小明."""

from datetime import date

from db.models import Pairing, Teacher
from tests.builders import MACHINE, NOW
from tests.screens.conftest import at_desk, settle, type_keys
from yanxiu_tui.rules.pairings import QUOTAS, PairingState
from yanxiu_tui.screens.pairing import PairingScreen
from yanxiu_tui.services import credentials
from yanxiu_tui.services.pairing_drafts import quotas_to_keep
from yanxiu_tui.services.permission import Actor

PRINCIPAL, DEAN, MENTOR, APPRENTICE = "1001", "1002", "1003", "1007"
DRAFTED = {"state": PairingState.DRAFTED, "signed_at": None}


def actor_of(staff_no: str) -> Actor:
    """Somebody at the desk."""
    return credentials.actor_for(Teacher.get(staff_no=staff_no), MACHINE)


def a_pair(**values: object) -> Pairing:
    """The pair, signed and begun."""
    return Pairing.create(
        **{
            "mentor": Teacher.get(staff_no=MENTOR),
            "apprentice": Teacher.get(staff_no=APPRENTICE),
            "subject": "语文",
            "first": date(2026, 9, 7),
            "last": date(2027, 9, 6),
            "aims": "一年内站稳讲台。",
            "mentor_duties": "指导备课、上课和评课。",
            "apprentice_duties": "主动请教，认真备课。",
            "quotas": quotas_to_keep(QUOTAS),
            "state": PairingState.SIGNED,
            "drafted_at": NOW,
            "signed_at": NOW,
            **values,
        }
    )


async def open_pair(app, pilot, staff_no: str, *keys: str) -> None:
    await at_desk(pilot, staff_no)
    app.push_screen(PairingScreen(actor_of(staff_no), 1))
    await settle(pilot)
    for key in keys:
        await type_keys(pilot, "", key)
