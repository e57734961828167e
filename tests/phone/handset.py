"""A teacher's phone as the server knows it: what the page does, in Python."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from yanxiu_tui.phone.exchange import DOWN, UP, Channel, Exchange
from yanxiu_tui.rules.phone_codes import proof, registration

# Posts JSON to a path; gives back the status and the JSON answered.
Post = Callable[[str, dict[str, Any]], tuple[int, Any]]


@dataclass
class Handset:
    """One phone: its way to the server, and what it keeps."""

    post: Post
    key: str = ""
    secret: str = ""
    visit: dict[str, Any] = field(default_factory=dict)

    def enter(self, code: str) -> tuple[int, Any]:
        """Scan or type a code."""
        status, self.visit = self.post("/enter", {"code": code, "phone": self.key})
        return status, self.visit

    def names(self, typed: str) -> tuple[int, Any]:
        """Look for one's name."""
        return self.post("/names", {"ticket": self.visit["ticket"], "typed": typed})

    def registration(self, staff_no: str, pin: str) -> tuple[dict[str, str], Any]:
        """What registering sends, and the channel its answer comes back by."""
        exchange, ticket = Exchange(), self.visit["ticket"]
        channel = Channel(exchange.shared(self.visit["exchange"]), f"{ticket}|{staff_no}")
        body = {
            "ticket": ticket,
            "staff_no": staff_no,
            "phone": self.key,
            "proof": self._proof(registration(ticket, staff_no, exchange.public)),
            "public": exchange.public,
            "sealed": channel.seal(UP, pin),
        }
        return body, channel

    def register(self, staff_no: str, pin: str) -> tuple[int, Any]:
        """Choose one's name and type the PIN."""
        body, channel = self.registration(staff_no, pin)
        status, given = self.post("/register", body)
        if status == 200:
            self.key, self.secret = given["phone"], channel.open(DOWN, given["secret"])
        return status, given

    def tap(self) -> tuple[int, Any]:
        """One tap."""
        ticket = self.visit["ticket"]
        body = {"ticket": ticket, "phone": self.key, "proof": self._proof(ticket)}
        return self.post("/sign-in", body)

    def _proof(self, words: str) -> str:
        return proof(self.secret, words) if self.secret else ""
