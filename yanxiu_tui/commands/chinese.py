"""Click's own words in Chinese: help pages, usage errors and prompts."""

from collections.abc import Callable
from types import ModuleType

import click
from click import core, decorators, exceptions, formatting, parser, termui, types

_WORDS = {
    # Help pages.
    "Usage:": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "参数",
    "Show this message and exit.": "显示这份帮助。",
    "Show the version and exit.": "显示版本。",
    "required": "必填",
    "default: {default}": "默认：{default}",
    "env var: {var}": "环境变量：{var}",
    # Usage errors.
    "Missing command.": "请写明要做什么。",
    "No such command {name!r}.": "没有「{name}」这个命令。",
    "No such option {name!r}.": "没有「{name}」这个选项。",
    "No such option: {name}": "没有「{name}」这个选项。",
    "Did you mean {possibility}?": "您是不是想用 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "您是不是想用其中之一：{possibilities}？",
    "(Possible options: {possibilities})": "您是不是想用其中之一：{possibilities}？",
    "Got unexpected extra argument ({args})": "多写了内容：{args}。",
    "Got unexpected extra arguments ({args})": "多写了内容：{args}。",
    "Option {name!r} requires an argument.": "选项 {name} 后面要写内容。",
    "Option {name!r} requires {nargs} arguments.": "选项 {name} 后面要写 {nargs} 项内容。",
    "Option {name!r} does not take a value.": "选项 {name} 后面不用写内容。",
    "Argument {name!r} takes {nargs} values.": "{name} 要写 {nargs} 项。",
    "Invalid value: {message}": "{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 写得不对：{message}",
    "{value!r} is not {choice}.": "「{value}」应为 {choice}。",
    "{value!r} is not one of {choices}.": "「{value}」不在可选的 {choices} 之中。",
    "{value!r} is not a valid {number_type}.": "「{value}」不是数字。",
    "{value} is not in the range {range}.": "{value} 不在允许的范围里。",
    "{name} {filename!r} does not exist.": "文件「{filename}」不存在。",
    "{name} {filename!r} is a file.": "「{filename}」是文件，应为文件夹。",
    "{name} {filename!r} is a directory.": "「{filename}」是文件夹，应为文件。",
    "{name} {filename!r} is not readable.": "文件「{filename}」读不了，请检查权限。",
    "{name} {filename!r} is not writable.": "文件「{filename}」写不了，请检查权限。",
    "Could not open file {filename!r}: {message}": "打不开文件「{filename}」，请检查。",
    # Prompts.
    "Error: {message}": "{message}",
    "Error: invalid input": "请输入 y 或 n。",
    "Error: The two entered values do not match.": "两次输入的不一样，请重新输入。",
    "Repeat for confirmation": "再输一遍",
}
_METAVARS = {"[OPTIONS]": "[选项]", "COMMAND": "命令", "[ARGS]...": "[参数]"}


class _Formatter(click.HelpFormatter):
    """Help pages whose usage line is Chinese too."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        for english, chinese in _METAVARS.items():
            args = args.replace(english, chinese)
        super().write_usage(prog, args, prefix)


def speak_chinese() -> None:
    """Make click say its own messages in Chinese, in every command of this process."""
    modules: tuple[ModuleType, ...] = (
        core, decorators, exceptions, formatting, parser, termui, types,
    )  # fmt: skip
    words: dict[str, Callable[..., str]] = {"_": _say, "ngettext": _say_count}
    for module in modules:
        vars(module).update(words)
    vars(formatting).update(term_len=_cells)
    click.Context.formatter_class = _Formatter


def sentence(error: click.ClickException) -> str:
    """What is wrong, without the punctuation click puts around it."""
    if isinstance(error, click.MissingParameter) and error.param is not None:
        hint = error.param.get_error_hint(error.ctx)
        return f"缺少 {hint.replace(chr(39), '')}，请补上。"
    return error.format_message()


def _cells(text: str) -> int:
    """How many cells a text takes, so that the columns of a help page line up."""
    from wcwidth import wcswidth

    return max(wcswidth(click.unstyle(text)), 0)


def _say(message: str) -> str:
    return _WORDS.get(message, message)


def _say_count(one: str, many: str, count: int) -> str:
    return _say(one if count == 1 else many)
