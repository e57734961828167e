"""How a PIN and a phone's secret cross a plain network: sealed under a Diffie–Hellman exchange.

Whoever listens learns neither. Whoever can change the page on its way can; only https stops them.
``exchange.js`` is the phone's side of the same.
"""

import hmac
import secrets
from hashlib import sha256

from yanxiu_tui.errors import Refused

# The 2048-bit group of RFC 3526: a safe prime, whose generator is 2.
PRIME_HEX = (
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74"
    "020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437"
    "4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF05"
    "98DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB"
    "9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718"
    "3995497CEA956AE515D2261898FA051015728E5A8AACAA68FFFFFFFFFFFFFFFF"
)
PRIME = int(PRIME_HEX, 16)
GENERATOR = 2
# Twice the strength of the group: a longer exponent would only be slower.
_EXPONENT_BITS = 256
# What is sealed is filled up to this many bytes, so that its length says nothing of the PIN.
_ROOM = 64
UP, DOWN = "up", "down"


class Exchange:
    """One side of the exchange; the server's lives as long as its process."""

    def __init__(self) -> None:
        self._private = secrets.randbits(_EXPONENT_BITS) | 1 << (_EXPONENT_BITS - 1)
        self.public = f"{pow(GENERATOR, self._private, PRIME):0512x}"

    def shared(self, public: str) -> bytes:
        """What only we and whoever sent ``public`` can know; Refused when that is no value."""
        theirs = int(public, 16)
        if not 1 < theirs < PRIME - 1:
            raise _garbled()
        return sha256(pow(theirs, self._private, PRIME).to_bytes(256)).digest()


class Channel:
    """Seals and opens what two sides tell each other in one context."""

    def __init__(self, shared: bytes, context: str) -> None:
        self._shared = shared
        self._context = context

    def seal(self, way: str, text: str) -> str:
        """The text, at most 64 bytes of it, as hex that only the other side can read."""
        hidden = self._mask(way, text.encode().ljust(_ROOM, b"\0"))
        return (hidden + self._mark(way, hidden)).hex()

    def open(self, way: str, sealed: str) -> str:
        """What was sealed; Refused when anything of it was changed on its way."""
        given = bytes.fromhex(sealed)
        hidden, mark = given[:_ROOM], given[_ROOM:]
        if not hmac.compare_digest(self._mark(way, hidden), mark):
            raise _garbled()
        return self._mask(way, hidden).rstrip(b"\0").decode(errors="replace")

    def _mask(self, way: str, text: bytes) -> bytes:
        key = self._key(way, "mask")
        stream = b"".join(hmac.digest(key, bytes([turn]), "sha256") for turn in (0, 1))
        return bytes(a ^ b for a, b in zip(text, stream, strict=True))

    def _mark(self, way: str, hidden: bytes) -> bytes:
        return hmac.digest(self._key(way, "mark"), hidden, "sha256")

    def _key(self, way: str, use: str) -> bytes:
        return hmac.digest(self._shared, f"{way}|{use}|{self._context}".encode(), "sha256")


def _garbled() -> Refused:
    return Refused("garbled", "口令在路上损坏了，请重新输入一次。")
