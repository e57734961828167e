"""Every figure that has a bound, measured one after another and printed as one table.

python -m tests.benchmarks        (some three minutes on a quiet machine)
"""

import json
import os
import platform
import subprocess
import sys

from yanxiu_tui.reports.tables import render

# What is measured, in which module, under which name, and how many times the bare thing it may be.
FIGURES = (
    ("打开到可用：空的 Textual 程序的几倍", "start", "start ratio", 1.6),
    ("内存：空的 Textual 程序的几倍", "start", "memory ratio", 1.6),
    ("一次签到：一次落盘插入的几倍", "sign_in", "sign-in ratio", 6),
    ("四台终端每秒签到：落盘插入快几倍", "throughput", "throughput ratio", 6),
    ("300 部手机登记并签到：10 秒的几倍", "phones", "registering ratio", 1),
    ("300 部手机一点签到：10 秒的几倍", "phones", "one tap ratio", 1),
    ("300 人的排名：一条手写 SQL 的几倍", "ranking", "ranking ratio", 3),
    ("十倍的人：排名慢几倍", "ranking", "growth ratio", 11),
    ("十个学期：排名慢几倍", "terms", "ranking terms ratio", 1.5),
    ("十个学期：一次签到慢几倍", "terms", "sign-in terms ratio", 1.5),
    ("五年的记录：打开备课计划慢几倍", "prep_list", "five years ratio", 2),
    ("两万份文稿里查找：全文查询的几倍", "search", "search ratio", 5),
    ("记一次备课：按键是文字加走动的几倍", "keystrokes", "keys to text and navigation", 1),
    ("配师傅：网络流求解的几倍", "pairing_proposals", "proposals ratio", 1),
)


def main() -> None:
    figures: dict[str, dict[str, float]] = {}
    for _, module, _, _ in FIGURES:
        if module not in figures:
            figures[module] = _alone(module)
    rows = [
        (words, f"{figures[module][name]:.2f}", bound, _verdict(figures[module][name], bound))
        for words, module, name, bound in FIGURES
    ]
    print(render(("量什么", "量到", "上限", "超出"), rows, "markdown"))
    system = f"{platform.system()} {platform.machine()}，{os.cpu_count()} 核"
    print(f"\n{system}，Python {platform.python_version()}")


def _verdict(figure: float, bound: float) -> str:
    return "" if figure <= bound else "超出"


def _alone(module: str) -> dict[str, float]:
    """Measure in a process of its own, so that nothing of another lies in the way."""
    words = f"import json\nfrom tests.benchmarks.{module} import measure\n"
    words += "print(json.dumps(measure()))"
    done = subprocess.run([sys.executable, "-c", words], check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


if __name__ == "__main__":
    main()
