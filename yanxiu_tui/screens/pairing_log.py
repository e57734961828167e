"""What a pair did, line by line: written, signed by the other side, struck, judged (形式2)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.rules.calendar import WEEKDAYS
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.details import DetailsScreen, Field
from yanxiu_tui.screens.listed import ListedRoom
from yanxiu_tui.screens.pairing_assessment import SheetReady, read_sheet, sheet_screen
from yanxiu_tui.screens.pairing_entry_form import (
    EntryFormReady,
    PairingEntryFormScreen,
    read_form,
)
from yanxiu_tui.services import pairing_log, pairing_progress, pairing_timeline, pairing_views
from yanxiu_tui.services.pairing_log import EntryView
from yanxiu_tui.services.pairing_progress import PairProgress
from yanxiu_tui.services.pairing_timeline import Happening
from yanxiu_tui.services.pairing_views import PairingView
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.widgets.kept_table import KeptTable
from yanxiu_tui.widgets.pairing_words import (
    NARROW,
    WIDE,
    entry_fields,
    progress_words,
    silent_words,
    timeline_rows,
)


@dataclass
class PairRead(Message):
    """The pair, everything that happened, how far both are, and for how long it was silent."""

    view: PairingView
    found: Sequence[Happening]
    made: Sequence[PairProgress]
    silent: int


@dataclass
class Done(Message):
    """An act is done; the sentence says which."""

    sentence: str


def read_pair(actor: Actor, pairing_id: int) -> PairRead:
    """Read it in a worker."""
    now = clock.now()
    return PairRead(
        view=pairing_views.pairing(actor, pairing_id, now),
        found=pairing_timeline.timeline(actor, pairing_id, now),
        made=pairing_progress.progress([pairing_id], now)[pairing_id],
        silent=pairing_progress.silent([pairing_id], now).get(pairing_id, 0),
    )


class PairingLogRoom(ListedRoom[Happening]):
    """The part of a pair's page that is about what both did; ``view`` is the pair as read last."""

    BINDINGS = [
        Binding("ctrl+n", "log", "记一条", id="log", tooltip="记下做过的事，由对方签认"),
        Binding("f6", "sign_entry", "签认", id="sign_entry", tooltip="对方记的这一条属实，签认"),
        Binding("f7", "sign_all", "全签认", id="sign_all", tooltip="把等我签认的一次签完"),
        Binding("f8", "assess", "考核", id="assess", tooltip="期末考核：互评，主管处室评双方"),
        Binding("delete", "strike", "作废", id="strike", tooltip="这一条记错了，写明原因作废"),
    ]

    def __init__(self, actor: Actor, pairing_id: int) -> None:
        super().__init__(actor)
        self.pairing_id = pairing_id
        self.view: PairingView | None = None

    def body(self) -> ComposeResult:
        yield Static("", id="progress", markup=False)
        yield KeptTable(NARROW, WIDE)

    # Reading

    def read(self) -> None:
        """Read the pair again."""
        self.ask(lambda: read_pair(self.actor, self.pairing_id), group="read", only_last=True)

    def on_pair_read(self, message: PairRead) -> None:
        self.show(message)

    def show(self, message: PairRead) -> None:
        """Show what was read."""
        self.view, self.found = message.view, message.found
        said = progress_words(message.made if message.view.signed_at else ())
        if message.silent:
            said.append("   ").append_text(silent_words(message.silent))
        progress = self.query_one("#progress", Static)
        progress.update(said)
        progress.display = bool(said)
        self.query_one(KeptTable).show(timeline_rows(self.found))
        self.refresh_bindings()

    @property
    def entry(self) -> EntryView | None:
        """The entry of the log under the cursor."""
        return self.current.entry if self.current else None

    @property
    def to_sign(self) -> list[int]:
        """The entries that wait for this person's signature."""
        return [each.entry.id for each in self.found if each.entry and each.entry.may_sign]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "log":
                return self.view is not None and self.view.may_log
            case "sign_entry":
                return self.entry is not None and self.entry.may_sign
            case "sign_all":
                return len(self.to_sign) > 1
            case "strike":
                return self.entry is not None and self.entry.may_strike
            case "assess":
                return self.view is not None and self.view.signed_at is not None
        return True

    @on(DataTable.RowSelected)
    def in_full(self) -> None:
        """Show what is under the cursor in full, with what may be done."""
        one, entry = self.current, self.entry
        if one is None:
            return
        acts = {}
        if entry is not None and entry.may_sign:
            acts["f6"] = "签认"
        if entry is not None and entry.may_strike:
            acts["delete"] = "作废"
        fields = entry_fields(entry) if entry else _fields(one)
        self.app.push_screen(DetailsScreen(one.what, fields, acts), self.chosen)

    async def chosen(self, key: str | None) -> None:
        """Do what was chosen while one thing was read in full."""
        if key:
            await self.run_action({"f6": "sign_entry", "delete": "strike"}[key])

    # Acting

    def action_log(self) -> None:
        self.ask(lambda: read_form(self.actor, self.pairing_id))

    def on_entry_form_ready(self, message: EntryFormReady) -> None:
        def kept(made: EntryView | None) -> None:
            if made is not None:
                self.say(f"已记：{made.kind_name}「{made.title}」，等{message.other}老师签认。")

        self.app.push_screen(PairingEntryFormScreen(self.actor, message), kept)

    def action_sign_entry(self) -> None:
        entry = self.entry
        if entry is not None:
            self.do(lambda: self.signed(entry))

    def signed(self, entry: EntryView) -> str:
        """Ask the service; runs in the worker."""
        pairing_log.sign(self.actor, entry.id, clock.now())
        return f"已签认：{entry.kind_name}「{entry.title}」，算数了。"

    def action_sign_all(self) -> None:
        ids = self.to_sign

        question = f"对方记的 {len(ids)} 条都属实，全部签认？"
        self.once_sure(question, lambda: self.do(lambda: self.all_signed(ids)), "全部签认")

    def all_signed(self, ids: Sequence[int]) -> str:
        """Ask the service; runs in the worker."""
        return f"已签认 {pairing_log.sign_many(self.actor, ids, clock.now())} 条。"

    def action_strike(self) -> None:
        entry = self.entry
        if entry is None:
            return

        def given(reason: str | None) -> None:
            if reason is not None:
                self.do(lambda: self.struck(entry, reason))

        title = f"作废：{entry.kind_name}「{entry.title}」"
        self.app.push_screen(ReasonScreen(title, "原因（必填，双方都看得到）"), given)

    def struck(self, entry: EntryView, reason: str) -> str:
        """Ask the service; runs in the worker."""
        pairing_log.strike(self.actor, entry.id, reason, clock.now())
        return f"{entry.kind_name}「{entry.title}」已作废，不算数；留在记录里。"

    def action_assess(self) -> None:
        self.ask(lambda: read_sheet(self.actor, self.pairing_id))

    def on_sheet_ready(self, message: SheetReady) -> None:
        def judged(given: Any) -> None:
            if given is not None:
                left = 3 - len(given.given)
                self.say("已评。" + (f"还有 {left} 方没有评。" if left else "三方都评完了。"))

        self.app.push_screen(sheet_screen(self.actor, message), judged)

    def do(self, act: Callable[[], str]) -> None:
        """Run an act in a worker and say what was done."""
        self.ask(lambda: Done(act()))

    def on_done(self, message: Done) -> None:
        self.say(message.sentence)
        self.read()


def _fields(one: Happening) -> list[Field]:
    """What did not come from the log, in full."""
    day = f"{one.day} 星期{WEEKDAYS[one.day.weekday()]}"
    state = "，".join(filter(None, (one.state, "补录" if one.late else "")))
    fields = [("日期", day), ("谁", one.who), ("内容", one.detail), ("状态", state)]
    return [(label, words) for label, words in fields if words]
