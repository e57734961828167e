"""The phone's door as a web application: one page and four things to ask, and nothing else."""

import asyncio
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import msgspec
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from yanxiu_tui.errors import Refused
from yanxiu_tui.phone import bodies
from yanxiu_tui.phone.door import Door
from yanxiu_tui.phone.guard import Guard
from yanxiu_tui.phone.limits import Limited
from yanxiu_tui.phone.page import page
from yanxiu_tui.trouble import keep_details

LARGEST_BODY = 4096
# Each keeps a connection to the database; more would only wait for one another there.
WORKERS = 4
_CODE = re.compile(r"([0-9]{1,9}-[0-9A-Za-z]{1,16})?")
_NOT_HERE = "这里只有签到页，请扫大屏幕上的二维码打开。"

Body = TypeVar("Body")


class NotUnderstood(Exception):
    """A request that no page of ours sends: the status and the sentence it is answered with."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def phone_app(door: Door, origin: str) -> Guard:
    """The application as it is served at ``origin``, such as ``http://192.0.2.7:8080``."""
    workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="phone")

    def asked(path: str, body: type[Body], answer: Callable[[Body, str], msgspec.Struct]) -> Route:
        async def endpoint(request: Request) -> Response:
            return await _answered(request, origin, body, answer, workers)

        return Route(path, endpoint, methods=["POST"])

    routes = [
        asked("/enter", bodies.Enter, door.enter),
        asked("/names", bodies.Names, door.names),
        asked("/register", bodies.Register, door.register),
        asked("/sign-in", bodies.SignIn, door.sign_in),
        Route("/{code}", _page_route(), methods=["GET"]),
        Route("/", _page_route(), methods=["GET"]),
    ]
    app = Starlette(routes=routes, exception_handlers={404: _not_here, 405: _not_here})
    app.router.redirect_slashes = False
    return Guard(app, origin.partition("://")[2])


def _page_route() -> Callable[[Request], Any]:
    html, policy = page()

    async def show(request: Request) -> Response:
        if not _CODE.fullmatch(request.path_params.get("code", "")):
            return PlainTextResponse(_NOT_HERE, 404)
        headers = {"Content-Security-Policy": policy}
        return Response(html, media_type="text/html", headers=headers)

    return show


async def _not_here(_request: Request, error: Any) -> Response:
    return PlainTextResponse(_NOT_HERE, error.status_code, error.headers)


async def _answered(
    request: Request,
    origin: str,
    body: type[Body],
    answer: Callable[[Body, str], msgspec.Struct],
    workers: ThreadPoolExecutor,
) -> Response:
    """What a service says to this request, as JSON; whatever goes wrong is a sentence."""
    address = request.client.host if request.client else ""
    try:
        asked = _understood(await _read(request, origin), body)
        loop = asyncio.get_running_loop()
        return _json(200, await loop.run_in_executor(workers, answer, asked, address))
    except NotUnderstood as mistake:
        return _json(mistake.status, bodies.No("not_understood", str(mistake)))
    except Limited as refusal:
        return _json(429, bodies.No(refusal.reason, str(refusal)))
    except Refused as refusal:
        return _json(403, bodies.No(refusal.reason, str(refusal)))
    except ClientDisconnect:
        return Response(status_code=400)
    except Exception as error:
        # Most of all a database that is busy or away. The page tries again by itself.
        keep_details(error)
        return _json(503, bodies.No("busy", "签到台一时忙不过来，没有记下这一次，请稍候再试。"))


async def _read(request: Request, origin: str) -> bytes:
    """The body of a request that our own page made."""
    headers = request.headers
    same_site = headers.get("sec-fetch-site", "same-origin") == "same-origin"
    if headers.get("origin", "").lower() != origin or not same_site:
        raise NotUnderstood(403, "请扫大屏幕上的二维码打开签到页，再签到。")
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise NotUnderstood(415, "签到页发来的内容看不懂，请再扫一次大屏幕上的二维码。")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise NotUnderstood(413, "签到页发来的内容太长，请再扫一次大屏幕上的二维码。")
    return bytes(body)


def _understood(given: bytes, body: type[Body]) -> Body:
    try:
        return msgspec.json.decode(given, type=body)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        words = "签到页发来的内容看不懂，请再扫一次大屏幕上的二维码。"
        raise NotUnderstood(400, words) from None


def _json(status: int, content: msgspec.Struct) -> Response:
    return Response(msgspec.json.encode(content), status, media_type="application/json")
