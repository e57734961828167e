"""What a teacher reads from two metres away after signing in."""

from rich.align import Align
from rich.console import Group
from rich.text import Text
from textual.widgets import Static

from yanxiu_tui.clock import local
from yanxiu_tui.rules.attendance import STATUS_NAMES, Status
from yanxiu_tui.services.sign_in import SignedIn
from yanxiu_tui.services.spool import Noted


class Welcome(Static):
    """A full, coloured panel: the name in large type, what was recorded, and when."""

    DEFAULT_CSS = """
    Welcome {
        width: 1fr; height: 1fr; display: none;
        background: $success-darken-2; color: white; text-style: bold;
        content-align: center middle;
    }
    Welcome.late { background: $warning-darken-3; }
    Welcome.again, Welcome.noted { background: $primary-darken-1; }
    """

    def greet(self, drawn: list[str], done: SignedIn | Noted) -> str:
        """Show the name, already drawn, with what was recorded of whom; the words for that."""
        kind, words = _told(done)
        lines = Group(
            Align.center(Text("\n".join(drawn), no_wrap=True)),
            Text(),
            Text(words, justify="center"),
            Text(done.title, justify="center"),
        )
        self.set_classes(kind)
        self.update(lines)
        return words


def _told(done: SignedIn | Noted) -> tuple[str, str]:
    """The kind of a sign-in, which colours it, and what is told of it."""
    at = f"{local(done.at):%H:%M}"
    if isinstance(done, Noted):
        return "noted", f"已先记下　{at}　联网后核对口令"
    if not done.first:
        return "again", f"您 {at} 已经签到，不用再签"
    if done.status is Status.LATE:
        return "late", f"已签到　{at}　（{STATUS_NAMES[done.status]}）"
    return "present", f"已签到　{at}"
