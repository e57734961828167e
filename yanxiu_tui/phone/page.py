"""The one page, put together from its parts, and the policy that lets only these parts run."""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from yanxiu_tui.phone.exchange import PRIME_HEX

_HERE = Path(__file__).parent


def page() -> tuple[bytes, str]:
    """The page as it is sent, and its Content-Security-Policy."""
    style = _read("page.css")
    script = (_read("exchange.js") + _read("page.js")).replace("{{prime}}", PRIME_HEX)
    html = _read("page.html").replace("{{style}}", style).replace("{{script}}", script)
    policy = (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; "
        "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    )
    return html.encode(), policy


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _hash(part: str) -> str:
    return f"'sha256-{b64encode(sha256(part.encode()).digest()).decode()}'"
