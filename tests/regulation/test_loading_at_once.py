"""Several threads read a regulation for the first time at once, as a hall of phones makes them."""

import subprocess
import sys

_AT_ONCE = """
import sys, threading
import msgspec
from yanxiu_tui.regulation import loader, schema
sys.setswitchinterval(1e-5)
raw, ready = loader._parsed(loader.preset_source("zhanghong")), threading.Barrier(8)
def read():
    ready.wait()
    loader._converted(raw)
threads = [threading.Thread(target=read) for _ in range(8)]
for each in threads: each.start()
for each in threads: each.join()
"""


def test_a_first_reading_by_many_threads_at_once_does_not_end_the_program():
    done = subprocess.run([sys.executable, "-c", _AT_ONCE], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
