"""A browser's connection to the server, as light as can be: three hundred share one processor."""

import asyncio
import json
from typing import Any

_TRIES = 7


class Line:
    """One connection, opened anew when it is lost, as a browser does."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, path: str, **content: str) -> dict[str, Any]:
        """What is answered to this; as the page does, it is asked again when it is lost."""
        answered: dict[str, Any] = json.loads(await self.ask("POST", path, json.dumps(content)))
        return answered

    async def ask(self, method: str, path: str, body: str = "") -> bytes:
        """The body of an answer, which must be a good one."""
        for turn in range(_TRIES):
            try:
                return await self._once(method, path, body.encode())
            except (OSError, asyncio.IncompleteReadError):
                self.close()
                await asyncio.sleep(0.5 * turn)
        raise ConnectionError(path)

    def close(self) -> None:
        """Hang up."""
        if self._streams:
            self._streams[1].close()
        self._streams = None

    async def _once(self, method: str, path: str, body: bytes) -> bytes:
        host, _, port = self._origin.removeprefix("http://").partition(":")
        self._streams = self._streams or await asyncio.open_connection(host, int(port))
        reader, writer = self._streams
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: {host}:{port}\r\nOrigin: {self._origin}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        answer = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(answer.partition("content-length: ")[2].partition("\r")[0])
        content = await reader.readexactly(length)
        assert " 200 " in answer.partition("\r")[0], content.decode()
        return content
