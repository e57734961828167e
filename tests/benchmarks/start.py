"""Start: painted and ready with 300 teachers, against a bare Textual app in the same run.

python -m tests.benchmarks.start
"""

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.terminal import Terminal

RUNS = 7
BARE = [sys.executable, "-m", "tests.benchmarks.bare_app"]
OURS = [sys.executable, "-m", "yanxiu_tui", "--db"]


def measure() -> dict[str, float]:
    """The medians in seconds and megabytes, and the ratios to the bare app."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'school.db'}"
        build = ["demo", "--db", url, "--teachers", "300", "--build-only"]
        subprocess.run(
            [sys.executable, "-m", "yanxiu_tui", *build], check=True, capture_output=True
        )
        runs = [
            (_start(BARE, "row 5"), _start([*OURS, url], "应到 300", "组 ")) for _ in range(RUNS)
        ]
    bare, ours = (
        statistics.median(times) for times in zip(*[(b[0], o[0]) for b, o in runs], strict=True)
    )
    bare_mb, ours_mb = (max(sizes) for sizes in zip(*[(b[1], o[1]) for b, o in runs], strict=True))
    return {
        "bare seconds": bare, "yanxiu seconds": ours, "start ratio": ours / bare,
        "bare MB": bare_mb, "yanxiu MB": ours_mb, "memory ratio": ours_mb / bare_mb,
    }  # fmt: skip


def _start(command: list[str], *texts: str) -> tuple[float, float]:
    terminal = Terminal(command, columns=120, rows=40)
    try:
        seconds = terminal.wait_for(*texts)
        return seconds, terminal.peak_megabytes()
    finally:
        terminal.close()


if __name__ == "__main__":
    for name, figure in measure().items():
        print(f"{name:16} {figure:8.3f}")
