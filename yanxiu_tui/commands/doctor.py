"""``yanxiu doctor``: what this terminal, database and machine can do."""

import locale
import os
import platform
import shutil
import sys
from collections.abc import Callable
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

import click

from yanxiu_tui import clock
from yanxiu_tui.commands.common import format_option, show

if TYPE_CHECKING:
    from yanxiu_tui.services.health import Finding

HEADINGS = ("结论", "项目", "情况", "怎么办")
_LEAST_COLUMNS, _LEAST_LINES = 80, 24


@click.command(help="检查这台机器、终端和数据库能不能用。")
@format_option
@click.pass_context
def command(context: click.Context, fmt: str) -> None:
    from yanxiu_tui.services.health import examine

    now = clock.now()
    looks: tuple[Callable[[], Finding], ...] = (
        _python, _textual, _window, _terminal, _encoding, _colour, _widths,
    )  # fmt: skip
    findings = [look() for look in looks]
    if sys.platform == "win32":
        findings.append(_code_page())
    findings += [_zone(now), *examine(context.find_root().obj, now)]
    rows = [
        ("注意" if each.advice else "正常", each.subject, each.found, each.advice)
        for each in findings
    ]
    show(HEADINGS, rows, fmt)
    if fmt == "table":
        click.echo(
            "\n下面两行应当一样长，不一样长请换一个终端或字体：\n校本研修签到点名\n1234567890123456"
        )


def _finding(subject: str, found: str, advice: str = "") -> "Finding":
    from yanxiu_tui.services.health import Finding

    return Finding(subject, found, advice)


def _python() -> "Finding":
    return _finding("Python", f"{platform.python_version()}，{platform.system()}")


def _textual() -> "Finding":
    try:
        return _finding("Textual", version("textual"))
    except PackageNotFoundError:
        return _finding("Textual", "没有安装", "请重新安装本程序：pip install yanxiu")


def _window() -> "Finding":
    if not sys.stdout.isatty():
        return _finding("终端大小", "输出不在终端里", "想检查终端，请直接在终端里运行")
    size = shutil.get_terminal_size()
    small = size.columns < _LEAST_COLUMNS or size.lines < _LEAST_LINES
    return _finding(
        "终端大小",
        f"{size.columns} 列 {size.lines} 行",
        f"请把窗口放大到 {_LEAST_COLUMNS} 列 {_LEAST_LINES} 行以上" if small else "",
    )


def _terminal() -> "Finding":
    if sys.platform == "win32":
        modern = "WT_SESSION" in os.environ
        return _finding(
            "终端", "Windows Terminal" if modern else "旧控制台",
            "" if modern else "请改用 Windows Terminal，边框和中文才不会错位",
        )  # fmt: skip
    term = os.environ.get("TERM", "")
    dumb = term in ("", "dumb", "unknown")
    return _finding("终端", term or "未知", "请设置 TERM，如 xterm-256color" if dumb else "")


def _encoding() -> "Finding":
    names = {(sys.stdout.encoding or "").lower(), locale.getpreferredencoding(False).lower()}
    plain = {name.replace("-", "") for name in names}
    return _finding(
        "文字编码",
        "、".join(sorted(names)),
        "" if plain <= {"utf8", "cp65001"} else "请把系统语言环境设为 UTF-8，如 LANG=zh_CN.UTF-8",
    )


def _colour() -> "Finding":
    if os.environ.get("NO_COLOR"):
        return _finding("颜色", "已用 NO_COLOR 关闭")
    if "truecolor" in (os.environ.get("COLORTERM") or "") or "WT_SESSION" in os.environ:
        return _finding("颜色", "真彩色")
    rich = "256" in os.environ.get("TERM", "")
    return _finding("颜色", "256 色" if rich else "颜色较少，不影响使用")


def _widths() -> "Finding":
    from wcwidth import wcswidth

    right = wcswidth("研修") == 4 and wcswidth("\U00020bb7") == 2
    return _finding("汉字宽度", "每字两格" if right else "不对", "" if right else "请升级 wcwidth")


def _code_page() -> "Finding":
    import ctypes

    page: int = ctypes.windll.kernel32.GetConsoleOutputCP()  # type: ignore[attr-defined]
    return _finding("代码页", str(page), "" if page == 65001 else "可运行 chcp 65001 改为 UTF-8")


def _zone(now: datetime) -> "Finding":
    here, school = now.astimezone(), clock.local(now)
    same = here.utcoffset() == school.utcoffset()
    return _finding(
        "时间",
        f"{school:%Y-%m-%d %H:%M:%S}（北京时间）",
        "" if same else f"电脑时区是 {here.tzname()}，记录仍按北京时间，建议改过来",
    )
