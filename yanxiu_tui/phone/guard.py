"""Around the whole door: strict headers, one address, and no trouble that reaches a phone."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from yanxiu_tui.trouble import keep_details

STRICT = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
# For all but the page itself, which brings its own.
_NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


class Guard:
    """Wraps the door; ``host`` is the only name it answers to, such as ``192.0.2.7:8080``."""

    def __init__(self, app: ASGIApp, host: str) -> None:
        self._app = app
        self._host = host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def send_strictly(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                headers.update(STRICT)
                headers.setdefault("Content-Security-Policy", _NOTHING)
            await send(message)

        try:
            await self._answering(scope)(scope, receive, send_strictly)
        except Exception as error:
            keep_details(error)
            if not begun:
                await _sentence(500, "程序出了意外，请到签到台签到。")(
                    scope, receive, send_strictly
                )

    def _answering(self, scope: Scope) -> ASGIApp:
        if Headers(scope=scope).get("host", "").lower() == self._host:
            return self._app
        return _sentence(421, "请扫大屏幕上的二维码打开签到页。")


def _sentence(status: int, words: str) -> Response:
    return PlainTextResponse(words, status)
