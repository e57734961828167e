"""Start: painted and ready with 300 teachers, against a bare Textual app in the same run.

python -m tests.benchmarks.start
"""

import os
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
    """The medians in seconds, the peaks in megabytes, and the ratios to the bare app."""
    # Both are compiled already, as what pip installs is.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'school.db'}"
        build = ["demo", "--db", url, "--teachers", "300", "--build-only"]
        command = [sys.executable, "-m", "yanxiu_tui", *build]
        subprocess.run(command, check=True, capture_output=True)
        bare, ours = [], []
        for _ in range(RUNS + 1):  # Turn by turn, so that both meet the same machine.
            bare.append(_start(BARE, "row 5"))
            ours.append(_start([*OURS, url], "应到 300", "组 "))
        # The first start compiles what was not compiled.
        del bare[0], ours[0]
    bare_seconds, our_seconds = (statistics.median(run[0] for run in runs) for runs in (bare, ours))
    bare_mb, our_mb = (max(run[1] for run in runs) for runs in (bare, ours))
    return {
        "bare seconds": bare_seconds,
        "yanxiu seconds": our_seconds,
        "start ratio": our_seconds / bare_seconds,
        "bare MB": bare_mb,
        "yanxiu MB": our_mb,
        "memory ratio": our_mb / bare_mb,
    }


def _start(command: list[str], *texts: str) -> tuple[float, float]:
    """Seconds until the texts are painted, and the most memory held, in megabytes."""
    terminal = Terminal(command, columns=120, rows=40)
    try:
        seconds = terminal.wait_for(*texts)
        return seconds, terminal.peak_megabytes()
    finally:
        terminal.close()


if __name__ == "__main__":
    for name, figure in measure().items():
        print(f"{name:16} {figure:8.3f}")
