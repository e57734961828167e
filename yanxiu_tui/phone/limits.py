"""How often one may be wrong. What is right is never counted: a whole hall may share an address.

What can be guessed (a typed code, a PIN) stops being looked at after too many wrong ones; what
cannot (a scanned code, a phone's proof) is always looked at, but its failures are kept no more.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from yanxiu_tui.errors import Refused


@dataclass(frozen=True)
class Guess:
    """Something that can be guessed: how often in vain, which reasons are a guess, what to say."""

    name: str
    allowed: str
    reasons: frozenset[str]
    sentence: str


FAILURES = "600/minute"
_SECOND = 1.0  # A clock is put right by less without anybody's noticing.
_TOO_MANY = "这个网络上出错的次数太多，请过一分钟再试，或到签到台签到。"
TYPED_CODE = Guess(
    "code",
    "60/minute",
    frozenset({"wrong_code"}),
    "这个网络上输错数字码的次数太多，请过一分钟再输，或改扫大屏幕上的二维码。",
)
PIN_HERE = Guess(
    "pin here",
    "100/10 minutes; 200/6 hours",
    frozenset({"wrong_pin"}),
    "这个网络上输错口令的次数太多，请过十分钟再登记手机，或到签到台签到。",
)
PIN_OF_ONE = Guess(
    "pin of one",
    "20/10 minutes",
    frozenset({"wrong_pin", "wait", "locked"}),
    "这位老师的口令输错次数太多，请过十分钟再试，或到签到台签到。",
)


class Limited(Refused):
    """Too often wrong: try again later."""

    def __init__(self, sentence: str) -> None:
        super().__init__("limited", sentence)


class Limits:
    """Counts failures in memory; a door that is opened anew has forgotten them."""

    def __init__(self) -> None:
        self._latest = 0.0
        self._begin()

    def _begin(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def _follow_clock(self) -> None:
        """Forget what a clock counted that was put back since: it would count for as long."""
        now = time.time()
        if now < self._latest - _SECOND:
            self._begin()
        self._latest = now

    def keeps(self, address: str) -> bool:
        """Whether a failure from there is still worth keeping."""
        return self._allows(FAILURES, "failures", address)

    @contextmanager
    def watched(self, address: str, guesses: dict[Guess, str] | None = None) -> Iterator[None]:
        """Do something that may fail, or be a guess about somebody; Limited if too often."""
        asked = guesses or {}
        for guess, who in asked.items():
            if not self._allows(guess.allowed, guess.name, who):
                self._count(FAILURES, "failures", address)
                raise Limited(guess.sentence)
        keeps = self.keeps(address)
        try:
            yield
        except Refused as refusal:
            self._count(FAILURES, "failures", address)
            for guess, who in asked.items():
                if refusal.reason in guess.reasons:
                    self._count(guess.allowed, guess.name, who)
            if not keeps:
                raise Limited(_TOO_MANY) from None
            raise

    def _allows(self, allowed: str, *who: str) -> bool:
        self._follow_clock()
        return all(self._limiter.test(each, *who) for each in _rates(allowed))

    def _count(self, allowed: str, *who: str) -> None:
        for each in _rates(allowed):
            self._limiter.hit(each, *who)


def _rates(allowed: str) -> list[RateLimitItem]:
    return parse_many(allowed)
