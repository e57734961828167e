"""The page that phones open: where this machine serves it, and whether it does."""

import ipaddress
import socket
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from db.connection import transaction
from db.models import PhonePage
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.names import fold_width
from yanxiu_tui.services import trace
from yanxiu_tui.services.permission import Act, Actor, require

PORT = 8731
_FIRST_FREE_PORT = 1024
# Reserved for documentation: the way there is the way out of the building. Nothing is sent.
_FAR_AWAY = ("203.0.113.1", 9)


@dataclass(frozen=True)
class Place:
    """Where a machine serves the page; ``address`` is "" until the office has chosen one."""

    address: str = ""
    port: int = PORT
    secure: bool = False
    on: bool = False


def place_of(machine: str) -> Place:
    """Where this machine serves the page, as the office set it."""
    found = PhonePage.get_or_none(PhonePage.machine == machine)
    return Place(found.address, found.port, found.secure, found.on) if found else Place()


def place_asked(asked: str, machine: str) -> Place:
    """Where to serve this once: an address with or without a port, "" for where the office set it.

    Where the office has set none, it is this machine's likeliest address.
    """
    place = replace(place_of(machine), on=True)
    if asked:
        address, port = read_address(asked)
        return replace(place, address=address, port=port or place.port)
    return place if place.address else replace(place, address=own_addresses()[0])


def switch(actor: Actor, on: bool, now: datetime) -> Place:
    """Serve the page on the actor's machine from now on, or stop it."""
    return set_place(actor, replace(place_asked("", actor.machine), on=on), now)


def set_place(actor: Actor, place: Place, now: datetime) -> Place:
    """Serve the page from now on, and at every start, where the place says; Refused if not fit."""
    require(actor, Act.RUN_PHONE_PAGE)
    kept = asdict(replace(place, address=_address(place.address), port=_port(str(place.port))))
    with transaction():
        PhonePage.insert(machine=actor.machine, **kept).on_conflict(
            conflict_target=[PhonePage.machine], update=kept
        ).execute()
        trace.write(actor, "set_phone_page", "phone_page", None, now, **kept)
    return Place(**kept)


def typed_place(address: str, port: str, secure: bool, on: bool) -> Place:
    """The place that was typed into a form."""
    return Place(_address(address), _port(port), secure, on)


def read_address(typed: str) -> tuple[str, int | None]:
    """An address as typed, and its port if one was written behind a colon."""
    address, colon, port = fold_width(typed).partition(":")
    return _address(address), _port(port) if colon else None


def own_addresses() -> list[str]:
    """This machine's addresses, the one towards the school's network first, its own loop last.

    May take seconds where names are slow to look up.
    """
    found = [_way_out(), *_named()]
    return [*dict.fromkeys(each for each in found if each and not _is_loop(each)), "127.0.0.1"]


def _way_out() -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
        try:
            asker.connect(_FAR_AWAY)
        except OSError:
            return ""
        return str(asker.getsockname()[0])


def _named() -> list[str]:
    try:
        return socket.gethostbyname_ex(socket.gethostname())[2]
    except OSError:
        return []


def _is_loop(address: str) -> bool:
    return ipaddress.IPv4Address(address).is_loopback


def _address(typed: str) -> str:
    try:
        address = ipaddress.IPv4Address(fold_width(typed))
    except ValueError:
        raise Refused(
            "bad_address", f"「{typed}」不是网络地址，请写成 192.168.1.20 这样。"
        ) from None
    if address.is_unspecified or address.is_multicast:
        raise Refused("bad_address", f"手机打不开 {address}，请写这台电脑自己的地址。")
    return str(address)


def _port(typed: str) -> int:
    folded = fold_width(typed)
    port = int(folded) if folded.isascii() and folded.isdigit() and len(folded) < 6 else 0
    if not _FIRST_FREE_PORT <= port < 2**16:
        raise Refused("bad_port", f"端口「{typed}」不对，请写 1024 到 65535，如 {PORT}。")
    return port
