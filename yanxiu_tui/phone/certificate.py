"""A certificate made on the spot, for a school that wants https on its own network.

Phones warn of it once, since nobody else vouches for it.
"""

import contextlib
import ipaddress
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

# Phones refuse a longer life.
_LIFE = timedelta(days=397)
_RENEWED_BEFORE = timedelta(days=30)


def certificate(address: str, folder: Path, now: datetime) -> Path:
    """The file with key and certificate for this address, made or renewed where needed."""
    path = folder / f"phone-{address.replace(':', '_')}.pem"
    if _holds(path, now):
        return path
    folder.mkdir(parents=True, exist_ok=True)
    made = path.with_suffix(f".{os.getpid()}")
    made.unlink(missing_ok=True)
    descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as file:  # noqa: PTH123
        file.write(_make(address, now))
    made.replace(path)
    return path


def _holds(path: Path, now: datetime) -> bool:
    """Whether the file is there, whole, its owner's alone and good for a while."""
    with contextlib.suppress(OSError, ValueError):
        kept = path.read_bytes()
        serialization.load_pem_private_key(kept, None)
        ends = x509.load_pem_x509_certificate(kept).not_valid_after_utc
        private = os.name == "nt" or not path.stat().st_mode & 0o077
        return private and now + _RENEWED_BEFORE < ends
    return False


def _make(address: str, now: datetime) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, address[:64])])
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now.astimezone(UTC) - timedelta(days=1))
        .not_valid_after(now.astimezone(UTC) + _LIFE)
        .add_extension(x509.SubjectAlternativeName([_alternative(address)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return private + signed.public_bytes(serialization.Encoding.PEM)


def _alternative(address: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(address))
    except ValueError:
        return x509.DNSName(address)
