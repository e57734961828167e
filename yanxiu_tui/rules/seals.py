"""Seals: what only somebody who holds the school's secret can make or tell."""

import hmac
from hashlib import sha256


def seal(secret: str, purpose: str, words: str) -> str:
    """The seal of these words, in hex; one purpose's seals say nothing about another's."""
    sealed = f"{purpose}|{words}".encode("utf-8", "surrogatepass")
    return hmac.new(bytes.fromhex(secret), sealed, sha256).hexdigest()


def same(ours: str, given: str) -> bool:
    """Whether two seals or codes agree, told in a time that says nothing of where they differ."""
    return hmac.compare_digest(ours.encode(), given.encode("utf-8", "surrogatepass"))
