"""Fields that the forms of a 师徒结对协议 and of an addendum to it share."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Input, Static, TextArea

from yanxiu_tui import clock
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.calendar import WEEKDAYS
from yanxiu_tui.rules.names import fold_width
from yanxiu_tui.rules.pairing_agreements import SIGNER_NAMES, Signer
from yanxiu_tui.rules.pairings import PairQuota
from yanxiu_tui.rules.typed import typed_date
from yanxiu_tui.screens.form import row

QUOTA_HINT = "每学期至少多少，写数字；\n写 0 就是不要求。"


def merged(asked: Sequence[PairQuota], agreed: Sequence[PairQuota]) -> list[PairQuota]:
    """The regulation's quotas with these numbers; one that is not among them is asked 0 times."""
    known = {each.id: each for each in agreed}
    ours = [known.get(each.id, msgspec.structs.replace(each, least=0)) for each in asked]
    ids = {each.id for each in asked}
    return [*ours, *(each for each in agreed if each.id not in ids)]


def paragraph(label: str, text: str, id: str) -> Horizontal:
    """A label and room for a few sentences."""
    area = TextArea(text, id=id, compact=True, highlight_cursor_line=False)
    return row(label, area).add_class("few")


def quota_rows(quotas: Sequence[PairQuota]) -> Iterator[Horizontal]:
    """One number a quota, whose it is before it."""
    for number, each in enumerate(quotas):
        label = f"{SIGNER_NAMES[Signer(each.side)]} {each.name}"
        field = Input(str(each.least), id=f"quota{number}", compact=True)
        yield Horizontal(
            Static(label, classes="label", markup=False),
            field,
            Static(f" {each.unit}", classes="unit", markup=False),
            classes="row quota",
        )


def read_quotas(form: Screen[Any], quotas: Sequence[PairQuota]) -> tuple[PairQuota, ...]:
    """The quotas with the numbers typed; Refused, with the field as reason, when one is none."""
    found = []
    for number, each in enumerate(quotas):
        typed = fold_width(form.query_one(f"#quota{number}", Input).value) or "0"
        if not (typed.isascii() and typed.isdigit()):
            raise Refused(f"quota{number}", f"「{each.name}」请写数字，如 8；不要求写 0。")
        found.append(msgspec.structs.replace(each, least=int(typed[:6])))
    return tuple(found)


def quota_field(quotas: Sequence[PairQuota], sentence: str) -> str:
    """The field of the quota that a refusal names, or ""."""
    named = (f"quota{at}" for at, each in enumerate(quotas) if f"「{each.name}」" in sentence)
    return next(named, "")


def day_hint(typed: str) -> str:
    """What a day typed is understood as."""
    day = typed_date(typed, clock.local(clock.now()).date())
    return f"{day} 周{WEEKDAYS[day.weekday()]}" if day else "如 2027-08-31，也可写 8-31、今天。"
