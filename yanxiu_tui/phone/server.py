"""The server below the door: uvicorn, with no patience for slow clients and room for a hall."""

import asyncio
import contextlib
import errno
import socket
import sys
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from yanxiu_tui.errors import Refused

# Seconds: to send a whole request, to be answered, to stay without asking anything.
TO_ASK, TO_ANSWER, TO_STAY = 10, 60, 5
MOST_CONNECTIONS = 800
_LARGEST_HEAD = 8192


class ImpatientProtocol(H11Protocol):
    """Drops a client that takes too long to ask, or to take its answer, and garbage unanswered."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            transport.abort()
        else:
            self._wait(TO_ASK)

    def data_received(self, data: bytes) -> None:
        """The first byte of a request begins one wait, its last byte another."""
        if self._deadline is None:
            self._wait(TO_ASK)
        asking = self.conn.their_state in (h11.IDLE, h11.SEND_BODY)
        super().data_received(data)
        if asking and self.conn.their_state in (h11.DONE, h11.MUST_CLOSE):
            self._wait(TO_ANSWER)

    def on_response_complete(self) -> None:
        self._stop_waiting()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        self.transport.close()

    def _wait(self, seconds: float) -> None:
        self._stop_waiting()
        self._deadline = self.loop.call_later(seconds, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


class Server(uvicorn.Server):
    """Says when it serves; over https it waits no longer for a greeting than for a request."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        if self.config.is_ssl:
            # Otherwise a minute, and no protocol of ours sees the connection until it is over.
            loop = asyncio.get_running_loop()
            loop.create_server = partial(  # type: ignore[method-assign]
                loop.create_server, ssl_handshake_timeout=TO_ASK
            )
        await super().startup(sockets)
        self._ready()


def listen(address: str, port: int) -> socket.socket:
    """A socket that listens there; Refused when that cannot be."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind((address, port))
        opened.listen(512)
    except (OSError, OverflowError, UnicodeError) as error:
        opened.close()
        raise _cannot_listen(address, port, error) from error
    return opened


def origin_of(address: str, port: int, secure: bool) -> str:
    """What a browser calls this place: ``http://192.0.2.7:8080``."""
    scheme, usual = ("https", 443) if secure else ("http", 80)
    host = f"[{address}]" if ":" in address else address
    return f"{scheme}://{host}" if port == usual else f"{scheme}://{host}:{port}"


def server(app: Any, certificate: str | None, ready: Callable[[], None]) -> Server:
    """The server for this application; with a certificate it speaks https."""
    config = uvicorn.Config(
        app,
        http=ImpatientProtocol,
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=TO_STAY,
        timeout_graceful_shutdown=3,
        h11_max_incomplete_event_size=_LARGEST_HEAD,
        backlog=512,
        ssl_certfile=certificate,
    )
    return Server(config, ready)


def end_with_input(serving: uvicorn.Server) -> None:
    """Stop once standard input is closed: whoever started this process is gone."""

    def watch() -> None:
        while sys.stdin.buffer.read(1024):
            pass
        serving.should_exit = True

    threading.Thread(target=watch, daemon=True, name="parent").start()


def allow_connections() -> None:
    """Ask the system for as many open files as a hall of phones needs, where it can be asked."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = 2 * MOST_CONNECTIONS
        if hard != resource.RLIM_INFINITY:
            wanted = min(wanted, hard)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _cannot_listen(address: str, port: int, error: Exception) -> Refused:
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.EADDRINUSE:
        return Refused("port_taken", f"端口 {port} 已被别的程序占用，请换一个端口。")
    if number == errno.EACCES:
        return Refused("port_forbidden", f"端口 {port} 不让普通用户使用，请换 1024 以上的端口。")
    if isinstance(error, OverflowError):
        return Refused("no_port", f"端口 {port} 不对，请填 1024 到 65535 之间的数。")
    return Refused("no_address", f"这台机器没有地址 {address}，请在手机签到里重新选择地址。")
