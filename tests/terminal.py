"""A real program in a real pseudo-terminal, seen as a person would see it."""

import fcntl
import os
import pty
import select
import struct
import termios
import time
from collections.abc import Sequence
from pathlib import Path

import pyte


class Terminal:
    """Run a command at a size; ``wait_for`` watches the painted screen, not the byte stream.

    It takes in a piece at a time: what is soon painted over is seen, too, on a slow machine.
    """

    def __init__(
        self, command: Sequence[str], columns: int = 80, rows: int = 24, **env: str
    ) -> None:
        self.started = time.perf_counter()
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], list(command), _environment(env))
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def type(self, text: str) -> None:
        """Send keys as a terminal would."""
        os.write(self.fd, text.encode())

    def wait_for(self, *texts: str, seconds: float = 60) -> float:
        """Wait until all texts are painted; how many seconds that was after the start."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            self._read()
            shown = self.shown()
            if all(text in shown for text in texts):
                return time.perf_counter() - self.started
        raise AssertionError(f"{texts} never appeared:\n{self.shown()}")

    def watch(self, seconds: float) -> None:
        """Look on for a while: a program whose screen nobody takes in stands still."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            self._read()

    def shown(self) -> str:
        """The screen as text; the second cell of a wide character is left out."""
        return "\n".join(
            "".join(char.data for char in (row[x] for x in range(self.screen.columns)))
            for row in (self.screen.buffer[y] for y in range(self.screen.lines))
        )

    def peak_megabytes(self) -> float:
        """The most memory the program has held so far."""
        with Path(f"/proc/{self.pid}/status").open() as status:
            line = next(line for line in status if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024

    def close(self) -> None:
        """End the program at once."""
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)
        os.close(self.fd)

    def _read(self) -> None:
        ready, _, _ = select.select([self.fd], [], [], 0.005)
        if ready:
            try:
                self.stream.feed(os.read(self.fd, 1 << 10))
            except OSError:
                raise AssertionError(f"the program ended:\n{self.shown()}") from None


def _environment(extra: dict[str, str]) -> dict[str, str]:
    env = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "LINES")}
    return {**env, "TERM": "xterm-256color", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", **extra}
