"""师徒结对 in words and rows, for every screen that shows a pair or its agreement."""

from collections.abc import Iterable, Sequence

from rich.text import Text

from yanxiu_tui import clock
from yanxiu_tui.rules.pairing_agreements import BOTH, SIGNER_NAMES, Signer, still_to_sign
from yanxiu_tui.rules.pairings import PairingState, PairQuota, Side
from yanxiu_tui.services.pairing_progress import PairProgress
from yanxiu_tui.services.pairing_views import AddendumView, PairingView, SignatureView
from yanxiu_tui.widgets.kept_table import Row
from yanxiu_tui.widgets.pairing_words import progress_short

NARROW = {
    "师傅": 8, "徒弟": 8, "学科": 8, "到期": 8, "师傅做到": 8, "徒弟做到": 8, "情况": 0,
}  # fmt: skip
WIDE = {
    "编号": 4, "师傅": 10, "徒弟": 10, "学科": 8, "开始": 8, "到期": 8, "师傅做到": 8,
    "徒弟做到": 8, "情况": 0,
}  # fmt: skip
_STYLES = {
    PairingState.DRAFTED: "yellow",
    PairingState.SIGNED: "green",
    PairingState.GRADUATED: "bold",
}
SIDES: tuple[Side, Side] = ("mentor", "apprentice")


def title_of(view: PairingView) -> str:
    """``周敏带林远（语文）``."""
    return f"{view.mentor_name}带{view.apprentice_name}（{view.subject}）"


def row_of(view: PairingView, made: Sequence[PairProgress], silent: int) -> Row:
    """One row of a table of pairs: how far each side is this term, and what is to be done."""
    cells = {
        "编号": Text(str(view.id), justify="right"),
        "师傅": Text(view.mentor_name),
        "徒弟": Text(view.apprentice_name),
        "学科": Text(view.subject),
        "开始": Text(f"{view.first:%y-%m-%d}"),
        "到期": Text(f"{view.last:%y-%m-%d}"),
        "师傅做到": progress_short(made, "mentor") if view.signed_at else Text(""),
        "徒弟做到": progress_short(made, "apprentice") if view.signed_at else Text(""),
        "情况": state_of(view, silent),
    }
    return str(view.id), cells


def state_of(view: PairingView, silent: int = 0) -> Text:
    """The state, and what is out of order or waits."""
    said = Text(view.state_name, _STYLES.get(view.state, "dim"))
    if view.promoted_to:
        said.append(f" {view.promoted_to}")
    if view.waits_for_me:
        said.append(" 待我签", "bold yellow")
    elif view.state is PairingState.DRAFTED:
        sides = still_to_sign(view.signed, True)
        said.append(f" 待{'双方' if sides == BOTH else _names(sides)}签", "yellow")
    elif view.open_addendum and view.state is PairingState.SIGNED:
        said.append(" 补充待签", "yellow")
    if view.overdue:
        said.append(" 已到期", "bold red")
    elif silent:
        said.append(f" {silent}天无记录", "bold red")
    return said


def notices_of(view: PairingView) -> list[str]:
    """What ought to be done about this pair, most pressing first."""
    said = []
    if view.may_sign:
        said.append(f"等您以{SIGNER_NAMES[Signer(view.may_sign)]}身份签字，请看过协议按 F5。")
    elif view.state is PairingState.DRAFTED:
        said.append(f"等{_names(still_to_sign(view.signed, True))}签字。")
    added = view.open_addendum
    if added is not None and view.state is PairingState.SIGNED:
        waits = "您签字，请看过按 F5" if added.may_sign else f"{_names(_unsigned(added))}签字"
        said.append(f"补充协议（{added.number}）等{waits}。")
    if view.overdue:
        said.append(f"{view.last} 已经到期，请办理出师、解除或补充协议延期。")
    if any(not each.intact for each in view.signatures):
        said.append("协议内容与签字时不一致，请教导处核对。")
    return said


def agreement_of(view: PairingView) -> Text:
    """The agreement in full: who, what, how much, until when, who signed, what was added."""
    said = Text()
    heading(said, "师徒结对协议")
    line(said, "师傅", f"{view.mentor_name} {view.mentor_no}")
    line(said, "徒弟", f"{view.apprentice_name} {view.apprentice_no}")
    line(said, "学科", view.subject)
    line(said, "期限", f"{view.first} 至 {view.agreed_last}")
    for label, words in (
        ("培养目标", view.aims),
        ("师傅职责", view.mentor_duties),
        ("徒弟职责", view.apprentice_duties),
    ):
        heading(said, label)
        said.append(f"{words}\n")
    heading(said, "每学期至少")
    quotas(said, view.agreed_quotas)
    heading(said, "签字")
    signatures(said, view.signatures, Signer)
    for each in view.addenda:
        addendum(said, each, view.ended_on is not None)
    if view.ended_on:
        heading(said, view.state_name)
        line(said, "日期", f"{view.ended_on}")
        line(said, "办理", view.ended_by)
        line(said, "升为", view.promoted_to)
        line(said, "说明", view.end_reason)
    return said


def addendum(said: Text, each: AddendumView, over: bool = False) -> None:
    """One addendum, with what it changes and who signed it; ``over``: nobody signs any more."""
    state = "已生效" if each.signed_at else "没有签成" if over else "等签字"
    heading(said, f"补充协议（{each.number}）{state}")
    said.append(f"{each.words}\n")
    if each.last:
        line(said, "期限", f"改到 {each.last}")
    if each.quotas is not None:
        line(said, "改为", "每学期至少")
        quotas(said, each.quotas)
    signatures(said, each.signatures, BOTH)


def quotas(said: Text, asked: Iterable[PairQuota]) -> None:
    """What each side owes a term, a line each."""
    for side in SIDES:
        owed = [f"{each.name} {each.least} {each.unit}" for each in asked if each.side == side]
        line(said, SIGNER_NAMES[Signer(side)], "，".join(owed))


def signatures(said: Text, signed: Sequence[SignatureView], asked: Iterable[Signer]) -> None:
    """Each side that is asked to sign, with who did and when."""
    by_side = {each.side: each for each in signed}
    for side in sorted(asked, key=list(Signer).index):
        found = by_side.get(side)
        words = f"{found.name} {clock.local(found.at):%Y-%m-%d %H:%M}" if found else "还没签"
        line(said, SIGNER_NAMES[side], words)


def heading(said: Text, words: str) -> None:
    """The name of a part, on a line of its own."""
    said.append(f"\n{words}\n" if said else f"{words}\n", "bold")


def line(said: Text, label: str, words: str) -> None:
    """A label and its words; nothing where there are none."""
    if words:
        said.append(f"{label}  ", "dim")
        said.append(f"{words}\n")


def _unsigned(added: AddendumView) -> frozenset[Signer]:
    return BOTH.difference(each.side for each in added.signatures)


def _names(sides: Iterable[Signer]) -> str:
    return "、".join(SIGNER_NAMES[side] for side in sorted(sides, key=list(Signer).index))
