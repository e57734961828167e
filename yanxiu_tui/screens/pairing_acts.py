"""What may be done with a pair itself, from its page or the list, each told in a sentence."""

from yanxiu_tui import clock
from yanxiu_tui.rules.pairing_agreements import BOTH
from yanxiu_tui.rules.pairings import PairingState
from yanxiu_tui.screens.pairing_sign import PairingSignScreen
from yanxiu_tui.services import pairing_addenda, pairings
from yanxiu_tui.services.pairing_views import PairingView
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.widgets.agreement_words import title_of


def offered(view: PairingView) -> list[tuple[str, str]]:
    """What this reader may do with the pair, by action, most usual first."""
    drafted, running = view.state is PairingState.DRAFTED, view.state is PairingState.SIGNED
    waits = view.open_addendum is not None
    acts = (
        ("graduate", "出师", view.may_end),
        ("addendum", "拟补充协议：延期、改次数", running and view.may_draft and not waits),
        ("drop_addendum", "撤回补充协议", running and view.may_draft and waits),
        ("dissolve", "解除", view.may_end),
        ("resume", f"撤销{view.state_name}：办错了，接着培养", view.may_resume),
        ("change", "修改协议", drafted and view.may_draft and not view.signed),
        ("withdraw", "撤回协议", drafted and view.may_draft),
        ("anew", "照样重拟一份", view.state is PairingState.WITHDRAWN and view.may_draft),
    )
    return [(action, name) for action, name, may in acts if may]


def sign_screen(actor: Actor, view: PairingView) -> PairingSignScreen:
    """The agreement to sign, or else the addendum that waits."""
    return PairingSignScreen(actor, view, None if view.may_sign else view.open_addendum)


def signed_words(before: PairingView, after: PairingView) -> str:
    """What a signature brought about."""
    if not before.may_sign:
        in_force = "已生效" if after.open_addendum is None else "等另一方签"
        return f"补充协议已签字，{in_force}。"
    if after.state is PairingState.SIGNED:
        return f"{title_of(after)}：三方已签，协议生效。"
    return f"已签字，等{'学校' if after.signed >= BOTH else '另一方'}签。"


def withdraw(actor: Actor, view: PairingView, reason: str) -> str:
    """Take a draft back."""
    pairings.withdraw_draft(actor, view.id, reason, clock.now())
    return f"{title_of(view)}的协议已撤回；要重拟，按 Ctrl+O。"


def dissolve(actor: Actor, view: PairingView, reason: str) -> str:
    """End it before its time."""
    pairings.dissolve(actor, view.id, reason, clock.now())
    return f"{title_of(view)}已解除。"


def resume(actor: Actor, view: PairingView, reason: str) -> str:
    """Take an ending back."""
    pairings.resume(actor, view.id, reason, clock.now())
    return f"{title_of(view)}的{view.state_name}已撤销，接着培养。"


def drop_addendum(actor: Actor, view: PairingView) -> str:
    """Take the addendum that waits back."""
    added = view.open_addendum
    assert added is not None
    pairing_addenda.withdraw(actor, view.id, added.id, clock.now())
    return "补充协议已撤回。"


def print_agreement(actor: Actor, view: PairingView) -> str:
    """Write the 协议书 as a Word file."""
    from yanxiu_tui.reports.pairing_agreement import write_agreement
    from yanxiu_tui.screens.paper_files import new_file
    from yanxiu_tui.services import pairing_papers

    paper = pairing_papers.agreement(actor, view.id, clock.now())
    path = new_file(f"师徒结对协议书_{view.mentor_name}_{view.apprentice_name}", "docx")
    write_agreement(path, paper)
    return f"协议书已存为 {path}，请打印一式三份。"
