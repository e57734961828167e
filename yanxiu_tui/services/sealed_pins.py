"""A PIN taken while the server is away, sealed so that the terminal itself cannot read it back.

X25519 with a key made for this one PIN, HKDF, ChaCha20-Poly1305. The terminal holds only the public
half of the school's key; the private half follows from School.secret, which stays on the server.
"""

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

_KEY = 32
# One key seals one PIN, so the number used once may be the same each time.
_NONCE = bytes(12)


def public_key(secret: str) -> bytes:
    """What a terminal needs to seal PINs for the school with this secret."""
    return _private_key(secret).public_key().public_bytes_raw()


def seal(public: bytes, pin: str, about: str) -> bytes:
    """The PIN, readable only with the school's secret and only together with ``about``."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    once = X25519PrivateKey.generate()
    head = once.public_key().public_bytes_raw()
    key = _derive(once.exchange(X25519PublicKey.from_public_bytes(public)), head + public)
    # Padded: its length says nothing of the PIN's.
    plain = pin.encode("utf-8", "surrogatepass").ljust(_KEY, b"\0")
    return head + ChaCha20Poly1305(key).encrypt(_NONCE, plain, about.encode())


def unseal(secret: str, sealed: bytes, about: str) -> str | None:
    """The PIN again; None when it was not sealed for this school, or about something else."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    private = _private_key(secret)
    head, rest = sealed[:_KEY], sealed[_KEY:]
    try:
        shared = private.exchange(X25519PublicKey.from_public_bytes(head))
        key = _derive(shared, head + private.public_key().public_bytes_raw())
        plain = ChaCha20Poly1305(key).decrypt(_NONCE, rest, about.encode())
    except (ValueError, InvalidTag):
        return None
    return plain.rstrip(b"\0").decode("utf-8", "surrogatepass")


def _private_key(secret: str) -> "X25519PrivateKey":
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return X25519PrivateKey.from_private_bytes(_derive(secret.encode(), b"school"))


def _derive(material: bytes, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    info = b"yanxiu spool"
    return HKDF(algorithm=SHA256(), length=_KEY, salt=sha256(salt).digest(), info=info).derive(
        material
    )
